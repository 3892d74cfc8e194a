"""Subjects and items: the lists that are in force are what the supervision system knows of us (244号4、20; 118号16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import in_force, publications_of, rows_of
from mingjing.disclosure import acts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.catalog.models import ListRow
    from mingjing.outbox.lines import Line
    from mingjing.records.models import Json, Record
    from mingjing.registry.models import Agency

SUBJECTS, ITEMS = "subjects", "items"
OFFICER = (
    "unit",
    "name",
    "post",
    "certificate_number",
    "category",
    "area",
    "certificate_from",
    "certificate_to",
)
MATTER = (
    "code", "name", "category", "domain", "unit", "duty", "power", "basis", "penalty_basis", "power_list_code",
    "power_owner", "delegated_to",
)  # fmt: skip


def follow_subjects(line: Line, record: Record) -> None:
    """When the officer list has a new edition, tell the agency and the officers as listed; who left is taken back."""
    if not _published(line, record, ListKind.OFFICERS):
        return
    agency = line.receiver.agency
    line.tell(f"agency/{agency.ref}", _agency(agency), label=agency.name)
    found = {
        f"officer/{row.code}": (row.code, _row(row, OFFICER) | {"type": "officer"})
        for row in _rows(agency, ListKind.OFFICERS)
    }
    line.sync(found, within="officer/")


def follow_items(line: Line, record: Record) -> None:
    """When the list of matters has a new edition, tell what it changed, and take back what it has no more."""
    if not _published(line, record, ListKind.MATTERS):
        return
    found = {
        f"item/{row.code}": (row.code, _row(row, MATTER))
        for row in _rows(line.receiver.agency, ListKind.MATTERS)
    }
    line.sync(found, within="item/")


def _published(line: Line, record: Record, kind: ListKind) -> bool:
    """Say whether a record made an edition of this list public."""
    if record.act != acts.PUBLISHED.name:
        return False
    ref = record.subject.partition(":")[2]
    return publications_of(line.receiver.agency, kind).filter(pk=ref).exists()


def _rows(agency: Agency, kind: ListKind) -> Sequence[ListRow]:
    edition = in_force(agency, kind)
    return list(rows_of(edition)) if edition else []


def _agency(agency: Agency) -> dict[str, Json]:
    return {
        "type": "agency",
        "name": agency.name,
        "credit_code": agency.credit_code,
        "kind": agency.agency_kind,
        "area": agency.area,
        "address": agency.address,
        "phone": agency.phone,
    }


def _row(row: ListRow, keys: Sequence[str]) -> dict[str, Json]:
    return {key: str(getattr(row, key) or "") for key in keys}
