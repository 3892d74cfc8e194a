"""The logs tell who did which act and how long it took, softly: no name, no number, no address, nothing typed."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import path

from crawling import crawl
from mingjing.config.logs import JsonFormatter
from mingjing.config.urls import handler400, handler403, handler404, handler500, urlpatterns
from mingjing.demo.people import AGENCY, CAST, PASSWORD
from mingjing.demo.stories import CaseStory, Firm, Plan
from mingjing.disclosure.models import Publication
from mingjing.records import consumers, log
from mingjing.records.actions import open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.records.vocabulary import Act
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse
    from pytest_django import DjangoCaptureOnCommitCallbacks
    from pytest_django.fixtures import SettingsWrapper

    from mingjing.demo.bureau import Bureau

__all__ = ["handler400", "handler403", "handler404", "handler500"]

pytestmark = [pytest.mark.once, pytest.mark.django_db]
TRIED = Act("test.tried", "试", "{actor}试。")
FIRM = Firm(
    "云岭县青禾置业有限公司（示例）",
    "91159999MA0AC000XX",
    representative="周一苇（示例）",
    address="云岭县云川镇青禾路6号（示例）",
    phone="0000-2345678",
)
PERSON = Firm(
    "何某某（示例）",
    party_kind="01",
    identity_number="150999198506150023",
    address="云岭县云川镇建设路小区3栋（示例）",
    phone="000-8765-4321",
)
PERSONAL = {
    *(person.name.removesuffix("（示例）") for person in CAST),
    *("青禾置业", "91159999MA0AC000XX", "周一苇", "青禾路6号", "0000-2345678"),
    *("何某某", "150999198506150023", "建设路小区3栋", "000-8765-4321", "梁某"),
    AGENCY["phone"],
}
DESKS = (
    "officer1",
    "reviewer",
    "legalhead",
    "publisher",
    "checker",
    "supervisor",
    "system",
    "security",
    "audit",
)
OF_A_KIND = 2
"""Pages of one route that one person opens."""


def _crash(request: HttpRequest, name: str) -> HttpResponse:
    try:
        del request.META[PERSON.identity_number]
    except KeyError as error:
        raise RuntimeError(f"{name} {request.path}") from error


def _refuse(request: HttpRequest) -> HttpResponse:
    raise Refusal(
        "officer.not_qualified", f"{CAST[0].name}不具备执法资格。", details=[request.path, FIRM.phone]
    )


urlpatterns = [*urlpatterns, path("crash/<str:name>", _crash), path("refuse", _refuse)]


class _Lines(logging.Handler):
    """Keeps every line as the console would print it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(self.format(record))

    def of(self, logger: str) -> list[dict[str, Any]]:
        """Return the lines of one logger."""
        return [line for each in self.kept if (line := json.loads(each))["logger"] == logger]


@pytest.fixture
def lines() -> Iterator[_Lines]:
    """Return what is logged."""
    kept = _Lines()
    logging.getLogger().addHandler(kept)
    yield kept
    logging.getLogger().removeHandler(kept)


