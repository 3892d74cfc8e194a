"""When a case can be decided at the earliest: the statutory periods that still lie before its decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.law.calendar import DAY
from mingjing.law.terms import due

if TYPE_CHECKING:
    import datetime as dt

REVIEWED_FROM = frozenset({"investigation", "conclusion"})
"""Steps from which review still takes its whole time."""


def earliest_decision(
    step: str, today: dt.date, *, review_due: dt.date | None = None, statement_ends: dt.date | None = None
) -> dt.date:
    """Return the first day on which a decision is possible (reference §11.6 no. 22).

    From the present step: review with its five working days (244号31), then the five working days of statement and
    defence from service (55号令22), then the day after. `review_due` is when the review that runs must be done,
    `statement_ends` the last day of the period of a notice served already. A waiver may make it sooner; nobody may
    count on one.
    """
    day = today
    if step in REVIEWED_FROM:
        day = _end("nm.review5", day)
    elif step == "review":
        day = max(day, review_due or _end("nm.review5", day))
    if step in REVIEWED_FROM or step in {"review", "notice"}:
        ends = statement_ends if step == "notice" and statement_ends else _end("zj55.statement", day)
        day = max(day, ends + DAY)
    return day


def _end(rule: str, start: dt.date) -> dt.date:
    return due(rule, start).due
