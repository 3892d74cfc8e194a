"""What a person can click around a review: receipt, supplement, assignment, extension, disagreement."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rules_cast import at_desk, body, has_role, who_may_open

from mingjing import clock
from mingjing.demo.people import PASSWORD
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry.permissions import Role
from mingjing.review.intake_rules import MATERIALS
from mingjing.review.models import Disagreement, Opinion, Receipt, WorkSheet
from mingjing.review.points import POINTS
from telling import drafted, newest, submitted

if TYPE_CHECKING:
    from rules_cast import Desk

    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

LIST = "/workbench/review/"
WANTED = "请补交中标通知书，核对合同价款。"


def page_of(story: CaseStory) -> str:
    return f"{LIST}{newest(story).submission.ref}/"


def act_of(story: CaseStory, verb: str) -> str:
    return f"/workbench/cases/{story.case.ref}/{story.parties[0].ref}/{verb}/"


def done(desk: Desk, address: str, told: dict[str, object]) -> None:
    answer = desk.send(address, told)
    assert answer.status_code == 303, body(answer)


def ask(desk: Desk, story: CaseStory) -> None:
    due = clock.today() + dt.timedelta(days=2)
    told = {"verdict": "supplement", "missing": [MATERIALS[5]], "note": WANTED, "due_on": due.isoformat()}
    done(desk, act_of(story, "receipt"), told)


def test_the_handler_sees_what_lies_in_the_file_beside_each_material(bureau: Bureau) -> None:
    story = drafted(bureau)
    page = at_desk("officer1").text(act_of(story, "submission"))
    assert "证据材料　案卷中有：证据 3 件" in page
    assert "听证笔录、评估报告（有则附）　案卷中没有" in page
    assert "checked" not in page


def test_who_opens_what(bureau: Bureau) -> None:
    story = submitted(bureau)
    assert who_may_open(act_of(story, "receipt")) == {"reviewer"}
    assert who_may_open(act_of(story, "assignment")) == {"legalhead"}
    assert who_may_open(act_of(story, "appointment")) == {"deputy", "principal"}
    assert who_may_open(act_of(story, "review-extension-request")) == {"reviewer"}
    story.reviewed(result="改正", text="适用条款有误，请改正。", faulty="law")
    assert at_desk("officer1").get(act_of(story, "objection")).status_code == 200
    assert at_desk("reviewer").get(act_of(story, "objection")).status_code == 403


def test_a_supplement_is_asked_for_handed_in_and_both_clocks_say_where_they_stand(bureau: Bureau) -> None:
    story = submitted(bureau)
    reviewer, officer, page = at_desk("reviewer"), at_desk("officer1"), page_of(story)
    assert act_of(story, "receipt") in reviewer.text(page)
    ask(reviewer, story)
    shown = reviewer.text(page)
    assert "停止计算" in shown
    assert "法制审核（55号令），从严以此为准" in shown
    assert "正在等承办机构补充材料" in shown
    assert "保存审核工作单" not in shown
    assert page in reviewer.text(f"{LIST}?tab=waiting")
    assert page not in reviewer.text(LIST)
    assert act_of(story, "supplement") in officer.text(f"/workbench/cases/{story.case.ref}/")
    asked = officer.text(act_of(story, "supplement"))
    assert WANTED in asked
    done(officer, act_of(story, "supplement"), {"materials": [MATERIALS[5]], "answer": "已补交，见证据 3。"})
    shown = reviewer.text(page)
    assert "法制审核（244号），从严以此为准" in shown
    assert "已补交，见证据 3。" in shown
    assert "保存审核工作单" in shown


def test_a_supplement_without_a_day_is_refused_and_what_was_typed_stays(bureau: Bureau) -> None:
    story = submitted(bureau)
    answer = at_desk("reviewer").send(act_of(story, "receipt"), {"verdict": "supplement", "note": WANTED})
    assert answer.status_code == 422
    assert WANTED in body(answer)
    assert "要求补充材料须指定时间" in body(answer)
    assert not Receipt.objects.exists()


def test_the_head_gives_files_out_from_the_list(bureau: Bureau) -> None:
    story = submitted(bureau)
    head, reviewer = at_desk("legalhead"), at_desk("reviewer")
    assert act_of(story, "assignment") in head.text(LIST)
    assert act_of(story, "assignment") not in reviewer.text(LIST)
    assert page_of(story) in reviewer.text(f"{LIST}?tab=unassigned")
    assert page_of(story) not in reviewer.text(f"{LIST}?tab=mine")
    done(head, act_of(story, "assignment"), {"officer": bureau.people["reviewer"].pk, "reason": ""})
    assert page_of(story) in reviewer.text(f"{LIST}?tab=mine")
    assert page_of(story) not in reviewer.text(f"{LIST}?tab=unassigned")


def test_more_time_is_asked_for_by_the_reviewer_and_granted_by_the_deputy(bureau: Bureau) -> None:
    story = submitted(bureau)
    reviewer, deputy = at_desk("reviewer"), at_desk("deputy")
    done(reviewer, act_of(story, "review-extension-request"), {"reason": "涉及两个法律关系。"})
    assert act_of(story, "review-extension-request") not in reviewer.text(page_of(story))
    address = f"/workbench/cases/{story.case.ref}/review-extension/"
    assert address in deputy.text("/workbench/")
    assert "涉及两个法律关系。" in deputy.text(address)
    done(deputy, address, {"agreed": "yes", "opinion": "同意。", "password": PASSWORD})
    assert "已延长 5 个工作日" in reviewer.text(page_of(story))


def test_somebody_named_for_the_case_opens_this_submission_and_signs_it_too(bureau: Bureau) -> None:
    """§11.2: without the post; the other submissions stay shut."""
    story, other = submitted(bureau), submitted(bureau, title="另一案")
    registry.change_officer(actor=SYSTEM, officer=bureau.people["officer3"], legal_qualification="A20190003")
    desk = at_desk("officer3")
    assert desk.get(page_of(story)).status_code == 403
    told = {
        "officer": bureau.people["officer3"].pk, "signs": "yes", "reason": "法制股全员回避。", "password": PASSWORD,
    }  # fmt: skip
    done(at_desk("principal"), act_of(story, "appointment"), told)
    assert page_of(story) in desk.text("/workbench/")
    assert desk.get(page_of(other)).status_code == 403
    given = {f"p_{point.key}": "sound" for point in POINTS}
    words = "经逐项审核，事实清楚，证据充分，程序合法。"
    done(desk, page_of(story), {**given, "result": "同意", "text": words})
    assert WorkSheet.objects.get().reviewer == bureau.people["officer3"]
    answer = desk.send(f"{page_of(story)}sign/", {"password": PASSWORD}, page=page_of(story))
    assert answer.status_code == 303
    assert Opinion.objects.get().signed_by == bureau.people["officer3"]


def test_a_disagreement_walks_from_desk_to_desk(bureau: Bureau) -> None:
    story = submitted(bureau).reviewed(result="改正", text="适用条款有误，请改正。", faulty="law")
    officer, head, principal = at_desk("officer1"), at_desk("legalhead"), at_desk("principal")
    case = f"/workbench/cases/{story.case.ref}/"
    assert act_of(story, "objection") in officer.text(case)
    done(officer, act_of(story, "objection"), {"reasons": "条款依行为日有效，不应改。"})
    assert act_of(story, "draft") not in officer.text(case)
    assert act_of(story, "talks") in head.text("/workbench/")
    assert "条款依行为日有效，不应改。" in head.text(act_of(story, "talks"))
    held = {"talks": "双方各持己见。", "outcome": "unsettled"}
    settled = head.send(act_of(story, "talks"), held | {"outcome": "adopted", "preview": "1"})
    assert (settled.status_code, settled["Content-Type"]) == (200, "application/pdf")
    nothing = head.send(act_of(story, "talks"), held | {"preview": "1"})
    assert "这一步不制作文书" in body(nothing)
    done(head, act_of(story, "talks"), held)
    assert act_of(story, "settlement") in principal.text("/workbench/")
    told = {"change": "no", "conclusion": "条款无误，不改，重新送审。", "password": PASSWORD}
    done(principal, act_of(story, "settlement"), told)
    assert Disagreement.objects.get().change is False
    assert act_of(story, "draft") in officer.text(case)
    story.drafted().submitted()
    shown = at_desk("reviewer").text(page_of(story))
    assert "条款无误，不改，重新送审。" in shown
    assert "结论不代替审核" in shown


def test_the_keyboard_is_an_addition_the_page_works_without(bureau: Bureau) -> None:
    page = at_desk("reviewer").text(page_of(submitted(bureau)))
    assert 'src="/static/workbench/review.js"' in page
    assert '<p class="panel-body keys mb-0" id="keys" hidden>' in page
    assert "onclick" not in page


def test_a_file_given_to_another_is_read_and_not_written(bureau: Bureau) -> None:
    story = submitted(bureau)
    done(
        at_desk("legalhead"),
        act_of(story, "assignment"),
        {"officer": bureau.people["reviewer"].pk, "reason": ""},
    )
    other = has_role(bureau, "legalhead", Role.REVIEWER)
    page = other.text(page_of(story))
    assert "这一件已指派给顾清和（示例）审核" in page
    assert "保存审核工作单" not in page
