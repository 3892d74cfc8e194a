"""卷内目录: what lies in a case's file, in the order in which 55号令40 has it bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.documents.forms_catalogue import FILE_CLASSES, FORMS
from mingjing.documents.layouts import Table
from mingjing.documents.models import Voiding
from mingjing.records.models import Opening

if TYPE_CHECKING:
    import datetime as dt
    import uuid

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


COLUMNS = (("序号", 3), ("文书或者证据名称", 13), ("文号", 12), ("日期", 6), ("备注", 12))


def table(classes: list[FileClass]) -> Table:
    """Return the list as it is set on paper: each class's heading, then its items."""
    rows: list[tuple[str, ...]] = []
    for each in classes:
        if each.items:
            rows.append((f"{each.number}．{each.title}",))
        rows += [(str(item.place), item.name, item.number, str(item.on), item.remark) for item in each.items]
    return Table(COLUMNS, tuple(rows))


def contents(case: Case) -> list[FileClass]:
    """Return all documents and evidence of a case in eight classes, each by day; an empty class stays in the list.

    Documents of one day stand in the order of their records. Six queries, whatever the case holds.
    """
    names = {party.ref: party.name for party in case.parties.all()}
    found: dict[int, list[tuple[dt.date, Document | Evidence, str, str, str]]] = {
        number: [] for number in FILE_CLASSES
    }
    made, fates = _made(case), document_fates(case)
    for each in sorted(case.dossier.documents.all(), key=lambda row: made.get(row.original_id, 0)):
        form = FORMS.get(each.form)
        kind = form.file_class if form else OTHER
        remark = "；".join(part for part in (names.get(each.party, ""), fates.get(each.pk, "")) if part)
        found[kind].append((each.made_on, each, each.title, each.number, remark))
    for piece in case.dossier.evidence.order_by("position"):
        excluded = "；已作为非法证据排除" if piece.excluded_on else ""
        remark = f"{piece.get_evidence_kind_display()}；证明{piece.proves}{excluded}"
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
    """Return in which record of the case each original was made (the first that names it), by its SHA-256."""
    rows = Opening.objects.filter(record__dossier=case.dossier_id, kind="documents.original")
    return dict(rows.order_by("-record__seq").values_list("sha256", "record__seq"))


def document_fates(case: Case) -> dict[uuid.UUID, str]:
    """Return what became of documents: voided with its reason, mended by which document."""
    voided = Voiding.objects.filter(document__dossier=case.dossier_id)
    fates = {each.document_id: f"作废（{each.voided_on}）：{each.reason}" for each in voided}
    mended = case.rectifications.filter(agreed=True).select_related("document")
    for each in mended:
        before = fates.get(each.mended_id, "")
        number = each.document.number if each.document else ""
        fates[each.mended_id] = "；".join(part for part in (before, f"见补正（更正）{number}") if part)
    return fates
