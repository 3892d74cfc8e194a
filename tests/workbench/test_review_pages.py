"""Legal review at the desk: who may, what is kept, what is refused."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rules_cast import at_desk, body, has_role, outsider, who_may_open

from mingjing import clock
from mingjing.cases.actions import drafting
from mingjing.demo.people import PASSWORD
from mingjing.law.terms import due
from mingjing.registry.permissions import Role
from mingjing.review.models import Finding, Opinion, Submission, WorkSheet
from mingjing.review.points import POINTS
from telling import OFF_THE_CATALOGUE, drafted, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

LIST = "/workbench/review/"
TEXT = "经逐项审核，事实清楚，证据充分，适用依据正确，程序合法，同意。"
SHORT, LONG = (due(rule, dt.date(2026, 9, 15)).due for rule in ("nm.review5", "zj55.review"))
REASON = "违法所得数额没有证据，应予查清（行政处罚法第四十条）。"


def page_of(submission: Submission) -> str:
    return f"{LIST}{submission.ref}/"


def answers(result: str = "同意", text: str = TEXT, **changed: str) -> dict[str, str]:
    return {**{f"p_{point.key}": "sound" for point in POINTS}, "result": result, "text": text, **changed}


def waiting(bureau: Bureau, **told: Any) -> tuple[CaseStory, Submission]:
    story = submitted(bureau, **told)
    return story, story.submission(story.parties[0])


def test_only_the_legal_department_opens_the_list_and_a_submission(bureau: Bureau) -> None:
    _, submission = waiting(bureau)
    assert who_may_open(LIST) == {"reviewer", "legalhead"}
    assert who_may_open(page_of(submission)) == {"reviewer", "legalhead"}
    assert who_may_open(f"{page_of(submission)}sign/") == {"legalhead"}


def test_the_list_says_party_catalogue_limits_and_revision(bureau: Bureau) -> None:
    story, submission = waiting(bureau)
    page = at_desk("reviewer").text(LIST)
    for said in (
        story.firms[0].name,
        "命中 1 项",
        "剩 5 个工作日",
        f"{SHORT} 届满",
        "第 1 稿",
        page_of(submission),
    ):
        assert said in page


def test_a_submission_shows_the_draft_its_law_and_both_limits_and_presets_nothing(bureau: Bureau) -> None:
    story, submission = waiting(bureau)
    page = at_desk("reviewer").text(page_of(submission))
    for said in (
        story.facts,
        "《建设工程质量管理条例》第五十七条",
        "条文未导入",
        f"{SHORT} 届满",
        f"{LONG} 届满",
        "审核工作单",
    ):
        assert said in page
    assert "checked" not in page


def test_the_reviewer_finds_on_each_point_once(bureau: Bureau) -> None:
    _, submission = waiting(bureau)
    desk, page = at_desk("reviewer"), page_of(submission)
    seen = desk.hidden(page)
    first = desk.client.post(page, {**seen, **answers()})
    again = desk.client.post(page, {**seen, **answers()})
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["Location"] == again.headers["Location"] == page
    assert Finding.objects.filter(sheet__submission=submission, verdict="sound").count() == len(POINTS)
    assert submission.draft.dossier.records.filter(act="review.written").count() == 1


def test_a_point_without_a_finding_is_named_and_everything_typed_is_kept(bureau: Bureau) -> None:
    _, submission = waiting(bureau)
    given = answers(p_law="", p_facts="faulty", r_facts=REASON)
    answer = at_desk("reviewer").send(page_of(submission), given)
    page = body(answer)
    assert answer.status_code == 422
    assert "适用法律、法规、规章是否准确：没有选择" in page
    assert REASON in page
    assert TEXT in page
    assert page.count("checked") == len(POINTS)  # nine findings and the result
    assert not WorkSheet.objects.exists()


def test_a_point_found_wanting_needs_its_reason(bureau: Bureau) -> None:
    _, submission = waiting(bureau)
    answer = at_desk("reviewer").send(page_of(submission), answers("改正", p_law="faulty"))
    assert answer.status_code == 422
    assert "认为存在问题的，须写明理由。" in body(answer)


def test_agreeing_with_a_fault_and_an_empty_opinion_are_refused_with_their_clauses(bureau: Bureau) -> None:
    _, submission = waiting(bureau)
    desk, page = at_desk("reviewer"), page_of(submission)
    faulty = body(desk.send(page, answers("同意", p_law="faulty", r_law=REASON)))
    empty = body(desk.send(page, answers(text="同意")))
    assert "逐项结论中有“存在问题”，不能同意。" in faulty
    assert "行政处罚法 第五十八条" in faulty
    assert REASON in faulty
    assert "只写“同意”不是审核意见。" in empty
    assert not WorkSheet.objects.exists()


def test_a_handler_with_the_reviewers_role_may_not_review_the_case(bureau: Bureau) -> None:
    _, submission = waiting(bureau)
    seen = at_desk("reviewer").hidden(page_of(submission))
    desk = has_role(bureau, "officer1", Role.REVIEWER)
    page = desk.text(page_of(submission))
    assert "您是本案承办人，不得审核本案" in page
    assert "保存审核工作单" not in page
    answer = desk.client.post(page_of(submission), {**seen, **answers()})
    assert answer.status_code == 422
    assert "本案承办人不得审核本案。" in body(answer)
    assert not WorkSheet.objects.exists()


def test_a_reviewer_outside_the_legal_department_is_refused(bureau: Bureau) -> None:
    _, submission = waiting(bureau)
    seen = at_desk("reviewer").hidden(page_of(submission))
    desk = has_role(bureau, "section", Role.REVIEWER)
    assert "您不在法制机构" in desk.text(page_of(submission))
    assert desk.client.post(page_of(submission), {**seen, **answers()}).status_code == 422
    assert not WorkSheet.objects.exists()


def test_the_head_signs_with_the_password_and_not_without(bureau: Bureau) -> None:
    _, submission = waiting(bureau)
    page = page_of(submission)
    at_desk("reviewer").send(page, answers())
    head = at_desk("legalhead")
    wrong = head.send(f"{page}sign/", {"password": "guess"}, page=page)
    assert wrong.status_code == 422
    assert "密码不对" in body(wrong)
    assert not Opinion.objects.exists()
    right = head.send(f"{page}sign/", {"password": PASSWORD}, page=page)
    assert right.status_code == 303
    opinion = Opinion.objects.get()
    assert (opinion.result, opinion.signed_by) == ("同意", bureau.people["legalhead"])
    assert opinion.number in head.text(page)
    assert opinion.number not in head.text(LIST)
    assert page in head.text(f"{LIST}?tab=signed")


def test_nothing_is_signed_before_there_is_a_sheet(bureau: Bureau) -> None:
    _, submission = waiting(bureau)
    head, page = at_desk("legalhead"), page_of(submission)
    assert "审核人还没有写出审核工作单；写出后才能签署。" in head.text(page)
    seen = at_desk("reviewer").hidden(page)
    answer = head.client.post(f"{page}sign/", {**seen, "password": PASSWORD})
    assert answer.status_code == 422
    assert not Opinion.objects.exists()


def test_a_mended_draft_shows_what_changed_and_why_the_one_before_came_back(bureau: Bureau) -> None:
    story, first = waiting(bureau)
    story.reviewed(result="改正", text=REASON, faulty="facts")
    story.drafted(facts=story.facts.replace("242", "240")).submitted()
    second = story.submission(story.parties[0])
    page = at_desk("reviewer").text(page_of(second))
    assert "与第 1 稿对照" in page
    assert "<del>" in page
    assert "242" in page
    assert "240" in page
    assert REASON in page
    assert page_of(first) != page_of(second)


def test_an_overtaken_draft_leads_to_the_newest(bureau: Bureau) -> None:
    story, first = waiting(bureau)
    drafting.draft(
        user=story.user, case=story.refresh(), party=story.parties[0], **story.core(0, orders="责令改正")
    )
    story.submitted()
    desk, second = at_desk("reviewer"), story.submission(story.parties[0])
    page = desk.text(page_of(first))
    assert "承办机构已提交新稿" in page
    assert page_of(second) in page
    assert "保存审核工作单" not in page
    assert page_of(first) not in desk.text(LIST)


def test_two_people_at_once_both_see_what_happened_and_nothing_typed_is_lost(bureau: Bureau) -> None:
    _, submission = waiting(bureau)
    slow, quick, page = at_desk("reviewer"), has_role(bureau, "legalhead", Role.REVIEWER), page_of(submission)
    seen = slow.hidden(page)
    assert quick.send(page, answers()).status_code == 303
    answer = slow.client.post(page, {**seen, **answers(text=f"{TEXT}（慢）")})
    assert answer.status_code == 409
    assert f"{TEXT}（慢）" in body(answer)
    assert "温如玉（示例）逐项审核" in body(answer)
    assert WorkSheet.objects.get().text == TEXT


def test_outside_the_catalogue_is_offered_only_where_no_row_was_hit(bureau: Bureau) -> None:
    _, inside = waiting(bureau)
    story = drafted(bureau, matter=OFF_THE_CATALOGUE, title="未通过招投标选聘物业服务人案").submitted()
    outside = story.submission(story.parties[0])
    desk = at_desk("reviewer")
    assert 'value="不在目录"' not in desk.text(page_of(inside))
    assert 'value="不在目录"' in desk.text(page_of(outside))
    answer = desk.send(page_of(inside), answers("不在目录"))
    assert answer.status_code == 422


def test_another_agencys_reviewer_finds_nothing_here(bureau: Bureau) -> None:
    story, submission = waiting(bureau)
    desk = at_desk(outsider(Role.REVIEWER, "legal"))
    assert desk.get(page_of(submission)).status_code == 404
    assert story.firms[0].name not in desk.text(LIST)


def test_a_limit_that_has_passed_says_by_how_much_while_the_longer_one_runs(bureau: Bureau) -> None:
    _, submission = waiting(bureau)
    with clock.at(SHORT + dt.timedelta(days=1)):
        page = at_desk("reviewer").text(page_of(submission))
    assert "已逾期 1 个工作日" in page
    assert "剩 4 个工作日" in page


def test_the_list_asks_the_database_no_more_for_three_submissions_than_for_one(bureau: Bureau) -> None:
    waiting(bureau)
    desk = at_desk("reviewer")
    desk.text(LIST)
    with CaptureQueriesContext(connection) as one:
        desk.text(LIST)
    waiting(bureau, title="第二件案")
    waiting(bureau, title="第三件案")
    desk.text(LIST)
    with CaptureQueriesContext(connection) as three:
        desk.text(LIST)
    assert len(three) == len(one) <= 12
