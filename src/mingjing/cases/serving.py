"""Which documents of a case were served, and when: told by what was registered of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.models import (
    Decision,
    Deferral,
    HearingNotice,
    Notice,
    Order,
    Rectification,
    ResultNotice,
)

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.documents.models import Document

VOIDABLE = frozenset({"GZ01", "DC10", "DC11", "TZ02"})
"""Notices and orders that an act makes anew when the first one is spoiled: told again, ordered again, and for a
hearing arranged again. Whatever is itself a decision is mended or revoked once it was made."""


def served_on(document: Document) -> dt.date | None:
    """Return the day on which a document was served; None where nothing was registered."""
    decision = Decision.objects.filter(document=document).select_related("service").first()
    if decision is not None:
        service = getattr(decision, "service", None)
        return service.served_on if service else None
    for model in (Notice, Order, HearingNotice, ResultNotice, Deferral, Rectification):
        row = model.objects.filter(document=document).first()
        if row is not None:
            day: dt.date | None = row.served_on
            return day
    return None
