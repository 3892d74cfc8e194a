"""Which documents of a case were served, and when: told by what was registered of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.models import (
    Deferral,
    HearingNotice,
    Notice,
    Order,
    PriorDecision,
    Rectification,
    ResultNotice,
    Service,
)
from mingjing.documents.forms_catalogue import FORMS
from mingjing.documents.prior import BEFORE, of_before

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from mingjing.cases.models import Case
    from mingjing.documents.models import Document

VOIDABLE = frozenset({"GZ01", "DC09", "DC10", "DC11", "TZ02", "TZ03", "ZX02"})
"""What an act makes anew when the first one is spoiled: told again, ordered again, a hearing arranged or denied again,
a deferral decided again. A decision on the matter itself is mended or revoked once it was made."""


def called(document: Document) -> str:
    """Return a document's title and number; a paper of before has the number that was given to it then."""
    number = document.number
    if of_before(document):
        papers = PriorDecision.objects.filter(document=document).values_list("number", flat=True)
        told = Notice.objects.filter(document=document).values_list("prior_number", flat=True)
        number = next(iter([*papers, *told]), "")
    return document.title.removeprefix(BEFORE) + (f"（{number}）" if number else "")


def items_of(document: Document) -> dict[str, str]:
    """Return a document's items with what they say; of a paper of before only what its form holds, not its words."""
    if of_before(document):
        form = FORMS.get(document.form)
        return dict.fromkeys(form.elements if form else (), "")
    return dict(document.data)


def served_days(case: Case) -> dict[uuid.UUID, dt.date]:
    """Return the documents of a case that were served, by key, with the day of each; one query for all of them."""
    told = [
        model.objects.filter(document__dossier=case.dossier_id, served_on__isnull=False)
        .order_by()
        .values_list("document_id", "served_on")
        for model in (Notice, Order, HearingNotice, ResultNotice, Deferral, Rectification, PriorDecision)
    ]
    decided = Service.objects.filter(decision__document__dossier=case.dossier_id, served_on__isnull=False)
    return dict(decided.order_by().values_list("decision__document_id", "served_on").union(*told))
