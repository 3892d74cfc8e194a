"""Rules of a disagreement on an opinion (244号32; reference §11.4 no. 2), on plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.refusal import Refusal
from mingjing.review.rules import OPENING

if TYPE_CHECKING:
    from collections.abc import Sequence

CLAUSE = "244号 第三十二条"
GATE = "行政处罚法 第五十八条；244号 第二十五条、第三十二条"
FEWEST_LEADERS = 2


def may_object(*, result: str, raised: bool, newest: bool) -> None:
    """244号32: the handlers follow the opinion or object to it, once; what opens the gate needs no objection."""
    if not result:
        raise Refusal("dispute.no_opinion", "这一稿还没有签署的审核意见。", CLAUSE, "请等审核意见。")
    if result in OPENING:
        raise Refusal(
            "dispute.passed", f"审核意见是“{result}”，没有可以异议的。", CLAUSE, "请看案件页的下一步。"
        )
    if raised:
        raise Refusal("dispute.raised", "对这份审核意见已经提出异议。", CLAUSE, "请看分歧的办理情况。")
    if not newest:
        raise Refusal(
            "dispute.superseded", "已按审核意见另成一稿，不能再对原意见提出异议。", CLAUSE, "请将新稿送审。"
        )


def said(text: str, *, field: str, what: str) -> str:
    """244号32: reasons, talks and conclusions are written down; return the text trimmed."""
    if not text.strip():
        raise Refusal("dispute.empty", f"请写明{what}。", CLAUSE, "逐项写明。", field)
    return text.strip()


def talkable(*, raised: bool, talked: bool) -> None:
    """244号32: both talk once an objection has been raised."""
    if not raised:
        raise Refusal("dispute.none", "没有对这份审核意见提出的异议。", CLAUSE, "请看案件页的下一步。")
    if talked:
        raise Refusal("dispute.talked", "协商结果已经登记。", CLAUSE, "未达成一致的，报负责人决定。")


def concludable(*, unsettled: bool, concluded: bool) -> None:
    """244号32: the leader decides what both could not agree on, once."""
    if concluded:
        raise Refusal("dispute.concluded", "分歧已有结论。", CLAUSE, "请重新送审。")
    if not unsettled:
        raise Refusal(
            "dispute.not_talked",
            "协商未登记为“未能达成一致”，还不能报负责人决定。",
            CLAUSE,
            "请先协商沟通并登记。",
        )


def meeting(participants: Sequence[object], minutes: str) -> None:
    """A conclusion of a meeting names at least two leaders and has its minutes; a leader alone needs neither."""
    if not participants and not minutes.strip():
        return
    if len(participants) < FEWEST_LEADERS or not minutes.strip():
        raise Refusal(
            "dispute.meeting",
            "会议讨论的，须有不少于两名负责人参加，并写明会议记录。",
            CLAUSE,
            "补齐参加人和记录；负责人一人决定的，两项都不填。",
            "participants",
        )


def draftable(*, open_dispute: bool) -> None:
    """244号32: while the disagreement waits nothing is redrafted past it."""
    if open_dispute:
        raise Refusal(
            "dispute.open",
            "对上一稿审核意见的分歧还没有解决，不能另成一稿。",
            GATE,
            "先登记协商结果；采纳审核意见的也这样登记，登记以后即可修改。",
        )
