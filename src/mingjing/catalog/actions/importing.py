"""A list from a file: a whole draft, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.catalog import acts, rules
from mingjing.catalog.actions.drafts import write_draft
from mingjing.catalog.actions.officers import import_officers
from mingjing.catalog.citing import CitationJudge
from mingjing.catalog.marking import marks_of, values_of
from mingjing.catalog.models import ROWS, Edition, ListKind, ListRow, rows_of_kind
from mingjing.catalog.queries import in_force, public_editions, rows_of
from mingjing.catalog.reading import ReadRow, read_rows
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.registry.models import Agency, User


def import_list(
    *, user: User, list_kind: str, data: bytes, filename: str, version: int | None = None
) -> Edition:
    """Import a file as the list's draft, in place of the draft there was.

    A structural fault refuses the whole file by row and column (see `reading.read_rows`); a fault of meaning marks
    the row, which keeps its words. The officer list goes through the registry (see `import_officers`).
    """
    if list_kind == ListKind.OFFICERS:
        return import_officers(user=user, data=data, filename=filename, version=version)
    require(user, "list.edit")
    read = read_rows(list_kind, data, filename)
    return import_rows(user=user, list_kind=list_kind, read=read, version=version)


def import_rows(*, user: User, list_kind: str, read: list[ReadRow], version: int | None = None) -> Edition:
    """Write rows that were read as the list's draft."""
    require(user, "list.edit")

    def made(edition: Edition) -> Sequence[ListRow]:
        return _rows(edition, read)

    return write_draft(user=user, list_kind=list_kind, act=acts.IMPORTED, rows=made, version=version)


def would_be(agency: Agency, list_kind: str, read: list[ReadRow]) -> list[ListRow]:
    """Return the rows that an import would make, with their marks; nothing is written."""
    return _rows(Edition(agency=agency, list_kind=list_kind), read)


def _rows(edition: Edition, read: list[ReadRow]) -> list[ListRow]:
    model = ROWS[edition.list_kind]
    _complete_codes(edition.agency, edition.list_kind, read)
    rows = [
        model(edition=edition, position=position, others=each.others, **each.values)
        for position, each in enumerate(read, start=1)
    ]
    judge = CitationJudge(clock.today())
    for row, marks in zip(rows, marks_of(edition, rows, judge), strict=True):
        row.marks = marks
    return rows


def _complete_codes(agency: Agency, list_kind: str, read: list[ReadRow]) -> None:
    """Give rows without a code that of the same row in force, or a new one that was never public."""
    before = in_force(agency, list_kind)
    known = [
        (rules.identity(list_kind, values_of(list_kind, row)), row.code)
        for row in (rows_of(before) if before else ())
    ]
    public = rows_of_kind(list_kind).filter(edition__in=public_editions(agency, list_kind))
    codes = rules.give_codes(
        list_kind, [each.values for each in read], known=known, used=public.values_list("code", flat=True)
    )
    for each, code in zip(read, codes, strict=True):
        each.values["code"] = code
