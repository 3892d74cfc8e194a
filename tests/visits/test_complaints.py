"""种子 A4.1; 行政处罚法50: anyone may complain, is answered in time by whoever had no part in it, and stays unknown."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from visiting import approved, at

from mingjing import clock
from mingjing.cases.models import Handler
from mingjing.demo.people import PASSWORD
from mingjing.disclosure.models import Publication
from mingjing.records import audit, consumers, log
from mingjing.records.models import Opening, Record
from mingjing.visits import codes, complaints
from mingjing.visits.models import Complainant, Complaint
from mingjing.visits.sealing import query_code
from telling import decided, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.demo.bureau import Bureau

NAME, CONTACT = "陶景行", "13912345678"
CLAIM = "来的人没有出示执法证件，也没有说明依据。"
REASON = "经查看执法记录仪，人员进门时没有出示证件，已责令改正并通报批评。"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.at(at(10)):
        yield


def send(address: str, **typed: str) -> Any:
    client = Client()
    key = re.findall(r'name="once" value="([^"]+)"', client.get(address).content.decode())[0]
    given = {"once": key, "kind": "complain", "claim": CLAIM, "name": NAME, "contact": CONTACT, **typed}
    first = client.post(address, given)
    assert client.post(address, given).content.count(b"TS-") == first.content.count(b"TS-")
    return first


def sign_in(bureau: Bureau, name: str) -> Client:
    client = Client()
    client.post("/login/", {"username": name, "password": PASSWORD})
    assert bureau.users[name].officer
    return client


def of_visit(bureau: Bureau) -> Complaint:
    visit = approved(bureau)
    assert send(f"/complaints/visit/{codes.of(visit)[0].token}/").status_code == 201
    return Complaint.objects.select_related("agency").get()


def test_a_visit_is_complained_of_and_followed_with_number_and_code_and_nobody_is_named(
    bureau: Bureau,
) -> None:
    """The form sent twice makes one; neither number nor code stands in an address, and no record holds who it was."""
    made = of_visit(bureau)
    assert made.about_kind == "visit"
    assert made.answer_by == dt.date(2026, 10, 12)
    client = Client()
    shown = client.post("/complaints/", {"number": made.number.lower(), "code": query_code(made.number)})
    assert "正在办理" in shown.content.decode()
    assert CLAIM not in shown.content.decode()
    wrong = client.post("/complaints/", {"number": made.number, "code": "22222222"})
    assert wrong.status_code == 422
    assert "对不上" in wrong.content.decode()
    sealed = bytes(Complainant.objects.get().sealed)
    kept = sealed + b"".join(bytes(each.body) for each in Record.objects.order_by("-id")[:20])
    kept += "".join(Opening.objects.order_by("-id").values_list("value", flat=True)[:40]).encode()
    for secret in (NAME, CONTACT, query_code(made.number)):
        assert secret.encode() not in kept
    assert send("/complaints/new/", claim="差").status_code == 422
    assert Complaint.objects.count() == 1


def test_whoever_went_or_approved_neither_sees_nor_answers_it(bureau: Bureau) -> None:
    """Routed to the supervisor or an appointee, never to whom it is about."""
    made, users = of_visit(bureau), bureau.users
    for name in ("officer1", "deputy"):
        assert sign_in(bureau, name).get(f"/workbench/complaints/{made.ref}/").status_code == 404
        assert not complaints.may_handle(users[name], made)
    with refusal("complaint.own_act"):
        complaints.appoint(user=users["principal"], complaint=made, officer=bureau.people["officer2"])
    with refusal("complaint.own_act"):
        complaints.appoint(user=users["deputy"], complaint=made, officer=bureau.people["officer3"])
    other = sign_in(bureau, "officer3")
    assert other.get("/workbench/complaints/").status_code == 403
    made = complaints.appoint(user=users["principal"], complaint=made, officer=bureau.people["officer3"])
    assert made.number in other.get("/workbench/complaints/").content.decode()
    page = other.get(f"/workbench/complaints/{made.ref}/").content.decode()
    assert CLAIM in page
    assert NAME not in page
    with refusal("complaint.leak"):
        complaints.answer(
            user=users["officer3"], complaint=made, outcome="founded", answer=f"{NAME}：{REASON}"
        )
    complaints.answer(user=users["officer3"], complaint=made, outcome="founded", answer=REASON)
    with refusal("complaint.answered"):
        complaints.answer(user=users["supervisor"], complaint=made, outcome="founded", answer=REASON)
    shown = Client().post("/complaints/", {"number": made.number, "code": query_code(made.number)})
    assert REASON in shown.content.decode()
    assert "行政复议" in shown.content.decode()


def test_the_identity_is_opened_by_name_and_reason_only_by_whoever_handles_it(bureau: Bureau) -> None:
    """行政处罚法50: every opening is a record."""
    made, users = of_visit(bureau), bureau.users
    with refusal("role.not_allowed"):
        complaints.open_identity(user=users["principal"], complaint=made, reason="想知道是谁投诉")
    with refusal("complaint.leak"):
        complaints.open_identity(user=users["supervisor"], complaint=made, reason=f"给{NAME}打电话")
    client, page = sign_in(bureau, "supervisor"), f"/workbench/complaints/{made.ref}/identity/"
    key = re.findall(r'name="once" value="([^"]+)"', client.get(page).content.decode())[0]
    told = client.post(page, {"once": key, "reason": "电话核实发生的时间", "password": PASSWORD})
    assert CONTACT in told.content.decode()
    assert Record.objects.filter(act="complaint.unsealed").count() == 1
    assert not audit.run().problems


def test_a_published_decision_is_complained_of_but_not_to_those_who_made_it(bureau: Bureau) -> None:
    story = decided(bureau).served()
    log.integrate_all()
    while consumers.run_all():
        pass
    public = bureau.release(Publication.objects.get(kind="decision"))
    address = f"/complaints/on/{public.ref}/"
    assert address in Client().get(f"/decisions/{public.ref}/").content.decode()
    assert send(address, name="", contact="").status_code == 201
    made = Complaint.objects.get()
    assert not made.signed
    handlers = set(Handler.objects.filter(case=story.case).values_list("officer_id", flat=True))
    assert complaints.involved_in(made) >= {*handlers, public.checked_by_id}
    late = dt.date(2026, 12, 1)
    with clock.at(late):
        said = sign_in(bureau, "supervisor").get("/workbench/complaints/").content.decode()
    assert "逾期" in said or "已过" in said


@pytest.mark.usefixtures("bureau")
def test_too_many_in_a_day_are_sent_to_the_telephone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(complaints, "MOST_A_DAY", 0)
    assert send("/complaints/new/").status_code == 429
