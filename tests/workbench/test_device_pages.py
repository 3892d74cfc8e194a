"""音像设备和收件箱：登记、领用、归还、台账、告警、归入，都从页面办得到 (种子 B3.2、B3.3)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from rules_cast import at_desk

from keeping import camera, drawn, keeper, returned
from mingjing import clock
from mingjing.cases.actions import sorting
from mingjing.cases.ingesting import run
from mingjing.cases.queries.recordings import activities_of
from mingjing.demo import samples
from mingjing.evidence.models import DeviceAlarm, Inbound, Recording
from mingjing.records.actors import COMMAND
from mingjing.registry import devices
from mingjing.registry.models import Device, Loan, Site, UsageRules
from mingjing.workbench.views import inbox
from telling import filed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

NOON = dt.datetime(2026, 9, 15, 12, tzinfo=clock.SHANGHAI)
HOUR = dt.timedelta(hours=1)
DEVICES, INBOX = "/workbench/devices/", "/workbench/inbox/"


@pytest.fixture(autouse=True)
def noon(bureau: Bureau) -> Iterator[None]:
    """It is noon, and the bureau has its keeper of devices."""
    with clock.at(NOON):
        keeper(bureau)
        yield


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    """A case whose officers inspected and inquired this morning."""
    return filed(bureau, prompt=False).investigated()


def file_of(bureau: Bureau, folder: Path, name: str, at: dt.datetime) -> Inbound:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(samples.clip(name, at, 600))
    return next(step.waiting.row for step in run(folder, agency=bureau.agency, actor=COMMAND) if step.waiting)


def test_the_keeper_registers_issues_and_takes_back_a_device(bureau: Bureau) -> None:
    """种子 B3.3: everything from the pages; a refusal loses nothing that was typed."""
    desk = at_desk("devices")
    told = {
        "device_kind": "body", "serial": "YL-21", "model": "DSJ-X1", "standard": "GA/T 947.2—2015",
        "department": str(bureau.departments["market"].pk), "site": "", "utc_times": "yes",
    }  # fmt: skip
    answer = desk.send(f"{DEVICES}new/", told)
    device = Device.objects.get()
    page = reverse("device", args=[device.ref])
    assert answer["Location"] == page
    assert "已经登记" in desk.send(f"{DEVICES}new/", told).content.decode()
    assert "从未校时" in desk.text(DEVICES)
    desk.send(
        f"{page}enter/",
        {"entry_kind": "clock", "happened_at": "2026-09-15T11:00", "offset": "-4", "text": "校准"},
    )
    desk.send(
        f"{page}draw/",
        {
            "holder": str(bureau.people["officer1"].pk),
            "drawn_at": "2026-09-15T11:30",
            "drawn_state": "完好，电量 100%",
        },
    )
    shown = desk.text(DEVICES)
    assert "沈知行（示例）" in shown
    assert "慢 4 秒" in shown
    desk.send(f"{page}return/", {"returned_at": "2026-09-15T11:50", "returned_state": "完好", "full": "on"})
    assert Loan.objects.get().returned_at == NOON - HOUR / 6
    shown = desk.text(page)
    assert "存储已满" in shown
    assert "石可风（示例）从沈知行（示例）收回执法记录仪 YL-21。" in shown


def test_sites_equipment_and_the_rules_of_use_are_kept_from_the_page(bureau: Bureau) -> None:
    """种子 B3.0、B3.1、B3.3: the list of sites, the standard and what is missing, the written rules."""
    desk = at_desk("devices")
    desk.send(f"{DEVICES}sites/new/", {"site_kind": "hearing", "name": "听证室", "address": "三楼"})
    assert "没有固定摄像头" in desk.text(DEVICES)
    camera(bureau, "CAM-02", device_kind="fixed", site=Site.objects.get())
    market = str(bureau.departments["market"].pk)
    desk.send(f"{DEVICES}equipment/", {"department": market, "device_kind": "body", "number": "2"})
    shown = desk.text(DEVICES)
    assert "缺 2" in shown
    assert "CAM-02" in shown
    desk.send(
        f"{DEVICES}rules/new/",
        {
            "title": "使用制度",
            "text": "专人保管。",
            "announcement": "现在开始录像。",
            "in_force_on": "2026-09-01",
        },
    )
    assert UsageRules.objects.get().version == 1
    assert "专人保管。" in at_desk("officer1").text(f"{DEVICES}rules/")
    close = reverse("site-close", args=[Site.objects.get().ref])
    desk.send(close, {"closed_on": "2026-09-15"})
    assert "2026-09-15 停用" in desk.text(DEVICES)


def test_what_wants_care_is_on_the_keepers_desk(bureau: Bureau) -> None:
    """种子 B3.3: clocks, full storage, what has been out for long."""
    device = camera(bureau)
    drawn(bureau, device, at=NOON - 96 * HOUR)
    second = camera(bureau, "YL-08")
    devices.enter(user=keeper(bureau), device=second, entry_kind="clock", happened_at=NOON, offset=0)
    drawn(bureau, second)
    returned(bureau, second, full=True)
    shown = at_desk("devices").text("/workbench/")
    for words in ("校时：从未校时", "催还：领用超过 3 日", "导出清空：存储已满"):
        assert words in shown
    assert shown.count("校时：") == 1
    assert "导出清空" not in at_desk("officer1").text("/workbench/")


def test_an_officer_confirms_what_was_proposed_and_says_how_it_was_made(
    bureau: Bureau, story: CaseStory, tmp_path: Path
) -> None:
    """种子 B3.2; 244号18、19: from the desk to the recording and its course."""
    device = camera(bureau)
    drawn(bureau, device, at=NOON - 4 * HOUR)
    row = file_of(bureau, tmp_path, "YL-07/a.mp4", NOON - 2.5 * HOUR)
    desk = at_desk("officer1")
    page = reverse("inbound", args=[row.ref])
    assert page in desk.text("/workbench/")
    assert "现场检查（勘验）" in desk.text(INBOX)
    activity = next(each for each in activities_of(story.case.dossier) if each.activity_kind == "inspection")
    opened = desk.send(reverse("inbound-open", args=[row.ref]), page=page)["Location"]
    part = desk.client.get(opened, headers={"Range": "bytes=4-7"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"ftyp")  # type: ignore[attr-defined]
    assert at_desk("officer2").get(opened).status_code == 403
    assert "查看了音像收件" in desk.text(page)
    confirm = reverse("inbound-confirm", args=[row.ref, activity.ref])
    assert confirm in desk.text(page)
    assert at_desk("officer3").get(page).status_code == 404
    answer = desk.send(
        confirm,
        {"recorded_by": str(bureau.people["officer1"].pk), "place": "工地北门", "late_reason": ""},
    )
    recording = Recording.objects.get(registered=device)
    course = reverse("recording-course", args=[story.case.ref, recording.ref])
    assert answer["Location"] == course
    answer = desk.send(
        course,
        {"checked": "yes", "announced": "no", "both_sides": "yes", "interruption": "没电", "focus": ["1"]},
    )
    assert "每次中断写一行" in answer.content.decode()
    desk.send(
        course,
        {
            "checked": "yes", "announced": "no", "both_sides": "", "marks": "1 0:30",
            "interruption": "9:33 至 9:34 换电池（未说明）",
        },
    )  # fmt: skip
    shown = desk.text(reverse("case-recording", args=[story.case.ref, recording.ref]))
    assert "09:33:00 至 09:34:00 换电池（未语音说明）" in shown
    assert "执法记录仪 YL-07" in shown
    recording.refresh_from_db()
    assert (recording.announced, recording.both_sides, recording.marks) == (False, None, {"1": 30})


def test_the_keeper_learns_no_case_and_gives_a_file_to_another_or_leaves_it(
    bureau: Bureau, story: CaseStory, tmp_path: Path
) -> None:
    """Need to know: whoever reads no cases learns only whether a file was matched."""
    device = camera(bureau)
    drawn(bureau, device, at=NOON - 4 * HOUR)
    matched_row = file_of(bureau, tmp_path, "YL-07/a.mp4", NOON - 2.5 * HOUR)
    stray = file_of(bureau, tmp_path, "b.mp4", NOON - 2 * HOUR)
    desk = at_desk("devices")
    shown = desk.text(INBOX) + desk.text(reverse("inbound", args=[matched_row.ref]))
    assert "已对上，待承办人确认" in shown
    assert story.case.title not in shown
    assert "导入的音像没有对上活动" in desk.text("/workbench/")
    page = reverse("inbound", args=[stray.ref])
    desk.send(f"{page}assign/", {"officer": str(bureau.people["officer2"].pk), "device": ""})
    stray.refresh_from_db()
    assert stray.officer == bureau.people["officer2"]
    desk.send(f"{page}leave/", {"reason": "出发前试拍"})
    assert "出发前试拍" in desk.text(f"{INBOX}?state=left")
    desk.send(f"{page}reopen/")
    stray.refresh_from_db()
    assert stray.state == Inbound.State.WAITING


def test_what_others_left_hides_nothing_that_is_ones_own(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page lists the newest of what this person may sort, not of the whole agency's."""
    monkeypatch.setattr(inbox, "MOST", 1)
    own = file_of(bureau, tmp_path, "own.mp4", NOON - 3 * HOUR)
    others = file_of(bureau, tmp_path, "others.mp4", NOON - 2 * HOUR)
    for row, person in ((own, "officer1"), (others, "officer2")):
        sorting.reassign_inbound(user=keeper(bureau), inbound=row, officer=bureau.people[person])
        sorting.leave_inbound(user=keeper(bureau), inbound=row, reason="试拍")
    shown = at_desk("officer1").text(f"{INBOX}?state=left")
    assert "own.mp4" in shown
    assert "others.mp4" not in shown


