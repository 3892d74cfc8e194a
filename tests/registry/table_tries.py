"""The attempts of bringing in a table as it is, for the role table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.catalog.actions.importing import import_rows
from mingjing.catalog.actions.mapping import import_table, receive
from mingjing.catalog.mapping_models import UploadedTable
from mingjing.catalog.models import ListKind
from mingjing.demo.bureau import DATA

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.registry.models import User

FILE = DATA / "review.csv"


def _receive(_: object, user: User) -> object:
    return receive(user=user, kind=ListKind.REVIEW, data=FILE.read_bytes(), filename=FILE.name)


def _import_table(_: object, user: User) -> object:
    uploaded = UploadedTable(
        user=user, table_kind=ListKind.REVIEW, data=FILE.read_bytes(), filename=FILE.name
    )
    return import_table(user=user, uploaded=uploaded)


TABLE_TRIES: dict[Callable[..., object], Callable[[Any, User], object]] = {
    receive: _receive,
    import_table: _import_table,
    import_rows: lambda _, user: import_rows(user=user, list_kind=ListKind.REVIEW, read=[]),
}
