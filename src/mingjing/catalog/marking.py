"""Marks for rows of an edition: what each lacks by itself and among its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.catalog import rules
from mingjing.catalog.columns import COLUMNS, columns_of
from mingjing.catalog.models import Edition, ListKind, ListRow
from mingjing.catalog.queries import in_force, rows_of
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
    """Say which codes of matters a review item or a benchmark names that the matter list in force does not have."""
    named = [_named_matters(edition.list_kind, row) for row in rows]
    if not any(named):
        return [[] for _ in rows]
    known = _matter_codes(edition.agency)
    return [
        [f"事项编码“{code}”不在现行事项清单内。" for code in codes if code not in known] for codes in named
    ]


def _named_matters(list_kind: str, row: ListRow) -> list[str]:
    if list_kind == ListKind.REVIEW:
        return [str(code) for code in getattr(row, "matters", ())]
    code = getattr(row, "matter_code", "") if list_kind == ListKind.BENCHMARKS else ""
    return [code] if code else []


def _matter_codes(agency: Agency) -> frozenset[str]:
    edition = in_force(agency, ListKind.MATTERS)
    return frozenset(rows_of(edition).values_list("code", flat=True)) if edition else frozenset()
