"""The guards of the database as one table of data: dropped before migrations, created after, compared at start.

A SQLite trigger that reads another table makes every later rebuild of that table fail, and a rebuild of its own table
drops it silently; so no migration ever holds a trigger.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import models


@dataclass(frozen=True)
class Guard:
    """A trigger on one table, said for both databases.

    `sqlite` is the statement after the trigger's name (`BEFORE INSERT ON t …`). `postgres` is the body of a plpgsql
    function that returns for itself, `postgres_when` the timing (`BEFORE INSERT`), `postgres_each` ROW or STATEMENT.
    """

    name: str
    table: str
    sqlite: str
    postgres: str
    postgres_when: str
    postgres_each: str = "ROW"

    def sqlite_statements(self) -> list[str]:
        """Return the statements that create it on SQLite."""
        return [f"CREATE TRIGGER {self.name} {self.sqlite}"] if self.sqlite else []

    def postgres_statements(self) -> list[str]:
        """Return the statements that create it on PostgreSQL, holding also for replicas (`ENABLE ALWAYS`).

        The function runs with its owner's rights: the site's role may insert a record without any right on what the
        trigger writes.
        """
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
            f"AS $guard$ {self.postgres} $guard$",
            f"CREATE OR REPLACE TRIGGER {self.name} {self.postgres_when} ON {self.table} "
            f"FOR EACH {self.postgres_each} EXECUTE FUNCTION {self.name}()",
            f"ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER {self.name}",
        ]


_makers: list[Callable[[], list[Guard]]] = []
_append_only: set[str] = set()


def register(maker: Callable[[], list[Guard]]) -> None:
    """Add guards; `maker` is called when they are needed, once the models exist."""
    _makers.append(maker)


def append_only(model: type[models.Model]) -> None:
    """Forbid UPDATE, DELETE, TRUNCATE and replacing INSERT on a model's table."""
    _append_only.add(model._meta.db_table)  # noqa: SLF001 - Django's own public-in-practice API
    register(lambda: _append_only_guards(model))


def refuse_postgres(message: str) -> str:
    """Return the plpgsql statement that refuses as a check violation, so that both databases raise IntegrityError."""
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = '23514';"


def unique_keys(model: type[models.Model]) -> list[list[str]]:
    """Return the columns of every unique key of a model, the primary key included."""
    meta = model._meta  # noqa: SLF001
    keys = [[field.column] for field in meta.local_concrete_fields if field.unique]
    keys += [[meta.get_field(name).column for name in each.fields] for each in meta.total_unique_constraints]  # type: ignore[union-attr]
    return keys


def _append_only_guards(model: type[models.Model]) -> list[Guard]:
    table = model._meta.db_table  # noqa: SLF001
    message = f"{table}: 只增不改"
    same = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in unique_keys(model)
    )
    stop = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    refuse = f"BEGIN {refuse_postgres(message)} END"
    return [
        Guard(f"{table}_no_update", table, f"BEFORE UPDATE ON {table} {stop}", refuse, "BEFORE UPDATE"),
        Guard(f"{table}_no_delete", table, f"BEFORE DELETE ON {table} {stop}", refuse, "BEFORE DELETE"),
        # INSERT OR REPLACE passes the two above: only a look at every unique key stops it.
        Guard(
            f"{table}_no_replace",
            table,
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {stop}",
            "BEGIN RETURN NEW; END",
            "BEFORE INSERT",
        ),
        Guard(f"{table}_no_truncate", table, "", refuse, "BEFORE TRUNCATE", "STATEMENT"),
    ]


def guards() -> list[Guard]:
    """Return every guard of every room."""
    return [guard for maker in _makers for guard in maker()]


def create() -> None:
    """Create all guards, replacing what stands."""
    if connection.vendor == "sqlite":
        drop()
    with connection.cursor() as cursor:
        for guard in guards():
            statements = (
                guard.sqlite_statements() if connection.vendor == "sqlite" else guard.postgres_statements()
            )
            for statement in statements:
                cursor.execute(statement)
        if connection.vendor == "postgresql" and settings.MINGJING_SITE_ROLE:
            _grant(cursor, settings.MINGJING_SITE_ROLE)


def drop() -> None:
    """Drop every guard that stands (both databases): before migrations and, in tests, around a flush."""
    with connection.cursor() as cursor:
        for name, table in _standing(cursor):
            cursor.execute(
                f"DROP TRIGGER {name}" if connection.vendor == "sqlite" else f"DROP TRIGGER {name} ON {table}"
            )


def missing() -> list[str]:
    """Return the names of guards that are absent, switched off or changed."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            have = dict(cursor.fetchall())
            return [g.name for g in guards() for text in g.sqlite_statements() if have.get(g.name) != text]
        cursor.execute(
            "SELECT t.tgname, md5(p.prosrc) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgenabled = 'A'"
        )
        bodies = dict(cursor.fetchall())
    return [g.name for g in guards() if bodies.get(g.name) != _md5(f" {g.postgres} ")]


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _standing(cursor: Any) -> list[tuple[str, str]]:
    names = {guard.name for guard in guards()}
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    else:
        cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    return [(name, table) for name, table in cursor.fetchall() if name in names]


def _grant(cursor: Any, role: str) -> None:
    """Give the site's role what it needs and no more: append-only tables cannot be changed by it at all."""
    quoted = connection.ops.quote_name(role)
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
    for table in sorted(_append_only):
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {quoted}")


def drop_before_migrations(**_: object) -> None:
    """Signal receiver of `pre_migrate`: guards go, so that tables can be rebuilt."""
    if connection.vendor == "sqlite":
        drop()


def create_after_migrations(*, app_config: Any, **_: object) -> None:
    """Signal receiver of `post_migrate`: when the last of our rooms is done, guards stand again."""
    if app_config.label == _last_app() and not _tables_missing():
        create()


def _last_app() -> str:
    from django.apps import apps  # noqa: PLC0415

    return [config.label for config in apps.get_app_configs() if config.models_module][-1]


def _tables_missing() -> bool:
    have = set(connection.introspection.table_names())
    return any(guard.table not in have for guard in guards())
