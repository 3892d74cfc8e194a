"""Services by public notice: what can be announced, what was, and from which day its thirty days count (民诉法95)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.models import PublicNotice
from mingjing.cases.queries.serving import served_days
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import appeared_on
from mingjing.documents.forms_catalogue import FORMS
from mingjing.documents.models import Document
from mingjing.documents.prior import of_before

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Container, Iterable

    from mingjing.cases.models import Case, Party

KIND = "notice.service"
ANNOUNCEMENT = "SD03"


def unserved(case: Case, party: Party) -> list[Document]:
    """Return the documents that a party is owed and was not yet served, neither spoiled nor announced already."""
    rows = Document.objects.filter(dossier=case.dossier_id).select_related("voiding")
    return owed(
        rows.order_by("made_on", "pk"), party, served=served_days(case), announced=announced_papers(case)
    )


def owed(
    documents: Iterable[Document],
    party: Party,
    *,
    served: Container[uuid.UUID],
    announced: Container[uuid.UUID],
) -> list[Document]:
    """Return of a case's documents what a party is owed and was not yet served, neither spoiled nor announced."""
    return [
        each
        for each in documents
        if each.party == party.ref
        and each.form in FORMS
        and FORMS[each.form].served
        and each.form != ANNOUNCEMENT
        and each.pk not in served
        and each.pk not in announced
        and not hasattr(each, "voiding")
        and not of_before(each)
    ]


def announced_papers(case: Case) -> frozenset[uuid.UUID]:
    """Return the keys of the documents of a case that were announced."""
    return frozenset(PublicNotice.objects.filter(case=case).values_list("paper_id", flat=True))


def announced_from(paper: Document) -> tuple[bool, dt.date | None]:
    """Return whether a document was announced here, and the day on which the public could first read that."""
    row = PublicNotice.objects.filter(paper=paper).order_by("-made_on", "-pk").first()
    if row is None:
        return False, None
    public = (
        Publication.objects.select_related("agency")
        .filter(kind=KIND, about=row.ref, published_at__isnull=False)
        .order_by("version")
        .first()
    )
    return True, appeared_on(public) if public else None