def test_an_alarm_is_seen_on_the_desk_and_answered(bureau: Bureau, tmp_path: Path) -> None:
    """种子 B3.3: a recording from a device that nobody had drawn out."""
    device = camera(bureau)
    file_of(bureau, tmp_path, "YL-07/a.mp4", NOON - HOUR)
    alarm = DeviceAlarm.objects.get()
    desk = at_desk("devices")
    page = reverse("device-alarm", args=[alarm.ref])
    assert page in desk.text("/workbench/")
    assert page in desk.text(reverse("device", args=[device.ref]))
    desk.send(page, {"answer": "节日值守紧急出动，事后补登。"})
    assert "节日值守紧急出动" in desk.text(reverse("device", args=[device.ref]))
    assert page not in desk.text("/workbench/")


def test_officers_look_and_only_the_keeper_acts(bureau: Bureau) -> None:
    """种子 B3.3: who may manage the devices."""
    device = camera(bureau)
    desk = at_desk("officer1")
    shown = desk.text(DEVICES) + desk.text(reverse("device", args=[device.ref]))
    assert "登记设备" not in shown
    assert "领用</a>" not in shown
    assert desk.get(f"{DEVICES}new/").status_code == 403
    assert at_desk("reviewer").get(DEVICES).status_code == 403
    assert at_desk("supervisor").get(DEVICES).status_code == 200
