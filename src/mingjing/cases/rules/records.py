"""What is wrong with a record of an inspection or inquiry: written down as it was, never refused, on plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.rules.ordinary import MIN_HANDLERS
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

DEFECTS = "瑕疵（如实记录）"
"""The item of a record that lists its defects."""


def record_defects(
    faults: Mapping[str, Sequence[str]], *, card_shown: bool, dressed: bool | None = None
) -> list[str]:
    """种子 A3.2; 行政处罚法42、55; 55号令11: return what was not as it has to be.

    `faults`: who was there → what they lacked. What has happened is recorded truthfully and shown to review; only what
    follows is blocked.
    """
    found = []
    if len(faults) < MIN_HANDLERS:
        found.append(f"到场执法人员 {len(faults)} 名，不足两名")
    found += [f"{name}当日不具备资格：{'；'.join(lacking)}" for name, lacking in faults.items() if lacking]
    if not card_shown:
        found.append("未出示执法证件")
    if dressed is False:
        found.append("未规范着装、佩戴统一标识")
    return found


def begins_before_it_ends(began: dt.time | None, ended: dt.time | None) -> None:
    """55号令16、17: refuse half a span of time, or one that ends before it begins."""
    if (began is None) != (ended is None) or (began and ended and ended < began):
        raise Refusal(
            "record.hours",
            "起止时间写得不全，或者结束早于开始。",
            "住房和城乡建设行政处罚程序规定 第十六条、第十七条",
            "请写明开始和结束的时间，到分。",
            "ended",
        )


def hours(began: dt.time | None, ended: dt.time | None) -> str:
    """Return from when to when, to the minute: ` 10时05分至11时20分`; nothing where it was not written down."""
    return f" {began:%-H时%M分}至{ended:%-H时%M分}" if began and ended else ""
