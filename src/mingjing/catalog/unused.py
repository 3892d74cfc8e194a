"""Matters that nothing was done under for five years: proposed for review (种子 A2.0), kept for a reason or revised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.catalog.models import ListKind, MatterRow, Retention
from mingjing.catalog.queries import in_force, publications_of
from mingjing.disclosure.models import Publication

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from mingjing.registry.models import Agency

YEARS = 5

type Uses = Callable[[Agency, dt.date], Iterable[str]]
"""Returns the codes of the matters under which something was done since a day."""

_uses: list[Uses] = []


def register(uses: Uses) -> None:
    """Register where else matters are used; rooms above do so when they start."""
    if uses not in _uses:
        _uses.append(uses)


def since(on: dt.date) -> dt.date:
    """Return the day five years before; 29 February becomes the 28th."""
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return on.replace(year=on.year - YEARS, day=day)


def unused(agency: Agency, on: dt.date) -> list[MatterRow]:
    """Return the matters in force that were listed five years ago, unused since, and not kept for a reason since."""
    edition, start = in_force(agency, ListKind.MATTERS, on), since(on)
    if edition is None:
        return []
    published = publications_of(agency, ListKind.MATTERS).filter(published_at__date__lte=start)
    old = MatterRow.objects.filter(
        edition__in=list(published.values_list("content__edition", flat=True)), removed=False
    )
    rows = MatterRow.objects.filter(
        edition=edition, removed=False, code__in=set(old.values_list("code", flat=True))
    ).exclude(code__in=_used(agency, start))
    return list(rows.order_by("position"))


def _used(agency: Agency, start: dt.date) -> set[str]:
    public = Publication.objects.filter(agency=agency, made_on__gte=start).exclude(matter_code="")
    kept = Retention.objects.filter(agency=agency, kept_on__gte=start)
    used = {code for each in _uses for code in each(agency, start)}
    return used | set(public.values_list("matter_code", flat=True)) | set(kept.values_list("code", flat=True))
