"""行政处罚法42、46; 55号令17: how evidence was obtained; fetching it is an activity; what is excluded stays."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import drafting, investigation, recording
from mingjing.cases.queries.recordings import activities_of
from mingjing.demo.filming import TOLD
from mingjing.evidence.actions import Taken
from mingjing.evidence.models import Activity
from mingjing.review.intake_rules import MATERIALS
from telling import filed, refusal

if TYPE_CHECKING:
    from collections.abc import Collection

    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

KIND = Activity.Kind


def test_taking_evidence_is_an_activity_unless_a_visit_of_that_day_covers_it(bureau: Bureau) -> None:
    """种子 B3.0; 55号令17: fetched on another day it is a visit of its own; sampling always is."""
    story = filed(bureau).investigated()
    for obtained in ("fetched", "given", "sampled"):
        investigation.add_evidence(
            user=story.user, case=story.refresh(), evidence_kind="02", name=obtained, proves="事实",
            collected_on=clock.today(), source="某",
            taken=Taken(obtained, "original", story.place, None, TOLD),
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


def fetched(story: CaseStory, name: str, place: str, told: Collection[str]) -> Activity:
    """Enter a piece as fetched today; return the activity it was taken on."""
    piece = investigation.add_evidence(
        user=story.user, case=story.refresh(), evidence_kind="02", name=name, proves="事实",
        collected_on=clock.today(), source="某", taken=Taken("fetched", "original", place, None, told),
    )  # fmt: skip
    assert piece.activity is not None
    return piece.activity


def inspected(story: CaseStory, kind: str, told: Collection[str]) -> None:
    investigation.record_inspection(
        user=story.user, case=story.refresh(), kind=kind, happened_on=clock.today(), place="工地", person="梁某",
        content="现场堆放钢筋，未见施工许可证。", officers=story.officers, card_shown=True, told_items=told,
        began=dt.time(9, 5), ended=dt.time(9, 50), told="涉嫌违法；有权陈述申辩、申请回避；有义务协助检查。",
    )  # fmt: skip


def test_only_a_visit_to_the_same_place_covers_what_was_fetched(bureau: Bureau) -> None:
    """244号9、17: elsewhere on that day it is a taking of its own, with its own place and what was told there."""
    story = filed(bureau)
    inspected(story, "inspection", TOLD)
    assert fetched(story, "钢筋", "工地", TOLD).activity_kind == KIND.INSPECTION
    elsewhere = fetched(story, "账册", "办公室", ("reason", "basis"))
    assert (elsewhere.activity_kind, elsewhere.place, elsewhere.told) == (
        KIND.TAKING, "办公室", ["reason", "basis"],
    )  # fmt: skip
    assert fetched(story, "图纸", "办公室", ("reason",)) == elsewhere


def test_an_inquiry_covers_nothing_that_was_fetched(bureau: Bureau) -> None:
    """55号令17: to question somebody is not to take things away, wherever it is done."""
    story = filed(bureau)
    inspected(story, "inquiry", TOLD)
    taking = fetched(story, "账册", "工地", TOLD)
    assert (taking.activity_kind, taking.missing) == (KIND.TAKING, True)


def test_what_was_told_when_it_was_fetched_is_kept_with_the_visit(bureau: Bureau) -> None:
    """244号9: of the four things, what was not told at the start is told when the thing is taken."""
    story = filed(bureau)
    inspected(story, "inspection", ("reason", "basis"))
    visit = fetched(story, "钢筋", "工地", ("rights", "basis"))
    assert visit.activity_kind == KIND.INSPECTION
    visit.refresh_from_db()
    assert visit.told == ["reason", "basis", "rights"]
    fetched(story, "水泥", "工地", ())
    visit.refresh_from_db()
    assert visit.told == ["reason", "basis", "rights"]


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
