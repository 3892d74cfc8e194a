"""Both tables of this room are append-only in the database itself: dropped before migrations, created after.

A SQLite rebuild of a table drops its triggers silently, so no migration holds one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections, transaction

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

KEYS = {"storage_blob": "sha256", "storage_hold": "blob_id"}


def _sqlite() -> dict[str, tuple[str, str]]:
    """Return the table and the statement of each trigger by its name."""
    wanted = {}
    for table, key in KEYS.items():
        stop = f"BEGIN SELECT RAISE(ABORT, '{table}: 只增不改'); END"
        for verb in ("update", "delete"):
            wanted[f"{table}_no_{verb}"] = f"BEFORE {verb.upper()} ON {table} {stop}"
        # INSERT OR REPLACE passes the two above: only a look at the key stops it.
        taken = f"SELECT 1 FROM {table} WHERE {key} = NEW.{key}"  # noqa: S608 - constants of this module
        wanted[f"{table}_no_replace"] = f"BEFORE INSERT ON {table} WHEN EXISTS ({taken}) {stop}"
    return {
        name: (text.split(" ON ")[1].split()[0], f"CREATE TRIGGER {name} {text}")
        for name, text in wanted.items()
    }


def _postgres() -> dict[str, tuple[str, str]]:
    wanted = {}
    for table in KEYS:
        for verb, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
            name = f"{table}_no_{verb}"
            refuse = f"BEGIN RAISE EXCEPTION '{table}: 只增不改' USING ERRCODE = '23514'; END"
            text = (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
                f"AS $guard$ {refuse} $guard$; "
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION {name}(); "
                f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"
            )
            wanted[name] = (table, text)
    return wanted


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    have = set(connection.introspection.table_names())
    every = _sqlite() if connection.vendor == "sqlite" else _postgres()
    return {name: (table, text) for name, (table, text) in every.items() if table in have}


def create(connection: BaseDatabaseWrapper) -> None:
    """Create every guard of this room whose table exists."""
    drop(connection)
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        for _, text in _wanted(connection).values():
            cursor.execute(text)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Drop every guard of this room: before migrations and, in tests, around a flush."""
    with connection.cursor() as cursor:
        for name, (table, _) in _wanted(connection).items():
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of guards that are absent or switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            have = dict(cursor.fetchall())
            return [name for name, (_, text) in _sqlite().items() if have.get(name) != text]
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'")
        names = {name for (name,) in cursor.fetchall()}
    return [name for name in _postgres() if name not in names]


def drop_before_migrations(*, using: str, **_: object) -> None:
    """Signal receiver of `pre_migrate`."""
    drop(connections[using])


def create_after_migrations(*, using: str, **_: object) -> None:
    """Signal receiver of `post_migrate`."""
    create(connections[using])
