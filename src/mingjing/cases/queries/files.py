"""The files of a case, whichever room keeps them: pieces of evidence, recordings, scans, documents."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps

from mingjing.cases.models import BoundFile, Case, Checked, DisposalItem, MarkedCopy
from mingjing.documents.models import Document, Scan
from mingjing.evidence.models import Arrival, Copy, Evidence, Inbound, Recording, Redaction
from mingjing.records.models import Destruction
from mingjing.storage.models import Blob, Hold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db import models
    from django.db.models import QuerySet

    from mingjing.registry.models import Agency

type Row = Evidence | Recording | Scan | Document | BoundFile


@dataclass(frozen=True)
class Kind:
    """One kind of file: its name, the dossier of its custody, how its case is found, in which order."""

    name: str
    label: str
    model: type[Row]
    dossier: str
    order: str
    blob: str = "blob"
    file: str = ""

    @property
    def thing(self) -> str:
        """Return how its rows are named softly."""
        return self.model.subject_kind()


KINDS = (
    Kind("evidence", "证据", Evidence, "dossier", "position", file="evidence.file"),
    Kind(
        "recording", "音像记录", Recording, "activity__dossier", "started_at", file="evidence.recording_file"
    ),
    Kind("scan", "扫描件", Scan, "document__dossier", "scanned_at", file="documents.scan"),
    Kind("document", "文书", Document, "dossier", "made_on", "original", file="documents.original"),
    Kind("bound", "电子卷宗", BoundFile, "case__dossier", "turn", file="cases.bound_file"),
)
BY_THING = {kind.thing: kind for kind in KINDS}
ORIGINAL = "source"
"""How what was made of a content (a copy, a redacted version) names what it was made of."""
OWN = (Destruction, Checked, DisposalItem, Hold, Arrival, Inbound, Copy, MarkedCopy)
"""What points to a content without using it: the books on its custody, how it came in, copies made of it."""


@dataclass(frozen=True)
class CaseFile:
    """A file of a case with its content."""

    kind: Kind
    row: Row
    blob: Blob
    case: Case

    @property
    def thing(self) -> str:
        """Return its soft name."""
        return f"{self.kind.thing}:{self.row.ref}"

    @property
    def ref(self) -> str:
        """Return its key, which its page is found by."""
        return self.row.ref

    @property
    def name(self) -> str:
        """Return what people call it."""
        match self.row:
            case Recording():
                return f"{self.row.get_carrier_display()}记录 {self.row.position}（{self.row.activity}）"
            case Scan():
                return f"《{self.row.document.title}》扫描件"
            case _:
                return str(self.row)

    @property
    def filename(self) -> str:
        """Return the name under which it is handed out."""
        return getattr(self.row, "filename", "") or f"{self.name}.pdf"


def _rows(kind: Kind) -> QuerySet[Row]:
    related = {
        "recording": ("activity__dossier",),
        "scan": ("document__dossier",),
        "bound": ("case__dossier",),
    }.get(kind.name, ("dossier",))
    rows: QuerySet[Row] = kind.model._default_manager.select_related(kind.blob, *related)  # noqa: SLF001
    return rows.filter(**{f"{kind.blob}__isnull": False})


def _dossier(kind: Kind, row: Row) -> uuid.UUID:
    found: object = row
    for part in kind.dossier.split("__"):
        found = getattr(found, part)
    return found.pk  # type: ignore[attr-defined,no-any-return]


def _files(kind: Kind, rows: Iterable[Row]) -> list[CaseFile]:
    found = list(rows)
    keys = {_dossier(kind, row) for row in found}
    cases = {
        case.dossier_id: case
        for case in Case.objects.select_related("agency", "dossier").filter(dossier__in=keys)
    }
    return [
        CaseFile(kind, row, getattr(row, kind.blob), cases[_dossier(kind, row)])
        for row in found
        if _dossier(kind, row) in cases
    ]


def file_of(agency: Agency, ref: str) -> CaseFile | None:
    """Return the file of this agency that a key names."""
    for kind in KINDS:
        rows = _rows(kind).filter(pk=uuid.UUID(ref), **{f"{kind.dossier}__agency": agency.ref})
        if found := _files(kind, rows):
            return found[0]
    return None


def files_of(case: Case) -> list[CaseFile]:
    """Return every file of a case: four queries and one for the case."""
    return [
        CaseFile(kind, row, getattr(row, kind.blob), case)
        for kind in KINDS
        for row in _rows(kind).filter(**{kind.dossier: case.dossier_id}).order_by(kind.order, "pk")
    ]


def files_named(things: Collection[str]) -> list[CaseFile]:
    """Return the files that soft names stand for, in no order."""
    refs: dict[str, list[uuid.UUID]] = defaultdict(list)
    for thing in things:
        kind, _, ref = thing.partition(":")
        refs[kind].append(uuid.UUID(ref))
    return [
        each
        for kind in KINDS
        if kind.thing in refs
        for each in _files(kind, _rows(kind).filter(pk__in=refs[kind.thing]))
    ]


def files_with(contents: Collection[str]) -> list[CaseFile]:
    """Return every file that has one of these contents, in whichever agency's case."""
    return [
        each
        for kind in KINDS
        for each in _files(kind, _rows(kind).filter(**{f"{kind.blob}__in": list(contents)}))
    ]


def used_otherwise(contents: Collection[str]) -> set[str]:
    """Return which contents something else than a case's file uses: a publication, a photo, a masked copy."""
    files = {(kind.model, kind.blob) for kind in KINDS}
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:  # noqa: SLF001
            if _is_use(model, field) and (model, field.name) not in files:
                rows = model._default_manager.filter(**{f"{field.name}__in": list(contents)})  # noqa: SLF001
                found |= set(rows.values_list(field.attname, flat=True))
    arriving = Arrival.objects.filter(blob__in=list(contents), taken_as="")
    inbox = Inbound.objects.filter(blob__in=list(contents), recording=None)
    return found | {blob for rows in (arriving, inbox) for blob in rows.values_list("blob_id", flat=True)}


type Made = Copy | Redaction | MarkedCopy


def copies_of(contents: Collection[str]) -> dict[str, list[Made]]:
    """Return what was made of contents and goes with them, one for each content of a copy.

    Proxies, thumbnails, sheets, readers' marked copies; redacted copies unless they may be public, which then stand
    for themselves.
    """
    found: dict[str, dict[str, Made]] = defaultdict(dict)
    copies = Copy._default_manager.filter(source__in=list(contents))  # noqa: SLF001
    redacted = Redaction._default_manager.filter(source__in=list(contents), blob__isnull=False)  # noqa: SLF001
    marked = MarkedCopy._default_manager.filter(source__in=list(contents), blob__isnull=False)  # noqa: SLF001
    made: list[Made] = [
        *copies.select_related("blob"),
        *marked.select_related("blob"),
        *redacted.exclude(released=True).select_related("blob"),
    ]
    for row in made:
        found[row.source_id].setdefault(str(row.blob_id), row)
    return {source: list(rows.values()) for source, rows in found.items()}


def _is_use(model: type[models.Model], field: models.Field[object, object]) -> bool:
    return model not in OWN and field.name != ORIGINAL and field.is_relation and field.related_model is Blob
