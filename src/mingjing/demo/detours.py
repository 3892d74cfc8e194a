"""Cases of the demo that leave the straight way: suspended, extended, ordered, preserved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.demo.stages import INVESTIGATED, Plot
from mingjing.demo.stories import CaseStory, Firm

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau


def _story(bureau: Bureau, title: str, matter: str, place: str, firm: Firm) -> CaseStory:
    return CaseStory(bureau, title=title, matter=matter, place=place, firms=(firm,))


def detours(bureau: Bureau) -> list[Plot]:
    """Return the stories with their days and steps."""
    flooded = _story(
        bureau,
        "未取得施工许可证擅自施工案",
        "CF-JZ-001",
        "云岭县东川镇河湾小区工地（示例）",
        Firm("云岭县河湾置业有限公司（示例）", "91159999MA0N1010XD", representative="江帆（示例）"),
    )
    vanished = _story(
        bureau,
        "承包单位违法分包案",
        "CF-JZ-005",
        "云岭县西川镇仓储园工地（示例）",
        Firm("云岭县顺途建设有限公司（示例）", "91159999MA0N2011X6", representative="路遥川（示例）"),
    )
    tangled = _story(
        bureau,
        "承包单位违法分包案",
        "CF-JZ-005",
        "云岭县北川镇水厂工地（示例）",
        Firm("云岭县经纬建设有限公司（示例）", "91159999MA0N3012XY", representative="经伦（示例）"),
    )
    return [
        (
            tangled,
            [(6, 22), (6, 23), (6, 24), (7, 7), (7, 9), (7, 10), (7, 16), (9, 11)],
            (*INVESTIGATED, CaseStory.ordered, CaseStory.preserved, CaseStory.returned, CaseStory.extended),
        ),
        (
            flooded,
            [(7, 8), (7, 9), (7, 10), (7, 20), (7, 27), (8, 17), (9, 2)],
            (
                *INVESTIGATED,
                CaseStory.suspended,
                CaseStory.resumed,
                lambda story: story.concluded().drafted(),
            ),
        ),
        (
            vanished,
            [(7, 29), (7, 30), (7, 31), (8, 12), (9, 3)],
            (
                *INVESTIGATED,
                lambda story: story.suspended(
                    situation="4",
                    reason="登记住所无人办公，法定代表人电话停机，已请公安机关协查，暂时无法询问。",
                ),
            ),
        ),
    ]
