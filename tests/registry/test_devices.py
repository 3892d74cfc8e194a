"""种子 B3.3; 244号19: which devices there are, who held which when, how wrong their clocks, what is missing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from keeping import camera, drawn, keeper, returned
from mingjing import clock
from mingjing.records import audit
from mingjing.records.queries import timeline
from mingjing.registry import device_queries as queries
from mingjing.registry import devices
from mingjing.registry.device_rules import Checked, Held, clock_fault, corrected, holder_at, offset_at
from mingjing.registry.models import Device, DeviceEntry, Equipment, Site
from telling import refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

NOON = dt.datetime(2026, 9, 15, 12, tzinfo=clock.SHANGHAI)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
Entry = DeviceEntry.Kind


@pytest.fixture(autouse=True)
def today(bureau: Bureau) -> object:
    """It is noon; the bureau has its keeper."""
    with clock.at(NOON):
        keeper(bureau)
        yield


def test_a_device_is_drawn_out_by_one_person_at_a_time_and_the_register_says_who_held_it_when(
    bureau: Bureau,
) -> None:
    """种子 B3.3: who held which device when."""
    device = camera(bureau)
    drawn(bureau, device, at=NOON - 3 * HOUR)
    with refusal("device.not_ready"):
        drawn(bureau, device, "officer2")
    returned(bureau, device, at=NOON - HOUR)
    drawn(bureau, device, "officer2", at=NOON - HOUR / 2)
    held = [queries.held_by(device, NOON - hours * HOUR) for hours in (4, 2, 0.75, 0)]
    assert held == [None, bureau.people["officer1"], None, bureau.people["officer2"]]
    assert queries.undrawn(device, bureau.people["officer1"], NOON)
    assert not queries.undrawn(device, bureau.people["officer2"], NOON)
    said = [line.sentence for line in timeline(devices.device_dossier(device))]
    assert said[0] == "石可风（示例）把执法记录仪 YL-07发给陆明川（示例）领用。"
    assert said[1] == "石可风（示例）从沈知行（示例）收回执法记录仪 YL-07。"


def test_a_device_that_is_full_away_or_fixed_is_not_drawn_out(bureau: Bureau) -> None:
    """244号19: what is drawn out was checked: it is there, whole, and has room."""
    device = camera(bureau)
    drawn(bureau, device)
    returned(bureau, device, full=True)
    with refusal("device.full"):
        drawn(bureau, device)
    note(bureau, device, Entry.EMPTIED)
    note(bureau, device, Entry.REPAIR)
    with refusal("device.not_ready"):
        drawn(bureau, device)
    note(bureau, device, Entry.REPAIRED)
    drawn(bureau, device)
    site = devices.add_site(user=keeper(bureau), name="听证室", site_kind="hearing", address="三楼")
    fixed = camera(bureau, "CAM-02", device_kind="fixed", site=site)
    with refusal("device.fixed"):
        drawn(bureau, fixed)
    with refusal("device.site"):
        camera(bureau, "CAM-03", device_kind="fixed")


def test_a_device_that_is_lost_in_somebodys_hands_is_lost_until_it_is_found(bureau: Bureau) -> None:
    """种子 B3.3: loss is entered with what happened; what is found is with whoever had it."""
    device = camera(bureau)
    drawn(bureau, device)
    note(bureau, device, Entry.LOST, "在工地遗失，已报告")
    device.refresh_from_db()
    assert device.state == Device.State.LOST
    with refusal("device.state"):
        note(bureau, device, Entry.REPAIR)
    note(bureau, device, Entry.FOUND)
    device.refresh_from_db()
    assert device.state == Device.State.OUT


def test_a_clock_is_as_wrong_as_it_was_at_the_last_check_before(bureau: Bureau) -> None:
    """Reference §7 (校时): times in files are corrected by the check that held when they were made."""
    device = camera(bureau)
    note(bureau, device, Entry.CLOCK, offset=90, at=NOON - 3 * DAY)
    note(bureau, device, Entry.CLOCK, offset=-5, at=NOON - DAY)
    assert [queries.clock_at(device, NOON - days * DAY) for days in (4, 2, 0)] == [90, 90, -5]
    device.refresh_from_db()
    assert device.clock_offset == -5
    with refusal("device.offset"):
        note(bureau, device, Entry.CLOCK)


def test_clock_rules_on_plain_values() -> None:
    """A clock that is fast by ninety seconds shows half past twelve at 12:28:30."""
    assert corrected(NOON, 90) == NOON - dt.timedelta(seconds=90)
    assert offset_at([], NOON) == 0
    assert offset_at([Checked(NOON + DAY, 7), Checked(NOON + 2 * DAY, 9)], NOON) == 7
    assert clock_fault(None, 0, NOON) == "从未校时"
    assert clock_fault(NOON - 31 * DAY, 0, NOON) == "超过 30 日没有校时"
    assert clock_fault(NOON, -61, NOON) == "时钟慢 61 秒"
    assert clock_fault(NOON, 60, NOON) == ""
    loans = [Held("a", NOON, NOON + HOUR), Held("b", NOON + 2 * HOUR, None)]
    moments = (NOON - HOUR, NOON, NOON + HOUR, NOON + 1.5 * HOUR, NOON + 9 * HOUR)
    assert [holder_at(loans, each) for each in moments] == ["", "a", "a", "", "b"]


def test_what_a_department_lacks_of_its_equipment_is_counted_without_what_is_lost(bureau: Bureau) -> None:
    """种子 B3.3: the standard of equipment, and what is missing of it."""
    set_to(bureau, 3)
    camera(bureau)
    lost = camera(bureau, "YL-08")
    note(bureau, lost, Entry.LOST)
    (row,) = queries.shortfalls(bureau.agency)
    assert (row.there, row.missing) == (1, 2)
    set_to(bureau, 1)
    (row,) = queries.shortfalls(bureau.agency)
    assert row.missing == 0
    assert Equipment.objects.count() == 1


def test_the_rules_of_use_are_kept_in_versions(bureau: Bureau) -> None:
    """种子 B3.3: the written rules, each version from its day on; what was in force once stays readable."""
    for text, on in (("第一版", NOON.date() - DAY), ("第二版", NOON.date() + DAY)):
        devices.adopt_usage_rules(
            user=keeper(bureau), title="音像记录设备使用管理制度", text=text, in_force_on=on,
            announcement="现在开始全程录音录像。",
        )  # fmt: skip
    now, later = (queries.rules_in_force(bureau.agency, NOON.date() + days * DAY) for days in (0, 1))
    assert now is not None
    assert later is not None
    assert (now.text, later.text, later.version) == ("第一版", "第二版", 2)
    with refusal("usage_rules.backwards"):
        devices.adopt_usage_rules(
            user=keeper(bureau), title="制度", text="三", announcement="开始。", in_force_on=NOON.date()
        )


def test_a_site_is_closed_once_and_its_name_is_its_own(bureau: Bureau) -> None:
    """种子 B3.1: the list of places recorded throughout."""
    site = devices.add_site(user=keeper(bureau), name="询问室", site_kind="inquiry", address="二楼")
    with refusal("site.exists"):
        devices.add_site(user=keeper(bureau), name="询问室", site_kind="inquiry", address="三楼")
    devices.close_site(user=keeper(bureau), site=site, closed_on=NOON.date())
    with refusal("site.closed"):
        devices.close_site(user=keeper(bureau), site=site, closed_on=NOON.date())
    assert Site.objects.filter(closed_on=None).count() == 0


def test_nobody_holds_what_has_not_come_yet_or_belongs_to_a_number_already_known(bureau: Bureau) -> None:
    """种子 B3.3: the register says what was: no time to come, no number twice, no return before the issue."""
    device = camera(bureau)
    with refusal("device.exists"):
        camera(bureau)
    with refusal("device.future"):
        drawn(bureau, device, at=NOON + HOUR)
    with refusal("device.not_out"):
        returned(bureau, device)
    drawn(bureau, device)
    with refusal("device.backwards"):
        returned(bureau, device, at=NOON - HOUR)
    returned(bureau, device)
    with refusal("device.overlap"):
        drawn(bureau, device, at=NOON - HOUR)


def test_the_register_verifies(bureau: Bureau) -> None:
    """B4: every row of the register is what its record committed to."""
    device = camera(bureau)
    drawn(bureau, device)
    note(bureau, device, Entry.FULL)
    assert not [each for each in audit.run().problems if "设备" in each or "device" in each]
    Device.objects.filter(pk=device.pk).update(clock_offset=7)
    assert [each for each in audit.run().problems if device.ref in each]


def note(
    bureau: Bureau,
    device: Device,
    kind: str,
    text: str = "",
    *,
    offset: int | None = None,
    at: dt.datetime = NOON,
) -> DeviceEntry:
    return devices.enter(
        user=keeper(bureau), device=device, entry_kind=kind, happened_at=at, offset=offset, text=text
    )


def set_to(bureau: Bureau, number: int) -> None:
    devices.set_equipment(
        user=keeper(bureau), department=bureau.departments["market"], device_kind="body", number=number
    )
