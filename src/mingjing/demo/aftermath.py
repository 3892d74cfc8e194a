"""Cases of the demo told for what follows a decision: instalments, a late fine, a spoiled number, a decision mended."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing.demo import endings
from mingjing.demo.stages import INVESTIGATED, Plot, Step
from mingjing.demo.stories import CaseStory, Firm, Plan

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

REVIEWED: tuple[Step, ...] = (
    *INVESTIGATED,
    lambda story: story.concluded().drafted().submitted(),
    CaseStory.reviewed,
)
NOTIFIED: tuple[Step, ...] = (*REVIEWED, CaseStory.notified)
DECIDED: tuple[Step, ...] = (*NOTIFIED, lambda story: story.waived().presented().decided())
PARTS = (dt.date(2026, 8, 20), dt.date(2026, 9, 18), dt.date(2026, 10, 20))
SLIP = ("地下室顶板", "地下室底板")
NOT_YET = "送审材料中停工照片的日期与笔录不一致，裁量理由未写明整改完成时间，请核对后另成一稿。"
REDRAFTED = "首次被查处，责令后当日停工，七日内补齐施工图审查手续，未造成危害后果。"


def aftermath(bureau: Bureau) -> list[Plot]:
    """Return the stories with their days and steps."""
    parts = _permit(
        bureau,
        "云岭县南川镇文体馆工地（示例）",
        "云岭县宏图建设有限公司（示例）",
        "91159999MA0W10108U",
        "陶远（示例）",
    )
    late = _permit(
        bureau,
        "云岭县云川镇商贸城工地（示例）",
        "云岭县汇丰商贸有限公司（示例）",
        "91159999MA0W102045",
        "汪洋（示例）",
    )
    spoiled = _permit(
        bureau,
        "云岭县东川镇幼儿园工地（示例）",
        "云岭县启明教育投资有限公司（示例）",
        "91159999MA0W10300E",
        "童心（示例）",
    )
    mended = _permit(
        bureau,
        "云岭县西川镇产业园工地（示例）",
        "云岭县和顺产业发展有限公司（示例）",
        "91159999MA0W10407R",
        "安顺（示例）",
    )
    refused = _permit(
        bureau,
        "云岭县北川镇物流园工地（示例）",
        "云岭县通达物流有限公司（示例）",
        "91159999MA0W105033",
        "路远（示例）",
    )
    return [
        (
            parts,
            [(5, 18), (5, 19), (5, 20), (6, 1), (6, 9), (6, 16), (6, 18), (6, 26), (6, 29), (7, 8), (8, 20)],
            (
                *DECIDED,
                CaseStory.served,
                lambda story: endings.deferred(story, *PARTS),
                endings.paid_a_part,
            ),
        ),
        (
            late,
            [(3, 2), (3, 3), (3, 4), (3, 16), (3, 23), (3, 27), (3, 30), (4, 8), (4, 10), (5, 12), (5, 18)],
            (*DECIDED, CaseStory.served, CaseStory.performed, CaseStory.closed),
        ),
        (
            spoiled,
            [(6, 29), (6, 30), (7, 1), (7, 13), (7, 21), (7, 28), (7, 29), (7, 30), (8, 7)],
            (
                *REVIEWED,
                endings.listed_and_spoiled,
                CaseStory.notified,
                lambda story: story.waived().presented().decided(),
            ),
        ),
        (
            mended,
            [
                (4, 20),
                (4, 21),
                (4, 22),
                (5, 6),
                (5, 13),
                (5, 19),
                (5, 20),
                (5, 28),
                (6, 1),
                (6, 9),
                (6, 18),
                (6, 22),
            ],
            (
                *DECIDED,
                endings.served_electronically,
                CaseStory.performed,
                lambda story: endings.rectified(story, item="违法事实", wrong=SLIP[0], right=SLIP[1]),
                endings.shown_mended,
            ),
        ),
        (
            refused,
            [(7, 20), (7, 21), (7, 22), (8, 3), (8, 11), (8, 18), (8, 19), (8, 27), (8, 28), (9, 2)],
            (
                *NOTIFIED,
                lambda story: story.waived().presented(),
                lambda story: endings.sent_back(story, story.parties[0], NOT_YET),
                lambda story: story.drafted(discretion_reasons=REDRAFTED).submitted(),
            ),
        ),
    ]


def _permit(bureau: Bureau, place: str, name: str, code: str, representative: str) -> CaseStory:
    firm = Firm(name, code, representative=representative)
    return CaseStory(bureau, place=place, firms=(firm,), plans=(Plan(31_460_00),))
