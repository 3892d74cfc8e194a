"""行政处罚法48; 244号13; reference §11.5: withdrawn is withdrawn everywhere and at once, and the reason follows."""

from __future__ import annotations

import datetime as dt
import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_plus

import pytest
from django.test import Client
from django.urls import URLPattern

from covering import covered, pictured
from mingjing import clock
from mingjing.cases.models import Decision
from mingjing.disclosure import surfaces
from mingjing.disclosure.actions import dossier_of, explain_withdrawal, propose, publish, withdraw
from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.disclosure.queries import unexplained
from mingjing.portal.urls import urlpatterns
from mingjing.records import consumers, log
from mingjing.search.models import Entry
from telling import FIRM, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

State = Publication.State
NAME = FIRM.name.partition("（")[0]
TODAY = dt.date(2026, 9, 18)
REASON = "复议机关撤销了该决定，依法撤下公示信息。"
WITHOUT_A_SURFACE = {
    "agency", "guides", "guide", "guide-form", "written", "written-file",
    "rules", "lists", "list", "list-file", "editions", "difference", "officer-check", "officer-photo", "flowcharts",
    "flowchart", "flowchart-svg", "flowchart-bpmn", "corrections",
    "complaints", "complaint-new", "complaint-visit", "visit",
    "correction-answer", "data", "dataset", "api", "api-openapi", "api-lists", "api-list", "api-unknown",
    "verify", "verify-file", "verify-mask", "log-checkpoint", "log-key", "log-tile",
    "log-keys", "log-policy", "feeds", "sitemap", "robots", "verify-receipt", "verify-receipt-json",
    "windows", "window", "window-samples",
    "catalogue", "catalogue-file", "discretion", "discretion-file", "discretion-below", "flowchart-a3",
}  # fmt: skip
"""Public addresses that never show a decision's party; a proof is asked for by the hash of the file one holds.

The log's keys and its policy name keys and witnesses. A receipt is answered by a line's index and hash: whether the log
holds it, and hashes; who was punished stands in no line, and the log forgets nothing (it is no publication).
"""


def copy_of(publication: Publication) -> Publication:
    kept = {
        field.attname: getattr(publication, field.attname)
        for field in Publication._meta.concrete_fields
        if field.attname not in {"id", "version", "state", "remark", "checked_by_id"}
    }
    return Publication(**kept)


@pytest.fixture
def public(bureau: Bureau) -> Publication:
    """Return the second version of a decision's publication, public; the first is replaced."""
    covered(pictured(bureau))
    log.integrate_all()
    while consumers.run_all():
        pass
    checker = bureau.users["checker"]
    first = bureau.release(Publication.objects.get(kind="decision"))
    second = propose(user=bureau.users["publisher"], publication=copy_of(first), beside=first.files.all())
    return publish(user=checker, publication=second, secrecy_checked=True)


def down(bureau: Bureau, publication: Publication, situation: str = "revoked") -> Withdrawal:
    return withdraw(user=bureau.users["checker"], publication=publication, situation=situation)


def read(address: str) -> tuple[int, str]:
    """Return what anyone gets from an address."""
    answer = Client().get(address)
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
    said = re.sub("</?(?:mark|span)[^>]*>", "", data.decode("utf-8", "replace"))
    if ".json" in address and answer.status_code == HTTPStatus.OK:
        said = json.dumps(json.loads(said), ensure_ascii=False)
    return answer.status_code, said


# ── every surface ──


def test_each_public_surface_shows_it_before_and_none_of_them_after(
    bureau: Bureau, public: Publication
) -> None:
    """§11.5: one act takes it from page, older versions, list, search, feed, files, home, matter and verification."""
    versions = list(Publication.objects.filter(about=public.about))
    assert public.files.count() == 1
    for surface in surfaces.every():
        for address in surface.addresses(public):
            status, said = read(address)
            assert status == 200, (surface.name, address)
            if not surface.named:
                assert public.ref in said, (surface.name, address)
            elif surface.name not in {"pdf", "beside", "picture"} and not address.endswith(".xlsx"):
                assert NAME in said or public.number in said, (surface.name, address)
    down(bureau, public)
    for surface in surfaces.every():
        for each in versions:
            for address in surface.addresses(each):
                status, said = read(address)
                assert status == (410 if surface.gone else 200), (surface.name, address)
                _names_nobody(said, each, address)


def _names_nobody(said: str, publication: Publication, address: str) -> None:
    """Hold an answer against what was withdrawn; a form may repeat what was typed into it."""
    links = said.replace(address, "").replace(quote(address, safe=""), "")
    assert publication.ref not in links, address
    assert publication.content["fields"][5][1] not in said, address
    if NAME not in unquote_plus(address):
        assert NAME not in said, address
    if publication.number not in unquote_plus(address):
        assert publication.number not in said, address


def test_every_public_address_belongs_to_a_surface_or_says_why_not() -> None:
    """A page added later is asked as well, or the test says so."""
    named = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    asked = {
        "home", "matter", "decisions", "decisions-file", "feed", "decision", "decision-pdf", "decision-json",
        "decision-beside", "search", "verify-number", "verify-number-json", "correction", "feed-of", "embed",
        "sitemap-section", "data-file", "api-publications", "api-publication", "outcomes", "outcomes-file", "outcome",
        "outcome-json", "firm-feeds", "firm-feed", "decision-picture", "notices", "notice", "complaint",
    }  # fmt: skip
    assert named == asked | WITHOUT_A_SURFACE
    assert {each.name for each in surfaces.every()} >= {
        "page", "pdf", "beside", "data", "list", "files", "feed", "home", "matter", "number", "search", "embed",
        "sitemap",
    }  # fmt: skip


