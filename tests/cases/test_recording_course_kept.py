"""244号17–19 on a case: how a recording was made is said, a whole course leaves no gap, faults are seen by review."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest

from keeping import camera, drawn, keeper
from mingjing import clock
from mingjing.cases.actions import recording
from mingjing.cases.queries.recording_counts import counted, tallies
from mingjing.cases.queries.recordings import activities_of, lack, recording_defects
from mingjing.demo import samples
from mingjing.evidence.actions import Upload
from mingjing.evidence.models import Activity, DeviceAlarm, Recording
from mingjing.evidence.recordings import Made
from mingjing.records.queries import timeline
from mingjing.registry import devices
from telling import filed, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

DAY = dt.datetime(2026, 9, 15, 10, tzinfo=clock.SHANGHAI)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def story(bureau: Bureau) -> Iterator[CaseStory]:
    """A case whose officers inspected this morning."""
    with clock.at(DAY + 60 * MINUTE):
        keeper(bureau)
        yield filed(bureau, prompt=False).investigated()


def inspected(story: CaseStory, *, whole: bool = False) -> Activity:
    if whole:
        story.case.dossier.activities.filter(activity_kind="inspection").update(
            grade="full", carriers=["video"], began=None, ended=None
        )
    return next(each for each in activities_of(story.case.dossier) if each.activity_kind == "inspection")


def filmed(story: CaseStory, since: int, until: int, *, lasts: float | None = None, **told: Any) -> Recording:
    """Upload a film from one minute after ten to another; its file lasts so many seconds, or does not say."""
    word = f"{since}-{until}"
    content = samples.film(word) if lasts is None else samples.clip(word, None, lasts)
    made: dict[str, Any] = {
        "started_at": DAY + since * MINUTE, "ended_at": DAY + until * MINUTE, "place": "工地", "device": "手机",
        "recorded_by": story.officers[0],
    }  # fmt: skip
    return recording.upload_recording(
        user=story.user, case=story.refresh(), activity=inspected(story),
        upload=Upload(f"{word}.mp4", io.BytesIO(content)), made=Made(**made | told),
    )  # fmt: skip


def test_a_whole_course_with_a_gap_is_not_recorded_until_the_gap_is_explained(story: CaseStory) -> None:
    """244号17、19: over one second between segments, found from the files' own lengths."""
    inspected(story, whole=True)
    filmed(story, 0, 10, lasts=600)
    assert inspected(story).recorded
    filmed(story, 10, 20, lasts=600)
    assert inspected(story).recorded
    filmed(story, 23, 30, lasts=420)
    activity = inspected(story)
    assert activity.missing
    assert lack(activity).endswith("全程音像记录中断 10:20:00 至 10:23:00，没有说明")
    last = activity.recordings.all()[2]
    describe(story, last, interruption="10:20 至 10:23 换电池")
    assert inspected(story).recorded


def test_a_file_that_is_shorter_than_what_was_typed_shows_its_gap(story: CaseStory) -> None:
    """244号17: gaps are found from metadata, not from what people write."""
    inspected(story, whole=True)
    filmed(story, 0, 10, lasts=480)
    filmed(story, 10, 20, lasts=600)
    assert [str(each) for each in inspected(story).gaps] == ["10:08:00 至 10:10:00"]


def test_a_gap_nobody_can_explain_away_needs_the_countersigned_explanation(story: CaseStory) -> None:
    """244号19; §11.4 no. 10: a written explanation, countersigned, and the statistics count it."""
    inspected(story, whole=True)
    filmed(story, 0, 10)
    filmed(story, 15, 20)
    said = recording.explain_recording(
        user=story.user, case=story.refresh(), activity=inspected(story), ground="1", text="存储卡损坏。"
    )
    assert inspected(story).missing
    recording.countersign_explanation(
        user=story.as_("deputy"), case=story.refresh(), explanation=said, agreed=True, opinion=""
    )
    assert not inspected(story).missing
    (row,) = tallies(counted(story.case.agency, 2026))
    assert (row.explained, row.gaps) == (1, 1)
    said_to_reviewer = [words for _, words in recording_defects(activities_of(story.case.dossier))]
    assert any("全程音像记录缺 10:10:00 至 10:15:00，有经会签的书面说明" in each for each in said_to_reviewer)


