"""55号令30: five situations, the responsible person approves, the ninety days stop; nothing is done meanwhile."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.cases.actions import investigation, suspension
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Suspension
from mingjing.cases.queries.case import as_json
from mingjing.cases.standing import standing_of
from mingjing.evidence.actions import Upload
from mingjing.records.queries import timeline
from mingjing.registry.models import Substitution
from mingjing.registry.permissions import Role
from mingjing.workflow.models import Clock
from telling import filed, refusal, reviewed, stands_in, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

FILED = dt.date(2026, 6, 22)
STOPPED, RESUMED = dt.date(2026, 7, 2), dt.date(2026, 7, 12)


def limit(story: CaseStory) -> Clock:
    return Clock.objects.get(dossier=story.case.dossier, rule="xzcf.decision_90")


@pytest.fixture
def stopped(bureau: Bureau) -> CaseStory:
    """A case filed on 22 June, suspended on 2 July."""
    with clock.at(FILED):
        story = filed(bureau).investigated()
    with clock.at(STOPPED):
        return story.suspended()


def test_the_ninety_days_stop_and_run_on_after_the_case_is_taken_up_again(stopped: CaseStory) -> None:
    """A2.1; 55号令29、30: ten days left out, the ninetieth day ten days later."""
    assert limit(stopped).stopped_since == STOPPED
    assert as_json(stopped.refresh())["state"] == "suspended"
    with clock.at(RESUMED):
        stopped.resumed()
    row = limit(stopped)
    assert row.stopped_since is None
    assert row.left_out == [(STOPPED, RESUMED - dt.timedelta(days=1))]
    assert row.due_on == dt.date(2026, 9, 30)
    assert as_json(stopped.refresh())["state"] == "investigating"


def test_a_case_resumed_on_the_day_of_its_suspension_loses_no_day(stopped: CaseStory) -> None:
    before = limit(stopped).due_on
    with clock.at(STOPPED):
        stopped.resumed()
    assert limit(stopped).due_on == before


def test_while_suspended_nothing_is_investigated_concluded_or_decided(stopped: CaseStory) -> None:
    with clock.at(RESUMED), refusal("case.suspended") as told:
        stopped.investigated()
    assert "2026-07-02" in told.value.sentence
    with clock.at(RESUMED):
        for attempt in (
            lambda: investigation.add_evidence(
                user=stopped.user, case=stopped.refresh(), evidence_kind="01", name="合同", proves="价款",
                collected_on=RESUMED, source="当事人", upload=Upload("a.txt", io.BytesIO(b"a")),
            ),
            lambda: investigation.conclude(
                user=stopped.user, case=stopped.refresh(), report=stopped.report, complex_case=False
            ),
            lambda: investigation.set_complex(user=stopped.user, case=stopped.refresh()),
        ):  # fmt: skip
            with refusal("case.suspended"):
                attempt()
        assert stopped.resumed().concluded().refresh().dossier.position.step == "conclusion"


def test_review_goes_on_for_nothing_stops_its_days_but_no_notice_follows(bureau: Bureau) -> None:
    """55号令25: the ten days of review know no suspension."""
    with clock.at(FILED):
        story = submitted(bureau).suspended()
        story.reviewed()
        with refusal("case.suspended"):
            story.notified()
        story.resumed().notified()


def test_only_the_responsible_person_suspends_and_only_what_was_asked_for(bureau: Bureau) -> None:
    story = filed(bureau)
    with refusal("petition.none"):
        suspension.decide_suspension(
            user=story.as_("deputy"), case=story.refresh(), agreed=True, opinion="同意。"
        )
    with refusal("petition.no_reason"):
        suspension.request_suspension(user=story.user, case=story.refresh(), situation="3", reason=" ")
    suspension.request_suspension(user=story.user, case=story.refresh(), situation="3", reason="洪水")
    with refusal("petition.pending"):
        suspension.request_suspension(user=story.user, case=story.refresh(), situation="4", reason="下落不明")
    with refusal("role.not_allowed"):
        suspension.decide_suspension(user=story.user, case=story.refresh(), agreed=True, opinion="同意。")
    with refusal("petition.no_opinion"):
        suspension.decide_suspension(user=story.as_("deputy"), case=story.refresh(), agreed=False, opinion="")


def test_who_stands_in_for_the_leader_grants_and_the_record_says_for_whom(bureau: Bureau) -> None:
    """§11.2: not a signature of a chain, and yet 代谁、凭何授权."""
    story = filed(bureau)
    suspension.request_suspension(user=story.user, case=story.refresh(), situation="3", reason="洪水")
    stands_in(bureau, "reviewer", "deputy", Role.DEPUTY)
    suspension.decide_suspension(
        user=story.as_("reviewer"), case=story.refresh(), agreed=True, opinion="同意。"
    )
    actor = json.loads(bytes(story.case.dossier.records.get(act="case.granted").body))["actor"]
    assert (actor["ref"], actor["for"]) == (bureau.people["reviewer"].ref, bureau.people["deputy"].ref)
    assert actor["by"] == Substitution.objects.get().ref


def test_a_refused_request_stops_nothing_and_may_be_made_again(bureau: Bureau) -> None:
    story = filed(bureau)
    suspension.request_suspension(user=story.user, case=story.refresh(), situation="3", reason="洪水")
    suspension.decide_suspension(
        user=story.as_("principal"), case=story.refresh(), agreed=False, opinion="道路未断，不符合情形。"
    )
    assert not Suspension.objects.exists()
    assert limit(story).stops == []
    assert story.suspended().refresh().suspensions.count() == 1
    with refusal("suspension.exists"):
        story.suspended()


def test_nothing_is_suspended_before_filing_or_resumed_without_suspension(bureau: Bureau) -> None:
    story = reviewed(bureau)
    with refusal("suspension.none"):
        story.resumed()
    lead = type(story)(bureau).lead()
    with refusal("case.not_handler"):
        lead.suspended()


def test_the_case_page_says_why_it_stands_still_and_who_takes_it_up(stopped: CaseStory) -> None:
    with clock.at(RESUMED):
        found = ahead(standing_of(stopped.refresh()))
        assert [task.verb.name for task in found.tasks] == ["resumption"]
        assert "不可抗力" in found.gates[0].sentence
        stopped.resumed()
    said = [line.sentence for line in timeline(stopped.case.dossier)]
    assert any("呈请：中止调查" in sentence for sentence in said)
    assert any("对“中止调查”的呈请签署：同意" in sentence for sentence in said)
