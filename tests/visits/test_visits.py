"""国办发〔2024〕54号; §11.1 F5; §11.6 no. 20: no code without a task that stands, and no step needs a scan."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client, override_settings
from visiting import TODAY, approved, at, proposed

from mingjing import clock
from mingjing.records import audit
from mingjing.records.actors import SYSTEM
from mingjing.records.models import Record
from mingjing.registry import actions as registry
from mingjing.registry.models import Certificate
from mingjing.visits import codes, scanning
from mingjing.visits.models import Rating, Visit
from mingjing.visits.tasks import approve_visit, refuse_visit, withdraw_visit
from telling import other_agency, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.demo.bureau import Bureau


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.at(at(10)):
        yield


def current(visit: Visit) -> codes.Code:
    return next(each for each in codes.of(visit) if each.slice == codes.slice_of(clock.real()))


def scanned(code: codes.Code) -> tuple[Any, str]:
    answer = Client().get(f"/visits/{code.token}/")
    return answer, re.sub(r"\s+", "", answer.content.decode())


def test_a_task_has_two_qualified_officers_one_day_and_hours_to_come(bureau: Bureau) -> None:
    """行政处罚法42; §11.1 F5: what the law asks is asked before anybody goes."""
    one = [bureau.people["officer1"]]
    with refusal("visit.one_officer"):
        proposed(bureau, officers=one)
    with refusal("officer.not_qualified"):
        proposed(bureau, officers=[*one, bureau.people["reviewer"]])
    with refusal("officer.not_qualified"):
        proposed(bureau, category="渔业")
    for hours in ({"closes_at": at(9)}, {"closes_at": at(9, TODAY + dt.timedelta(days=1))}):
        with refusal("visit.hours"):
            proposed(bureau, **hours)
    with refusal("visit.hours"):
        proposed(bureau, opens_at=at(7), closes_at=at(9))
    with refusal("visit.hours"):
        proposed(bureau, opens_at=at(14), closes_at=at(16), urgent_reason="渣土车正在倾倒，稍后就走。")
    with refusal("visit.no_text"):
        proposed(bureau, recording="录像")
    assert not Visit.objects.exists()


def test_nobody_is_shown_before_the_leader_has_approved_and_nobody_approves_their_own(bureau: Bureau) -> None:
    """§11.2: each inspection is approved by the agency's leader beforehand."""
    visit = proposed(bureau)
    answer, said = scanned(current(visit))
    assert "还没有批准" in said
    assert bureau.people["officer1"].name not in said
    with refusal("role.not_allowed"):
        approve_visit(user=bureau.users["officer1"], visit=visit)
    own = proposed(bureau, officers=[bureau.people["officer1"], bureau.people["officer3"]])
    own.visitors.filter(position=2).update(officer=bureau.people["deputy"])
    with refusal("visit.own_task"):
        approve_visit(user=bureau.users["deputy"], visit=own)
    with clock.at(at(13)), refusal("visit.past"):
        approve_visit(user=bureau.users["deputy"], visit=visit)
    approve_visit(user=bureau.users["deputy"], visit=visit)
    answer, said = scanned(current(visit))
    assert answer.status_code == 200
    for each in visit.visitors.all():
        assert each.officer.name in said
        assert each.certificate.number in said
    for words in ("批准", "不代替出示证件", "扫不扫码", "全过程录像", "您的权利", "您的义务", visit.number):
        assert words in said
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert "<script" not in answer.content.decode().partition("<main")[2].partition("</main")[0]
    with refusal("visit.over"):
        refuse_visit(user=bureau.users["deputy"], visit=visit, remark="重复呈报，不必再去。")


def test_an_urgent_task_says_so_openly_and_dies_when_nobody_approves_it_in_time(bureau: Bureau) -> None:
    """§11.1 F5: the urgent one is approved afterwards and in time; 行政强制法19: a measure within 24 hours."""
    why = "群众举报深基坑正在坍塌，必须立即到场。"
    visit = proposed(bureau, urgent_reason=why)
    assert visit.approve_by.astimezone(clock.SHANGHAI).date() == TODAY + dt.timedelta(days=1)
    said = scanned(current(visit))[1]
    assert "紧急，先行实施，待补批" in said
    assert "群众举报" not in said, "why it was urgent may tell who reported"
    measure = proposed(bureau, urgent_reason=why, activity="measure")
    assert measure.approve_by == at(10) + dt.timedelta(hours=24)
    assert "逾期没有补批" in scanning.standing_fault(visit, visit.approve_by + dt.timedelta(seconds=1))
    with clock.at(at(15)):
        approve_visit(user=bureau.users["principal"], visit=visit)
    assert "事后补批" in scanned(current(visit))[1]


