"""登记案源、延长核查、答复、接入在办案件：从页面点得到，办完看得见."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from case_cast import LEAD, page
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rules_cast import at_desk, body, who_may_open

from mingjing import clock
from mingjing.cases.actions import taking_over, taking_over_parties
from mingjing.cases.models import Case
from mingjing.demo.people import PASSWORD
from mingjing.demo.samples import photo
from mingjing.demo.stories import CaseStory

if TYPE_CHECKING:
    import pytest

    from mingjing.demo.bureau import Bureau

AGREED = {"agreed": "yes", "opinion": "同意。", "password": PASSWORD}
NEW = "/workbench/cases/new/"


def registered(bureau: Bureau, **typed: str) -> Case:
    """Register a lead by its form."""
    given = {**LEAD, "course": "once", "department": str(bureau.departments["market"].pk), **typed}
    answer = at_desk("section").send(NEW, given)
    assert answer.status_code == 303, body(answer)
    return Case.objects.get()


def test_a_hotline_lead_is_registered_and_answered_by_clicking(bureau: Bureau) -> None:
    case = registered(bureau, source="7", reference="GD2026091400017", reply_by="2026-09-18")
    officer = at_desk("officer1")
    shown = officer.text(page(case))
    assert "GD2026091400017" in shown
    assert "来件须在 2026-09-18 前答复" in shown
    assert page(case, "reply") in officer.text("/workbench/")
    answer = officer.send(
        page(case, "reply"), {"replied_on": "2026-09-15", "manner": "1", "content": "已受理，正在核查。"}
    )
    assert answer.status_code == 303
    assert "来件须在" not in officer.text(page(case))
    assert "已受理，正在核查。" in officer.text(page(case))


def test_an_answer_is_late_and_says_so(bureau: Bureau) -> None:
    case = registered(bureau, source="7", reply_by="2026-09-14")
    assert "来件的答复期限已于 2026-09-14 届满，尚未答复" in at_desk("officer1").text(page(case))


def test_the_verification_is_extended_by_clicking(bureau: Bureau) -> None:
    case = CaseStory(bureau).lead().case
    officer, deputy = at_desk("officer1"), at_desk("deputy")
    assert page(case, "lead-extension-request") in officer.text(page(case))
    assert officer.send(page(case, "lead-extension-request"), {"reason": "待调档"}).status_code == 303
    assert page(case, "lead-extension-request") not in officer.text(page(case))
    assert page(case, "lead-extension") in deputy.text("/workbench/")
    assert deputy.send(page(case, "lead-extension"), AGREED).status_code == 303
    assert "已延长 10" in officer.text(page(case))


def test_an_act_that_still_goes_on_is_registered_as_such(bureau: Bureau) -> None:
    answer = at_desk("section").send(
        NEW,
        {**LEAD, "course": "ongoing", "department": str(bureau.departments["market"].pk)},
    )
    assert "仍在继续的行为没有终了日期" in body(answer)
    case = registered(bureau, course="ongoing", acted_on=LEAD["found_on"])
    assert "行为仍在继续" in at_desk("officer1").text(page(case))


def test_what_was_recorded_later_shows_both_days_and_how_many_lie_between(bureau: Bureau) -> None:
    """§11.6 no. 30: 发生时间与录入时间，差额可见."""
    with clock.at(dt.date(2026, 9, 8)):
        story = CaseStory(bureau).lead()
    with clock.at(dt.date(2026, 9, 15)):
        case = registered_late(bureau)
    assert "（发生于 2026-09-10，事后 5 日补录）" in at_desk("officer1").text(f"{page(case)}records/")
    assert "事后" not in at_desk("officer1").text(f"{page(story.case)}records/")


def registered_late(bureau: Bureau) -> Case:
    given = {**LEAD, "course": "once", "department": str(bureau.departments["market"].pk), "title": "晚录"}
    at_desk("section").send(NEW, {**given, "found_on": "2026-09-10", "acted_on": "2026-09-10"})
    return Case.objects.get(title="晚录")


# ── taking over ──


def test_a_lead_is_taken_over_with_nothing_that_lies_beyond_it(bureau: Bureau) -> None:
    address = f"{TAKE_OVER}lead/"
    assert "filed_on" not in at_desk("section").text(address)
    typed = {
        name: value for name, value in paper_file(bureau).items() if name not in {"filing_scan", "handlers"}
    }
    assert at_desk("section").send(address, typed).status_code == 303
    assert (Case.objects.get().number, Case.objects.get().filed_on) == ("", None)


def paper_file(bureau: Bureau, **changed: Any) -> dict[str, Any]:
    """Return what the section's head types from a paper file."""
    people = [str(bureau.people[name].pk) for name in ("officer1", "officer2")]
    return {
        "title": "未取得施工许可证擅自施工案", "number": "云建立字〔2026〕第008号",
        "department": str(bureau.departments["market"].pk), "source": "1", "place": "云岭县云川镇（示例）",
        "summary": "工地正在施工。", "course": "once", "acted_on": "2026-06-15", "found_on": "2026-06-15",
        "filed_on": "2026-06-22", "matter_code": "CF-JZ-001", "people": "沈知行、陆明川", "account": "已检查、询问。",
        "handlers": people, "party_kind": "02", "name": "云岭县恒泰建筑工程有限公司（示例）",
        "credit_code": "91159999MA0BD001X9", "address": "云岭县（示例）", "filing_scan": scan("立案审批表"),
    } | changed  # fmt: skip


