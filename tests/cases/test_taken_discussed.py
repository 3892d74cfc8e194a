"""行政处罚法57第二款; §11.6 no. 29: a case that was discussed on paper goes on from there; its minutes are the scan."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.cases.actions import presenting
from mingjing.cases.models import Decision, Discussion
from mingjing.demo.stories import CaseStory
from paper_reviews import (
    ENTERED,
    FIRST_DAY,
    REVIEWED,
    TOLD_ON,
    before,
    confirm,
    confirm_told,
    copy,
    enter,
    evidence,
    scan,
    sound,
    tell,
    told,
)
from telling import refusal, stands_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.demo.bureau import Bureau


@pytest.fixture(autouse=True)
def _first_days() -> Iterator[None]:
    """Hold the clock in the bureau's first days."""
    with clock.at(ENTERED):
        yield


def discussed(story: CaseStory, held_on: dt.date) -> Discussion:
    return presenting.discuss(
        user=story.as_("principal"), case=story.refresh(), held_on=held_on, place="二楼会议室",
        participants=[story.bureau.people[each] for each in ("principal", "deputy")],
        minutes="韩立峰：同意。\n周正言：同意。", conclusion="一致同意。", paper=scan("集体讨论记录"),
    )  # fmt: skip


def presented(bureau: Bureau, **said: dt.date) -> CaseStory:
    """A complex case reviewed and told on paper, presented here: it waits for its discussion."""
    story = enter(bureau, before(complex_case=True))
    evidence(story)
    copy(story)
    tell(story, told(**said, papers={"SQ01": scan("放弃声明")} if said else {}))
    confirm(story)
    confirm_told(story)
    return story


def test_discussed_on_paper_it_goes_on_to_its_decision_and_its_minutes_are_the_scan(bureau: Bureau) -> None:
    story = presented(bureau, waived_on=TOLD_ON, hearing_waived_on=TOLD_ON).presented()
    assert stands_at(story) == "discussion"
    papers = story.case.dossier.documents.count()
    for day, code in (
        (TOLD_ON - dt.timedelta(days=1), "date.order"),
        (REVIEWED - dt.timedelta(days=1), "date.order"),
        (ENTERED + dt.timedelta(days=1), "date.future"),
    ):
        with refusal(code):
            discussed(story, day)
    assert story.case.dossier.documents.count() == papers, "nothing half done is left"
    row = discussed(story, dt.date(2026, 1, 2))
    assert (row.held_on, row.document.form, row.document.number) == (dt.date(2026, 1, 2), "JD01", "")
    assert story.case.prior_steps.get(step_kind="JD01").document == row.document
    story.decided()
    assert Decision.objects.get().draft.prior_opinion
    sound()


def test_before_the_party_had_been_heard_a_discussion_on_paper_does_not_count(bureau: Bureau) -> None:
    """行政处罚法45: told on 2025-12-31, its five working days ran over the new year."""
    story = presented(bureau)
    with clock.at(dt.date(2026, 1, 12)):
        story.presented()
        with refusal("decision.too_early"):
            discussed(story, ENTERED)
        with refusal("discussion.not_before"):
            discussed(story, dt.date(2026, 1, 12))


def test_a_case_that_did_not_come_here_reviewed_has_no_discussion_on_paper(bureau: Bureau) -> None:
    story = CaseStory(bureau).lead()
    with refusal("discussion.not_before"):
        discussed(story, FIRST_DAY)
