"""The rest of the demo's year: a bureau's everyday cases, each told in a line. People and firms are invented."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.demo.bureau import DATA
from mingjing.demo.stages import (
    ASKED,
    CLOSED,
    DECIDED,
    FILED,
    INVESTIGATED,
    NOTIFIED,
    PAID,
    REVIEWED,
    SERVED,
    Plot,
    Step,
)
from mingjing.demo.stories import CaseStory, Firm, Plan
from mingjing.law.calendar import shipped

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

REASONS = "首次被查处，配合调查并主动整改，未造成危害后果，在法定幅度内从轻确定数额。"


@dataclass(frozen=True)
class Offence:
    """A kind of offence as this bureau meets it; `{work}` is the place of work, `{sum}` an amount in words."""

    title: str
    matter: str
    facts: str
    violated: str
    basis: str
    orders: str
    seen: str
    said: str
    paper: str
    warned: bool = False


TESTED = Offence(
    "未按规定对建筑材料检验案",
    "CF-ZA-004",
    "当事人承建的{work}主体施工中，{sum}进场后未见证取样送检即用于工程，材料台账与检测报告不能对应。",
    "《建设工程质量管理条例》第二十九条",
    "《建设工程质量管理条例》第六十五条",
    "责令改正，对已使用部位委托检测",
    "现场抽查材料进场台账，{sum}无见证取样记录和检测报告，已用于三层梁板。",
    "问：该批材料是否取样送检？答：赶工期，没有来得及送检。",
    "材料进场台账（复制件）",
)
WARRANTY = Offence(
    "拖延履行保修义务案",
    "CF-ZA-005",
    "{work}保修期内{sum}渗漏，建设单位三次书面通知，当事人逾九十日未派人维修。",
    "《建设工程质量管理条例》第四十一条",
    "《建设工程质量管理条例》第六十六条",
    "责令改正，三十日内完成维修",
    "现场查看，{sum}顶板渗漏痕迹明显，未见维修施工。",
    "问：接到保修通知后为何不维修？答：与建设单位有工程款争议。",
    "保修通知书及签收单（复制件）",
)
OFFICE = Offence(
    "擅自改变物业管理用房用途案",
    "CF-WY-004",
    "未经业主大会同意，当事人将{work}物业管理用房{sum}出租作商铺使用。",
    "《物业管理条例》第三十七条",
    "《物业管理条例》第六十二条",
    "责令限期改正",
    "现场查看，物业管理用房{sum}由商户经营，门头悬挂便利店招牌。",
    "问：出租是否经业主大会同意？答：没有，认为是闲置用房。",
    "房屋租赁合同（复制件）",
    warned=True,
)
PAPERS = Offence(
    "不移交物业有关资料案",
    "CF-WY-002",
    "{work}物业承接验收后，当事人未移交{sum}，责令限期移交后逾期仍未移交。",
    "《物业管理条例》第二十九条第一款",
    "《物业管理条例》第五十八条",
    "责令限期移交",
    "查阅承接验收记录，{sum}未列入移交清单，限期届满仍未移交。",
    "问：资料为何未移交？答：档案室搬迁，资料尚在整理。",
    "承接验收记录（复制件）",
)
PIPELINE = Offence(
    "在燃气设施保护范围内取土案",
    "CF-RQ-003",
    "当事人在{work}施工中，未与燃气经营者共同制定保护方案，在中压燃气管道保护范围内取土{sum}。",
    "《城镇燃气管理条例》第三十三条第二款",
    "《城镇燃气管理条例》第五十条第一款",
    "责令停止违法行为，限期恢复原状",
    "现场挖掘机停放于管道警示桩内侧，开挖面距管道示踪桩不足一米，取土{sum}。",
    "问：开挖前是否与燃气公司对接？答：没有，现场有警示桩但没有注意。",
    "燃气管线图（复制件）",
)
CRANE = Offence(
    "施工起重机械未经验收投入使用案",
    "CF-ZA-010",
    "当事人在{work}使用的{sum}安装后未组织验收即投入使用，责令限期改正后逾期未改正。",
    "《建设工程安全生产管理条例》第三十五条第一款",
    "《建设工程安全生产管理条例》第六十五条",
    "责令停业整顿十日",
    "现场{sum}正在吊运钢筋，未见验收合格标志和使用登记牌。",
    "问：该设备是否经验收？答：安装单位尚未出具自检报告，先用了几天。",
    "起重机械安装合同（复制件）",
)
PERMIT = Offence(
    "未取得施工许可证擅自施工案",
    "CF-JZ-001",
    "当事人建设的{work}未取得建筑工程施工许可证即开工，检查时正在基础施工，工程合同价款{sum}。",
    "《中华人民共和国建筑法》第七条第一款",
    "《建设工程质量管理条例》第五十七条",
    "责令停止施工，限期改正",
    "现场正在进行基础钢筋绑扎，公示牌未载施工许可证编号。",
    "问：是否取得施工许可证？答：材料已报，尚未批下来。",
    "建设工程施工合同（复制件）",
)
HANDOVER = Offence(
    "未组织竣工验收擅自交付使用案",
    "CF-ZA-002",
    "当事人建设的{work}未组织竣工验收即交付使用，工程合同价款{sum}。",
    "《建设工程质量管理条例》第十六条",
    "《建设工程质量管理条例》第五十八条",
    "责令改正，三十日内组织竣工验收",
    "现场已有商户装修进场，未见竣工验收报告。",
    "问：是否组织竣工验收？答：消防整改未完，尚未组织。",
    "建设工程施工合同（复制件）",
)


OFFENCES = {
    "tested": TESTED,
    "warranty": WARRANTY,
    "office": OFFICE,
    "papers": PAPERS,
    "pipeline": PIPELINE,
    "crane": CRANE,
    "permit": PERMIT,
    "handover": HANDOVER,
}
STAGES: dict[str, tuple[Step, ...]] = {
    "asked": ASKED,
    "filed": FILED,
    "investigated": INVESTIGATED,
    "reviewed": REVIEWED,
    "notified": NOTIFIED,
    "endorsed": (*NOTIFIED, lambda story: story.presented().endorsed()),
    "decided": DECIDED,
    "served": SERVED,
    "paid": PAID,
    "closed": CLOSED,
}
CREWS = {"1": ("officer4", "officer5"), "2": ("officer6", "officer7"), "3": ("officer8", "officer9")}
GAPS = {"常": (0, 1, 1, 6, 5, 3, 2, 6, 2, 7, 3), "慢": (0, 2, 2, 12, 9, 4, 3, 8, 4, 12, 6)}
"""Working days between one step and the next, from the lead to the closing, of a usual case and of a slow one."""


def docket(bureau: Bureau) -> list[Plot]:
    """Return every case of the docket with its days and steps."""
    with (DATA / "docket.csv").open(encoding="utf-8", newline="") as lines:
        return [_plot(bureau, row) for row in csv.DictReader(lines)]


def _plot(bureau: Bureau, row: dict[str, str]) -> Plot:
    offence, steps = OFFENCES[row["案"]], STAGES[row["办到"]]
    words = {"work": row["地点"], "sum": row["数量"]}
    story = CaseStory(
        bureau,
        title=offence.title,
        matter=offence.matter,
        place=f"云岭县{row['地点']}（示例）",
        handlers=CREWS[row["承办组"]],
        firms=(Firm(row["单位"], row["统一社会信用代码"], representative=row["法定代表人"]),),
        plans=(
            Plan(int(row["罚款（元）"]) * 100, reasons=REASONS, orders=offence.orders, warned=offence.warned),
        ),
        facts=offence.facts.format_map(words),
        violated=(offence.violated,),
        basis=(offence.basis,),
        seen=offence.seen.format_map(words),
        said=offence.said,
        paper=offence.paper,
    )
    return story, _days(dt.date.fromisoformat(row["发现日期"]), GAPS[row["进度"]][: len(steps)]), steps


def _days(day: dt.date, gaps: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return the days of a story: working days counted on from the first."""
    calendar = shipped()
    days = []
    for gap in gaps:
        for _ in range(gap):
            day = calendar.next_workday(day)
        days.append((day.month, day.day))
    return days
