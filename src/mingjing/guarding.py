"""The guards of the database as one table of data: dropped before migrations, created after, compared at start.

A SQLite trigger that reads another table makes every later rebuild of that table fail, and a rebuild of its own table
drops it silently; so no migration ever holds a trigger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import UniqueConstraint

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import models


@dataclass(frozen=True)
class Guard:
    """A trigger on one table, said for both databases; empty text means that a database does not need it.

    `sqlite` is the statement after the trigger's name (`BEFORE INSERT ON t …`). `postgres` is the body of a plpgsql
    function that returns for itself, `postgres_when` the timing (`BEFORE INSERT`, several in the order INSERT, DELETE,
    UPDATE), `postgres_each` ROW or STATEMENT.
    """

    name: str
    table: str
    sqlite: str
    postgres: str
    postgres_when: str = ""
    postgres_each: str = "ROW"

    @property
    def sqlite_trigger(self) -> str:
        """The statement that creates it on SQLite, and reads the same in the database's own catalogue."""
        return f"CREATE TRIGGER {self.name} {self.sqlite}"

    @property
    def postgres_function(self) -> str:
        """The function as PostgreSQL itself writes it (`pg_get_functiondef`).

        It runs with its owner's rights, so that the site's role may insert a record without any right on what the
        trigger writes; and it finds tables in `public` only: a temporary table of the same name would otherwise stand
        in for the opinion that a decision needs.
        """
        return (
            f"CREATE OR REPLACE FUNCTION {SCHEMA}.{self.name}()\n RETURNS trigger\n LANGUAGE plpgsql\n"
            f" SECURITY DEFINER\n SET search_path TO '{SCHEMA}', 'pg_temp'\n"
            f"AS $function$ {self.postgres} $function$\n"
        )

    @property
    def postgres_trigger(self) -> str:
        """The trigger as PostgreSQL itself writes it (`pg_get_triggerdef`)."""
        return (
            f"CREATE TRIGGER {self.name} {self.postgres_when} ON {self.table}"
            f" FOR EACH {self.postgres_each} EXECUTE FUNCTION {self.name}()"
        )


SCHEMA = "public"

_makers: list[Callable[[], list[Guard]]] = []
_append_only: list[type[models.Model]] = []
_revoked: dict[str, str] = {}


def register(maker: Callable[[], list[Guard]]) -> None:
    """Add guards; `maker` is called when they are needed, once the models exist."""
    _makers.append(maker)


def append_only(model: type[models.Model], *, unless: str = "") -> None:
    """Forbid UPDATE, DELETE, TRUNCATE and replacing INSERT on a model's table.

    `unless` is the one condition on OLD and NEW, in SQL that both databases read, under which a row may be updated;
    on PostgreSQL only by a trigger of the owner, for the site's role has no right to update at all.
    """
    _append_only.append(model)
    revoke(model, "UPDATE, DELETE, TRUNCATE")
    register(lambda: _append_only_guards(model, unless))


def append_only_models() -> list[type[models.Model]]:
    """Return every model whose table only grows."""
    return list(_append_only)


def revoke(model: type[models.Model], rights: str) -> None:
    """Take rights on a model's table from the site's role (PostgreSQL): what only guards and the owner may do."""
    _revoked[model._meta.db_table] = rights  # noqa: SLF001 - Django's own public-in-practice API


def refuse_postgres(message: str) -> str:
    """Return the plpgsql statement that refuses as a check violation, so that both databases raise IntegrityError."""
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = '23514';"


def unique_keys(model: type[models.Model]) -> list[list[str]]:
    """Return the columns of every unique key of a model, the primary key included.

    Raises TypeError for a key with a condition or an expression: no guard could be made from it.
    """
    meta = model._meta  # noqa: SLF001
    constraints = [each for each in meta.constraints if isinstance(each, UniqueConstraint)]
    if len(constraints) != len(meta.total_unique_constraints):
        raise TypeError(f"{meta.label}: a conditional unique key cannot be guarded")
    keys = [[str(field.column)] for field in meta.local_concrete_fields if field.unique]
    named = [each.fields for each in constraints] + list(meta.unique_together)
    return keys + [[str(meta.get_field(name).column) for name in names] for names in named]  # type: ignore[union-attr]


def _append_only_guards(model: type[models.Model], unless: str) -> list[Guard]:
    table = model._meta.db_table  # noqa: SLF001
    message = f"{table}: 只增不改"
    # Every SQLite table has one more unique key than its model: the row's own number.
    keys = [*unique_keys(model), ["rowid"]]
    same = " OR ".join("(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in keys)
    stop = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    refuse = f"BEGIN {refuse_postgres(message)} END"
    when = f" WHEN NOT ({unless})" if unless else ""
    update = (
        f"BEGIN IF NOT ({unless}) THEN {refuse_postgres(message)} END IF; RETURN NEW; END"
        if unless
        else refuse
    )
    return [
        Guard(f"{table}_no_update", table, f"BEFORE UPDATE ON {table}{when} {stop}", update, "BEFORE UPDATE"),
        Guard(f"{table}_no_delete", table, f"BEFORE DELETE ON {table} {stop}", refuse, "BEFORE DELETE"),
        # INSERT OR REPLACE passes the two above: only a look at every unique key stops it.
        Guard(
            f"{table}_no_replace",
            table,
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {stop}",  # noqa: S608 - names of ours
            "",
        ),
        Guard(f"{table}_no_truncate", table, "", refuse, "BEFORE TRUNCATE", "STATEMENT"),
    ]


def guards() -> list[Guard]:
    """Return every guard of every room that this database needs."""
    sqlite = connection.vendor == "sqlite"
    made = [guard for maker in _makers for guard in maker()]
    return [guard for guard in made if (guard.sqlite if sqlite else guard.postgres)]


def create() -> None:
    """Create all guards, replacing what stands, and give the site's role its rights: all of it or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        drop()
        for guard in guards():
            if connection.vendor == "sqlite":
                cursor.execute(guard.sqlite_trigger)
                continue
            cursor.execute(guard.postgres_function)
            cursor.execute(guard.postgres_trigger)
            cursor.execute(
                f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}"
            )  # for replicas too
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
    """Return the names of guards that are absent, switched off or not word for word what they should be."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
            standing = {text for (text,) in cursor.fetchall()}
            return [guard.name for guard in guards() if guard.sqlite_trigger not in standing]
        cursor.execute(
            "SELECT pg_get_triggerdef(oid, true), pg_get_functiondef(tgfoid) FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled = 'A'"
        )
        pairs = set(cursor.fetchall())
    return [each.name for each in guards() if (each.postgres_trigger, each.postgres_function) not in pairs]


def _standing(cursor: Any) -> list[tuple[str, str]]:
    names = {guard.name for guard in guards()}
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    else:
        cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    return [(name, table) for name, table in cursor.fetchall() if name in names]


def _grant(cursor: Any, role: str) -> None:
    """Give the site's role what it needs and no more: append-only tables cannot be changed by it at all.

    The role must exist; whoever migrates owns the tables and is another role.
    """
    quoted = connection.ops.quote_name(role)
    cursor.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {quoted}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {SCHEMA} TO {quoted}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO {quoted}")
    for table, rights in sorted({**_revoked, "django_migrations": "INSERT, UPDATE, DELETE"}.items()):
        cursor.execute(f"REVOKE {rights} ON {table} FROM {quoted}")


def drop_before_migrations(**_: object) -> None:
    """Signal receiver of `pre_migrate`: guards go, so that SQLite can rebuild tables; PostgreSQL never needs to."""
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