@pytest.fixture
def told(
    bureau: Bureau, lines: _Lines, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> CaseStory:
    """Tell a case of a firm and a natural person up to its closing; the firm's decision is published."""
    story = CaseStory(bureau, firms=(FIRM, PERSON), plans=(Plan(2_000_00), Plan(500_00)))
    with django_capture_on_commit_callbacks(execute=True):
        story.lead().verified().filed().investigated().concluded().drafted().submitted()
        story.reviewed().notified().waived().presented().decided().served()
        story.performed().closed()
        _follow()
        bureau.release(Publication.objects.get(kind="decision", state="collected", natural=False))
    _follow()
    assert len(lines.of("mingjing.acts")) > 30
    return story


def _follow() -> None:
    """Let the log and its consumers follow; one of these proposes what is to be public."""
    log.integrate_all()
    while consumers.run_all():
        pass


def personal(text: str) -> set[str]:
    """Return what of the cast's personal data stands in a text, spelt out or encoded."""
    plain = unquote(text)
    return {each for each in PERSONAL if each in text or each in plain}


def test_an_act_is_one_line_with_its_actor_dossier_and_duration(
    lines: _Lines, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    dossier = open_dossier(kind="test", ref="1")
    with django_capture_on_commit_callbacks(execute=True), deed(dossier=dossier, act=TRIED, actor=SYSTEM):
        pass
    (line,) = lines.of("mingjing.acts")
    assert line["level"] == "INFO"
    assert (line["act"], line["actor"], line["dossier"]) == ("test.tried", "system:mingjing", "test")
    assert 0 < line["ms"] < 60_000
    assert "request_id" not in line


def test_an_act_that_did_not_stand_is_not_told(
    lines: _Lines, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def undone() -> None:
        with deed(dossier=open_dossier(kind="test", ref="1"), act=TRIED, actor=SYSTEM):
            pass
        raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        transaction.atomic(undone)()
    assert lines.of("mingjing.acts") == []


@pytest.mark.usefixtures("bureau")
def test_an_act_on_a_page_bears_the_requests_id(
    client: Client, lines: _Lines, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        answer = client.post("/login/", {"username": "officer1", "password": PASSWORD})
    assert waiting
    (request,) = lines.of("mingjing.request")
    assert request["request_id"] == answer["X-Request-Id"]
    assert request["route"] == "login/"


def test_an_exception_keeps_its_types_and_places_alone(
    client: Client, lines: _Lines, settings: SettingsWrapper
) -> None:
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    answer = client.get(f"/crash/{FIRM.representative}")
    (line,) = lines.of("django.request")
    assert line["event"] == "Internal Server Error"
    assert line["request_id"] == answer["X-Request-Id"]
    assert [place for place in line["trace"] if ":" not in place] == ["KeyError", "RuntimeError"]
    assert any(place.endswith("_crash") for place in line["trace"])
    assert personal("".join(lines.kept)) == set()


def test_a_refusal_leaves_its_code_alone(client: Client, lines: _Lines, settings: SettingsWrapper) -> None:
    settings.ROOT_URLCONF = __name__
    assert personal(client.get("/refuse").content.decode())
    assert [line["code"] for line in lines.of("mingjing.refusal")] == ["officer.not_qualified"]
    assert personal("".join(lines.kept)) == set()


def test_neither_the_acts_of_a_case_nor_its_pages_put_people_into_logs_or_addresses(
    told: CaseStory, lines: _Lines
) -> None:
    routes: set[str] = set()
    addresses: set[str] = set()
    for username in ("", *DESKS):
        client = Client()
        if username:
            client.post("/login/", {"username": username, "password": PASSWORD})
        starts = ["/", "/workbench/", f"/workbench/cases/{told.case.ref}/"]
        found = crawl(client, starts if username else starts[:1], each=OF_A_KIND)
        routes |= found.routes
        addresses |= found.addresses
    assert len(routes) > 50, sorted(routes)
    assert {address for address in addresses if personal(address)} == set()
    assert personal("".join(lines.kept)) == set()


def _ask(client: Client, case: str, department: str) -> list[Any]:
    """Do what people do with names: look for them, log in with them, type them where they do not belong."""
    name, number = FIRM.representative, PERSON.identity_number
    lead = {
        "title": FIRM.name,
        "place": FIRM.address,
        "summary": name,
        "once": "k1",
        "department": department,
    }
    return [
        client.get("/search", {"q": FIRM.name}),
        client.get("/decisions/", {"q": name}),
        client.get("/verify/number", {"number": name, "code": number}),
        client.get("/officers/check", {"number": CAST[0].name}),
        client.get(f"/lists/matters/{name}/"),
        client.get(f"/{name}/{number}"),
        client.post("/login/", {"username": name, "password": number}),
        client.post("/login/", {"username": "officer1", "password": PASSWORD}),
        client.get("/workbench/cases/", {"q": FIRM.name}),
        client.post(f"{case}party/", {"name": name, "phone": FIRM.phone, "identity_number": number}),
        client.post(f"{case}conclude/", {"report": name}),
        client.get(f"{case}documents/{name}/"),
        client.post("/workbench/cases/new/", lead),
        client.post(
            "/workbench/cases/new/",
            {**lead, "source": "1", "found_on": "2026-09-14", "acted_on": "2026-09-10", "course": "once"},
        ),
        client.get("/lists/", headers={"referer": f"http://testserver/search?q={number}", "host": number}),
    ]


def test_what_people_type_stays_out_of_the_logs_and_leads_to_no_address(
    told: CaseStory, lines: _Lines, settings: SettingsWrapper
) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    answers = _ask(Client(), f"/workbench/cases/{told.case.ref}/", str(told.case.department_id))
    assert {answer.status_code for answer in answers} >= {200, 303, 400, 404, 422}
    assert len(lines.of("mingjing.request")) == len(answers)
    assert personal("".join(lines.kept)) == set()
    led = [answer["Location"] for answer in answers if answer.has_header("Location")]
    assert any(address.startswith("/workbench/cases/") for address in led)
    assert personal("".join(led)) == set()


def test_a_browser_tells_other_sites_nothing_of_where_it_was(client: Client) -> None:
    assert client.get("/verify/")["Referrer-Policy"] == "same-origin"


def test_the_search_for_personal_data_finds_it(lines: _Lines) -> None:
    """Were this test's own eye blind, the others would pass for nothing."""
    logging.getLogger("mingjing.test").error("%s", FIRM.name)
    assert personal("".join(lines.kept)) == {"青禾置业"}
    assert personal("/x?q=%E5%91%A8%E4%B8%80%E8%8B%87") == {"周一苇"}
