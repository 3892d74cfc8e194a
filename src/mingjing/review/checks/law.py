"""Point 5: what the draft cites, on the day that counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.law.resolution import Status
from mingjing.review.checks.seen import Seen, fault, or_ok, warn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

SUBSTANCE = "行政处罚法 第三十七条"
PROCEDURE = "行政处罚法 第三十八条第二款"
PROCEDURAL = frozenset(
    {"行政处罚法", "行政强制法", "住房和城乡建设行政处罚程序规定", "行政复议法", "行政诉讼法"}
)
"""Statutes (by `citations.title_key`) whose articles a decision cites for its procedure: they count as of today."""


@dataclass(frozen=True)
class CitedArticle:
    """A citation as it resolves on its day. `status` None: it could not be read. `hint`: a later law may be lighter.

    `unsure`: the version of that day may just not be known; somebody has to look it up.
    """

    text: str
    on: dt.date
    procedural: bool
    status: Status | None
    sentence: str
    hint: str = ""
    unsure: bool = False


def citations(cited: Sequence[CitedArticle]) -> tuple[Seen, ...]:
    """Substance counts as of the day of the act, lighter law later; procedure as of today (reference §11.4 no. 3)."""
    found = []
    for each in cited:
        clause = PROCEDURE if each.procedural else SUBSTANCE
        if each.status is None or (each.status.refuses and not each.unsure):
            found.append(fault(f"{each.text}（按 {each.on} 查）：{each.sentence.rstrip('。')}", clause))
        elif each.status is not Status.FOUND:
            found.append(warn(f"{each.text}：{each.sentence.rstrip('。')}", clause))
        if each.hint:
            found.append(warn(each.hint.rstrip("。"), clause))
    return or_ok(found, f"引用 {len(cited)} 处，实体按行为日、程序按今天查，均有效", SUBSTANCE)
