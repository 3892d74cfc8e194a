"""种子 A2.0: functions, delegations, certificates change: the lists that say otherwise are revised in 20 days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bureau_once import bureau, founded
from mingjing import clock
from mingjing.catalog.actions.drifting import look_over
from mingjing.catalog.actions.officers import generate_officers
from mingjing.catalog.actions.retaining import retain
from mingjing.catalog.actions.sending import send_to_check
from mingjing.catalog.models import ListKind, MatterRow, RevisionTask
from mingjing.catalog.queries import in_force, open_tasks
from mingjing.catalog.unused import unused
from mingjing.demo.people import LETTER, PASSWORD, STATION, TOLD
from mingjing.disclosure.models import Publication
from mingjing.records.actors import SYSTEM
from mingjing.records.models import Record
from mingjing.registry import actions as registry
from mingjing.registry.delegations import end_delegation, entrust, register_delegation
from mingjing.registry.describing import describe_agency
from mingjing.registry.models import Certificate
from telling import refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

__all__ = ["bureau", "founded"]
JUNE = dt.date(2026, 6, 1)


def kinds(bureau: Bureau) -> list[str]:
    return [task.list_kind for task in open_tasks(bureau.agency).order_by("list_kind")]


def names(bureau: Bureau) -> bool:
    """Say whether the public list of officers shows the holder of the first certificate."""
    return bureau.people["officer1"].name in Client().get("/lists/officers/").content.decode()


def test_a_change_of_the_functions_asks_for_each_list_that_rests_on_them_once(bureau: Bureau) -> None:
    with clock.at(JUNE):
        assert look_over() == 0
        describe_agency(user=bureau.users["system"], **TOLD)
        assert look_over() == 2
        assert look_over() == 0
        assert kinds(bureau) == ["inspections", "matters"]
        task = RevisionTask.objects.get(list_kind="matters")
        assert "2026-06-01" in task.reason
        assert task.due_on == dt.date(2026, 6, 30)
        record = Record.objects.filter(act="list.revision_needed").latest("pk")
        assert record.actor == str(SYSTEM)
        client = Client()
        client.post("/login/", {"username": "publisher", "password": PASSWORD})
        assert "机关职责或者执法权限有变更" in client.get("/workbench/").content.decode()


def test_a_delegation_that_ended_is_found_in_the_rows_that_still_name_it(bureau: Bureau) -> None:
    user = bureau.users["system"]
    with clock.at(JUNE):
        station = entrust(user=user, suitable=True, **STATION)
        letter = register_delegation(user=user, organisation=station, **LETTER)
        edition = in_force(bureau.agency, ListKind.MATTERS)
        named = MatterRow.objects.filter(edition=edition)[:2]
        codes = [row.code for row in named]
        MatterRow.objects.filter(edition=edition, code__in=codes).update(delegated_to=station.name)
        assert look_over() == 0
        end_delegation(user=user, delegation=letter, on=JUNE)
        assert look_over() == 0
    with clock.at(JUNE + dt.timedelta(days=1)):
        assert look_over() == 1
        task = open_tasks(bureau.agency).get()
        assert "委托已终止" in task.reason
        assert all(code in task.reason for code in codes)


def test_a_certificate_that_lapsed_is_taken_down_and_the_list_is_asked_for_anew(bureau: Bureau) -> None:
    """Taken down on the day; the task lasts until a list without it is published."""
    person = bureau.people["officer1"]
    certificate = Certificate.objects.get(officer=person)
    with clock.at(JUNE):
        assert names(bureau)
        registry.change_certificate(
            actor=SYSTEM, certificate=certificate, status=Certificate.Status.SUSPENDED
        )
        assert not names(bureau)
        assert look_over() == 1
        task = open_tasks(bureau.agency).get()
        assert certificate.number in task.reason
        assert person.name not in task.reason
        bureau.release(
            send_to_check(
                user=bureau.users["publisher"], edition=generate_officers(user=bureau.users["publisher"])
            )
        )
        assert not kinds(bureau)
        with CaptureQueriesContext(connection) as asked:
            assert look_over() == 0
        assert len(asked) < 20


def test_a_matter_unused_for_five_years_is_kept_for_a_reason_or_revised(bureau: Bureau) -> None:
    """Gate shut: another role, no reason, one that was used; gate open: kept one by one, and then it is done."""
    with clock.at(dt.date(2031, 1, 4)):
        assert unused(bureau.agency, clock.today()) == []
    with clock.at(dt.date(2031, 6, 2)):
        rows = unused(bureau.agency, clock.today())
        assert len(rows) > 5
        first, second = rows[:2]
        publication = Publication.objects.filter(kind="list.matters").latest("pk")
        Publication.objects.filter(pk=publication.pk).update(matter_code=second.code, made_on=clock.today())
        waiting = unused(bureau.agency, clock.today())
        assert second.code not in {row.code for row in waiting}
        assert look_over() >= 1
        task = open_tasks(bureau.agency, "matters").get()
        assert f"共 {len(waiting)} 项" in task.reason
        user = bureau.users["legalhead"]
        with refusal("role.not_allowed"):
            retain(user=bureau.users["officer1"], code=first.code, reason="法定职责")
        with refusal("revision.no_reason"):
            retain(user=user, code=first.code, reason=" ")
        with refusal("unused.unknown"):
            retain(user=user, code=second.code, reason="法定职责")
        client = Client()
        client.post("/login/", {"username": "legalhead", "password": PASSWORD})
        address = f"/workbench/revisions/unused/{first.code}/"
        assert address in client.get("/workbench/revisions/unused/").content.decode()
        once = client.get(address).content.decode().split('name="once" value="')[1].split('"')[0]
        assert client.post(address, {"once": once, "reason": "法定职责"}).status_code == 303
        assert "法定职责" in client.get("/workbench/revisions/unused/").content.decode()
        for row in unused(bureau.agency, clock.today()):
            assert not RevisionTask.objects.get(pk=task.pk).done_on
            retain(user=user, code=row.code, reason="法定职责，辖区暂无这类活动")
        assert RevisionTask.objects.get(pk=task.pk).done_on == clock.today()
