"""Cases of the demo against natural persons: public with a surname only, for a time; or not public at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.demo.stories import CaseStory, Firm, Plan

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stages import Plot, Step

SERVED: tuple[Step, ...] = (
    CaseStory.lead,
    CaseStory.verified,
    CaseStory.filed,
    CaseStory.investigated,
    lambda story: story.concluded().drafted().submitted(),
    CaseStory.reviewed,
    CaseStory.notified,
    lambda story: story.presented().decided(),
    CaseStory.served,
)


def persons(bureau: Bureau) -> list[Plot]:
    """Return the stories with their days and steps: one whose period has ended, one public now, one kept back."""
    return [
        (
            _gas(bureau, _person("宋长河（示例）", "150999197902120032", "西川镇（示例）"), "西川镇"),
            [(3, 2), (3, 3), (3, 4), (3, 11), (3, 16), (3, 24), (3, 25), (4, 3), (4, 7)],
            SERVED,
        ),
        (
            _gas(bureau, _person("何小雨（示例）", "150999198506150023", "云川镇柳树巷（示例）"), "云川镇"),
            [(6, 29), (6, 30), (7, 1), (7, 8), (7, 13), (7, 20), (7, 21), (7, 30), (7, 31)],
            SERVED,
        ),
        (
            _renovation(bureau, _person("欧阳一明（示例）", "150999199208240041", "东川镇河湾小区（示例）")),
            [(7, 6), (7, 7), (7, 8), (7, 15), (7, 20), (7, 27), (7, 28), (8, 6), (8, 7)],
            SERVED,
        ),
    ]  # fmt: skip


def _person(name: str, identity_number: str, home: str) -> Firm:
    return Firm(
        name, party_kind="01", identity_number=identity_number, address=f"云岭县{home}", phone="13900001234"
    )


def _gas(bureau: Bureau, person: Firm, town: str) -> CaseStory:
    return CaseStory(
        bureau,
        title="未取得燃气经营许可证从事燃气经营案",
        matter="CF-RQ-001",
        place=f"云岭县{town}农贸市场旁（示例）",
        handlers=("officer3", "officer2"),
        firms=(person,),
        plans=(Plan(50_000_00, reasons="未造成后果，主动停止经营。", orders="责令停止违法行为"),),
        facts=f"当事人未取得燃气经营许可证，在{town}农贸市场旁向摊贩销售瓶装液化石油气，检查时现场存放气瓶 23 只。",
        violated=("《城镇燃气管理条例》第十五条第一款",),
        basis=("《城镇燃气管理条例》第四十五条第一款",),
        seen="沿街门面内存放液化石油气钢瓶 23 只，未见燃气经营许可证。",
        said="问：有无燃气经营许可证？答：没有，从外县拉来零售。",
        paper="销售记账本（复制件）",
    )


def _renovation(bureau: Bureau, person: Firm) -> CaseStory:
    return CaseStory(
        bureau,
        title="涉及承重结构变动的装修工程无设计方案施工案",
        matter="CF-ZA-007",
        place="云岭县东川镇河湾小区（示例）",
        firms=(person,),
        plans=(Plan(50_000_00, reasons="装修一户，未造成后果，主动恢复。", orders="责令改正"),),
        facts="当事人装修自有住宅，没有设计方案即在一处承重墙上开门洞，检查时已停工，经鉴定未影响整体安全。",
        violated=("《建设工程质量管理条例》第十五条第二款",),
        basis=("《建设工程质量管理条例》第六十九条第一款",),
        seen="客厅与卧室之间承重墙开有宽 0.9 米的门洞，未继续施工。",
        said="问：有无设计方案？答：没有，是装修队建议开的门洞。",
        paper="房屋安全鉴定意见（复制件）",
    )
