"""The database's own text index and what keeps it true: made after migrations, never by one.

SQLite: an external-content FTS5 table and three triggers. PostgreSQL: a generated `tsvector` column with a
GIN index, filled from our tokens directly, so that no parser, dictionary or locale plays a part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections, transaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.migrations import Migration

ENTRY = "search_entry"

_FTS = (
    "CREATE VIRTUAL TABLE search_index USING fts5"
    "(tokens, content='search_entry', content_rowid='id', tokenize='ascii')"
)
_ADD = "INSERT INTO search_index (rowid, tokens) VALUES (NEW.id, NEW.tokens);"
_TAKE = "INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', OLD.id, OLD.tokens);"
_COVERED = "SELECT (SELECT count(*) FROM search_entry) = (SELECT count(*) FROM search_index_docsize)"
_REBUILD = "INSERT INTO search_index (search_index) VALUES ('rebuild')"
_TRIGGERS = {
    "search_entry_added": f"AFTER INSERT ON {ENTRY} BEGIN {_ADD} END",
    "search_entry_taken": f"AFTER DELETE ON {ENTRY} BEGIN {_TAKE} END",
    "search_entry_changed": f"AFTER UPDATE OF id, tokens ON {ENTRY} BEGIN {_TAKE} {_ADD} END",
}

_VECTOR = (
    f"ALTER TABLE {ENTRY} ADD COLUMN IF NOT EXISTS vector tsvector"
    " GENERATED ALWAYS AS (array_to_tsvector(string_to_array(btrim(tokens), ' '))) STORED"
)
_GIN = f"CREATE INDEX IF NOT EXISTS search_entry_vector ON {ENTRY} USING gin (vector) WITH (fastupdate = off)"


def create(connection: BaseDatabaseWrapper) -> None:
    """Create what is missing of the index; fill it where it does not cover the entries."""
    tables = set(connection.introspection.table_names())
    if ENTRY not in tables:
        return
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_VECTOR)
            cursor.execute(_GIN)
            return
        if "search_index" not in tables:
            cursor.execute(_FTS)
        for name, text in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {text}")
        cursor.execute(_COVERED)
        if not cursor.fetchone()[0]:
            cursor.execute(_REBUILD)


def drop(connection: BaseDatabaseWrapper, *, whole: bool = False) -> None:
    """Drop the triggers (SQLite), and where `whole`, the index itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            if whole:
                cursor.execute("DROP TABLE IF EXISTS search_index")
        elif whole:
            cursor.execute(f"ALTER TABLE IF EXISTS {ENTRY} DROP COLUMN IF EXISTS vector")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of what is absent or changed of the index; empty when it can be relied on."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'search\\_%' ESCAPE '\\'")
            have = dict(cursor.fetchall())
            wanted = {name: f"CREATE TRIGGER {name} {text}" for name, text in _TRIGGERS.items()}
            return [
                name for name, text in (wanted | {"search_index": _FTS}).items() if have.get(name) != text
            ]
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname = 'search_entry_vector'")
        return [] if cursor.fetchone() else ["search_entry_vector"]


def drop_before_migrations(*, using: str, plan: Sequence[tuple[Migration, bool]], **_: object) -> None:
    """Signal receiver of `pre_migrate`; the index itself goes only where a migration touches this room."""
    drop(connections[using], whole=any(migration.app_label == "search" for migration, _ in plan))


def create_after_migrations(*, using: str, **_: object) -> None:
    """Signal receiver of `post_migrate`."""
    create(connections[using])
