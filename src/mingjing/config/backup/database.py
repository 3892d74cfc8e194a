"""The database of a backup: a copy as it stood at one moment, while people go on working.

SQLite: its own online backup. PostgreSQL: `COPY` of every table in one snapshot, over the connection that is there: no
`pg_dump` is needed, and none of another release can be the wrong one. The tables themselves are made by this program's
migrations when it is restored.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from mingjing import guarding
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import psycopg

SQLITE = "mingjing.sqlite3"
COLUMNS = "columns.txt"
BODIES = "storage_blob"


# ── taking a copy ──


@dataclass(frozen=True)
class State:
    """How far the log had come in the copied database."""

    origin: str = ""
    vkey: str = ""
    size: int = 0
    pending: int = 0
    checkpoint: str = ""


def dump(folder: Path) -> State:
    """Write the database as it stands now into an empty folder; return how far the log had come in it."""
    return _dump_sqlite(folder / SQLITE) if connection.vendor == "sqlite" else _dump_postgres(folder)


def _state(ask: Callable[[str], Any]) -> State:
    """Read the log's state by SQL that both databases understand."""
    head = ask("SELECT origin, vkey, size FROM records_loghead")
    if head is None:
        return State()
    checkpoint = ask("SELECT note FROM records_checkpoint ORDER BY size DESC LIMIT 1")
    (pending,) = ask("SELECT count(*) FROM records_pending")
    origin, vkey, size = head
    return State(origin, vkey, size, pending, checkpoint[0] if checkpoint else "")


def bodies(folder: Path) -> Iterator[tuple[str, int, str]]:
    """Yield hash, size and version of every content that the copied database knows."""
    if (folder / SQLITE).exists():
        with closing(sqlite3.connect(f"file:{folder / SQLITE}?mode=ro", uri=True)) as copy:
            yield from copy.execute(f"SELECT sha256, size, version FROM {BODIES} ORDER BY sha256")  # noqa: S608
        return
    columns = _columns(folder)[BODIES]
    places = [columns.index(name) for name in ("sha256", "size", "version")]
    with (folder / f"{BODIES}.copy").open(encoding="utf-8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            sha256, size, version = (cells[place] for place in places)
            yield sha256, int(size), version


def _dump_sqlite(target: Path) -> State:
    """Copy in one step: on a write-ahead log a reader holds up nobody, and sees one moment."""
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        told = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if told != "ok":
            raise Refusal("backup.database_spoiled", f"数据库文件本身已损坏：{told}")
        return _state(lambda text: copy.execute(text).fetchone())


def _dump_postgres(folder: Path) -> State:
    with _snapshot() as link:
        tables = _tables(link)
        (folder / COLUMNS).write_text(
            "".join(f"{table}\t{','.join(columns)}\n" for table, columns in tables.items()), encoding="utf-8"
        )
        for table, columns in tables.items():
            names = ", ".join(f'"{name}"' for name in columns)
            with (
                (folder / f"{table}.copy").open("wb") as file,
                link.cursor() as cursor,
                cursor.copy(f'COPY "{table}" ({names}) TO STDOUT') as copy,
            ):
                for data in copy:
                    file.write(data)
        return _state(lambda text: link.execute(text).fetchone())


@contextmanager
def _snapshot() -> Iterator[psycopg.Connection]:
    """Hold one snapshot of the whole database; who writes meanwhile is not held up."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield connection.connection


def _tables(link: psycopg.Connection) -> dict[str, list[str]]:
    """Return every table of ours with its columns, those left out that the database computes by itself."""
    rows = link.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name)"
        " WHERE table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'"
        " ORDER BY c.table_name, c.ordinal_position"
    )
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


# ── putting it back ──


def load_sqlite(folder: Path, data: Path) -> None:
    """Lay the copy where the database lies."""
    shutil.copyfile(folder / SQLITE, data / SQLITE)


def refuse_unless_empty() -> None:
    """Refuse to restore into a PostgreSQL database in which there is anything."""
    found = connection.introspection.table_names()
    if found:
        raise Refusal(
            "restore.database_not_empty",
            f"所指的数据库不是空的（已有 {len(found)} 张表）。",
            next_step="请另建一个空库，把 MINGJING_DATABASE_URL 指向它，以属主角色恢复。",
        )


def load_postgres(folder: Path) -> None:
    """Fill the tables that the migrations have made: all of it or nothing.

    The guards are away meanwhile, for they refuse what is not a person's act; they are made again in the end.
    """
    wanted = _columns(folder)
    with transaction.atomic():
        guarding.drop()
        link = connection.connection
        found = _tables(link)
        if {table: set(columns) for table, columns in wanted.items()} != {
            table: set(columns) for table, columns in found.items()
        }:
            raise Refusal(
                "restore.other_release",
                "备份里的数据表与本程序的不同：备份是另一版本做的。",
                next_step="请用做备份时的那个版本恢复，再升级。",
            )
        link.execute(f"TRUNCATE {', '.join(f'{chr(34)}{table}{chr(34)}' for table in found)}")
        for table, columns in wanted.items():
            _fill(link, folder / f"{table}.copy", table, columns)
        _advance_numbers(link)
        link.execute("SET CONSTRAINTS ALL IMMEDIATE")
        guarding.create()


def _columns(folder: Path) -> dict[str, list[str]]:
    lines = (folder / COLUMNS).read_text(encoding="utf-8").splitlines()
    return {table: names.split(",") for table, _, names in (line.partition("\t") for line in lines)}


def _fill(link: psycopg.Connection, source: Path, table: str, columns: list[str]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with (
        source.open("rb") as file,
        link.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy,
    ):
        while data := file.read(1 << 20):
            copy.write(data)


def _advance_numbers(link: psycopg.Connection) -> None:
    """Let every sequence go on after the largest number that is there."""
    rows = link.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_identity = 'YES'"
    ).fetchall()
    for table, column in rows:
        link.execute(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'),"  # noqa: S608
            f' coalesce((SELECT max("{column}") FROM "{table}"), 0) + 1, false)'
        )
