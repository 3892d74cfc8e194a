"""行政处罚法44、45、62–64; §11.4 no. 6: the right to a hearing is told, waived apart, and stops the decision."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import drafting, notice
from mingjing.cases.queries.case import newest_notice
from mingjing.cases.rules.notice import as_told, hearing_right
from mingjing.demo.stories import Plan
from mingjing.refusal import Refusal
from mingjing.registry.management import change_agency
from mingjing.workflow.models import Clock
from telling import noticed, refusal

if TYPE_CHECKING:
    from mingjing.cases.models import Notice
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

TODAY = dt.date(2026, 9, 15)
LAST, OVER = dt.date(2026, 9, 21), dt.date(2026, 9, 23)
LARGE = {"plans": (Plan(468_000_00),), "facts": "合同价款 3120 万元，未取得施工许可证即开工。"}


def told(story: CaseStory) -> Notice:
    found = newest_notice(story.parties[0])
    assert found is not None
    return found


def waive(story: CaseStory, hearing: bool | None) -> None:
    notice.waive(
        user=story.user, case=story.refresh(), notice=told(story), waived_on=clock.today(), proof="声明书",
        hearing=hearing,
    )  # fmt: skip


def ask(story: CaseStory) -> None:
    notice.request_hearing(
        user=story.user, case=story.refresh(), notice=told(story), asked_on=clock.today(), proof="书面申请"
    )


@pytest.mark.parametrize(
    ("penalties", "natural", "offered"),
    [
        ([{"kind": "02", "amount": 4_999_99}], True, False),
        ([{"kind": "02", "amount": 5_000_00}], True, True),
        ([{"kind": "02", "amount": 49_999_99}], False, False),
        ([{"kind": "02", "amount": 50_000_00}], False, True),
        ([{"kind": "03", "amount": 60_000_00}], False, True),
        ([{"kind": "01"}, {"kind": "08"}], True, False),
        *(([{"kind": kind}], False, True) for kind in ("09", "10", "05", "04", "14", "13")),
    ],
)
def test_where_the_law_gives_a_right_to_a_hearing(
    penalties: list[dict[str, Any]], natural: bool, offered: bool
) -> None:
    """行政处罚法63: larger sums, licences, closing down, bans."""
    assert bool(hearing_right(penalties, larger=5_000_00 if natural else 50_000_00)) is offered


def test_the_sums_are_the_agencys_own_setting_and_say_that_they_wait_to_be_confirmed(bureau: Bureau) -> None:
    """行政处罚法63 leaves the sums to the region; §2.2: 待本机关确认."""
    agency = bureau.agency
    assert (agency.hearing_sum_person, agency.hearing_sum_other) == (5_000, 50_000)
    assert not agency.hearing_sums_confirmed
    change_agency(
        user=bureau.users["system"], chains={}, hearing_sum_other=30_000, hearing_sums_confirmed=True
    )
    assert told(noticed(bureau)).hearing_offered


def test_the_notice_tells_the_right_and_its_days_run_beside_those_of_the_defence(bureau: Bureau) -> None:
    """行政处罚法63、64(一); 55号令33."""
    story = noticed(bureau, **LARGE)
    served = told(story)
    rights = dict(served.document.data)["权利"]
    assert served.hearing_offered
    assert "较大数额罚款" in rights
    assert "听证" in rights
    ends = Clock.objects.get(dossier=story.case.dossier, rule="zj55.hearing_req").due_on
    assert ends == served.ends_on == LAST


def test_a_small_fine_tells_of_no_hearing(bureau: Bureau) -> None:
    """行政处罚法63."""
    story = noticed(bureau)
    assert "听证" not in dict(told(story).document.data)["权利"]
    with refusal("hearing.not_offered"):
        ask(story)
    with refusal("waiver.no_hearing"):
        waive(story, hearing=True)
    waive(story, hearing=None)
    assert len(story.presented().decided().decisions) == 1


def test_a_waiver_says_of_the_hearing_separately(bureau: Bureau) -> None:
    """行政处罚法62、64; §11.4 no. 6: the statement waived, the hearing not: the decision waits for the days."""
    story = noticed(bureau, **LARGE)
    with refusal("waiver.hearing_unsaid"):
        waive(story, hearing=None)
    waive(story, hearing=False)
    with clock.at(LAST), refusal("decision.too_early") as said:
        story.presented()
    assert "听证申请期" in said.value.sentence
    with refusal("waiver.exists"):
        waive(story, hearing=False)
    waive(story, hearing=True)
    assert len(story.presented().decided().decisions) == 1


def test_a_hearing_asked_for_stops_the_decision_until_it_is_withdrawn_in_writing(bureau: Bureau) -> None:
    """行政处罚法64、65."""
    story = noticed(bureau, **LARGE)
    ask(story)
    with refusal("hearing.asked"):
        ask(story)
    with refusal("decision.hearing_asked"):
        waive(story, hearing=True)
    with clock.at(OVER):
        with refusal("decision.hearing_asked") as said:
            story.presented()
        assert "第六十四条" in said.value.clause
        withdraw: dict[str, Any] = {"user": story.user, "notice": told(story), "withdrawn_on": OVER}
        with refusal("waiver.no_proof"):
            notice.withdraw_hearing(**withdraw, case=story.refresh(), proof=" ")
        notice.withdraw_hearing(**withdraw, case=story.refresh(), proof="撤回书，法定代表人签字")
        with refusal("hearing.none"):
            notice.withdraw_hearing(**withdraw, case=story.refresh(), proof="又一份")
        assert len(story.presented().decided().decisions) == 1


def test_a_hearing_is_asked_for_within_the_days_and_not_after_a_waiver(bureau: Bureau) -> None:
    """行政处罚法64(一)."""
    story, other = noticed(bureau, **LARGE), noticed(bureau, **LARGE)
    with clock.at(OVER), refusal("hearing.late"):
        ask(story)
    waive(other, hearing=True)
    with refusal("hearing.waived"):
        ask(other)


# ── what was told ──

CORE = {
    "facts": "甲", "violated": ["A"], "basis": ["B"], "orders": "责令停工", "discretion_grade": "一般",
    "penalties": [{"kind": "02", "amount": 2}],
}  # fmt: skip


@pytest.mark.parametrize(
    "changed", [{"facts": "乙"}, {"violated": ["C"]}, {"basis": ["B", "C"]}, {"orders": "责令拆除"}]
)
def test_other_facts_provisions_or_orders_are_told_anew(changed: dict[str, Any]) -> None:
    """行政处罚法44、62."""
    with pytest.raises(Refusal) as said:
        as_told(CORE | changed, CORE)
    assert said.value.code == "decision.told_otherwise"


@pytest.mark.parametrize(
    "changed",
    [{}, {"penalties": [{"kind": "02", "amount": 1}]}, {"discretion_grade": "轻微"}, {"orders": ""}],
)
def test_a_lighter_penalty_needs_no_new_notice(changed: dict[str, Any]) -> None:
    """行政处罚法45: the defence may lighten."""
    as_told(CORE | changed, CORE)


def test_a_decision_on_other_facts_waits_for_a_new_notice(bureau: Bureau) -> None:
    """行政处罚法44: what was not told is not decided upon."""
    story = noticed(bureau)
    with clock.at(OVER):
        drafting.draft(
            user=story.user, case=story.refresh(), party=story.parties[0],
            **story.core(0, facts=story.facts.replace("242", "241")),
        )  # fmt: skip
        story.submitted().reviewed()
        with refusal("decision.told_otherwise"):
            story.presented()
        assert len(story.notified().waived().presented().decided().decisions) == 1