def test_how_a_recording_was_made_is_said_truthfully_and_seen(story: CaseStory) -> None:
    """244号18、19; §11.6 no. 11: announcement, check, both sides, interruptions, points with their marks."""
    row = filmed(story, 0, 10)
    assert not row.described
    assert row.faults == []
    describe(
        story, row, checked=True, announced=False, both_sides=True, marks="1 0:30，3 5:00", focus=("2",),
        interruption="10:03 至 10:04 接电话（未说明）",
    )  # fmt: skip
    row.refresh_from_db()
    assert row.focus == ["1", "2", "3"]
    assert row.marks == {"1": 30, "3": 300}
    assert row.faults == ["开始时未告知正在录制", "中断 1 次未语音说明原因"]
    (tally,) = tallies(counted(story.case.agency, 2026))
    assert tally.faulty == 1
    with refusal("recording.mark"):
        describe(story, row, marks="1 20:00")


def test_a_recording_with_a_device_nobody_had_drawn_out_is_an_alarm(story: CaseStory, bureau: Bureau) -> None:
    """种子 B3.3: it is taken in, marked, and its keeper is told."""
    device = camera(bureau)
    row = filmed(story, 0, 10, registered=device, device="")
    assert (row.undrawn, row.device) == (True, "执法记录仪 YL-07")
    alarm = DeviceAlarm.objects.get()
    assert (alarm.device, alarm.officer, alarm.about) == (
        device,
        story.officers[0],
        f"evidence.recording:{row.ref}",
    )
    said = timeline(story.case.dossier)[0].sentence
    assert said == "沈知行（示例）上传了2026-09-15 现场检查（勘验）的录像 1，设备没有领用。"
    drawn(bureau, device, at=DAY + 15 * MINUTE)
    assert not filmed(story, 20, 30, registered=device, device="").undrawn
    assert DeviceAlarm.objects.count() == 1


def test_a_device_typed_by_its_number_is_the_one_in_the_register(story: CaseStory, bureau: Bureau) -> None:
    """种子 B3.3: known by its number; what the register does not know stays as it was typed."""
    device = camera(bureau)
    drawn(bureau, device, at=DAY - MINUTE)
    known = filmed(story, 0, 10, device="执法记录仪 YL-07")
    unknown = filmed(story, 10, 20, device="手机")
    assert (known.registered, known.undrawn) == (device, False)
    assert (unknown.registered, unknown.device, unknown.undrawn) == (None, "手机", False)


def test_what_happens_at_a_listed_site_is_recorded_throughout(bureau: Bureau) -> None:
    """种子 二（三）、B3.0、B3.1: the list of places recorded throughout is the rule, from its day to its last."""
    with clock.at(DAY + 60 * MINUTE):
        room = devices.add_site(user=keeper(bureau), name="询问室", site_kind="inquiry", address="二楼")
        there = filed(bureau, prompt=False, place="本局询问室（示例）").investigated()
        kept = {each.activity_kind: each for each in activities_of(there.case.dossier)}
        assert kept["inquiry"].grade == "full"
        assert kept["inquiry"].carriers == ["video"]
        assert kept["inquiry"].source.startswith("全程音像记录的场所：询问室；")
        devices.close_site(user=keeper(bureau), site=room, closed_on=DAY.date())
        after = filed(bureau, prompt=False, place="本局询问室（示例）").investigated()
        assert {each.grade for each in activities_of(after.case.dossier)} == {"av"}


def describe(story: CaseStory, row: Recording, **told: Any) -> Recording:
    made = Made(row.started_at, row.ended_at, row.place, row.device, row.recorded_by, **told)
    return recording.describe_recording(user=story.user, case=story.refresh(), row=row, made=made)