def test_the_bytes_of_the_masked_copy_are_no_longer_served_to_who_had_them(
    bureau: Bureau, public: Publication
) -> None:
    """244号13: a cached copy asks first and is told 410, never 304."""
    address, client = f"/decisions/{public.ref}.pdf", Client()
    etag = client.get(address)["ETag"]
    down(bureau, public)
    answer = client.get(address, headers={"if-none-match": etag})
    assert answer.status_code == 410
    assert answer["Cache-Control"] == "no-store"


def test_nothing_of_it_is_left_in_the_index(bureau: Bureau, public: Publication) -> None:
    """§11.5: search keeps a copy of its own, so it is taken out inside the act."""
    refs = [each.ref for each in Publication.objects.filter(about=public.about)]
    assert Entry.objects.filter(ref__in=refs).exists()
    down(bureau, public)
    assert not Entry.objects.filter(ref__in=refs).exists()


# ── the act ──


def test_it_takes_all_versions_and_sends_a_waiting_one_back(bureau: Bureau, public: Publication) -> None:
    """Nobody publishes it again by checking what still waited."""
    propose(user=bureau.users["publisher"], publication=copy_of(public))
    down(bureau, public)
    states = (
        Publication.objects.filter(about=public.about).order_by("version").values_list("state", flat=True)
    )
    assert list(states) == [State.WITHDRAWN, State.WITHDRAWN, State.RETURNED]
    with refusal("publication.taken_down"):
        propose(user=bureau.users["publisher"], publication=copy_of(public))


def test_what_was_only_shown_wrongly_may_come_again(bureau: Bureau, public: Publication) -> None:
    """§11.5: the decision stands; its leaked particulars do not."""
    down(bureau, public, "leaked")
    again = propose(user=bureau.users["publisher"], publication=copy_of(public))
    publish(user=bureau.users["checker"], publication=again, secrecy_checked=True)
    assert read(f"/decisions/{again.ref}/")[0] == 200


def test_it_needs_a_situation_and_happens_once(bureau: Bureau, public: Publication) -> None:
    """行政处罚法48: the law names when; a second time there is nothing to take down."""
    with refusal("publication.no_situation"):
        down(bureau, public, "unpopular")
    assert Publication.objects.get(pk=public.pk).state == State.PUBLISHED
    down(bureau, public)
    with refusal("publication.not_public"):
        down(bureau, public)


def test_a_list_is_replaced_never_withdrawn(bureau: Bureau) -> None:
    edition = Publication.objects.filter(kind="list.matters", state=State.PUBLISHED).get()
    with refusal("publication.not_withdrawable"):
        down(bureau, edition)


def test_a_page_gone_stale_does_not_withdraw(bureau: Bureau, public: Publication) -> None:
    seen = dossier_of(public).seq
    propose(user=bureau.users["publisher"], publication=copy_of(public))
    with refusal("record.stale"):
        withdraw(user=bureau.users["checker"], publication=public, situation="revoked", version=seen)
    assert Publication.objects.get(pk=public.pk).state == State.PUBLISHED


def test_the_act_is_recorded_with_its_situation(bureau: Bureau, public: Publication) -> None:
    down(bureau, public)
    record = dossier_of(public).records.order_by("-seq")[0]
    assert record.act == "publication.withdrawn"
    assert "决定被撤销" in bytes(record.body).decode()


# ── the reason ──


def test_the_reason_is_due_in_three_working_days(bureau: Bureau, public: Publication) -> None:
    """行政处罚法48; reference §11.3: 2026-09-18 → 2026-09-22 (20 September is a working Sunday)."""
    with clock.at(TODAY):
        made = down(bureau, public)
    assert made.explain_by == dt.date(2026, 9, 22)
    assert list(unexplained(bureau.agency)) == [made]
    assert "2026-09-22" in read(f"/decisions/{public.ref}/")[1]


def test_the_reason_stands_at_the_address_and_is_given_once(bureau: Bureau, public: Publication) -> None:
    made = down(bureau, public)
    explain_withdrawal(user=bureau.users["checker"], withdrawal=made, reason=REASON)
    status, page = read(f"/decisions/{public.ref}/")
    assert (status, REASON in page) == (410, True)
    assert not unexplained(bureau.agency).exists()
    with refusal("publication.explained"):
        explain_withdrawal(user=bureau.users["checker"], withdrawal=made, reason=REASON)


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("撤销", "publication.no_reason"),
        (f"{NAME}的处罚决定已被撤销。", "publication.names_party"),
        ("该决定已被撤销，可致电 13912345678 了解。", "publication.leak"),
    ],
)
def test_a_reason_that_says_too_little_or_too_much_is_refused(
    bureau: Bureau, public: Publication, reason: str, code: str
) -> None:
    """244号13: the notice names no party."""
    made = down(bureau, public)
    with refusal(code):
        explain_withdrawal(user=bureau.users["checker"], withdrawal=made, reason=reason)


def test_an_expired_publication_owes_no_reason(bureau: Bureau, public: Publication) -> None:
    made = down(bureau, public, "expired")
    assert made.explain_by is None
    assert "公示期满" in read(f"/decisions/{public.ref}/")[1]
    assert not unexplained(bureau.agency).exists()


def test_the_decision_itself_stands(bureau: Bureau, public: Publication) -> None:
    """The hash stays in the record; only the publication goes."""
    down(bureau, public)
    assert Decision.objects.get().document.original
