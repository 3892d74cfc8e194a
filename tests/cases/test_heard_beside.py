"""行政处罚法44、45、57、63、64: each party is heard in its own time, wherever the others have brought the case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.cases.actions import decision, drafting, investigation, leads, notice
from mingjing.cases.gates.steps import ahead
from mingjing.cases.queries.case import newest_notice
from mingjing.cases.standing import standing_of
from mingjing.demo import hearings as told
from mingjing.demo.handing import by_hand
from mingjing.demo.stories import Plan
from mingjing.review.intake_rules import MATERIALS
from telling import TWO, agree, noticed, presented, refusal, stands_at, summoned

if TYPE_CHECKING:
    from mingjing.cases.models import Notice, Party
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

TODAY, LAST, OVER = dt.date(2026, 9, 15), dt.date(2026, 9, 21), dt.date(2026, 9, 23)
LARGE = {"plans": (Plan(468_000_00),), "facts": TWO["facts"]}


def served(party: Party) -> Notice:
    found = newest_notice(party)
    assert found is not None
    return found


def states(story: CaseStory, place: int, *, new: bool = True) -> None:
    notice.record_statement(
        user=story.user, case=story.refresh(), notice=served(story.parties[place]), made_on=clock.today(),
        content="当日已停工，有监理日志。", brings_new=new, reexamination="监理日志属实，另行考虑。",
    )  # fmt: skip


def asks(story: CaseStory, place: int, on: dt.date) -> None:
    notice.request_hearing(
        user=story.user,
        case=story.refresh(),
        notice=served(story.parties[place]),
        asked_on=on,
        proof="书面申请",
    )


def drafted_anew(story: CaseStory, place: int) -> Party:
    """Draft a party anew and submit it to review."""
    party = story.parties[place]
    typed = story.core(place, discretion_reasons="当日停工，从轻。")
    drafting.draft(user=story.user, case=story.refresh(), party=party, **typed)
    drafting.submit(user=story.user, case=story.refresh(), party=party, materials=MATERIALS[:4])
    return party


def stops(story: CaseStory) -> list[str]:
    return [each.sentence for each in ahead(standing_of(story.refresh())).gates if each.state == "stop"]


# ── a party that has its decision ──


@pytest.fixture
def one_decided(bureau: Bureau) -> CaseStory:
    """Of two parties the first has its decision."""
    story = presented(bureau, **TWO).endorsed()
    decision.decide(
        user=story.as_("deputy"), case=story.refresh(), party=story.parties[0], opinion="同意作出处罚决定。"
    )
    return story


def test_a_decided_party_is_neither_told_nor_heard_again(one_decided: CaseStory) -> None:
    """What was decided is contested by reconsideration or in court."""
    for new in (True, False):
        with refusal("decision.exists") as said:
            states(one_decided, 0, new=new)
        assert "行政复议" in said.value.next_step
    with refusal("decision.exists"):
        asks(one_decided, 0, clock.today())
    assert stands_at(one_decided) == "decision"


def test_the_other_party_is_heard_and_decided_all_the_same(one_decided: CaseStory) -> None:
    """行政处罚法45: the second brings up something new; its case goes round once more, the first's does not."""
    story = one_decided
    states(story, 1)
    assert stands_at(story) == "conclusion"
    second = drafted_anew(story, 1)
    agree(story, second)
    assert stands_at(story) == "notice"
    with refusal("decision.exists"):
        notice.notify(user=story.user, case=story.refresh(), party=story.parties[0])
    made = notice.notify(user=story.user, case=story.refresh(), party=second)
    notice.serve_notice(user=story.user, case=story.refresh(), notice=made, handed=by_hand())
    story.recorded()
    notice.waive(
        user=story.user, case=story.refresh(), notice=served(second), waived_on=clock.today(), proof="声明书",
        hearing=True if served(second).hearing_offered else None,
    )  # fmt: skip
    assert stops(story) == [f"{story.parties[0].name}：决定书尚未登记送达"]
    story.presented()
    assert stands_at(story) == "decision"
    for username in ("section", "legalhead"):
        leads.endorse(
            user=story.as_(username),
            case=story.refresh(),
            matter="decision",
            about=second.ref,
            opinion="同意。",
        )
    decision.decide(user=story.as_("deputy"), case=story.refresh(), party=second, opinion="同意。")
    assert stands_at(story) == "service"


# ── a party whose period still runs ──


def test_while_one_hearing_is_arranged_the_other_party_states_its_defence(bureau: Bureau) -> None:
    """行政处罚法45: its new matter waits for the hearing's end, which then leads to a new draft, not to the notice."""
    with clock.at(TODAY):
        story = noticed(bureau, **TWO)
        told.asked(story)
        summoned(story)
        states(story, 1, new=False)
        states(story, 1)
        assert stands_at(story) == "hearing"
        notice.withdraw_hearing(
            user=story.user, case=story.refresh(), notice=served(story.parties[0]), withdrawn_on=TODAY,
            proof="撤回书，法定代表人签字",
        )  # fmt: skip
        assert stands_at(story) == "conclusion"
        agree(story, drafted_anew(story, 1))
        assert stands_at(story) == "notice"


def test_while_one_party_s_draft_is_reviewed_anew_the_other_states_its_defence(bureau: Bureau) -> None:
    with clock.at(TODAY):
        story = noticed(bureau, **TWO)
        states(story, 0)
        states(story, 1, new=False)
        assert stands_at(story) == "conclusion"
        first = drafted_anew(story, 0)
        assert stands_at(story) == "review"
        states(story, 1)
        assert stands_at(story) == "conclusion"
        second = drafted_anew(story, 1)
        agree(story, first)
        agree(story, second)
        assert stands_at(story) == "notice"


@pytest.mark.parametrize("complex_case", [False, True])
def test_a_request_in_time_that_is_registered_late_leads_back_to_where_hearings_are_arranged(
    bureau: Bureau, complex_case: bool
) -> None:
    """行政处罚法64(一): asked within five days, it is heard though the case waits for its decision already."""
    with clock.at(TODAY):
        story = noticed(bureau, complex_case=complex_case, **LARGE)
    with clock.at(OVER):
        story.presented()
        assert stands_at(story) == ("discussion" if complex_case else "decision")
        asks(story, 0, LAST)
        assert stands_at(story) == "notice"
        summoned(story)
        assert stands_at(story) == "hearing"


# ── complex after all ──


def test_found_to_be_complex_when_it_waits_for_its_decision_it_is_discussed_first(bureau: Bureau) -> None:
    """行政处罚法57第二款."""
    story = presented(bureau)
    investigation.set_complex(user=story.user, case=story.refresh())
    assert stands_at(story) == "discussion"
    with refusal("case.wrong_step"):
        story.decided()
    assert len(story.discussed().decided().decisions) == 1


def test_what_is_new_counts_from_the_draft_it_answered_though_it_was_said_on_an_earlier_notice(
    bureau: Bureau,
) -> None:
    """行政处罚法45: told of the first draft, the party answers when a second one lies there: a third takes it in."""
    story = noticed(bureau)
    story.drafted(discretion_reasons="另行核对。")
    states(story, 0)
    assert [each.revision for each in served(story.parties[0]).statements.all()] == [2]
    assert next(task.verb.name for task in ahead(standing_of(story.refresh())).tasks) == "draft"
    with refusal("decision.new_facts"):
        drafting.submit(
            user=story.user, case=story.refresh(), party=story.parties[0], materials=MATERIALS[:4]
        )
    party = drafted_anew(story, 0)
    agree(story, party)
    with clock.at(OVER):
        story.presented().decided()
    assert story.decisions[0].draft.revision == 3
