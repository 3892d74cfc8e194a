"""Cases of the demo with a hearing, and with an earlier decision on the same party and matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.demo import hearings
from mingjing.demo.stages import INVESTIGATED, Plot
from mingjing.demo.stories import CaseStory, Firm, Plan

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau


def heard(bureau: Bureau) -> list[Plot]:
    """Return the stories with their days and steps."""
    return [_with_hearing(bureau), _waiting_for_hearing(bureau), _fined_before(bureau)]


def _told(story: CaseStory) -> None:
    people = story.bureau.people
    hearings.arrange(story, chair=people["officer3"], recorder=people["reviewer"])
    hearings.told(story)


def _with_hearing(bureau: Bureau) -> Plot:
    story = CaseStory(
        bureau,
        title="未取得施工许可证擅自施工案",
        place="云岭县云川镇云栖商业中心工地（示例）",
        firms=(
            Firm(
                "云岭县云栖商业管理有限公司（示例）",
                "91159999MA0PA001X1",
                representative="柳长风（示例）",
                address="云岭县云川镇滨河路 30 号（示例）",
                phone="0000-4567890",
            ),
        ),
        plans=(Plan(665_600_00, reasons="工程合同价款 4160 万元，检查时已施工至二层，按百分之一点六处罚。"),),
        facts=CaseStory.facts.replace("242", "4160"),
    )
    return (
        story,
        [
            (5, 11), (5, 12), (5, 13), (5, 20), (5, 26), (5, 29), (6, 1), (6, 3), (6, 5), (6, 17), (6, 22),
            (6, 24), (6, 30), (7, 2), (7, 6), (7, 16), (7, 24),
        ],
        (
            *INVESTIGATED,
            lambda story: story.concluded(complex_case=True).drafted().submitted(),
            CaseStory.reviewed,
            CaseStory.notified,
            hearings.asked,
            _told,
            hearings.record,
            hearings.report,
            _lighter,
            CaseStory.reviewed,
            lambda story: story.presented().discussed().decided(),
            CaseStory.served,
            CaseStory.performed,
            CaseStory.closed,
        ),
    )  # fmt: skip


def _lighter(story: CaseStory) -> None:
    hearings.redrafted(
        story,
        penalties=[{"kind": "02", "amount": 624_000_00}],
        discretion_reasons="工程合同价款 4160 万元；经听证查明责令当日即全面停工，按百分之一点五处罚。",
    )


def _waiting_for_hearing(bureau: Bureau) -> Plot:
    story = CaseStory(
        bureau,
        title="擅自预售商品房案",
        matter="CF-FC-001",
        place="云岭县南川镇听涛苑售楼处（示例）",
        firms=(
            Firm(
                "云岭县听涛房地产开发有限公司（示例）", "91159999MA0PB002XR", representative="林听松（示例）"
            ),
        ),
        plans=(
            Plan(
                153_000_00,
                reasons="擅自预售面积 2100 平方米，预付款 5100 万元，收到通知后停止销售。",
                orders="责令停止违法行为",
            ),
        ),
        facts="当事人未取得商品房预售许可证，以诚意金形式收取 21 名购房人预付款。",
        violated=("《城市房地产开发经营管理条例》第二十二条",),
        basis=("《城市房地产开发经营管理条例》第三十六条",),
    )
    return (
        story,
        [(7, 27), (7, 28), (7, 29), (8, 12), (8, 18), (8, 24), (8, 27), (9, 1), (9, 9)],
        (
            *INVESTIGATED,
            lambda story: story.concluded().drafted().submitted(),
            CaseStory.reviewed,
            CaseStory.notified,
            hearings.asked,
            _told,
        ),
    )


def _fined_before(bureau: Bureau) -> Plot:
    story = CaseStory(
        bureau,
        title="未取得施工许可证擅自施工案",
        place="云岭县云川镇青禾家园三期工地（示例）",
        firms=(
            Firm(
                "云岭县青禾置业有限公司（示例）",
                "91159999MA0AC000XX",
                representative="周一苇（示例）",
                address="云岭县云川镇青禾路 6 号（示例）",
                phone="0000-2345678",
            ),
        ),
        plans=(Plan(48_000_00, reasons="工程合同价款 300 万元，一年内再次被查处，按百分之一点六处罚。"),),
        facts=CaseStory.facts.replace("242", "300"),
    )
    return (
        story,
        [
            (6, 23),
            (6, 24),
            (6, 25),
            (7, 8),
            (7, 14),
            (7, 15),
            (7, 21),
            (7, 23),
            (8, 4),
            (8, 6),
            (8, 17),
            (8, 26),
        ],
        (
            *INVESTIGATED,
            lambda story: story.concluded().drafted(),
            CaseStory.submitted,
            CaseStory.reviewed,
            CaseStory.notified,
            lambda story: story.presented().decided(),
            CaseStory.served,
            CaseStory.performed,
            CaseStory.closed,
        ),
    )
