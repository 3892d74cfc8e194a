"""Cases of the demo whose recordings did not come as they should: explained, late with a reason, late without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.demo.stages import INVESTIGATED, Plot
from mingjing.demo.stories import CaseStory, Firm

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau


def _story(bureau: Bureau, place: str, firm: Firm) -> CaseStory:
    return CaseStory(bureau, place=place, firms=(firm,), prompt=False)


def _submitted(story: CaseStory) -> None:
    story.concluded().drafted().submitted()


def filmed(bureau: Bureau) -> list[Plot]:
    """Return the stories with their days and steps."""
    obstructed = _story(
        bureau,
        "云岭县云川镇旧粮库改造工地（示例）",
        Firm("云岭县粮安置业有限公司（示例）", "91159999MA0P4013XA", representative="仓满实（示例）"),
    )
    remote = _story(
        bureau,
        "云岭县北川镇林场管护站工地（示例）",
        Firm("云岭县北林营造有限公司（示例）", "91159999MA0P5014X3", representative="林致远（示例）"),
    )
    forgotten = _story(
        bureau,
        "云岭县西川镇冷链物流园工地（示例）",
        Firm("云岭县西川冷链有限公司（示例）", "91159999MA0P6015XU", representative="寒江雪（示例）"),
    )
    awaited = _story(
        bureau,
        "云岭县南川镇农贸市场改造工地（示例）",
        Firm("云岭县南川市场建设有限公司（示例）", "91159999MA0P7016XL", representative="禾苗青（示例）"),
    )
    return [
        (awaited, [(9, 8), (9, 9), (9, 10), (9, 14)], INVESTIGATED),
        (
            obstructed,
            [(8, 3), (8, 4), (8, 5), (8, 12), (8, 13), (8, 19), (8, 26)],
            (*INVESTIGATED, CaseStory.explained, _submitted, CaseStory.reviewed),
        ),
        (
            remote,
            [(8, 17), (8, 18), (8, 19), (8, 25), (8, 28), (9, 4)],
            (
                *INVESTIGATED,
                lambda story: story.recorded(
                    late_reason="3", interruption="10:08 至 10:11 林区无电，换电池后继续，已语音说明原因。"
                ),
                lambda story: story.concluded().drafted(),
            ),
        ),
        (
            forgotten,
            [(8, 24), (8, 25), (8, 26), (9, 1), (9, 4), (9, 9)],
            (*INVESTIGATED, CaseStory.recorded, _submitted),
        ),
    ]
