"""Which documents of a case were served, and when: told by what was registered of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.models import Decision, Deferral, Notice, Order, Rectification

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.documents.models import Document

VOIDABLE = frozenset({"GZ01", "DC10", "DC11"})
"""Documents that are made anew when their first one is spoiled. A decision, once made, is mended or revoked."""


def served_on(document: Document) -> dt.date | None:
    """Return the day on which a document was served; None where nothing was registered."""
    decision = Decision.objects.filter(document=document).select_related("service").first()
    if decision is not None:
        service = getattr(decision, "service", None)
        return service.served_on if service else None
    for model in (Notice, Order, Deferral, Rectification):
        row = model.objects.filter(document=document).first()
        if row is not None:
            day: dt.date | None = row.served_on
            return day
    return None
