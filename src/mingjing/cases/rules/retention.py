"""保管期限 of files, on plain values (reference §5.4, §7): classes, the longer of them, the day on which they end."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass

from mingjing.cases.rules.archiving import PERMANENT, THIRTY
from mingjing.refusal import Refusal

DISPOSING = "档案法：禁止擅自销毁档案；住房和城乡建设行政处罚程序规定 第四十条"
TEN, SCENE = "ten", "scene"
YEARS = {TEN: 10, THIRTY: 30}
MONTHS = 12
LABELS = {PERMANENT: "永久", THIRTY: "30 年", TEN: "10 年", SCENE: "现场音像"}
"""The classes: what is kept for ever, for years as an archive, for months as a recording of no case."""


@dataclass(frozen=True)
class Term:
    """How long one use of a content asks that it be kept: its class, why, and the day it ends (None: no end).

    A file that is still in use, or was never archived, has no end yet: `running`.
    """

    kind: str
    why: str
    ends_on: dt.date | None
    running: bool = False

    @property
    def label(self) -> str:
        """Return the class as people call it."""
        return "在办、未归档" if self.running else LABELS[self.kind]


def archived(kind: str, archived_on: dt.date, why: str) -> Term:
    """An archive's years begin with the year after it was archived; 永久 has no end."""
    if kind == PERMANENT:
        return Term(kind, why, None)
    return Term(kind, why, dt.date(archived_on.year + YEARS[kind], 12, 31))


def scene(ended_on: dt.date, months: int, why: str) -> Term:
    """Reference §7: an ordinary recording that went into no file stays six months at least, or what the agency says."""
    years, month = divmod(ended_on.month - 1 + months, MONTHS)
    first = dt.date(ended_on.year + years, month + 1, 1)
    last = monthrange(first.year, first.month)[1]
    return Term(SCENE, why, first.replace(day=min(ended_on.day, last)))


def longest(terms: list[Term]) -> Term:
    """The longer always wins: what runs and what is for ever before any day, a later day before an earlier one."""
    return max(terms, key=lambda each: (each.ends_on is None, each.running, each.ends_on or dt.date.max))


def over(term: Term, today: dt.date) -> bool:
    """Say whether a term has ended."""
    return term.ends_on is not None and term.ends_on < today


def appraised(text: str) -> str:
    """Return the appraisal of what is due; nothing is proposed without one."""
    if not text.strip():
        raise Refusal(
            "disposal.no_appraisal",
            "请写明鉴定意见：为何可以销毁。",
            DISPOSING,
            "逐件核对后填写。",
            "appraisal",
        )
    return text.strip()


def reasoned(text: str, *, code: str, field: str = "reason") -> str:
    """Return a reason; a hold, a mark, a download and their end all say why."""
    if not text.strip():
        raise Refusal(code, "请写明理由。", next_step="写明事由和所依的文书。", field=field)
    return text.strip()