def test_a_code_expired_forged_foreign_or_revoked_says_so_and_shows_nobody(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """行政处罚法55: whoever is not shown to be an officer may be turned away."""
    visit = approved(bureau)
    code, name = current(visit), bureau.people["officer1"].name
    late = codes.Code(code.visit, code.slice - 2)
    assert "过期" in scanned(late)[1]
    assert name in scanned(codes.Code(code.visit, code.slice - 1))[1]
    turned = ("A" if code.token[-1] != "A" else "B") + code.token[1:]
    for token in (turned, code.token[:-4] + "AAAA", "x", "é", code.token + "A"):
        answer = Client().get(f"/visits/{token}/")
        assert answer.status_code == 404, token
        assert "不是本机关签发" in answer.content.decode()
    with override_settings(MINGJING_ORIGIN="elsewhere.example/log"):
        foreign = code.token
    assert "不是本机关签发" in Client().get(f"/visits/{foreign}/").content.decode()
    certificate = Certificate.objects.get(officer=bureau.people["officer1"])
    registry.change_certificate(actor=SYSTEM, certificate=certificate, status="suspended")
    assert "不具备执法资格" in scanned(code)[1]
    registry.change_certificate(actor=SYSTEM, certificate=certificate, status="valid")
    withdraw_visit(user=bureau.users["officer1"], visit=visit, remark="当事人已自行整改，不再前往。")
    said = scanned(code)[1]
    assert "已撤回" in said
    assert certificate.number not in said
    now = clock.real()
    monkeypatch.setattr(clock, "real", lambda: now + dt.timedelta(hours=1))
    assert not code.fresh()


def test_codes_cover_the_hours_of_the_task_and_a_scan_leaves_no_trace(bureau: Bureau) -> None:
    """§11.1 F3: signed ahead for a phone without network; no tracks."""
    visit = approved(bureau)
    made = codes.of(visit)
    assert len(made) == 3 * 3600 // codes.SLICE + 1
    assert len({each.token for each in made}) == len(made)
    before = Record.objects.count()
    scanned(current(visit))
    assert Record.objects.count() == before


def test_one_code_is_rated_once_and_the_rating_names_neither_officer_nor_task(bureau: Bureau) -> None:
    """Ratings are shown to the supervisor, anonymous to the officers; nobody can be ranked by them."""
    visit = approved(bureau)
    code = current(visit)
    address, client = f"/visits/{code.token}/", Client()
    key = re.findall(r'name="once" value="([^"]+)"', client.get(address).content.decode())[0]
    typed = {"once": key, "grade": "poor", "words": "没有说明来意。"}
    assert client.post(address, {**typed, "grade": ""}).status_code == 422
    assert client.post(address, typed)["Location"] == address
    assert client.post(address, typed).status_code == 302
    assert "已评价" in client.get(address).content.decode()
    assert client.post(address, {**typed, "once": "other"}).status_code == 422
    row = Rating.objects.get()
    kept = str(row.snapshot()) + "".join(bytes(each.body).decode() for each in Record.objects.all()[:1])
    assert visit.ref not in kept
    assert {field.name for field in Rating._meta.concrete_fields} == {
        "id", "agency", "activity", "grade", "words", "month", "slip",
    }  # fmt: skip
    with clock.at(at(10) + dt.timedelta(days=31)), refusal("rating.too_late"):
        scanning.rate(code=codes.Code(code.visit, code.slice + 1), grade="good")
    with refusal("rating.too_early"):
        scanning.rate(code=codes.Code(code.visit, code.slice + 3), grade="good")
    assert not audit.run().problems


def test_another_agencys_leader_decides_nothing_here(bureau: Bureau) -> None:
    visit = proposed(bureau)
    stranger = bureau.users["deputy"]
    stranger.agency = other_agency()
    with refusal("visit.unknown"):
        approve_visit(user=stranger, visit=visit)
