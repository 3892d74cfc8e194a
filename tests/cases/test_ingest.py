"""种子 B3.2、B3.3: what stations and recorders lay into a folder comes in once, is matched, and is confirmed."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

import pytest

from keeping import camera, drawn, keeper
from mingjing import clock
from mingjing.cases.actions import sorting
from mingjing.cases.ingesting import agency_named, run, sweep
from mingjing.cases.queries.files import used_otherwise
from mingjing.cases.queries.inbox import inbox
from mingjing.config.ingesting import ingest as ingest_command
from mingjing.demo import samples
from mingjing.evidence import ingest
from mingjing.evidence.models import DeviceAlarm, Inbound, Recording
from mingjing.records import audit
from mingjing.records.actors import COMMAND
from mingjing.records.models import Dossier
from mingjing.records.queries import timeline
from mingjing.registry import devices
from mingjing.storage.models import Blob
from telling import filed, other_agency, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mingjing.cases.ingesting import Step
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory
    from mingjing.registry.models import Device

MORNING = dt.datetime(2026, 9, 15, 9, 10, tzinfo=clock.SHANGHAI)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def story(bureau: Bureau) -> Iterator[CaseStory]:
    """A case whose officers inspected from 9:05 to 9:50 and inquired after that; it is eleven."""
    with clock.at(MORNING + 110 * MINUTE):
        keeper(bureau)
        yield filed(bureau, prompt=False).investigated()


@pytest.fixture
def device(bureau: Bureau, story: CaseStory) -> Device:
    """A body camera that the second officer drew out in the morning; its clock is 90 seconds fast."""
    del story
    made = camera(bureau)
    devices.enter(
        user=keeper(bureau), device=made, entry_kind="clock", happened_at=MORNING - 60 * MINUTE, offset=90
    )
    drawn(bureau, made, "officer2", at=MORNING - 30 * MINUTE)
    return made


def lay(folder: Path, name: str, at: dt.datetime = MORNING, *, seconds: float = 600, word: str = "") -> Path:
    """Lay a clip there as a camera whose clock is 90 seconds fast writes it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(samples.clip(word or name, at + dt.timedelta(seconds=90), seconds))
    return path


def taken(bureau: Bureau, folder: Path, **told: Any) -> list[Step]:
    return list(run(folder, agency=bureau.agency, actor=COMMAND, **told))


def test_a_file_comes_in_with_its_device_its_officer_and_its_right_time(
    bureau: Bureau, device: Device, tmp_path: Path
) -> None:
    """种子 B3.3: device and officer from the name, times from the metadata, corrected by the device's clock."""
    lay(tmp_path, "YJ_YL-07_230102_20260915091130_01.mp4")
    (step,) = taken(bureau, tmp_path)
    assert step.waiting is not None
    row = step.waiting.row
    assert (row.device, row.officer, row.times) == (device, bureau.people["officer2"], "metadata")
    assert (row.started_at, row.ended_at, row.clock_offset) == (MORNING, MORNING + 10 * MINUTE, 90)
    assert row.length_ms == 600_000
    assert not DeviceAlarm.objects.exists()
    dossier = Dossier.objects.get(kind="inbound", ref=row.ref)
    assert [line.sentence for line in timeline(dossier)] == [
        "系统管理命令从采集站或者录像机导入了“YJ_YL-07_230102_20260915091130_01.mp4”。"
    ]
    assert not [each for each in audit.run().problems if row.ref in each]


@pytest.mark.usefixtures("device")
def test_what_came_once_never_comes_again_whatever_it_is_called(bureau: Bureau, tmp_path: Path) -> None:
    """种子 B3.2: never imported twice, by the content's hash; the files themselves stay as they are."""
    first = lay(tmp_path, "YL-07/a.mp4")
    assert len(taken(bureau, tmp_path)) == 1
    assert taken(bureau, tmp_path) == []
    (tmp_path / "YL-07/b.mp4").write_bytes(first.read_bytes())
    (step,) = taken(bureau, tmp_path)
    assert (step.waiting, step.fault, step.said) == (None, "", "以前已经导入")
    os.utime(first)
    assert [each.said for each in taken(bureau, tmp_path)] == ["以前已经导入"]
    assert Inbound.objects.count() == 1
    assert first.exists()


