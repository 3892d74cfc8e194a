"""Marks for rows of an edition: what each lacks by itself and among its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.catalog import rules
from mingjing.catalog.columns import COLUMNS, columns_of
from mingjing.catalog.models import Edition, ListKind, ListRow, MatterRow
from mingjing.catalog.queries import in_force
from mingjing.catalog.reading import unclear_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.registry.models import Agency


def values_of(list_kind: str, row: ListRow) -> dict[str, object]:
    """Return a row's columns by attribute, choices as their values."""
    return {column.key: getattr(row, column.key) for column in columns_of(list_kind)}


def marks_of(edition: Edition, rows: Sequence[ListRow], judge: rules.Judge) -> list[list[str]]:
    """Return the marks of each row; `rows` hold all that are judged together with any of them."""
    kind = edition.list_kind
    wanted = {column.key: column.label for column in COLUMNS[kind] if column.required or column.expected}
    values = [values_of(kind, row) for row in rows]
    among = rules.group_marks(kind, values)
    strange = _unknown_matters(edition, rows)
    return [
        rules.row_marks(
            kind,
            told,
            wanted=wanted,
            unclear=unclear_choices(kind, row.others),
            judge=judge,
            agency=edition.agency.name,
        )
        + strange[place]
        + among[place]
        for place, (row, told) in enumerate(zip(rows, values, strict=True))
    ]


def _unknown_matters(edition: Edition, rows: Sequence[ListRow]) -> list[list[str]]:
    """Say which codes of matters a row names that the matter list in force does not have.

    What is inspected by drawing lots must be a 行政检查 there (reference §11.6 no. 4).
    """
    named = [_named_matters(edition.list_kind, row) for row in rows]
    if not any(named):
        return [[] for _ in rows]
    inspections = edition.list_kind == ListKind.INSPECTIONS
    known = _matter_codes(edition.agency, "行政检查" if inspections else "")
    where = "现行事项清单的行政检查事项内" if inspections else "现行事项清单内"
    return [[f"事项编码“{code}”不在{where}。" for code in codes if code not in known] for codes in named]


def _named_matters(list_kind: str, row: ListRow) -> list[str]:
    if list_kind == ListKind.REVIEW:
        return [str(code) for code in getattr(row, "matters", ())]
    code = getattr(row, "matter_code", "")
    return [code] if code else []


def _matter_codes(agency: Agency, category: str) -> frozenset[str]:
    edition = in_force(agency, ListKind.MATTERS)
    if edition is None:
        return frozenset()
    rows = MatterRow.objects.filter(edition=edition, removed=False)
    return frozenset((rows.filter(category=category) if category else rows).values_list("code", flat=True))
