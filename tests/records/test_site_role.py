"""Two roles on PostgreSQL: the owner migrates; the site's role can do its work and change nothing that only grows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import ProgrammingError, connection, transaction
from raw_attacks import attacks_on

from mingjing import guarding
from mingjing.demo.bureau import Bureau
from mingjing.records import audit, consumers, log
from mingjing.records.actions import append, open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.acts import BUNDLED
from mingjing.records.models import Pending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.demo.stories import CaseStory

ROLE = "mingjing_site"
DENIED = r"permission denied|must be owner"

pytestmark = pytest.mark.django_db


@pytest.fixture
def site_role(settings: object, db: None) -> str:
    """Make the role and let the owner's migration grant it its rights; the rollback takes all of it away."""
    del db
    settings.MINGJING_SITE_ROLE = ROLE  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN")
    guarding.create()
    return ROLE


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
        yield
        cursor.execute("RESET ROLE")


def test_the_site_role_can_do_everything_that_the_site_does(site_role: str) -> None:
    with acting_as(site_role):
        Bureau.make()
        log.integrate_all()
        consumers.run_all()
        findings = audit.run()
        assert findings.problems == []
        assert findings.covered["日志叶子"] > 100
        assert not Pending.objects.exists()


def test_the_site_role_has_no_right_to_change_what_only_grows(site_role: str, decided: CaseStory) -> None:
    del decided
    log.integrate_all()
    guarding.drop()  # rights alone must hold
    tried = 0
    with acting_as(site_role):
        for model in guarding.append_only_models():
            if not model._default_manager.exists():
                continue
            for attack in attacks_on(model):
                with (
                    pytest.raises(ProgrammingError, match=DENIED),
                    transaction.atomic(),
                    connection.cursor() as cursor,
                ):
                    cursor.execute(attack.sql, attack.values)
                tried += 1
    assert tried > 30


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER records_record_no_update ON records_record",
        "ALTER TABLE records_record DISABLE TRIGGER ALL",
        "CREATE OR REPLACE FUNCTION records_record_no_update() RETURNS trigger LANGUAGE sql AS ''",
        "SET session_replication_role = replica",
        "DROP TABLE records_leaf CASCADE",
        "INSERT INTO records_pending (record_id) VALUES (1)",
        "UPDATE records_pending SET record_id = record_id",
        "DELETE FROM django_migrations",
    ],
)
def test_the_site_role_cannot_touch_the_guards(site_role: str, statement: str) -> None:
    with (
        acting_as(site_role),
        pytest.raises(ProgrammingError, match=DENIED),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_temporary_table_does_not_stand_in_for_one_that_a_guard_reads(site_role: str) -> None:
    with acting_as(site_role):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE records_pending (record_id bigint)")
        append(dossier=open_dossier(kind="probe", ref="1"), act=BUNDLED, actor=SYSTEM)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_temp.records_pending")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT count(*) FROM public.records_pending")
            assert cursor.fetchone() == (1,)
