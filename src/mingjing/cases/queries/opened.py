"""Which files of a case who may read it gets to see: what is sealed for a party is never among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.bundling import sealed_from
from mingjing.cases.models import AccessGrant, SealMark
from mingjing.cases.queries.files import files_of
from mingjing.cases.rules.audience import is_internal
from mingjing.documents.models import Document, Scan
from mingjing.evidence.models import Evidence, Recording

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.cases.queries.files import CaseFile


def open_to(case: Case, reader_kind: str, party: str) -> list[CaseFile]:
    """Return what a reader may be shown. A state organ gets everything; anybody else what the rules below leave open.

    A document is open where its form says it is not internal and it concerns this reader or everybody; a form that
    the catalogue does not know is closed, and so is any other kind of file (a bound volume holds everything). Evidence
    and recordings are open unless somebody marked them with a reason.
    Reporters' identities lie on a dossier of their own (`cases.sealing`), which no file of a case is part of.
    """
    files = files_of(case)
    if reader_kind == AccessGrant.Kind.AUTHORITY:
        return files
    marks = SealMark.objects.filter(dossier=case.dossier_id, lifted_on=None)
    marked = set(marks.values_list("thing", flat=True))
    asking = case.parties.filter(pk=party).first() if party else None
    sealed = sealed_from(case, asking) if asking else frozenset()
    return [
        each for each in files if each.thing not in marked and each.ref not in sealed and _open(each, party)
    ]


def _open(file: CaseFile, party: str) -> bool:
    match file.row:
        case Document():
            return _open_document(file.row, party)
        case Scan():
            return _open_document(file.row.document, party)
        case Recording():
            return file.row.activity.party in ("", party)
        case Evidence():
            return True
        case _:
            return False


def _open_document(document: Document, party: str) -> bool:
    return not is_internal(document.form) and document.party in ("", party)
