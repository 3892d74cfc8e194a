"""What only grows cannot be changed by any statement, on either database, whatever the session has switched off."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from raw_attacks import attacks_on, on_sqlite

from mingjing import guarding
from mingjing.records import log
from mingjing.records.models import Destruction, LostEntry, Record
from mingjing.storage.models import Blob
from mingjing.storage.store import hold
from paper_reviews import opinion_of_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.demo.stories import CaseStory

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def full(decided: CaseStory) -> CaseStory:
    """Leave a row in every table that only grows."""
    opinion_of_before(decided.bureau)
    hold(Blob.objects.all()[:1].get())
    LostEntry.objects.create(idx=1_000_000, entry=bytes(32))
    connection.check_constraints()  # PostgreSQL alters no table that still has some to check
    guarding.drop()  # no list names it: the row's own guard would refuse
    Destruction.objects.create(
        blob=Blob.objects.order_by("pk")[1],
        listed_in="x",
        destroyed_on="2026-09-15",
        record=Record.objects.first(),
    )
    connection.check_constraints()
    guarding.create()
    log.integrate_all()
    return decided


@contextmanager
def raw() -> Iterator[Any]:
    """Yield a client of the test's database with every protection off that a session can switch off itself."""
    name = connection.settings_dict["NAME"]
    if on_sqlite():
        with closing(sqlite3.connect(name, isolation_level=None)) as client:
            client.execute("PRAGMA foreign_keys = OFF")
            client.execute("PRAGMA recursive_triggers = OFF")
            yield client
        return
    place = connection.settings_dict
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=name, autocommit=True
    ) as client:
        client.execute("SET session_replication_role = replica")
        yield client


@committed
@pytest.mark.usefixtures("full")
def test_no_client_can_change_what_only_grows() -> None:
    passed, refused = [], 0
    with raw() as client:
        for model in guarding.append_only_models():
            for attack in attacks_on(model):
                client.execute("BEGIN")
                try:
                    client.execute(attack.sql, attack.values)
                    passed.append((model._meta.label, attack.what))
                except (sqlite3.IntegrityError, psycopg.IntegrityError) as error:
                    assert re.search("只增不改|行政处罚法58|档案法", str(error))  # noqa: PT017 - a guard, not a duplicate
                    refused += 1
                client.execute("ROLLBACK")
    assert passed == []
    assert refused >= 4 * len(guarding.append_only_models())


@committed
@pytest.mark.usefixtures("full")
def test_without_guards_each_of_these_statements_would_have_passed() -> None:
    """The attacks above are real: only a guard stands between them and the rows."""
    guarding.drop()
    with raw() as client:
        for model in guarding.append_only_models():
            for attack in attacks_on(model):
                client.execute("BEGIN")
                client.execute(attack.sql, attack.values)
                client.execute("ROLLBACK")


@pytest.mark.django_db
@pytest.mark.usefixtures("full")
def test_the_orm_meets_integrity_errors() -> None:
    record = Record.objects.all()[:1].get()
    for change in (
        record.save,
        lambda: Record.objects.filter(pk=record.pk).update(act="x"),
        lambda: Record.objects.filter(pk=record.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match="只增不改"), transaction.atomic():
            change()


@pytest.mark.django_db
def test_a_guard_that_is_gone_is_named() -> None:
    assert guarding.missing() == []
    table = "records_record"
    _execute("DROP TRIGGER records_record_no_update" + ("" if on_sqlite() else f" ON {table}"))
    assert guarding.missing() == ["records_record_no_update"]


@pytest.mark.django_db
def test_a_guard_that_no_longer_does_its_work_is_named() -> None:
    name, table = "records_leaf_no_delete", "records_leaf"
    before = f"BEFORE DELETE ON {table}"
    drop, make = f"DROP TRIGGER {name}", f"CREATE TRIGGER {name} {before}"
    changes = [
        [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$"
        ],
        [f"ALTER TABLE {table} DISABLE TRIGGER {name}"],
        [f"ALTER TABLE {table} ENABLE TRIGGER {name}"],  # no longer for replicas
        [f"{drop} ON {table}", f"{make} FOR EACH ROW WHEN (false) EXECUTE FUNCTION {name}()"],
        [f"ALTER FUNCTION {name}() RESET search_path"],
        [f"ALTER FUNCTION {name}() SECURITY INVOKER"],
    ]
    if on_sqlite():
        changes = [
            [drop, f"{make} BEGIN SELECT 1; END"],
            [drop, f"{make} WHEN 0 BEGIN SELECT RAISE(ABORT, '{table}: 只增不改'); END"],
        ]
    for change in changes:
        with transaction.atomic():
            for statement in change:
                _execute(statement)
            assert guarding.missing() == [name], change
            transaction.set_rollback(True)
    assert guarding.missing() == []


@committed
def test_a_migration_that_rebuilds_a_table_does_not_lose_guards() -> None:
    """SQLite drops a rebuilt table's triggers silently; `migrate` puts all guards back."""
    field = Record._meta.get_field("act")
    changed = models.CharField(max_length=61)
    changed.set_attributes_from_name("act")
    changed.model = Record
    guarding.drop_before_migrations()
    with connection.schema_editor() as editor:
        editor.alter_field(Record, field, changed)
        editor.alter_field(Record, changed, field)
    assert bool(guarding.missing()) == on_sqlite()
    call_command("migrate", verbosity=0)
    assert guarding.missing() == []


def test_a_conditional_unique_key_cannot_be_guarded() -> None:
    class Probe(models.Model):
        name = models.CharField(max_length=3)

        class Meta:
            app_label = "records"
            managed = False
            constraints = [  # noqa: RUF012
                models.UniqueConstraint(fields=["name"], condition=models.Q(name="x"), name="probe")
            ]

        def __str__(self) -> str:
            return self.name

    with pytest.raises(TypeError, match="conditional"):
        guarding.unique_keys(Probe)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
