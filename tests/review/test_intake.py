"""244号29、31; 55号令24、25; §11.6 no. 5: what is received, what is missing, and which clock stops meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import drafting, intake, review_extension
from mingjing.cases.gates.steps import ahead
from mingjing.cases.queries.reviewing import lying
from mingjing.cases.standing import standing_of
from mingjing.review.intake_rules import MATERIALS, check_materials
from mingjing.review.models import Receipt, WorkSheet
from mingjing.workflow.models import Clock
from telling import SOUND, drafted, newest, refusal, stands_at, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

SENT = dt.date(2026, 9, 14)
ASKED, ANSWERED = dt.date(2026, 9, 15), dt.date(2026, 9, 17)
WORDS = "经审核，事实清楚，证据充分，适用依据正确，同意。"


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    """A case submitted on Monday, 14 September."""
    with clock.at(SENT):
        return submitted(bureau)


def receive(story: CaseStory, verdict: str = "complete", **told: Any) -> Receipt:
    return intake.receive(
        user=story.as_("reviewer"), case=story.refresh(), submission=story.submission(story.parties[0]),
        verdict=verdict, **told,
    )  # fmt: skip


def ask(story: CaseStory) -> Receipt:
    with clock.at(ASKED):
        return receive(
            story, "supplement", missing=[MATERIALS[5]], due_on=ANSWERED, note="缺委托检测的合同。"
        )


def hand_in(story: CaseStory, answer: str = "已补交检测合同，见证据 3。") -> None:
    intake.hand_in(
        user=story.user, case=story.refresh(), submission=story.submission(story.parties[0]), answer=answer,
        materials=[MATERIALS[5]],
    )  # fmt: skip


def write(story: CaseStory, username: str = "reviewer") -> WorkSheet:
    return drafting.write_opinion(
        user=story.as_(username), case=story.refresh(), submission=story.submission(story.parties[0]),
        result="同意", text=WORDS, verdicts=SOUND, reasons={},
    )  # fmt: skip


def limits(story: CaseStory) -> dict[str, Clock]:
    return {
        row.rule: row for row in Clock.objects.filter(dossier=story.case.dossier, met_on=None, ended_on=None)
    }


# ── the six materials against the file ──


def test_each_material_is_held_against_what_lies_in_the_file(bureau: Bureau) -> None:
    """244号29."""
    story = drafted(bureau)
    found = {each.name: each for each in lying(story.refresh(), newest(story))}
    assert list(found) == list(MATERIALS)
    assert "案件调查终结报告" in found["调查终结报告"].found
    assert found["证据材料"].found == "证据 3 件"
    assert found["法律依据"].found == "代拟稿引用 2 处"
    assert not found["听证笔录、评估报告（有则附）"].wanted


def test_what_is_claimed_but_does_not_lie_in_the_file_is_refused() -> None:
    check_materials(MATERIALS[:4], lying=MATERIALS[:4])
    with refusal("review.material_absent") as told:
        check_materials(MATERIALS[:4], lying=MATERIALS[:3])
    assert told.value.details == ["案卷中没有：证据材料"]


# ── receipt ──


def test_a_complete_file_is_accepted_and_is_its_reviewers(story: CaseStory) -> None:
    with clock.at(ASKED):
        receive(story)
    submission = newest(story).submission
    assert (submission.state, submission.reviewer) == ("accepted", story.bureau.people["reviewer"])
    with refusal("review.accepted"):
        receive(story)


def test_who_begins_to_review_has_found_the_materials_complete(story: CaseStory) -> None:
    with clock.at(ASKED):
        write(story)
    assert newest(story).submission.state == "accepted"
    assert Receipt.objects.get().verdict == "complete"


def test_a_supplement_names_what_is_missing_and_its_day(story: CaseStory) -> None:
    for told, code in (
        ({"missing": [], "note": " ", "due_on": ANSWERED}, "review.nothing_named"),
        ({"missing": [MATERIALS[5]]}, "review.supplement_day"),
        ({"missing": [MATERIALS[5]], "due_on": SENT - dt.timedelta(days=1)}, "review.supplement_day"),
    ):
        with clock.at(SENT), refusal(code):
            receive(story, "supplement", **told)
    with refusal("review.complete_but_missing"):
        receive(story, missing=[MATERIALS[5]])
    assert not Receipt.objects.exists()


def test_while_materials_are_awaited_one_clock_stops_and_the_other_never_does(story: CaseStory) -> None:
    """§11.6 no. 5: 244号31 leaves out the days; the ten days of 55号令25 are neither stopped nor extended."""
    before = {rule: row.due_on for rule, row in limits(story).items()}
    ask(story)
    stopped = limits(story)
    assert stopped["nm.review5"].stopped_since == ASKED
    assert stopped["zj55.review"].stopped_since is None
    with clock.at(ANSWERED):
        hand_in(story)
    after = limits(story)
    assert after["nm.review5"].left_out == [(ASKED, ANSWERED - dt.timedelta(days=1))]
    assert before["nm.review5"] == dt.date(2026, 9, 20)  # a Sunday on which people work
    assert after["nm.review5"].due_on == dt.date(2026, 9, 22)
    assert after["zj55.review"].due_on == before["zj55.review"]
    receipt = Receipt.objects.get()
    assert (receipt.answered_on, receipt.answered_by) == (ANSWERED, story.bureau.people["officer1"])
    assert MATERIALS[5] in newest(story).submission.materials


def test_nobody_reviews_what_is_still_awaited(story: CaseStory) -> None:
    ask(story)
    with clock.at(ANSWERED):
        with refusal("review.awaiting"):
            write(story)
        with refusal("review.supplement_empty"):
            hand_in(story, " ")
        hand_in(story)
        with refusal("review.not_awaited"):
            hand_in(story)
        write(story)


def test_the_handlers_are_told_what_is_asked_for_and_by_when(story: CaseStory) -> None:
    ask(story)
    with clock.at(ANSWERED):
        found = ahead(standing_of(story.refresh())).tasks
        assert [task.verb.name for task in found] == ["supplement"]
    paper = story.case.dossier.documents.get(form="FS02")
    assert "2026年9月17日前补齐" in dict(paper.data)["期限"]


def test_a_file_returned_as_incomplete_is_handed_in_again_with_limits_of_its_own(story: CaseStory) -> None:
    with clock.at(ASKED):
        receive(story, "returned", missing=[MATERIALS[0]], note="终结报告未附页码。")
        assert stands_at(story) == "conclusion"
        assert "nm.review5" not in limits(story)
        with refusal("case.wrong_step"):
            story.notified()
        with refusal("review.returned"):
            write(story)
    with clock.at(ANSWERED):
        assert [task.verb.name for task in ahead(standing_of(story.refresh())).tasks] == ["submission"]
        story.submitted()
        assert newest(story).submission.received_on == ANSWERED
        assert limits(story)["nm.review5"].started_on == ANSWERED
        story.reviewed()
    assert stands_at(story) == "notice"


def test_an_overdue_supplement_may_be_returned(story: CaseStory) -> None:
    ask(story)
    with clock.at(ANSWERED + dt.timedelta(days=1)):
        receive(story, "returned", missing=[MATERIALS[5]])
    assert newest(story).submission.state == "returned"
    assert Receipt.objects.filter(verdict="supplement", answered_on=None).count() == 0


def test_a_newer_draft_ends_the_limits_of_the_one_it_overtakes(story: CaseStory) -> None:
    ask(story)
    with clock.at(ANSWERED):
        story.drafted(orders="责令改正").submitted()
    started = [
        row.started_on
        for row in Clock.objects.filter(
            dossier=story.case.dossier, rule="nm.review5", met_on=None, ended_on=None
        )
    ]
    assert started == [ANSWERED]


# ── five working days more ──


def request(story: CaseStory, username: str = "reviewer") -> None:
    review_extension.request_review_extension(
        user=story.as_(username), case=story.refresh(), submission=story.submission(story.parties[0]),
        reason="涉及两个法律关系，须调阅土地出让合同核对。",
    )  # fmt: skip


def decide(story: CaseStory, username: str = "deputy", *, agreed: bool = True) -> None:
    review_extension.decide_review_extension(
        user=story.as_(username), case=story.refresh(), agreed=agreed, opinion="同意延长五个工作日。"
    )


def test_the_leader_in_charge_extends_the_limit_of_244_and_no_other(story: CaseStory) -> None:
    """244号31; §11.2."""
    before = limits(story)
    with clock.at(ASKED):
        request(story)
        with refusal("role.not_allowed"):
            decide(story, "principal")
        decide(story)
    after = limits(story)
    assert after["nm.review5"].extensions == [{"rule": "nm.review5ext", "days": 5}]
    assert after["nm.review5"].due_on == dt.date(2026, 9, 28)  # 20 September is worked, 25 September is not
    assert after["zj55.review"].due_on == before["zj55.review"].due_on
    with clock.at(ASKED), refusal("review.extended"):
        request(story)


def test_a_refused_extension_changes_nothing_and_a_limit_that_has_passed_is_not_extended(
    story: CaseStory,
) -> None:
    before = limits(story)["nm.review5"].due_on
    with clock.at(ASKED):
        request(story)
        decide(story, agreed=False)
    assert limits(story)["nm.review5"].due_on == before
    with clock.at(before + dt.timedelta(days=1)), refusal("review.extension_late"):
        request(story)


def test_only_the_reviewer_asks_for_more_time(story: CaseStory) -> None:
    with refusal("role.not_allowed"):
        request(story, "officer1")
