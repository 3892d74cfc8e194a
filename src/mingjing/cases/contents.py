"""卷内目录: what lies in a case's file, in the order in which 55号令40 has it bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.documents.forms_catalogue import FILE_CLASSES, FORMS
from mingjing.records.models import Opening

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Case
    from mingjing.documents.models import Document
    from mingjing.evidence.models import Evidence

EVIDENCE_CLASS = 3
OTHER = 8


@dataclass(frozen=True)
class Item:
    """One item of a file: a document or a piece of evidence, with its place in the whole list (from 1)."""

    place: int
    row: Document | Evidence
    name: str
    number: str
    on: dt.date
    remark: str


@dataclass(frozen=True)
class FileClass:
    """One of the eight classes, with its items by the day they were made."""

    number: int
    title: str
    items: tuple[Item, ...]


def contents(case: Case) -> list[FileClass]:
    """Return all documents and evidence of a case in eight classes, each by day; an empty class stays in the list.

    Documents of one day stand in the order of their records. Four queries, whatever the case holds.
    """
    names = {party.ref: party.name for party in case.parties.all()}
    found: dict[int, list[tuple[dt.date, Document | Evidence, str, str, str]]] = {
        number: [] for number in FILE_CLASSES
    }
    made = _made(case)
    for each in sorted(case.dossier.documents.all(), key=lambda row: made.get(row.original_id, 0)):
        form = FORMS.get(each.form)
        kind = form.file_class if form else OTHER
        found[kind].append((each.made_on, each, each.title, each.number, names.get(each.party, "")))
    for piece in case.dossier.evidence.order_by("position"):
        remark = f"{piece.get_evidence_kind_display()}；证明{piece.proves}"
        found[EVIDENCE_CLASS].append((piece.collected_on, piece, piece.name, f"证据{piece.position}", remark))
    classes, place = [], 0
    for number, title in FILE_CLASSES.items():
        items = []
        for on, row, name, label, remark in sorted(found[number], key=lambda each: each[0]):
            place += 1
            items.append(Item(place, row, name, label, on, remark))
        classes.append(FileClass(number, title, tuple(items)))
    return classes


def _made(case: Case) -> dict[str, int]:
    """Return in which record of the case each original was made, by its SHA-256."""
    rows = Opening.objects.filter(record__dossier=case.dossier_id, kind="documents.original")
    return dict(rows.values_list("sha256", "record__seq"))
