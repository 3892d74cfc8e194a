"""每张表单：提交一次就办一次，填错不丢，别人先办了就告诉您."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from case_cast import LEAD, PARTY, case_at, page
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from rules_cast import at_desk, body

from mingjing.cases.actions import leads
from mingjing.cases.models import Case
from mingjing.catalog.models import RevisionTask
from mingjing.demo.people import PASSWORD
from mingjing.records.models import Record, Submission

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

NEW = "/workbench/cases/new/"


def _lead(bureau: Bureau, **changed: str) -> dict[str, str]:
    return LEAD | {"department": str(bureau.departments["market"].pk)} | changed


def test_a_lead_is_registered_and_its_page_says_what_comes_next(bureau: Bureau) -> None:
    answer = at_desk("officer1").send(NEW, _lead(bureau))
    case = Case.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == page(case)
    assert "尚未登记当事人" in at_desk("officer1").text(page(case))


def test_control_characters_that_came_along_with_pasted_text_are_not_kept(bureau: Bureau) -> None:
    """A document in Word could not hold them; its soft line break becomes a line break."""
    pasted = _lead(bureau, title="未取得施工许可证\x07擅自施工案", summary="第一行\x0b第二行\ufffe\x1f。")
    assert at_desk("officer1").send(NEW, pasted).status_code == 303
    lead = Case.objects.get()
    assert lead.title == "未取得施工许可证擅自施工案"
    assert lead.summary == "第一行\n第二行。"


def test_a_form_sent_twice_acts_once_and_leads_to_the_first_result(bureau: Bureau) -> None:
    desk = at_desk("officer1")
    data = {**_lead(bureau), **desk.hidden(NEW)}
    first, second = desk.client.post(NEW, data), desk.client.post(NEW, data)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"] == page(Case.objects.get())
    assert "没有重复办理" in desk.text(second["Location"])


def test_a_second_submission_after_others_have_acted_still_leads_to_the_first_result(bureau: Bureau) -> None:
    story = case_at(bureau, "lead")
    desk, address = at_desk("officer1"), page(story.case, "party")
    data = {**PARTY, **desk.hidden(address)}
    desk.client.post(address, data)
    at_desk("officer2").send(address, PARTY | {"name": "云岭县新桥机械有限公司（示例）"})
    again = desk.client.post(address, data)
    assert again.status_code == 303
    assert story.case.parties.count() == 3


def test_the_same_key_with_other_content_is_refused_and_what_was_typed_stays(bureau: Bureau) -> None:
    desk = at_desk("officer1")
    seen = desk.hidden(NEW)
    desk.client.post(NEW, {**_lead(bureau), **seen})
    answer = desk.client.post(NEW, {**_lead(bureau, title="另一个案由"), **seen})
    assert answer.status_code == 422
    assert "已经提交过" in body(answer)
    assert "另一个案由" in body(answer)
    assert Case.objects.count() == 1


def test_two_people_on_one_case_the_second_is_shown_what_changed_and_may_go_on(bureau: Bureau) -> None:
    story = case_at(bureau, "lead")
    address = page(story.case, "party")
    slow, quick = at_desk("officer2"), at_desk("officer1")
    seen = slow.hidden(address)
    quick.send(address, PARTY)
    records = Record.objects.count()

    stale = slow.client.post(address, {**PARTY, "name": "云岭县新桥机械有限公司（示例）", **seen})

    assert stale.status_code == 409
    text = body(stale)
    assert "新增了 1 条" in text
    assert "沈知行（示例）登记了当事人云岭县恒泰建筑工程有限公司（示例）" in text
    assert "云岭县新桥机械有限公司（示例）" in text
    assert Record.objects.count() == records
    seen["version"] = str(int(seen["version"]) + 1)
    assert f'name="version" value="{seen["version"]}"' in text
    assert slow.client.post(address, {**PARTY, "name": "新桥", **seen}).status_code == 303
    assert story.case.parties.count() == 3


def test_a_refusal_stands_at_its_field_with_clause_and_next_step_and_nothing_is_written(
    bureau: Bureau,
) -> None:
    story = case_at(bureau, "lead")
    desk = at_desk("officer1")
    records = Record.objects.count()
    answer = desk.send(page(story.case, "party"), PARTY | {"credit_code": "91159999MA0BD001X8"})
    text = body(answer)
    assert answer.status_code == 422
    for said in ("校验位不符", "GB 32100", "请对照营业执照核对", PARTY["name"], "91159999MA0BD001X8"):
        assert said in text
    assert 'href="#id_credit_code"' in text
    assert (story.case.parties.count(), Record.objects.count()) == (1, records)
    assert not Submission.objects.exists()


def test_a_missing_field_keeps_what_was_typed(bureau: Bureau) -> None:
    answer = at_desk("officer1").send(NEW, _lead(bureau, title=""))
    text = body(answer)
    assert answer.status_code == 422
    assert "有 1 处需要改正，还没有保存" in text
    assert LEAD["summary"] in text
    assert 'href="#id_title"' in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"found_on": "2026-09-16"}, "晚于今天"),
        ({"acted_on": "2026-09-15"}, "晚于"),
        ({"found_on": "2026-02-30"}, "日期"),
    ],
)
def test_a_day_that_has_not_come_or_does_not_exist_is_refused(
    bureau: Bureau, changed: dict[str, str], said: str
) -> None:
    answer = at_desk("officer1").send(NEW, _lead(bureau, **changed))
    assert answer.status_code == 422
    assert said in body(answer)
    assert not Case.objects.exists()


def test_a_department_of_another_function_cannot_be_chosen(bureau: Bureau) -> None:
    answer = at_desk("officer1").send(NEW, _lead(bureau, department=str(bureau.departments["legal"].pk)))
    assert answer.status_code == 422


def test_an_act_is_tried_once_more_where_the_database_gave_up(bureau: Bureau, monkeypatch: Any) -> None:
    real, calls = leads.register_lead, []

    def unlucky(**arguments: Any) -> Case:
        calls.append(arguments)
        if len(calls) == 1:
            raise OperationalError("deadlock detected")
        return real(**arguments)

    monkeypatch.setattr(leads, "register_lead", unlucky)
    assert at_desk("officer1").send(NEW, _lead(bureau)).status_code == 303
    assert (len(calls), Case.objects.count()) == (2, 1)


def test_no_form_is_taken_without_its_csrf_token(bureau: Bureau) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/login/", {"username": "officer1", "password": PASSWORD}).status_code == 403
    assert client.post(NEW, _lead(bureau)).status_code == 403


def test_deciding_asks_for_the_password_once_more_and_counts_wrong_ones(bureau: Bureau) -> None:
    story = case_at(bureau, "filing")
    at_desk("section").send(page(story.case, "endorse-filing"), {"agreed": "yes", "opinion": "建议立案。"})
    leader, address = at_desk("deputy"), page(story.case, "filing")
    wrong = leader.send(address, {"opinion": "同意立案。", "password": "not-this-one"})
    assert wrong.status_code == 422
    assert "密码不对" in body(wrong)
    assert "not-this-one" not in body(wrong)
    assert "同意立案。" in body(wrong)
    bureau.users["deputy"].refresh_from_db()
    assert bureau.users["deputy"].failures == 1
    assert leader.send(address, {"opinion": "同意立案。", "password": PASSWORD}).status_code == 303
    assert story.refresh().filed_on is not None


def test_nothing_is_answered_beforehand_for_the_person(bureau: Bureau) -> None:
    story = case_at(bureau, "investigation")
    text = at_desk("officer1").text(page(story.case, "inspection"))
    assert "checked" not in text
    drafted = case_at(bureau, "conclusion")
    assert "checked" not in at_desk("officer1").text(page(drafted.case, "submission", drafted.parties[0]))


def test_a_card_that_was_not_shown_is_recorded_as_it_was(bureau: Bureau) -> None:
    story = case_at(bureau, "investigation")
    data: dict[str, Any] = {
        "happened_on": "2026-09-15",
        "place": "工地",
        "person": "梁某（示例）",
        "officers": [str(bureau.people[name].pk) for name in ("officer1", "officer2")],
        "told": "已告知。",
        "content": "正在施工。",
    }
    desk, address = at_desk("officer1"), page(story.case, "inspection")
    unanswered = desk.send(address, data)
    assert unanswered.status_code == 422
    assert desk.send(address, data | {"card_shown": "no"}).status_code == 422
    assert desk.send(address, data | {"card_shown": "no", "dressed": "no"}).status_code == 303
    rows = [row for each in story.case.dossier.documents.filter(form="DC01") for row in each.data]
    assert ["出示执法证件", "未出示（如实记录）"] in rows
    assert ["着装和标识", "未规范着装或者未佩戴标识（如实记录）"] in rows


def test_a_draft_keeps_everything_typed_when_a_citation_is_not_in_the_law(bureau: Bureau) -> None:
    story = case_at(bureau, "conclusion")
    address = page(story.case, "draft", story.parties[0])
    data = {
        "facts": "另行认定的事实",
        "violated": "《中华人民共和国建筑法》第九百条",
        "basis": "《建设工程质量管理条例》第五十七条",
        "discretion_grade": "一般",
        "late_fine": "yes",
        "discretion_reasons": "情节一般",
        "orders": "",
        "performance": "十五日内缴至代收机构",
        "kind_1": "02",
        "amount_1": "123.45",
        "kind_2": "01",
    }
    answer = at_desk("officer1").send(address, data)
    text = body(answer)
    assert answer.status_code == 422
    assert 'href="#id_violated"' in text
    for typed in ("另行认定的事实", "第九百条", "123.45"):
        assert typed in text
    mended = at_desk("officer1").send(
        address, data | {"violated": "《中华人民共和国建筑法》第七条第一款\r\n\r\n"}
    )
    assert mended.status_code == 303
    core = at_desk("officer1").text(
        reverse("case-draft", args=[story.case.ref, story.case.dossier.drafts.get(revision=2).ref])
    )
    assert "警告" in core
    assert "123.45" in core


def test_an_unlisted_matter_is_filed_by_clicking_on_the_leaders_own_reason_only(bureau: Bureau) -> None:
    """种子 A2.1; reference §11.4 no. 3."""
    story = case_at(bureau, "lead")
    leads.request_filing(
        user=story.user,
        case=story.case,
        handlers=[bureau.people[name] for name in story.handlers],
        matter_code="",
        verification="现场核查属实。",
        jurisdiction="本县",
        unlisted_reason="清单漏列，违法事实清楚。",
    )
    leads.endorse(user=bureau.users["section"], case=story.refresh(), matter="filing", opinion="建议立案。")
    desk, address = at_desk("deputy"), page(story.case, "filing")
    typed = {"opinion": "同意立案。", "password": PASSWORD}
    assert "仍应立案的理由" in desk.text(address)
    assert desk.send(address, typed).status_code == 422
    assert desk.send(address, typed | {"unlisted_reason": "属本局法定职责，应当查处。"}).status_code == 303
    assert story.refresh().number
    assert RevisionTask.objects.filter(reason__contains="属本局法定职责").exists()