def test_two_runs_at_once_take_a_content_in_once(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """种子 B3.2: the command and the sweep may meet at the same file; the later one finds it known."""
    lay(tmp_path, "YL-07/a.mp4", word="same")
    lay(tmp_path, "YL-07/b.mp4", word="same")
    known = ingest._known
    looks = iter([False, False])
    monkeypatch.setattr(ingest, "_known", lambda agency, blob: next(looks, known(agency, blob)))
    first, second = taken(bureau, tmp_path)
    assert first.waiting is not None
    assert (second.waiting, second.fault) == (None, "")
    assert Inbound.objects.count() == 1


def test_it_is_proposed_for_the_activity_of_its_officer_and_hour_and_a_person_confirms(
    bureau: Bureau, story: CaseStory, device: Device, tmp_path: Path
) -> None:
    """种子 B3.2: matched by officer, time and place; only the handler's word makes it the recording of an activity."""
    lay(tmp_path, "YL-07/a.mp4")
    (step,) = taken(bureau, tmp_path)
    assert step.waiting is not None
    proposal = step.waiting.proposal
    assert proposal is not None
    assert (proposal.case, proposal.activity.activity_kind) == (story.case, "inspection")
    assert "建议归入" in step.said
    recording = confirmed(story, step)
    assert (recording.registered, recording.undrawn, recording.late) == (device, False, False)
    assert (recording.device, recording.source) == ("执法记录仪 YL-07", "采集站导入")
    assert recording.recorded_by == bureau.people["officer2"]
    assert recording.started_at == MORNING
    assert inbox(bureau.agency) == []
    with refusal("inbound.settled"):
        confirmed(story, step)


@pytest.mark.usefixtures("device")
def test_a_file_of_the_inbox_is_in_use_until_a_recording_stands_for_it(
    bureau: Bureau, story: CaseStory, tmp_path: Path
) -> None:
    """244号23: nothing that waits is disposed of; afterwards the recording's own term counts."""
    lay(tmp_path, "YL-07/a.mp4")
    (step,) = taken(bureau, tmp_path)
    assert step.waiting is not None
    content = step.waiting.row.blob_id
    assert used_otherwise([content]) == {content}
    confirmed(story, step)
    assert used_otherwise([content]) == set()


@pytest.mark.usefixtures("device")
def test_it_came_when_it_was_taken_in_and_what_came_late_has_its_reason(
    bureau: Bureau, story: CaseStory, tmp_path: Path
) -> None:
    """244号20: twenty-four hours until it is in the system; how long it lies in the inbox does not count."""
    lay(tmp_path, "YL-07/a.mp4")
    (first,) = taken(bureau, tmp_path)
    with clock.at(MORNING + 3 * 24 * 60 * MINUTE):
        assert not confirmed(story, first).late
        lay(tmp_path, "YL-07/b.mp4", MORNING + 20 * MINUTE)
        (second,) = taken(bureau, tmp_path)
        recording = confirmed(story, second, late_reason="3")
        assert recording.late
        assert recording.late_reason == "3"


@pytest.mark.usefixtures("device")
def test_a_recording_with_a_device_nobody_had_drawn_out_is_an_alarm_that_its_keeper_answers(
    bureau: Bureau, story: CaseStory, tmp_path: Path
) -> None:
    """种子 B3.3: recorded and seen: before it was drawn out, and by somebody who does not hold it."""
    lay(tmp_path, "YL-07/early.mp4", MORNING - 120 * MINUTE)
    lay(tmp_path, "YJ_YL-07_230101_20260915091130.mp4")
    steps = taken(bureau, tmp_path)
    alarms = ingest.open_alarms(bureau.agency)
    assert {each.officer for each in alarms} == {None, bureau.people["officer1"]}
    (_, theirs) = sorted(steps, key=lambda step: step.found.place, reverse=True)
    recording = confirmed(story, theirs)
    assert recording.undrawn
    assert DeviceAlarm.objects.count() == 2, "confirming raises no second alarm"
    with refusal("alarm.empty"):
        sorting.answer_alarm(user=keeper(bureau), alarm=alarms[0], answer=" ")
    for each in alarms:
        sorting.answer_alarm(user=keeper(bureau), alarm=each, answer="紧急出动，未及登记。")
    with refusal("alarm.answered"):
        sorting.answer_alarm(user=keeper(bureau), alarm=alarms[0], answer="再写")
    assert ingest.open_alarms(bureau.agency) == []


@pytest.mark.usefixtures("story")
def test_what_fits_nothing_waits_and_may_be_given_to_another_or_left(
    bureau: Bureau, device: Device, tmp_path: Path
) -> None:
    """种子 B3.2: confirm, re-assign, leave; what was left can come back."""
    lay(tmp_path, "unknown.mp4")
    (step,) = taken(bureau, tmp_path)
    assert step.waiting is not None
    row = step.waiting.row
    assert (row.device, row.officer, step.waiting.proposal) == (None, None, None)
    assert step.said.endswith("没有对上活动，留在收件箱")
    sorting.reassign_inbound(
        user=keeper(bureau), inbound=row, officer=bureau.people["officer2"], device=device
    )
    (waiting,) = inbox(bureau.agency)
    assert waiting.row.started_at == MORNING, "corrected by the clock of the device that it is said to be of"
    assert waiting.proposal is not None
    assert waiting.concerns(bureau.people["officer1"]), "who handles the same case"
    assert not waiting.concerns(bureau.people["officer3"])
    with refusal("inbound.anothers"):
        sorting.leave_inbound(user=bureau.users["officer3"], inbound=row, reason="测试")
    with refusal("inbound.no_reason"):
        sorting.leave_inbound(user=bureau.users["officer2"], inbound=row, reason="")
    sorting.leave_inbound(user=bureau.users["officer2"], inbound=row, reason="出发前试拍。")
    assert inbox(bureau.agency) == []
    sorting.reopen_inbound(user=keeper(bureau), inbound=row)
    assert len(inbox(bureau.agency)) == 1
    with refusal("inbound.not_left"):
        sorting.reopen_inbound(user=keeper(bureau), inbound=row)


def test_a_span_cut_out_at_a_hall_recorder_comes_as_it_is_and_its_camera_is_named(
    bureau: Bureau, story: CaseStory, tmp_path: Path
) -> None:
    """种子 B3.0、B3.1: window and hall cameras: by place and time, the source named."""
    site = devices.add_site(user=keeper(bureau), name="询问室", site_kind="inquiry", address="二楼")
    camera(bureau, "CAM-02", device_kind="fixed", site=site)
    story.case.dossier.activities.filter(activity_kind="inquiry").update(place="本局询问室")
    content = samples.clip("cut", None, 300)
    (tmp_path / "CAM-02_20260915095600_20260915100100.mp4").write_bytes(content)
    (step,) = taken(bureau, tmp_path)
    assert step.waiting is not None
    assert step.waiting.proposal is not None
    assert step.waiting.concerns(bureau.people["officer1"])
    recording = confirmed(story, step)
    assert recording.activity.activity_kind == "inquiry"
    assert recording.source == "询问室的固定摄像头 CAM-02，录像机按时间段导出"
    assert recording.started_at == MORNING + 46 * MINUTE
    assert Blob.objects.get(pk=recording.blob_id).size == len(content)


def test_what_is_no_recording_is_told_and_left_and_not_read_again(bureau: Bureau, tmp_path: Path) -> None:
    """种子 B3.2: nothing is passed over in silence."""
    (tmp_path / "readme.txt").write_text("说明")
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "half.mp4.part").write_bytes(b"x")
    (tmp_path / ".hidden.mp4").write_bytes(b"x")
    assert sorted(each.found.place for each in taken(bureau, tmp_path) if each.fault) == [
        "empty.mp4",
        "readme.txt",
    ]
    assert taken(bureau, tmp_path) == []
    assert len(ingest.refused_files()) == 2
    with refusal("ingest.folder"):
        taken(bureau, tmp_path / "nowhere")


