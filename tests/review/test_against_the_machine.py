"""244号30: the person finds; a finding against the machine needs a reason. The file is examined as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.actions import drafting
from mingjing.cases.examination import examine
from mingjing.demo.stories import Plan
from mingjing.review.checks.seen import State, faults_of
from mingjing.review.models import WorkSheet
from mingjing.review.points import POINTS
from telling import SOUND, TWO, refusal, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

WORDS = "经审核，事实清楚，证据充分，适用依据正确，同意。"
HEAVY = (Plan(60_000_00),)


def write(story: CaseStory, **told: object) -> WorkSheet:
    return drafting.write_opinion(
        user=story.as_("reviewer"), case=story.refresh(), submission=story.submission(story.parties[0]),
        **{"result": "同意", "text": WORDS, "verdicts": SOUND, "reasons": {}} | told,
    )  # fmt: skip


def test_a_sound_case_is_seen_sound_on_eight_points_and_the_last_two_are_left_to_a_person(
    bureau: Bureau,
) -> None:
    story = submitted(bureau, **TWO)
    for party in story.parties:
        sight = examine(story.refresh(), story.submission(party))
        assert list(sight) == [point.key for point in POINTS][:-2]
        assert faults_of(sight) == {}
    assert [each.state for each in sight["officers"]] == [State.OK]


def test_a_finding_against_the_machine_needs_its_reason(bureau: Bureau) -> None:
    story = submitted(bureau, plans=HEAVY)
    with refusal("review.against_machine") as told:
        write(story)
    assert "不在“一般”档" in told.value.details[0]
    with refusal("review.against_machine"):
        write(story, verdicts=SOUND | {"discretion": "none"})
    with refusal("review.against_machine"):
        write(story, reasons={"discretion": "  "})
    assert not WorkSheet.objects.exists()
    sheet = write(story, reasons={"discretion": "甲供材料应计入价款，按结算价 400 万元计。"})
    assert sheet.findings.get(point="discretion").reason


def test_a_finding_with_the_machine_needs_the_reason_of_every_fault(bureau: Bureau) -> None:
    story = submitted(bureau, plans=HEAVY)
    told = {
        "result": "改正",
        "text": "罚款超出裁量档次，请改正。",
        "verdicts": SOUND | {"discretion": "faulty"},
    }
    with refusal("review.reason_missing"):
        write(story, **told)
    write(story, **told, reasons={"discretion": "超出本档上限。"})


def test_a_certificate_that_ran_out_since_is_judged_on_the_day_of_the_act(bureau: Bureau) -> None:
    story = submitted(bureau)
    officer = bureau.people["officer2"]
    certificate = officer.certificates.get()
    certificate.valid_to = story.case.found_on.replace(year=2025)
    certificate.save()
    seen = examine(story.refresh(), story.submission(story.parties[0]))["officers"]
    assert any(officer.name in each.sentence and each.state is State.FAULT for each in seen)
