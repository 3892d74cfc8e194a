"""行政处罚法42、46; 55号令17: how evidence was obtained; fetching it is an activity; what is excluded stays."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import drafting, investigation, recording
from mingjing.cases.recordings import activities_of
from mingjing.demo.filming import TOLD
from mingjing.evidence.actions import Taken
from mingjing.evidence.models import Activity
from mingjing.review.intake_rules import MATERIALS
from telling import filed, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

KIND = Activity.Kind


def test_taking_evidence_is_an_activity_unless_a_visit_of_that_day_covers_it(bureau: Bureau) -> None:
    """种子 B3.0; 55号令17: fetched on another day it is a visit of its own; sampling always is."""
    story = filed(bureau).investigated()
    for obtained in ("fetched", "given", "sampled"):
        investigation.add_evidence(
            user=story.user, case=story.refresh(), evidence_kind="02", name=obtained, proves="事实",
            collected_on=clock.today(), source="某", taken=Taken(obtained, "original", "工地", None, TOLD),
        )  # fmt: skip
    missing = [each.activity_kind for each in activities_of(story.case.dossier) if each.missing]
    assert missing == [KIND.SAMPLING]
    with clock.at(clock.today() + dt.timedelta(days=1)):
        piece = investigation.add_evidence(
            user=story.user, case=story.refresh(), evidence_kind="01", name="合同", proves="价款",
            collected_on=clock.today(), source="某", taken=Taken("fetched", "copy", "办公室", None, ()),
        )  # fmt: skip
        assert piece.activity is not None
        assert piece.activity.activity_kind == KIND.TAKING
        assert piece.one_officer_only


def test_excluded_evidence_stays_in_the_file_and_leaves_the_draft(bureau: Bureau) -> None:
    """行政处罚法46第三款: noted, not deleted; a draft that lists it is not submitted."""
    story = filed(bureau).investigated().concluded().drafted()
    piece = story.case.dossier.evidence.order_by("position")[1]
    with refusal("evidence.no_reason"):
        recording.exclude_evidence(user=story.user, case=story.refresh(), evidence=piece, reason=" ")
    recording.exclude_evidence(
        user=story.user, case=story.refresh(), evidence=piece, reason="未出示证件、以威胁手段取得。"
    )
    with refusal("evidence.excluded"):
        recording.exclude_evidence(user=story.user, case=story.refresh(), evidence=piece, reason="再次")
    assert story.case.dossier.evidence.count() == 3
    with refusal("review.evidence_added"):
        drafting.submit(
            user=story.user, case=story.refresh(), party=story.parties[0], materials=MATERIALS[:4]
        )
    story.drafted().submitted()
