"""What happens in the demo's cases: who, what, and on which days of 2026. People and firms are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.demo.aftermath import aftermath
from mingjing.demo.cited import cited, pictured
from mingjing.demo.detours import detours
from mingjing.demo.expired import expired
from mingjing.demo.filmed import filmed
from mingjing.demo.heard import heard
from mingjing.demo.keeping import mistaken
from mingjing.demo.outcomes import outcomes
from mingjing.demo.papered import papered
from mingjing.demo.persons import persons
from mingjing.demo.reported import reported
from mingjing.demo.reviewing import reviews
from mingjing.demo.stages import (
    ASKED,
    CLOSED,
    DECIDED,
    INVESTIGATED,
    LEAD,
    NOTIFIED,
    PAID,
    SERVED,
    SUBMITTED,
    Plot,
    Step,
)
from mingjing.demo.stories import CaseStory, Firm, Plan
from mingjing.demo.taken import taken

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

RETURNED = "第三组证据未证明工程合同价款，罚款基数无法核对，请补充施工合同原件或者结算资料后再送审。"
MENDED = "补充调取施工合同及中标通知书，工程合同价款 3120 万元；首次被查处，经责令后停工。"


def _return(story: CaseStory) -> None:
    story.reviewed(result="补充调查", text=RETURNED, faulty="evidence")


def _mend(story: CaseStory) -> None:
    story.drafted(discretion_reasons=MENDED).submitted()


TWO_PARTIES: tuple[Step, ...] = (
    *INVESTIGATED,
    lambda story: story.concluded(complex_case=True).drafted().submitted(),
    _return,
    _mend,
    CaseStory.reviewed,
    CaseStory.notified,
    lambda story: story.presented(),
    lambda story: story.discussed(),
    lambda story: story.decided(),
    CaseStory.served,
)


def stories(bureau: Bureau) -> list[Plot]:
    """Return every story with its days and steps; as many days as steps."""
    return [
        *_closed(bureau),
        *_decided(bureau),
        *_under_way(bureau),
        *detours(bureau),
        *persons(bureau),
        *heard(bureau),
        *aftermath(bureau),
        *papered(bureau),
        *outcomes(bureau),
        *reviews(bureau),
        *filmed(bureau),
        *cited(bureau),
        *reported(bureau),
        *taken(bureau),
        *expired(bureau),
        *mistaken(bureau),
    ]


def _closed(bureau: Bureau) -> list[Plot]:
    permit = CaseStory(
        bureau,
        title="未取得施工许可证擅自施工案",
        place="云岭县云川镇青禾家园二期工地（示例）",
        firms=(
            Firm(
                "云岭县青禾置业有限公司（示例）",
                "91159999MA0AC000XX",
                representative="周一苇（示例）",
                address="云岭县云川镇青禾路 6 号（示例）",
                phone="0000-2345678",
            ),
        ),
        plans=(Plan(371_800_00, reasons="工程合同价款 2860 万元，经责令后停工，配合调查。"),),
        facts=CaseStory.facts.replace("242", "2860"),
    )
    gas = CaseStory(
        bureau,
        title="未取得燃气经营许可证从事燃气经营案",
        matter="CF-RQ-001",
        place="云岭县北川镇燃气供应点（示例）",
        handlers=("officer3", "officer2"),
        firms=(
            Firm(
                "云岭县北川燃气供应站（示例）",
                "91159999MA0CE002XL",
                party_kind="04",
                representative="丁一山（示例）",
            ),
        ),
        plans=(Plan(60_000_00, reasons="未造成后果，主动停止经营。", orders="责令停止违法行为"),),
        facts="当事人未取得燃气经营许可证，向居民销售瓶装液化石油气，检查时现场存放气瓶 46 只。",
        violated=("《城镇燃气管理条例》第十五条第一款",),
        basis=("《城镇燃气管理条例》第四十五条第一款",),
    )
    return [
        (
            permit,
            [
                (2, 10),
                (2, 11),
                (2, 12),
                (3, 2),
                (3, 3),
                (3, 6),
                (3, 11),
                (3, 13),
                (3, 24),
                (3, 26),
                (4, 3),
                (4, 8),
            ],
            (*CLOSED[:4], pictured, *CLOSED[4:]),
        ),
        (
            gas,
            [(4, 13), (4, 14), (4, 15), (4, 22), (4, 28), (5, 7), (5, 8), (5, 19), (5, 20), (5, 29), (6, 3)],
            CLOSED,
        ),
    ]


def _decided(bureau: Bureau) -> list[Plot]:
    two = CaseStory(
        bureau,
        title="未取得施工许可证擅自施工案",
        place="云岭县南川镇瑞景华府工地（示例）",
        firms=(
            Firm(
                "云岭县瑞景置业有限公司（示例）",
                "91159999MA0BD001X9",
                representative="郑启明（示例）",
                address="云岭县南川镇振兴路 9 号（示例）",
                phone="0000-3456789",
                capacity="建设单位",
            ),
            Firm(
                "云岭县恒泰建筑工程有限公司（示例）",
                "91159999MA0DF003X0",
                representative="宋建平（示例）",
                address="云岭县云川镇工业路 21 号（示例）",
                capacity="施工单位",
            ),
        ),
        plans=(
            Plan(468_000_00, grade="一般", reasons="工程合同价款 3120 万元，按百分之一点五处罚。"),
            Plan(20_000_00, grade="轻微", reasons="受建设单位要求进场，发现后主动停工。"),
        ),
        facts=CaseStory.facts.replace("242", "3120"),
    )
    presale = CaseStory(
        bureau,
        title="擅自预售商品房案",
        matter="CF-FC-001",
        place="云岭县云川镇兰亭售楼处（示例）",
        firms=(
            Firm(
                "云岭县兰亭房地产开发有限公司（示例）", "91159999MA0EG004XB", representative="许闻声（示例）"
            ),
        ),
        plans=(
            Plan(
                86_400_00,
                reasons="擅自预售面积 1260 平方米，预付款 2880 万元，已停止销售。",
                orders="责令停止违法行为",
            ),
        ),
        facts="当事人未取得商品房预售许可证，以认购形式收取 12 名购房人预付款。",
        violated=("《城市房地产开发经营管理条例》第二十二条",),
        basis=("《城市房地产开发经营管理条例》第三十六条",),
    )
    person = CaseStory(
        bureau,
        title="擅自拆除、改装燃气设施案",
        matter="CF-RQ-002",
        place="云岭县云川镇建设路小区（示例）",
        handlers=("officer3", "officer1"),
        firms=(
            Firm(
                "何某某（示例）",
                party_kind="01",
                identity_number="150999198506150023",
                address="云岭县云川镇建设路小区 3 栋（示例）",
                phone="00000000000",
            ),
        ),
        plans=(Plan(500_00, reasons="自行改装，未造成后果，已恢复原状。", orders="责令改正"),),
        facts="当事人擅自改装户内燃气管道，经燃气企业告知后未改正。",
        violated=("《城镇燃气管理条例》第二十八条",),
        basis=("《城镇燃气管理条例》第四十九条",),
    )
    return [
        (
            two,
            [
                (6, 18),
                (6, 19),
                (6, 22),
                (7, 3),
                (7, 15),
                (7, 21),
                (7, 27),
                (7, 31),
                (8, 4),
                (8, 13),
                (8, 14),
                (8, 17),
                (8, 18),
            ],
            TWO_PARTIES,
        ),
        (presale, [(7, 6), (7, 7), (7, 8), (7, 20), (7, 28), (8, 3), (8, 5), (8, 18), (8, 20), (9, 1)], PAID),
        (person, [(7, 14), (7, 15), (7, 16), (7, 24), (7, 30), (8, 6), (8, 7), (8, 19), (8, 21)], SERVED),
    ]


def _under_way(bureau: Bureau) -> list[Plot]:
    def story(title: str, matter: str, place: str, firm: Firm, **told: Any) -> CaseStory:
        return CaseStory(bureau, title=title, matter=matter, place=place, firms=(firm,), **told)

    permit = "未取得施工许可证擅自施工案"
    decided = story(
        permit,
        "CF-JZ-001",
        "云岭县西川镇厂房工地（示例）",
        Firm("云岭县新桥机械有限公司（示例）", "91159999MA0FH005XN", representative="方圆（示例）"),
    )
    noticed = story(
        permit,
        "CF-JZ-001",
        "云岭县云川镇学府里工地（示例）",
        Firm("云岭县博达置业有限公司（示例）", "91159999MA0GJ006X2", representative="石磊（示例）"),
    )
    reviewing = story(
        permit,
        "CF-JZ-001",
        "云岭县东川镇冷库工地（示例）",
        Firm("云岭县锦源食品有限公司（示例）", "91159999MA0HK007XD", representative="金声（示例）"),
        # Below its grade: what the reviewer finds beside the point on discretion.
        plans=(Plan(20_000_00, reasons="首次被查处，工程规模较小。"),),
    )
    returned = story(
        permit,
        "CF-JZ-001",
        "云岭县云川镇暖心苑工地（示例）",
        Firm("云岭县暖新物业发展有限公司（示例）", "91159999MA0JL008XQ", representative="柳青（示例）"),
    )
    investigating = story(
        "建设单位将建设工程肢解发包案",
        "CF-JZ-003",
        "云岭县北川镇办公楼工地（示例）",
        Firm("云岭县盛华实业有限公司（示例）", "91159999MA0KM009X4", representative="高远（示例）"),
    )
    asked = story(
        "承包单位违法分包案",
        "CF-JZ-005",
        "云岭县南川镇安置房工地（示例）",
        Firm("云岭县天维建设有限公司（示例）", "91159999MA0LN000X5", representative="向阳（示例）"),
    )
    fresh = story(
        "未组织竣工验收擅自交付使用案",
        "CF-ZA-002",
        "云岭县云川镇中福广场（示例）",
        Firm("云岭县中福商业管理有限公司（示例）", "91159999MA0MP001XG", representative="乔木（示例）"),
    )
    return [
        (decided, [(7, 27), (7, 28), (7, 29), (8, 7), (8, 18), (8, 24), (8, 26), (9, 14)], DECIDED),
        (noticed, [(8, 3), (8, 4), (8, 5), (8, 17), (8, 26), (9, 2), (9, 11)], NOTIFIED),
        (reviewing, [(8, 11), (8, 12), (8, 13), (8, 27), (9, 10)], SUBMITTED),
        (returned, [(8, 6), (8, 7), (8, 10), (8, 21), (9, 2), (9, 9)], (*SUBMITTED, _return)),
        (investigating, [(8, 24), (8, 25), (8, 26), (9, 8)], INVESTIGATED),
        (asked, [(9, 7), (9, 11)], ASKED),
        (fresh, [(9, 14)], LEAD),
    ]


def unfounded(bureau: Bureau) -> CaseStory:
    """Return a lead that will not be filed."""
    return CaseStory(
        bureau,
        title="施工噪声扰民投诉",
        place="云岭县云川镇东关社区（示例）",
        firms=(Firm("云岭县云山建设有限公司（示例）", "91159999MA0LN000X5", representative="向阳（示例）"),),
    )
