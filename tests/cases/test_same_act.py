"""行政处罚法29、45; §11.4 no. 4、5: the same act is not fined twice; nothing grows heavier but on new facts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import decision, drafting, leads, same_act
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import ActJudgement, Decision
from mingjing.cases.queries.case import newest_notice
from mingjing.cases.queries.same_act import earlier_of
from mingjing.cases.rules.notice import heavier_on_new_facts
from mingjing.cases.standing import standing_of
from mingjing.demo import same_act as told
from mingjing.demo.stories import Firm, Plan
from mingjing.records.queries import timeline
from mingjing.review.intake_rules import MATERIALS
from telling import decided, drafted, newest, noticed, presented, refusal, stands_at

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
from mingjing.demo.stories import CaseStory

LATER, OVER = dt.date(2026, 10, 12), dt.date(2026, 9, 23)
WHY = "在先决定针对一期工程 6 月的施工；本案为二期工程 9 月的施工，工程、时间均不同。"


@pytest.fixture
def again(bureau: Bureau) -> CaseStory:
    """A party that was fined once stands before a second draft in the same matter."""
    decided(bureau)
    with clock.at(LATER):
        return drafted(bureau)


def judge(story: CaseStory, *, same: bool, reasons: str = WHY) -> ActJudgement:
    row = earlier_of(story.parties)[story.parties[0]][0]
    return same_act.judge_act(
        user=story.user, case=story.refresh(), party=story.parties[0], decision=row.decision, same=same,
        reasons=reasons,
    )  # fmt: skip


def submit(story: CaseStory) -> None:
    drafting.submit(user=story.user, case=story.refresh(), party=story.parties[0], materials=MATERIALS[:4])


def decide(story: CaseStory) -> None:
    decision.decide(
        user=story.as_("deputy"), case=story.refresh(), party=story.parties[0], opinion="同意作出处罚决定。"
    )


def waits_for(story: CaseStory) -> list[str]:
    return [task.verb.name for task in ahead(standing_of(story.refresh())).tasks]


def test_an_earlier_decision_is_judged_before_the_draft_goes_to_review(again: CaseStory) -> None:
    """§11.4 no. 4: another act, with its reasons, and the case goes on to its decision."""
    with clock.at(LATER):
        assert "same-act" in waits_for(again)
        with refusal("same_act.unjudged") as said:
            submit(again)
        assert Decision.objects.get().number in said.value.sentence
        with refusal("same_act.no_reasons"):
            judge(again, same=False, reasons=" ")
        judge(again, same=False)
        assert "另一行为" in timeline(again.case.dossier)[0].sentence
        assert WHY not in timeline(again.case.dossier)[0].sentence
        again.submitted().reviewed().notified().waived().presented().decided()
    assert Decision.objects.count() == 2


def test_the_same_act_is_not_fined_twice(again: CaseStory) -> None:
    """行政处罚法29."""
    with clock.at(LATER):
        judge(again, same=True, reasons="同一工程、同一时间的施工。")
        with refusal("same_act.second_fine"):
            submit(again)
        assert any("不得再次罚款" in gate.sentence for gate in ahead(standing_of(again.refresh())).gates)
        with refusal("same_act.second_fine") as said:
            again.drafted(facts="换一种说法的同一事实。")
        assert said.value.clause == "行政处罚法 第二十九条"
        again.drafted(penalties=[{"kind": "01"}], orders="责令停止施工").submitted()
        assert stands_at(again) == "review"


def test_a_judgement_found_wrong_is_made_again_and_both_stay(again: CaseStory) -> None:
    with clock.at(LATER):
        judge(again, same=True, reasons="误认为同一工程。")
        judge(again, same=False)
        again.submitted()
    assert [row.same for row in ActJudgement.objects.order_by("turn")] == [True, False]


def test_a_decision_made_meanwhile_is_judged_before_this_one(bureau: Bureau) -> None:
    """Two cases run side by side; the first decided stands in the way of the second until it is judged."""
    story, other = presented(bureau), presented(bureau)
    other.decided()
    for who in ("section", "legalhead"):
        leads.endorse(
            user=story.as_(who), case=story.refresh(), matter="decision", about=story.parties[0].ref,
            opinion="拟同意。",
        )  # fmt: skip
    with refusal("same_act.unjudged"):
        decide(story)
    judge(story, same=True, reasons="两案为同一工地同日的施工。")
    with refusal("same_act.second_fine"):
        decide(story)
    judge(story, same=False)
    decide(story)
    assert len(story.decisions) == 1


@pytest.mark.parametrize(
    "other",
    [
        {
            "firms": (
                Firm("云岭县另一家置业有限公司（示例）", "91159999MA0BD001X9", representative="甲（示例）"),
            )
        },
        {"matter": "CF-JZ-005"},
    ],
)
def test_another_party_or_another_matter_is_no_earlier_decision(
    bureau: Bureau, other: dict[str, Any]
) -> None:
    decided(bureau)
    with clock.at(LATER):
        story = drafted(bureau, **other)
        with refusal("same_act.unknown"):
            same_act.judge_act(
                user=story.user, case=story.refresh(), party=story.parties[0], decision=Decision.objects.get(),
                same=False, reasons=WHY,
            )  # fmt: skip
        assert stands_at(story.submitted()) == "review"


def test_a_natural_person_is_known_by_the_identity_number_not_by_the_name(bureau: Bureau) -> None:
    person = Firm("何某某（示例）", party_kind="01", identity_number="150999198506150023")
    namesake = Firm("何某某（示例）", party_kind="01", identity_number="150999199001010011")
    plans = (Plan(1_000_00),)
    decided(bureau, firms=(person,), plans=plans)
    with clock.at(LATER):
        assert stands_at(drafted(bureau, firms=(namesake,), plans=plans).submitted()) == "review"
        with refusal("same_act.unjudged"):
            submit(drafted(bureau, firms=(person,), plans=plans))


# ── heavier ──

CORE = {"facts": "甲", "evidence": [{"position": 1}], "penalties": [{"kind": "02", "amount": 1}]}
HEAVIER = [{"kind": "02", "amount": 2}]


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"penalties": HEAVIER}, True),
        ({"penalties": HEAVIER, "facts": "乙"}, True),
        ({"penalties": HEAVIER, "evidence": [{"position": 1}, {"position": 2}]}, True),
        ({"penalties": HEAVIER, "facts": "乙", "evidence": [{"position": 1}, {"position": 2}]}, False),
        ({"facts": "乙"}, False),
        ({"penalties": []}, False),
    ],
)
def test_heavier_only_on_other_facts_and_new_evidence(changed: dict[str, Any], refused: bool) -> None:
    """行政处罚法45; §11.4 no. 5."""
    if refused:
        with refusal("draft.heavier"):
            heavier_on_new_facts(CORE | changed, CORE)
    else:
        heavier_on_new_facts(CORE | changed, CORE)


def test_a_defence_makes_no_draft_heavier_but_new_facts_do(bureau: Bureau) -> None:
    """§11.4 no. 5: supplementary investigation, a new review, a new notice with its own days."""
    story = noticed(bureau)
    with clock.at(OVER):
        with refusal("draft.heavier"):
            story.drafted(penalties=[{"kind": "02", "amount": 40_000_00}])
        with refusal("petition.no_reason"):
            same_act.supplement(user=story.user, case=story.refresh(), reason=" ")
        told.supplemented(story)
        assert stands_at(story) == "conclusion"
        assert "draft" in waits_for(story)
        story.drafted(
            facts=story.facts.replace("242", "320"), penalties=[{"kind": "02", "amount": 40_000_00}]
        ).submitted().reviewed()
        with refusal("decision.heavier"):
            story.presented()
        story.notified()
        heavier = newest_notice(story.parties[0])
        assert heavier is not None
        assert heavier.draft == newest(story)
        with refusal("decision.too_early"):
            story.presented()
        story.waived().presented().decided()
    assert len(story.decisions) == 1


def test_what_is_looked_into_again_is_not_before_its_notice(bureau: Bureau) -> None:
    with refusal("case.wrong_step"):
        same_act.supplement(user=bureau.users["officer1"], case=drafted(bureau).refresh(), reason="新线索")