def scan(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.jpg", photo(name), content_type="image/jpeg")


TAKE_OVER = "/workbench/cases/take-over/"


def test_only_the_head_of_a_section_takes_cases_over(bureau: Bureau) -> None:
    assert bureau.agency
    assert reverse("case-take-over") == TAKE_OVER
    assert who_may_open(TAKE_OVER) == who_may_open(f"{TAKE_OVER}lead/") == {"section"}
    assert at_desk("section").get(f"{TAKE_OVER}decision/").status_code == 409
    assert TAKE_OVER in at_desk("section").text("/workbench/cases/")
    assert TAKE_OVER not in at_desk("officer1").text("/workbench/cases/")


def test_a_case_is_taken_over_by_clicking_and_says_so_on_its_page(bureau: Bureau) -> None:
    answer = at_desk("section").send(f"{TAKE_OVER}investigation/", paper_file(bureau))
    assert answer.status_code == 303, body(answer)
    case, officer = Case.objects.get(), at_desk("officer1")
    shown = officer.text(page(case))
    for words in (
        "上线前接入",
        "云建立字〔2026〕第008号（上线前）",
        "沈知行、陆明川",
        "上线前：立案审批表",
        "2026-09-20",
    ):
        assert words in shown, words
    answer = officer.send(
        page(case, "prior-paper"),
        {"kind": "DC01", "done_on": "2026-06-24", "people": "沈知行、陆明川", "scan": scan("笔录")},
    )
    assert answer.status_code == 303, body(answer)
    document = case.dossier.documents.get(form="DC01")
    assert officer.text(reverse("case-document", args=[case.ref, document.ref]))
    file = officer.get(reverse("case-document-file", args=[case.ref, document.ref, "original"]))
    assert (file.status_code, file["Content-Type"]) == (200, "image/jpeg")


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(bureau: Bureau) -> None:
    typed = paper_file(bureau)
    del typed["filing_scan"]
    answer = at_desk("section").send(f"{TAKE_OVER}investigation/", typed)
    assert answer.status_code == 422
    assert "立案审批表扫描件" in body(answer)
    assert "云建立字〔2026〕第008号" in body(answer)
    assert not Case.objects.exists()
    answer = at_desk("section").send(
        f"{TAKE_OVER}investigation/", paper_file(bureau, stopped_from="2026-07-01")
    )
    assert "停止计算的起止日期须都填写" in body(answer)


def test_a_decision_made_on_paper_is_served_and_paid_by_clicking(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_over, "first_day", lambda agency: clock.today())  # noqa: ARG005 - it begins today
    typed = paper_file(
        bureau, decision_number="云建罚决字〔2026〕第005号", decided_on="2026-09-03",
        decided_by="韩立峰", content="罚款三万元。", amount="30000", decision_scan=scan("决定书"),
    )  # fmt: skip
    assert at_desk("section").send(f"{TAKE_OVER}service/", typed).status_code == 303
    case, officer = Case.objects.get(), at_desk("officer1")
    party = case.parties.get()
    assert page(case, "prior-service", party) in officer.text(page(case))
    answer = officer.send(
        page(case, "prior-service", party),
        {
            "served_on": "2026-09-15", "method": "01", "proof": "送达回证，当面签收", "officers": typed["handlers"],
            "scan": scan("回证"),
        },
    )  # fmt: skip
    assert answer.status_code == 303, body(answer)
    answer = officer.send(
        page(case, "prior-performance", party),
        {
            "done_on": "2026-09-15", "amount": "30000", "channel": "bank", "payment_code": "1" * 20,
            "receipt_number": "15000126",
        },
    )  # fmt: skip
    assert answer.status_code == 303, body(answer)
    shown = officer.text(page(case))
    assert "已缴 30,000.00 元" in shown
    assert "上线前的决定已履行完毕" in shown


def test_the_further_party_of_a_paper_file_is_entered_with_its_own_decision(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (taking_over, taking_over_parties):
        monkeypatch.setattr(room, "first_day", lambda agency: clock.today())  # noqa: ARG005 - it begins today
    decision = {
        "decision_number": "云建罚决字〔2026〕第005号", "decided_on": "2026-09-03", "decided_by": "韩立峰",
        "content": "罚款三万元。", "amount": "30000",
    }  # fmt: skip
    typed = paper_file(bureau, **decision, decision_scan=scan("决定书"))
    assert at_desk("section").send(f"{TAKE_OVER}service/", typed).status_code == 303
    case, officer = Case.objects.get(), at_desk("officer1")
    assert page(case, "prior-party") in officer.text(page(case))
    second = {
        name: typed[name] for name in ("party_kind", "address")
    } | {"name": "云岭县青禾置业有限公司（示例）", "credit_code": "91159999MA0AC000XX"}  # fmt: skip
    answer = officer.send(page(case, "prior-party"), second | decision)
    assert (answer.status_code, case.parties.count()) == (422, 1)
    for words in ("行政处罚决定书扫描件", "云岭县青禾置业有限公司（示例）"):
        assert words in body(answer)
    answer = officer.send(page(case, "prior-party"), second | decision | {"decision_scan": scan("决定书二")})
    assert answer.status_code == 303, body(answer)
    assert page(case, "prior-service", case.parties.get(position=2)) in officer.text(page(case))
