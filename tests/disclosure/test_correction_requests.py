"""政府信息公开条例41; 244号13: anyone may ask for a correction, and is answered with reasons within the limit."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from mingjing import clock
from mingjing.demo.people import PASSWORD
from mingjing.disclosure.actions import answer_request, ask_correction, correct, requesting, withdraw
from mingjing.disclosure.models import CorrectionRequest, Publication
from mingjing.disclosure.queries import fields_of, open_requests
from mingjing.records import consumers, log
from mingjing.records.models import Record
from telling import FIRM, decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

CLAIM = "住所写错了，应当是青禾路 6 号，见营业执照。"
NAME, CONTACT = "陶景行", "13912345678"
REASON = "经核对营业执照，登记的住所与公示的一致，不予更正。可以持新的营业执照再次申请。"


@pytest.fixture
def public(bureau: Bureau) -> Publication:
    decided(bureau).served()
    log.integrate_all()
    while consumers.run_all():
        pass
    return bureau.release(Publication.objects.get(kind="decision"))


def asked(publication: Publication) -> CorrectionRequest:
    return ask_correction(publication=publication, field="住所", claim=CLAIM, name=NAME, contact=CONTACT)


def answered(
    bureau: Bureau, request: CorrectionRequest, outcome: str = "refused", answer: str = REASON
) -> CorrectionRequest:
    return answer_request(user=bureau.users["publisher"], request=request, outcome=outcome, answer=answer)


def fill(client: Client, address: str, **typed: str) -> object:
    page = client.get(address).content.decode()
    token = re.findall(
        r'name="csrfmiddlewaretoken" value="([^"]+)"', page[page.index('<form class="panel"') :]
    )
    keys = re.findall(r'name="once" value="([^"]+)"', page)
    return client.post(address, {"csrfmiddlewaretoken": token[0], "once": keys[0], **typed})


@pytest.mark.usefixtures("bureau")
def test_anyone_asks_from_the_decisions_page_and_gets_a_receipt(public: Publication) -> None:
    """Neither log-in nor name is asked for; the form is guarded against other sites."""
    client = Client(enforce_csrf_checks=True)
    address = f"/corrections/{public.ref}/"
    assert address in client.get(f"/decisions/{public.ref}/").content.decode()
    assert client.post(address, {"claim": CLAIM, "once": "x"}).status_code == 403
    answer = fill(client, address, field="住所", claim=CLAIM, name="", contact="")
    made = CorrectionRequest.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/corrections/{made.number}/")  # type: ignore[attr-defined, index]
    assert re.fullmatch(r"GZ-\w{4}-\w{4}-\w{4}", made.number)
    page = Client().get(f"/corrections/{made.number}/")
    assert "正在核对" in page.content.decode()
    assert "noindex" in page["X-Robots-Tag"]
    assert (
        Client().get("/corrections/", {"number": made.number.lower()})["Location"].endswith(f"{made.number}/")
    )
    assert "没有这个回执号" in Client().get("/corrections/", {"number": "GZ-1"}).content.decode()
    assert Client().get("/corrections/GZ-AAAA-AAAA-AAAA/").status_code == 404


@pytest.mark.usefixtures("bureau")
def test_the_same_form_sent_twice_makes_one_request(public: Publication) -> None:
    client, address = Client(), f"/corrections/{public.ref}/"
    once = re.findall(r'name="once" value="([^"]+)"', client.get(address).content.decode())[0]
    typed = {"once": once, "field": "", "claim": CLAIM}
    first, second = client.post(address, typed), client.post(address, typed)
    assert first["Location"] == second["Location"]
    assert CorrectionRequest.objects.count() == 1


@pytest.mark.usefixtures("bureau")
def test_a_request_without_words_is_refused_and_nothing_typed_is_lost(public: Publication) -> None:
    answer = fill(Client(), f"/corrections/{public.ref}/", claim="错了", name=NAME)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    said = answer.content.decode()  # type: ignore[attr-defined]
    assert "请写明哪里有误" in said
    assert f'value="{NAME}"' in said
    assert not CorrectionRequest.objects.exists()


def test_a_claim_about_a_version_that_was_replaced_meanwhile_is_shown_again_and_taken(
    bureau: Bureau, public: Publication
) -> None:
    client, address = Client(), f"/corrections/{public.ref}/"
    once = re.findall(r'name="once" value="([^"]+)"', client.get(address).content.decode())[0]
    typed = {"once": once, "field": "住所", "claim": CLAIM, "name": NAME, "contact": CONTACT}
    changed = bureau.release(
        correct(
            user=bureau.users["publisher"], publication=public, correction="wrong",
            fields={"住所": "云岭县云川镇青禾路 5 号（示例）"}, reason="住所登记不全，依营业执照补全。",
        )
    )  # fmt: skip
    shown = client.post(address, typed)
    assert shown.status_code == 409
    page = shown.content.decode()
    assert "已经换成新的一版" in page
    assert CLAIM in page
    assert f'value="{NAME}"' in page
    assert not CorrectionRequest.objects.exists()

    now = re.findall(r'<form class="panel"[^>]*action="([^"]+)"', page)[0]
    assert now == f"/corrections/{changed.ref}/"
    assert client.post(now, typed).status_code == 302
    made = CorrectionRequest.objects.get()
    assert (made.publication, made.claim, made.contact) == (changed, CLAIM, CONTACT)


@pytest.mark.usefixtures("bureau")
def test_a_claim_about_what_was_withdrawn_meanwhile_has_nothing_to_be_about(public: Publication) -> None:
    Publication.objects.filter(pk=public.pk).update(state=Publication.State.WITHDRAWN)
    answer = Client().post(f"/corrections/{public.ref}/", {"once": "x", "claim": CLAIM})
    assert answer.status_code == 410


def test_what_was_typed_is_in_no_record_and_on_no_public_page(bureau: Bureau, public: Publication) -> None:
    """Name, contact and claim are the desk's."""
    made = asked(public)
    answered(bureau, made)
    bodies = "".join(bytes(each.body).decode() for each in Record.objects.all())
    receipt = Client().get(f"/corrections/{made.number}/").content.decode()
    page = Client().get(f"/decisions/{public.ref}/").content.decode()
    for secret in (NAME, CONTACT, "青禾路 6 号"):
        assert secret not in bodies
        assert secret not in receipt
        assert secret not in page
    assert FIRM.name not in receipt
    assert public.number not in receipt


