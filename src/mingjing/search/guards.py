"""The database's own text index and what keeps it true: made after migrations, never by one.

SQLite: an external-content FTS5 table and three triggers; an entry stands in it under its `place`, a number that grows
as dates go back, so that the index itself names the newest first. PostgreSQL: a generated `tsvector` column with a
GIN index, filled from our tokens directly, so that no parser, dictionary or locale plays a part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections, transaction

from mingjing.search import marks
from mingjing.search.models import Entry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper
    from django.db.migrations import Migration

ENTRY = "search_entry"
DAY = 1 << 32
"""Places of one day: more than there will be entries."""
_JULIAN = 1_721_424
"""What SQLite's number of a day has before Python's."""

_PLACE = (
    f"ALTER TABLE {ENTRY} ADD COLUMN place INTEGER"
    f" GENERATED ALWAYS AS (-(CAST(julianday(date) AS INTEGER) * {DAY} + id)) VIRTUAL"
)
_PLACES = f"CREATE UNIQUE INDEX search_entry_place ON {ENTRY} (place)"
_FTS = (
    "CREATE VIRTUAL TABLE search_index USING fts5"
    "(tokens, content='search_entry', content_rowid='place', tokenize='ascii')"
)
_ADD = "INSERT INTO search_index (rowid, tokens) VALUES (NEW.place, NEW.tokens);"
_TAKE = "INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', OLD.place, OLD.tokens);"
_COVERED = "SELECT (SELECT count(*) FROM search_entry) = (SELECT count(*) FROM search_index_docsize)"
_REBUILD = "INSERT INTO search_index (search_index) VALUES ('rebuild')"
_TRIGGERS = {
    "search_entry_added": f"AFTER INSERT ON {ENTRY} BEGIN {_ADD} END",
    "search_entry_taken": f"AFTER DELETE ON {ENTRY} BEGIN {_TAKE} END",
    "search_entry_changed": f"AFTER UPDATE OF id, date, tokens ON {ENTRY} BEGIN {_TAKE} {_ADD} END",
}

_VECTOR = (
    f"ALTER TABLE {ENTRY} ADD COLUMN IF NOT EXISTS vector tsvector"
    " GENERATED ALWAYS AS (array_to_tsvector(string_to_array(btrim(tokens), ' '))) STORED"
)
_GIN = f"CREATE INDEX IF NOT EXISTS search_entry_words ON {ENTRY} USING gin (vector) WITH (fastupdate = off)"
_GIN_BEFORE = "search_entry_vector"
"""The index's name before entries had marks."""


def place(day: dt.date, number: int) -> int:
    """Return where the entry of a number stands in SQLite's index; all of the day stand before its 0."""
    return -((day.toordinal() + _JULIAN) * DAY + number)


def create(connection: BaseDatabaseWrapper) -> None:
    """Create what is missing of the index; fill it where it does not cover the entries."""
    tables = set(connection.introspection.table_names())
    if ENTRY not in tables:
        return
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _create_on_postgres(cursor, connection.alias)
        else:
            _create_on_sqlite(cursor, connection.alias)


def _create_on_postgres(cursor: CursorWrapper, alias: str) -> None:
    cursor.execute("SELECT to_regclass('search_entry_words')")
    if cursor.fetchone()[0] is None:
        cursor.execute(f"DROP INDEX IF EXISTS {_GIN_BEFORE}")
        _mark_entries(alias)
    cursor.execute(_VECTOR)
    cursor.execute(_GIN)


def _create_on_sqlite(cursor: CursorWrapper, alias: str) -> None:
    have = _made(cursor)
    for name in _TRIGGERS:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
    afresh = have.get("search_index") != _FTS
    if afresh:
        cursor.execute("DROP TABLE IF EXISTS search_index")
        _mark_entries(alias)
    if not _has_places(cursor):
        cursor.execute(_PLACE)
    if "search_entry_place" not in have:
        cursor.execute(_PLACES)
    if afresh:
        cursor.execute(_FTS)
    for name, text in _TRIGGERS.items():
        cursor.execute(f"CREATE TRIGGER {name} {text}")
    cursor.execute(_COVERED)
    if not cursor.fetchone()[0]:
        cursor.execute(_REBUILD)


def _has_places(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT 1 FROM pragma_table_xinfo('search_entry') WHERE name = 'place'")
    return cursor.fetchone() is not None


def _mark_entries(alias: str) -> None:
    """Give their marks to entries of a release that had none."""
    unmarked = Entry.objects.using(alias).exclude(tokens__contains=marks.SIGN)
    for entry in unmarked.iterator(chunk_size=500):
        entry.tokens += marks.of_entry(entry)
        entry.save(using=alias, update_fields=["tokens"])


def _made(cursor: CursorWrapper) -> dict[str, str]:
    """Return what SQLite's schema holds of the index, by name."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'search\\_%' ESCAPE '\\'")
    return dict(cursor.fetchall())


def drop(connection: BaseDatabaseWrapper, *, whole: bool = False) -> None:
    """Drop the triggers (SQLite), and where `whole`, the index itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            if whole:
                cursor.execute("DROP TABLE IF EXISTS search_index")
                cursor.execute("DROP INDEX IF EXISTS search_entry_place")
                if _has_places(cursor):
                    cursor.execute(f"ALTER TABLE {ENTRY} DROP COLUMN place")
        elif whole:
            cursor.execute(f"ALTER TABLE IF EXISTS {ENTRY} DROP COLUMN IF EXISTS vector")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of what is absent or changed of the index; empty when it can be relied on."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            have = _made(cursor)
            wanted = {name: f"CREATE TRIGGER {name} {text}" for name, text in _TRIGGERS.items()}
            wanted |= {"search_index": _FTS, "search_entry_place": _PLACES}
            return [name for name, text in wanted.items() if have.get(name) != text]
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname = 'search_entry_words'")
        return [] if cursor.fetchone() else ["search_entry_words"]


def drop_before_migrations(*, using: str, plan: Sequence[tuple[Migration, bool]], **_: object) -> None:
    """Signal receiver of `pre_migrate`; the index itself goes only where a migration touches this room."""
    drop(connections[using], whole=any(migration.app_label == "search" for migration, _ in plan))


def create_after_migrations(*, using: str, **_: object) -> None:
    """Signal receiver of `post_migrate`."""
    create(connections[using])
