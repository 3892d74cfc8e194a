"""What a task, a rating and a complaint must be: pure rules on plain values."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection

APPROVAL = "国办发〔2024〕54号；行政检查每次事前报本机关负责人批准，紧急的事后及时补"
TWO = "行政处罚法 第四十二条"
TELLING = "自治区政府令第244号 第九条"
COMPLAINING = "行政处罚法 第七十五条第二款"
FEWEST, LONGEST, AHEAD = 2, dt.timedelta(hours=14), dt.timedelta(days=60)
SHORTEST_TEXT, LONGEST_CLAIM = 5, 2000


def require_hours(opens_at: dt.datetime, closes_at: dt.datetime, now: dt.datetime, *, urgent: bool) -> None:
    """Reference §11.1 F5: a task is one visit on one day still to come; certificates are held against that day.

    An urgent one begins now: it cannot be booked ahead, nor made up afterwards.
    """
    if not opens_at < closes_at:
        raise _hours("结束时间应当晚于开始时间。", "closes_at")
    if opens_at.date() != closes_at.date() or closes_at - opens_at > LONGEST:
        raise _hours("一个任务只在一天之内，最长 14 小时；隔日再去的，另行呈报。", "closes_at")
    if closes_at <= now:
        raise _hours("这段时间已经过去，任务不能事后补造。", "closes_at")
    if opens_at > now + AHEAD:
        raise _hours("任务最多提前 60 日呈报。", "opens_at")
    if urgent and opens_at > now + dt.timedelta(hours=1):
        raise _hours("还没有到的时间不是紧急：请先报批。", "opens_at")


def _hours(sentence: str, field: str) -> Refusal:
    return Refusal("visit.hours", sentence, APPROVAL, "请核对日期和时间。", field)


def require_two(officers: Collection[object]) -> None:
    """行政处罚法42: two at least go."""
    if len(set(officers)) < FEWEST:
        raise Refusal(
            "visit.one_officer", "现场执法人员不得少于两人。", TWO, "请再选一名持证人员。", "officers"
        )


def require_text(text: str, what: str, field: str, clause: str = "") -> str:
    """Return a text without its margins, or refuse one that says nothing."""
    if len(text.strip()) < SHORTEST_TEXT:
        raise Refusal(
            "visit.no_text",
            f"请写明{what}（至少 {SHORTEST_TEXT} 字）。",
            clause,
            "写给看的人能懂的话。",
            field,
        )
    return text.strip()


def require_claim(claim: str) -> str:
    """Return what is complained of, or refuse what says nothing or more than anyone reads."""
    if not SHORTEST_TEXT <= len(claim.strip()) <= LONGEST_CLAIM:
        raise Refusal(
            "complaint.no_claim",
            f"请写明什么时候、在哪里、发生了什么（{SHORTEST_TEXT} 至 {LONGEST_CLAIM} 字）。",
            COMPLAINING,
            "不必写您的姓名。",
            "claim",
        )
    return claim.strip()


def not_involved(officer: object, involved: Collection[object]) -> None:
    """行政处罚法43 in spirit; 监督条例: nobody answers a complaint about what they did themselves."""
    if officer in involved:
        raise Refusal(
            "complaint.own_act",
            "被投诉的事项是这名人员经办或者批准的，不能由其办理。",
            COMPLAINING,
            "请由执法监督员或者另行指定的人员办理。",
            "officer",
        )
