"""Bringing in a table as it really looks: received, fitted to our columns, imported, remembered for the next time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingjing import clock
from mingjing.catalog.actions.accounts import AccountImport
from mingjing.catalog.actions.importing import import_rows
from mingjing.catalog.actions.officers import PeopleImport, generate_officers
from mingjing.catalog.columns import ACCOUNTS, STAFF
from mingjing.catalog.mapping import PERMISSION, Fitting, check_choice, fit, rows_of_fitting
from mingjing.catalog.mapping_models import HeadingMap, UploadedTable
from mingjing.catalog.models import Edition, ListKind
from mingjing.catalog.sheets import read_sheets
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mingjing.catalog.reading import ReadRow
    from mingjing.registry.models import User


def receive(*, user: User, kind: str, data: bytes, filename: str) -> UploadedTable:
    """Take a file in to be fitted, in place of the one this person left unfinished. Nothing is imported yet."""
    require(user, PERMISSION[kind])
    read_sheets(data, filename)
    with transaction.atomic():
        UploadedTable.objects.filter(user=user, table_kind=kind).delete()
        return UploadedTable.objects.create(
            user=user, table_kind=kind, filename=filename[-200:], data=data, came_at=clock.now()
        )


def find_heading(*, uploaded: UploadedTable, sheet: int, heading_row: int, depth: int) -> None:
    """Say which table of the file it is and where its heading stands; what the columns mean is proposed anew."""
    uploaded.choice = {"sheet": sheet, "heading_row": heading_row, "depth": depth}
    fit(uploaded)
    uploaded.save(update_fields=["choice"])


def settle_columns(*, uploaded: UploadedTable, columns: Sequence[str], fixed: Mapping[str, str]) -> None:
    """Say what each column means and what stands where the file says nothing."""
    fitting = fit(uploaded)
    uploaded.choice = {
        "sheet": fitting.sheet,
        "heading_row": fitting.layout.heading_row,
        "depth": fitting.layout.depth,
        "columns": list(columns),
        "fixed": {key: value for key, value in fixed.items() if value},
    }
    check_choice(fitting.kind, fitting.layout.headings, columns, uploaded.choice["fixed"])
    uploaded.save(update_fields=["choice"])


def import_table(
    *, user: User, uploaded: UploadedTable, version: int | None = None
) -> Edition | list[tuple[str, str]] | None:
    """Import a table as it was fitted: a list's draft, the registry's people, or accounts with first passwords.

    All rows or none. What the columns meant is remembered for this agency's next table of the same form.
    """
    require(user, PERMISSION[uploaded.table_kind])
    fitting = fit(uploaded)
    rows, faults = rows_of_fitting(fitting)
    faults.refuse()
    with transaction.atomic():
        made = _write(user, fitting.kind, rows, version)
        _remember(user, fitting)
        UploadedTable.objects.filter(pk=uploaded.pk).delete()
    return made


def _write(
    user: User, kind: str, rows: list[ReadRow], version: int | None
) -> Edition | list[tuple[str, str]] | None:
    if kind == ACCOUNTS:
        return AccountImport(user, rows).run()
    if kind == STAFF:
        PeopleImport(user, rows, STAFF).run()
        return None
    if kind == ListKind.OFFICERS:
        PeopleImport(user, rows).run()
        return generate_officers(user=user, version=version)
    return import_rows(user=user, list_kind=kind, read=rows, version=version)


def _remember(user: User, fitting: Fitting) -> None:
    HeadingMap.objects.update_or_create(
        agency=user.agency,
        table_kind=fitting.kind,
        signature=fitting.layout.signature,
        defaults={
            "headings": fitting.layout.headings,
            "columns": fitting.columns,
            "fixed": fitting.fixed,
            "used_at": clock.now(),
        },
    )
