"""Statements that a person with a database client would try, made from a table's own unique keys."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from mingjing import guarding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db import models


@dataclass(frozen=True)
class Attack:
    """One statement with its values, and what it is."""

    what: str
    sql: str
    values: tuple[Any, ...] = ()


def on_sqlite() -> bool:
    """Tell which of the two databases this run has."""
    return connection.vendor == "sqlite"


def attacks_on(model: type[models.Model]) -> Iterator[Attack]:
    """Yield every way to change a row of a table that only grows; the table must hold a row."""
    table, columns, row = _first_row(model)
    key = str(model._meta.pk.column)
    yield Attack("update", f"UPDATE {table} SET {columns[-1]} = {columns[-1]}")
    yield Attack("delete", f"DELETE FROM {table} WHERE {key} = {_mark()}", (row[key],))
    keys = guarding.unique_keys(model)
    if not on_sqlite():
        yield Attack("truncate", f"TRUNCATE {table} CASCADE")
        for each in keys:
            same = f"ON CONFLICT ({', '.join(each)}) DO UPDATE SET {columns[-1]} = EXCLUDED.{columns[-1]}"
            yield Attack(f"upsert by {each}", *_insert("INSERT", table, _but(row, keys, each), same))
        return
    for each in keys:
        yield Attack(f"replace by {each}", *_insert("INSERT OR REPLACE", table, _but(row, keys, each)))
    if not _numbered(model):
        forged = {"rowid": _rowid(table, key, row[key]), **_but(row, keys, [])}
        yield Attack("replace by the row's number", *_insert("INSERT OR REPLACE", table, forged))


def _first_row(model: type[models.Model]) -> tuple[str, list[str], dict[str, Any]]:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 1")
        columns = [each[0] for each in cursor.description]
        found = cursor.fetchone()
    assert found is not None, f"{table} holds no row to attack"
    return table, columns, dict(zip(columns, found, strict=True))


def _but(row: dict[str, Any], keys: list[list[str]], kept: list[str]) -> dict[str, Any]:
    """Return the row with every unique column changed but those of one key, so that only this key collides."""
    unique = {column for key in keys for column in key}
    return {column: _other(value) if column in unique - set(kept) else value for column, value in row.items()}


def _other(value: Any) -> Any:
    if isinstance(value, int):
        return value + 20_000
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    return uuid.uuid4().hex * (len(value) // 32) if isinstance(value, str) else value


def _insert(verb: str, table: str, row: dict[str, Any], then: str = "") -> tuple[str, tuple[Any, ...]]:
    marks = ", ".join([_mark()] * len(row))
    return f"{verb} INTO {table} ({', '.join(row)}) VALUES ({marks}) {then}", tuple(row.values())


def _mark() -> str:
    return "?" if on_sqlite() else "%s"


def _numbered(model: type[models.Model]) -> bool:
    """Tell whether the primary key is the row's own number already."""
    return model._meta.pk.db_type(connection) == "integer"


def _rowid(table: str, key: str, value: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {table} WHERE {key} = %s", [value])
        return int(cursor.fetchone()[0])
