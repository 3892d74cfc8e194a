"""55号令29; §11.6 no. 22: thirty days by the responsible person, sixty by discussion, asked for in time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.cases.actions import extension
from mingjing.cases.clocks import show
from mingjing.cases.foresight import earliest_decision
from mingjing.cases.gates.steps import ahead
from mingjing.cases.standing import standing_of
from mingjing.workflow.models import Clock
from telling import decided, filed, noticed, presented, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

FILED = dt.date(2026, 6, 22)
NINETIETH = dt.date(2026, 9, 20)


def limit(story: CaseStory) -> Clock:
    return Clock.objects.get(dossier=story.case.dossier, rule="xzcf.decision_90")


def notes(story: CaseStory) -> list[str]:
    return [gate.sentence for gate in ahead(standing_of(story.refresh())).gates if gate.state == "note"]


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    with clock.at(FILED):
        return filed(bureau).investigated()


def second(story: CaseStory, days: int = 60, **told: object) -> None:
    extension.request_extension(user=story.user, case=story.refresh(), reason="案情特别复杂", days=days)
    people = [story.bureau.people[name] for name in ("principal", "deputy")]
    extension.decide_second_extension(
        user=story.as_("principal"), case=story.refresh(), **{  # type: ignore[arg-type]
            "agreed": True, "opinion": "同意再延。", "participants": people, "minutes": "各人意见：同意。"
        } | told,
    )  # fmt: skip


def test_once_decided_there_is_no_limit_left_to_extend(bureau: Bureau) -> None:
    """55号令29: the ninety days end with the decision."""
    with refusal("extension.no_limit"):
        decided(bureau).extended()


def test_thirty_days_then_sixty_each_from_the_unrolled_end_and_no_third_time(story: CaseStory) -> None:
    with clock.at(dt.date(2026, 9, 11)):
        story.extended()
        assert limit(story).due_on == dt.date(2026, 10, 20)
        second(story, days=40)
        assert limit(story).due_on == dt.date(2026, 11, 29)
        assert "已延长 70 日" in show(limit(story), clock.today()).due
        with refusal("extension.exhausted"):
            story.extended()


def test_the_second_is_for_two_leaders_together_and_at_most_sixty_days(story: CaseStory) -> None:
    with clock.at(dt.date(2026, 9, 11)):
        story.extended()
        with refusal("extension.days"):
            second(story, days=61)
        extension.request_extension(user=story.user, case=story.refresh(), reason="特别复杂", days=60)
        with refusal("discussion.quorum"):
            extension.decide_second_extension(
                user=story.as_("deputy"), case=story.refresh(), agreed=True, opinion="同意。", minutes="录",
                participants=[story.bureau.people["deputy"], story.bureau.people["section"]],
            )  # fmt: skip
        with refusal("petition.none"):
            extension.decide_extension(
                user=story.as_("deputy"), case=story.refresh(), agreed=True, opinion="同意。"
            )


def test_what_has_passed_is_not_extended(story: CaseStory) -> None:
    with clock.at(NINETIETH):
        extension.request_extension(user=story.user, case=story.refresh(), reason="案情复杂")
    with clock.at(NINETIETH + dt.timedelta(days=1)), refusal("extension.late"):
        extension.decide_extension(
            user=story.as_("deputy"), case=story.refresh(), agreed=True, opinion="同意。"
        )


EARLIEST = [
    pytest.param("investigation", {}, dt.date(2026, 9, 15), id="review and defence lie ahead"),
    pytest.param("review", {"review_due": dt.date(2026, 9, 3)}, dt.date(2026, 9, 11), id="review runs"),
    pytest.param("notice", {}, dt.date(2026, 9, 8), id="not yet notified"),
    pytest.param("notice", {"statement_ends": dt.date(2026, 9, 4)}, dt.date(2026, 9, 5), id="period runs"),
    pytest.param("decision", {}, dt.date(2026, 8, 31), id="nothing lies ahead"),
]


@pytest.mark.parametrize(("step", "known", "day"), EARLIEST)
def test_the_earliest_decision_counts_the_periods_that_remain(
    step: str, known: dict[str, dt.date], day: dt.date
) -> None:
    assert earliest_decision(step, dt.date(2026, 8, 31), **known) == day


def test_the_alarm_comes_on_the_first_day_on_which_the_periods_no_longer_fit(story: CaseStory) -> None:
    days = [NINETIETH - dt.timedelta(days=n) for n in range(40, -1, -1)]
    first = next(day for day in days if earliest_decision("investigation", day) > NINETIETH)
    with clock.at(first - dt.timedelta(days=1)):
        assert notes(story) == []
    with clock.at(first):
        assert f"晚于办案期限 {NINETIETH}" in notes(story)[0]
        assert "extension-request" in [each.verb.name for each in ahead(standing_of(story.refresh())).tasks]
        story.extended()
        assert notes(story) == []


def test_a_decision_after_the_limit_is_a_breach_that_is_seen_and_no_nullity(bureau: Bureau) -> None:
    """行政处罚法60: what is late is recorded as late; nothing is forced to be false."""
    with clock.at(FILED):
        story = noticed(bureau)
    with clock.at(dt.date(2026, 9, 28)):
        assert "已于 2026-09-20 届满" in notes(story)[0]
        story.presented().decided()
        assert show(limit(story), clock.today()).left == "逾期完成"


def test_a_waiver_counts_in_foresight(bureau: Bureau) -> None:
    with clock.at(FILED):
        story = presented(bureau)
    with clock.at(NINETIETH):
        assert notes(story) == []