@pytest.mark.usefixtures("bureau", "story")
def test_the_watched_folder_is_swept_once_its_files_have_come_to_rest(tmp_path: Path, settings: Any) -> None:
    """种子 B3.3: a station that is still writing is not disturbed; no folder, no sweep."""
    path = lay(tmp_path, "YL-07/a.mp4")
    sweep()
    settings.MINGJING_INGEST_FOLDER = str(tmp_path)
    sweep()
    assert Inbound.objects.count() == 0
    past = clock.real().timestamp() - 60
    os.utime(path, (past, past))
    sweep()
    sweep()
    assert Inbound.objects.count() == 1


@pytest.mark.usefixtures("bureau", "device")
def test_the_command_says_a_line_of_each_file_and_counts_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """种子 B3.3: the progress is told; what was refused makes the command fail."""
    lay(tmp_path, "YL-07/a.mp4", word="same")
    lay(tmp_path, "YL-07/b.mp4", word="same")
    assert ingest_command(str(tmp_path), agency="") == 0
    first, second, last = capsys.readouterr().out.splitlines()
    assert first.startswith("[1/2] YL-07/a.mp4：已导入（执法记录仪 YL-07，")
    assert second == "[2/2] YL-07/b.mp4：以前已经导入"
    assert last == "导入 1 个，以前已导入 1 个，没有导入 0 个。"
    (tmp_path / "readme.txt").write_text("说明")
    assert ingest_command(str(tmp_path), agency="") == 1
    assert capsys.readouterr().out.splitlines()[-1] == "导入 0 个，以前已导入 0 个，没有导入 1 个。"


def test_an_agencys_own_pattern_is_a_setting(
    bureau: Bureau, device: Device, tmp_path: Path, settings: Any
) -> None:
    """Reference §7: 文件名默认模板可配正则."""
    settings.MINGJING_INGEST_PATTERNS = (r"^(?P<officer>[^/]+)/(?P<device>YL-\d+)@",)
    lay(tmp_path, "陆明川（示例）/YL-07@1.mp4")
    (step,) = taken(bureau, tmp_path)
    assert step.waiting is not None
    assert (step.waiting.row.device, step.waiting.row.officer) == (device, bureau.people["officer2"])


def test_whose_folder_it_is_must_be_known(bureau: Bureau) -> None:
    """Several agencies in one system keep their files apart."""
    assert agency_named("") == bureau.agency
    other = other_agency()
    with refusal("ingest.agency"):
        agency_named("")
    assert agency_named("邻建") == other


def confirmed(story: CaseStory, step: Step, **told: Any) -> Recording:
    assert step.waiting is not None
    proposal = step.waiting.proposal
    assert proposal is not None
    return sorting.confirm_inbound(
        user=story.user, case=story.refresh(), inbound=step.waiting.row, activity=proposal.activity, **told
    )
