"""Which documents of a case were served, and when: told by what was registered of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.models import (
    Deferral,
    HearingNotice,
    Notice,
    Order,
    Rectification,
    ResultNotice,
    Service,
)

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from mingjing.cases.models import Case

VOIDABLE = frozenset({"GZ01", "DC10", "DC11", "TZ02"})
"""Notices and orders that an act makes anew when the first one is spoiled: told again, ordered again, and for a
hearing arranged again. Whatever is itself a decision is mended or revoked once it was made."""


def served_days(case: Case) -> dict[uuid.UUID, dt.date]:
    """Return the documents of a case that were served, by key, with the day of each; one query for all of them."""
    told = [
        model.objects.filter(document__dossier=case.dossier_id, served_on__isnull=False)
        .order_by()
        .values_list("document_id", "served_on")
        for model in (Notice, Order, HearingNotice, ResultNotice, Deferral, Rectification)
    ]
    decided = Service.objects.filter(decision__document__dossier=case.dossier_id, served_on__isnull=False)
    return dict(decided.order_by().values_list("decision__document_id", "served_on").union(*told))
