"""244号32; 行政处罚法58; §11.4 no. 2: objection, talks, conclusion. None of them opens the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mingjing.cases.actions import disagreement, drafting
from mingjing.cases.examination import examine
from mingjing.cases.gates.steps import ahead
from mingjing.cases.standing import standing_of
from mingjing.review.checks.seen import faults_of
from telling import SOUND, TWO, newest, refusal, reviewed, stands_at, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory
    from mingjing.review.models import Disagreement

REASONS = "工程合同价款以备案合同为准，施工合同原件已在证据 2，无须另取结算资料。"
TALKS = "九月十五日在法制股协商，承办人认为合同价款足以认定，法制股认为应以结算价为准。"


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    """A case that review sent back."""
    return submitted(bureau).reviewed(
        result="补充调查", text="合同价款没有证据证明，请补充结算资料。", faulty="evidence"
    )


def object_to(story: CaseStory, reasons: str = REASONS) -> Disagreement:
    return disagreement.object_to(
        user=story.user, case=story.refresh(), opinion=newest(story).opinion, reasons=reasons
    )


def talk(story: CaseStory, outcome: str, username: str = "legalhead") -> Disagreement:
    return disagreement.talk(
        user=story.as_(username),
        case=story.refresh(),
        opinion=newest(story).opinion,
        talks=TALKS,
        outcome=outcome,
    )


def conclude(story: CaseStory, username: str = "principal", *, change: bool, **told: Any) -> Disagreement:
    return disagreement.conclude(
        user=story.as_(username), case=story.refresh(), opinion=newest(story).opinion, change=change,
        **{"conclusion": "合同价款以备案合同为准，代拟稿不改，重新送审。"} | told,
    )  # fmt: skip


def waits_for(story: CaseStory) -> list[str]:
    return [task.verb.name for task in ahead(standing_of(story.refresh())).tasks]


def test_the_leader_concludes_and_nothing_but_a_new_opinion_opens_the_gate(story: CaseStory) -> None:
    """§11.4 no. 2: 分歧不打开门禁."""
    object_to(story)
    talk(story, "unsettled")
    conclude(story, change=False)
    assert stands_at(story) == "conclusion"
    assert newest(story).opinion.result == "补充调查"
    with refusal("case.wrong_step"):
        story.notified()
    first = newest(story)
    story.drafted().submitted()
    second = newest(story)
    assert (second.revision, second.core_hash) == (2, first.core_hash)
    with refusal("case.wrong_step"):
        story.notified()
    story.reviewed()
    story.notified()


def test_without_a_conclusion_to_that_effect_the_same_draft_is_not_sent_again(story: CaseStory) -> None:
    with refusal("draft.unchanged"):
        story.drafted()
    object_to(story)
    talk(story, "unsettled")
    conclude(story, change=True, conclusion="补充结算资料后修改裁量理由。")
    with refusal("draft.unchanged"):
        story.drafted()
    story.drafted(discretion_reasons="结算资料已补充，首次被查处。").submitted()


def test_while_it_waits_nothing_is_redrafted_past_it(story: CaseStory) -> None:
    object_to(story)
    with refusal("dispute.open"):
        story.drafted(orders="责令改正")
    talk(story, "unsettled")
    with refusal("dispute.open"):
        story.drafted(orders="责令改正")
    conclude(story, change=True)
    story.drafted(orders="责令改正")


@pytest.mark.parametrize("outcome", ["adopted", "yielded"])
def test_what_both_agree_on_needs_no_leader(story: CaseStory, outcome: str) -> None:
    object_to(story)
    talk(story, outcome)
    with refusal("dispute.not_talked"):
        conclude(story, change=False)
    if outcome == "adopted":
        with refusal("draft.unchanged"):
            story.drafted()
    else:
        story.drafted()
    assert story.case.dossier.documents.filter(form="FS04").count() == 1


def test_each_step_of_it_waits_for_whom_it_concerns(story: CaseStory) -> None:
    assert waits_for(story) == ["draft"]
    object_to(story)
    assert waits_for(story) == ["talks"]
    talk(story, "unsettled")
    assert waits_for(story) == ["settlement"]
    conclude(story, change=True)
    assert waits_for(story) == ["draft"]


def test_reasons_talks_and_conclusion_are_written_down(story: CaseStory) -> None:
    with refusal("dispute.empty"):
        object_to(story, " ")
    object_to(story)
    with refusal("dispute.raised"):
        object_to(story)
    talk(story, "unsettled")
    with refusal("dispute.empty"):
        conclude(story, change=True, conclusion=" ")
    conclude(story, change=True)
    with refusal("dispute.concluded"):
        conclude(story, change=False)
    data = dict(story.case.dossier.documents.get(form="FS04").data)
    assert data["分歧点"] == REASONS
    assert data["协商过程"] == TALKS
    assert "代拟稿须修改" in data["主要负责人结论"]


def test_a_meeting_has_two_leaders_and_its_minutes(story: CaseStory) -> None:
    object_to(story)
    talk(story, "unsettled")
    people = story.bureau.people
    for told, code in (
        ({"participants": [people["principal"]], "minutes": "各抒己见。"}, "dispute.meeting"),
        ({"participants": [people["principal"], people["deputy"]]}, "dispute.meeting"),
        ({"participants": [people["principal"], people["section"]], "minutes": "录"}, "dispute.not_leader"),
    ):
        with refusal(code):
            conclude(story, change=True, **told)
    conclude(
        story,
        change=True,
        participants=[people["principal"], people["deputy"]],
        minutes="韩：补充。周：同意。",
    )
    assert "参加会议" in dict(story.case.dossier.documents.get(form="FS04").data)


def test_only_whom_it_concerns_acts_and_only_on_what_was_sent_back(story: CaseStory, bureau: Bureau) -> None:
    with refusal("dispute.none"):
        talk(story, "adopted")
    object_to(story)
    with refusal("role.not_allowed"):
        talk(story, "adopted", "officer1")
    talk(story, "unsettled")
    with refusal("role.not_allowed"):
        conclude(story, "legalhead", change=False)
    passed = reviewed(bureau)
    with refusal("case.wrong_step"):
        object_to(passed)


def test_what_was_agreed_to_is_not_objected_to_though_the_other_party_s_was_sent_back(bureau: Bureau) -> None:
    """244号32: of two parties one passed and one was returned; only the second has anything to dispute."""
    story = submitted(bureau, **TWO)
    for place, (result, faulty) in enumerate((("同意", ""), ("补充调查", "evidence"))):
        review_one(story, place, result=result, faulty=faulty)
    passed, returned = (newest(story, place).opinion for place in (0, 1))
    with refusal("dispute.passed"):
        disagreement.object_to(user=story.user, case=story.refresh(), opinion=passed, reasons=REASONS)
    assert disagreement.object_to(user=story.user, case=story.refresh(), opinion=returned, reasons=REASONS).pk


def review_one(story: CaseStory, place: int, *, result: str, faulty: str) -> None:
    """Review and sign the draft of one party."""
    submission = story.submission(story.parties[place])
    seen = dict.fromkeys(faults_of(examine(story.refresh(), submission)), "已核对，不影响结论。")
    sheet = drafting.write_opinion(
        user=story.as_("reviewer"), case=story.refresh(), submission=submission, result=result,
        text="请补充结算资料。", verdicts=SOUND | ({faulty: "faulty"} if faulty else {}),
        reasons=seen | ({faulty: "合同价款没有证据证明。"} if faulty else {}),
    )  # fmt: skip
    drafting.sign(user=story.as_("legalhead"), case=story.refresh(), sheet=sheet)


def test_an_opinion_that_was_followed_is_not_disputed_any_more(story: CaseStory) -> None:
    opinion = newest(story).opinion
    story.drafted(discretion_reasons="已补充。")
    with refusal("dispute.superseded"):
        disagreement.object_to(user=story.user, case=story.refresh(), opinion=opinion, reasons=REASONS)
