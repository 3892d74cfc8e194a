"""行政处罚法29、33: a decision made on paper before the system counts among the earlier ones, like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingjing.cases.actions import drafting, same_act
from mingjing.cases.examination import examine
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import ActJudgement
from mingjing.cases.queries.case import earlier_penalties
from mingjing.cases.queries.same_act import earlier_of
from mingjing.cases.standing import standing_of
from mingjing.demo import same_act as told
from mingjing.review.intake_rules import MATERIALS
from paper_decisions import begins_today, decided, enter
from telling import OTHER_FIRM, drafted, refusal

__all__ = ["begins_today"]

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

NUMBER = "云建罚决字〔2026〕第005号（上线前）"
WHY = "纸质决定处罚的是一期工程 6 月的施工；本案为二期工程，工程、时间均不同。"


@pytest.fixture
def again(bureau: Bureau) -> CaseStory:
    """A party that was fined on paper stands before a draft in the same matter."""
    enter(bureau, "service", decided())
    return drafted(bureau)


def submit(story: CaseStory) -> None:
    drafting.submit(user=story.user, case=story.refresh(), party=story.parties[0], materials=MATERIALS[:4])


def waits_for(story: CaseStory) -> list[str]:
    return [task.verb.name for task in ahead(standing_of(story.refresh())).tasks]


def test_it_is_judged_before_the_draft_goes_to_review(again: CaseStory) -> None:
    assert "same-act" in waits_for(again)
    with refusal("same_act.unjudged") as told_so:
        submit(again)
    assert NUMBER in told_so.value.sentence
    told.judged(again, reasons=WHY)
    row = ActJudgement.objects.get()
    assert (row.decision, row.prior.number, row.turn) == (None, NUMBER, 1)
    assert "same-act" not in waits_for(again)
    submit(again)


def test_the_same_act_is_not_fined_a_second_time(again: CaseStory) -> None:
    told.judged(again, same=True, reasons="同一工程、同一时段。")
    with refusal("same_act.second_fine"):
        submit(again)
    with refusal("same_act.second_fine"):
        again.drafted(orders="责令停止施工，限期十日内改正")
    assert "draft" in waits_for(again)


def test_a_later_judgement_replaces_the_one_before(again: CaseStory) -> None:
    told.judged(again, same=True, reasons="同一工程。")
    (row,) = earlier_of(again.parties)[again.parties[0]]
    same_act.judge_act(
        user=again.user,
        case=again.refresh(),
        party=again.parties[0],
        decision=row.decision,
        same=False,
        reasons=WHY,
    )
    assert list(ActJudgement.objects.values_list("turn", "same").order_by("turn")) == [(1, True), (2, False)]
    submit(again)


def test_the_machine_shows_the_reviewer_what_was_judged_and_finds_what_was_not(again: CaseStory) -> None:
    """One that was entered only after the draft had been handed in has been judged by nobody."""
    told.judged(again, reasons=WHY)
    submit(again)

    def seen() -> list[tuple[str, str]]:
        found = examine(again.refresh(), again.submission(again.parties[0]))["facts"]
        return [(each.state, each.sentence) for each in found if "上线前" in each.sentence]

    ((state, sentence),) = seen()
    assert (state, WHY in sentence) == ("ok", True)
    enter(again.bureau, "service", decided(number="云建立字〔2026〕第009号"))
    assert sorted(state for state, _ in seen()) == ["fault", "ok"]


def test_on_another_party_or_in_another_matter_it_is_no_earlier_decision(bureau: Bureau) -> None:
    enter(bureau, "service", decided())
    other = drafted(bureau, firms=(OTHER_FIRM,))
    assert earlier_of(other.parties)[other.parties[0]] == ()
    submit(other)


def test_who_was_punished_on_paper_is_no_first_offender(again: CaseStory) -> None:
    """行政处罚法33: the first-time relief looks at what was decided before the system too."""
    assert earlier_penalties(again.refresh(), again.parties[0]) == [NUMBER]
