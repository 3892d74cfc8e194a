"""A page is made once however many ask, and never shown again once anything was recorded."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing import clock
from mingjing.portal.caching import Kept, Pages, pages
from mingjing.procedures.library import load
from mingjing.records import log
from mingjing.records.actors import SYSTEM
from mingjing.workflow.actions import adopt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from mingjing.registry.models import Agency

pytestmark = pytest.mark.django_db
ADDRESS = "/flowcharts/"


@pytest.fixture(autouse=True)
def _pages_are_kept(settings: SettingsWrapper) -> Iterator[None]:
    settings.MINGJING_PAGES_KEPT = 1 << 20
    pages.clear()
    yield
    pages.clear()


def queries(client: Client, address: str = ADDRESS, **headers: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address, headers=headers)
        return len(asked)


@pytest.mark.usefixtures("agency")
def test_a_page_is_made_once_and_then_costs_one_question(client: Client) -> None:
    first = client.get(ADDRESS)
    assert queries(client) == 1
    again = client.get(ADDRESS)
    assert again.content == first.content
    assert dict(again.items()) | {"X-Request-Id": ""} == dict(first.items()) | {"X-Request-Id": ""}
    unchanged = client.get(ADDRESS, headers={"if-none-match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options"):
        assert unchanged[name] == first[name]


def test_whatever_is_recorded_is_seen_at_once(client: Client, agency: Agency) -> None:
    first = client.get(ADDRESS)
    adopt(actor=SYSTEM, agency=agency, bpmn=load("ordinary-penalty"))
    second = client.get(ADDRESS)
    assert second.content != first.content
    assert "普通程序" in second.content.decode()
    log.integrate_all()  # the log has it now: the checkpoint at the page's foot is another
    assert client.get(ADDRESS).content != second.content


@pytest.mark.usefixtures("agency")
def test_the_next_day_and_another_display_are_other_pages(client: Client) -> None:
    client.get(ADDRESS)
    with clock.at(dt.date(2026, 9, 16)):
        assert queries(client) > 1
    client.cookies["display"] = "large-elder"
    assert 'data-mode="elder"' in client.get(ADDRESS).content.decode()
    client.cookies.clear()
    assert 'data-mode="elder"' not in client.get(ADDRESS).content.decode()


@pytest.mark.usefixtures("agency")
def test_another_host_gets_its_own_address(client: Client) -> None:
    pages_of = [
        client.get(ADDRESS, headers={"host": host}).content.decode() for host in ("one.test", "two.test")
    ]
    assert ["one.test" in page for page in pages_of] == [True, False]


@pytest.mark.usefixtures("agency")
@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_who_has_a_session_or_a_message_gets_a_page_of_their_own(client: Client, cookie: str) -> None:
    client.get(ADDRESS)
    client.cookies[cookie] = "x"
    with CaptureQueriesContext(connection) as asked:
        response = client.get(ADDRESS)
    assert len(asked) > 1
    assert not response.has_header("X-Accel-Expires")


@pytest.mark.usefixtures("agency")
def test_a_front_may_show_for_a_second_what_everybody_gets_and_nothing_else(client: Client) -> None:
    assert client.get(ADDRESS)["X-Accel-Expires"] == "1"
    assert (
        client.get(ADDRESS, headers={"if-none-match": client.get(ADDRESS)["ETag"]})["X-Accel-Expires"] == "1"
    )
    for address in (
        "/login/",
        "/decisions/00000000000000000000000000000000/",
        "/healthz",
    ):
        assert not client.get(address).has_header("X-Accel-Expires"), address


def test_memory_is_bounded_and_the_page_asked_for_last_stays(settings: SettingsWrapper) -> None:
    settings.MINGJING_PAGES_KEPT = 100
    some = Pages()
    for name in ("a", "b"):
        some.keep(name, Kept(name, b"x" * 50, {}, None))
    some.get("a")
    some.keep("c", Kept("c", b"x" * 40, {}, None))
    assert (some.get("b"), some.size) == (None, 90)
    some.keep("a", Kept("newer", b"x" * 20, {}, None))
    some.keep("d", Kept("d", b"x" * 101, {}, None))
    assert [name for name in "abcd" if some.get(name)] == ["a", "c"]
    assert some.size == 60