def test_it_is_due_in_five_working_days_and_lies_on_the_publishers_desk(
    bureau: Bureau, public: Publication
) -> None:
    """Reference §1.5: our own promise, no law's."""
    with clock.at(dt.date(2026, 9, 28)):
        made = asked(public)
    assert made.answer_by == dt.date(2026, 10, 10)
    assert list(open_requests(bureau.agency)) == [made]
    client = Client()
    client.post("/login/", {"username": "publisher", "password": PASSWORD})
    assert "答复更正申请" in client.get("/workbench/").content.decode()
    page = client.get(f"/workbench/publications/corrections/{made.ref}/").content.decode()
    for said in (NAME, CONTACT, "答复更正申请", "本机关公示规则（非法定）"):
        assert said in page


def test_it_is_answered_once_with_reasons_that_name_nobody(bureau: Bureau, public: Publication) -> None:
    made = asked(public)
    for answer, code in (
        ("不改", "publication.no_reason"),
        (f"{NAME}申请的理由不成立，不予更正。", "publication.leak"),
        (f"{FIRM.name}的住所无误，不予更正。", "publication.leak"),
        ("请联系 13812345678 了解核对的情况。", "publication.leak"),
    ):
        with refusal(code):
            answered(bureau, made, answer=answer)
    with refusal("correction.no_outcome"):
        answered(bureau, made, outcome="perhaps")
    done = answered(bureau, made)
    assert (done.outcome, done.answered_by) == ("refused", bureau.people["publisher"])
    page = Client().get(f"/corrections/{made.number}/").content.decode()
    assert REASON in page
    assert "行政复议" in page
    with refusal("correction.answered"):
        answered(bureau, made)
    assert not open_requests(bureau.agency).exists()


def test_corrected_is_said_when_it_is_corrected(bureau: Bureau, public: Publication) -> None:
    made = asked(public)
    with refusal("correction.not_corrected"):
        answered(bureau, made, outcome="corrected", answer="住所已经依营业执照更正。")
    changed = correct(
        user=bureau.users["publisher"], publication=public, fields={"住所": "云岭县云川镇青禾路 6 号（示例）"},
        correction="wrong", reason="住所登记不全，依营业执照补全。",
    )  # fmt: skip
    with refusal("correction.not_corrected"):
        answered(bureau, made, outcome="corrected", answer="住所已经依营业执照更正。")
    bureau.release(changed)
    assert dict(fields_of(changed))["住所"].startswith("云岭县云川镇青禾路")
    assert (
        answered(bureau, made, outcome="corrected", answer="住所已经依营业执照更正。").outcome == "corrected"
    )


def test_withdrawn_is_said_when_it_is_withdrawn_and_the_form_is_gone(
    bureau: Bureau, public: Publication
) -> None:
    made = asked(public)
    with refusal("correction.not_withdrawn"):
        answered(bureau, made, outcome="withdrawn", answer="误公开的信息已经撤下。")
    withdraw(user=bureau.users["checker"], publication=public, situation="leaked")
    assert answered(bureau, made, outcome="withdrawn", answer="误公开的信息已经撤下。").outcome == "withdrawn"
    assert Client().get(f"/corrections/{public.ref}/").status_code == 410
    assert "已撤下" in Client().get(f"/corrections/{made.number}/").content.decode()
    with refusal("publication.not_public"):
        asked(public)


def test_outsiders_cannot_fill_the_log(
    bureau: Bureau, public: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many a day, so many about one decision; then the telephone."""
    for _ in range(requesting.MOST_ABOUT_ONE):
        made = asked(public)
    with refusal("correction.too_many"):
        asked(public)
    answered(bureau, made)
    asked(public)
    monkeypatch.setattr(requesting, "MOST_A_DAY", CorrectionRequest.objects.count())
    answered(bureau, CorrectionRequest.objects.filter(outcome="")[0])
    with refusal("correction.too_many"):
        asked(public)


def test_the_publisher_answers_by_clicking(bureau: Bureau, public: Publication) -> None:
    del bureau
    made = asked(public)
    client, address = Client(), f"/workbench/publications/corrections/{made.ref}/"
    client.post("/login/", {"username": "publisher", "password": PASSWORD})
    page = client.get(address).content.decode()
    keys = dict(re.findall(r'name="(version|once)" value="([^"]*)"', page))
    assert client.post(address, {**keys, "outcome": "refused", "answer": REASON}).status_code == 303
    assert "不予更正" in client.get("/workbench/publications/corrections/").content.decode()
    checker = Client()
    checker.post("/login/", {"username": "checker", "password": PASSWORD})
    assert REASON in checker.get(address).content.decode()
