"""Which activity a recording from the docking station shows: by officer, time and place; on plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.evidence.recording_course import Span

AROUND = dt.timedelta(minutes=30)
"""How long before and after its written hours an activity may have been recorded."""
NOT, DAY, NEAR, HOURS = 0, 1, 2, 3


@dataclass(frozen=True)
class Filmed:
    """A recording: by whom (empty: a fixed camera), where the camera hangs, from when to when."""

    officer: str
    site: str
    span: Span


@dataclass(frozen=True)
class Happened:
    """An activity: who handled its case, where it was, on which days, from when to when where that was written."""

    people: frozenset[str]
    place: str
    since: dt.date
    until: dt.date
    hours: Span | None = None


def fits(filmed: Filmed, happened: Happened) -> int:
    """种子 B3.2: say how well a recording fits an activity: not at all, by its day, near its hours, within them.

    Who recorded handles the case; a fixed camera hangs where it was.
    """
    day = filmed.span.since.astimezone(clock.SHANGHAI).date()
    if not _whose(filmed, happened) or not happened.since <= day <= happened.until:
        return NOT
    if happened.hours is None:
        return DAY
    since, until = happened.hours.since, happened.hours.until
    if filmed.span.since > until + AROUND or filmed.span.until < since - AROUND:
        return NOT
    return HOURS if filmed.span.since < until and since < filmed.span.until else NEAR


def _whose(filmed: Filmed, happened: Happened) -> bool:
    """Say whether officer and place, where they are known, are the activity's; one of them must be known."""
    if filmed.officer and filmed.officer not in happened.people:
        return False
    there, place = filmed.site, happened.place
    if there and not (place and (there in place or place in there)):
        return False
    return bool(filmed.officer or there)


def best(fitting: Sequence[int]) -> int | None:
    """Return the place of the one activity that fits best; None where none does or several do equally well."""
    top = max(fitting, default=NOT)
    found = [place for place, fit in enumerate(fitting) if fit == top]
    return found[0] if top != NOT and len(found) == 1 else None
