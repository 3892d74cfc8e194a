"""What the demo's bureau records with: devices, who drew them out, sites, rules of use, an inbox on the last day."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import sorting
from mingjing.cases.ingesting import run
from mingjing.demo import samples
from mingjing.demo.people import CAST, COLLEAGUES
from mingjing.evidence.models import Inbound
from mingjing.records.actors import SYSTEM
from mingjing.registry import devices
from mingjing.registry.device_queries import held_by
from mingjing.registry.models import Device
from mingjing.registry.permissions import Role

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.people import Person
    from mingjing.registry.models import Department, Officer

KEEPER = "devices"
ZONE = clock.SHANGHAI
STANDARD = "GA/T 947.2—2015"
ANNOUNCEMENT = (
    "我们是云岭县住房和城乡建设局执法人员，现在对本次执法活动全程录音录像。"
    "时间、地点和执法事由如下，请您配合。"
)
RULES = """第一条 执法记录仪由设备管理员统一登记、保管、发放、收回，领用人当面检查外观、电量、存储和时钟。
第二条 录制开始时检查设备，向当事人告知正在录制，说明时间、地点、事由；不间断录制，中断的语音说明原因。
第三条 录制结束二十四小时内导入或者上传；连续、异地、边远水上、交通不便地区执法的，具备条件后立即上传。
第四条 不得剪辑、删除、伪造原始音像；任何人不得私自复制、外传。
第五条 设备每三十日校时一次；丢失、损坏立即报告，登记台账。
第六条 执法监督员每季度抽查领用、录制、上传情况。"""
SITES = (
    ("询问室", "inquiry", "局办公楼二楼 203（示例）", "CAM-01"),
    ("听证室", "hearing", "局办公楼三楼 301（示例）", "CAM-02"),
    ("办事大厅", "hall", "局办公楼一楼（示例）", "CAM-03"),
)
SPARES = ("YL-31", "YL-32", "YL-33")
LOST = "陪同核查途中落水遗失，当日报告股长；内存无未导出的录像。"


def equip(bureau: Bureau) -> None:
    """Register sites, devices, equipment and rules of use: one body camera for each officer and two to spare."""
    keeper = bureau.users[KEEPER]
    office = bureau.departments["office"]
    for name, kind, address, serial in SITES:
        site = devices.add_site(user=keeper, name=name, site_kind=kind, address=address)
        devices.register_device(
            user=keeper,
            department=office,
            device_kind="fixed",
            serial=serial,
            model="DS-2CD2（示例）",
            site=site,
        )
    for serial, department in _own_devices(bureau):
        devices.register_device(
            user=keeper, department=department, device_kind="body", serial=serial, model="DSJ-X1（示例）",
            standard=STANDARD,
        )  # fmt: skip
    devices.register_device(
        user=keeper, department=bureau.departments["quality"], device_kind="voice", serial="LY-01",
        model="录音笔（示例）",
    )  # fmt: skip
    for key, number in (("market", 4), ("quality", 3), ("estate", 2), ("utilities", 3), ("squad", 6)):
        devices.set_equipment(
            user=keeper, department=bureau.departments[key], device_kind="body", number=number
        )
    devices.adopt_usage_rules(
        user=keeper, title="音像记录设备使用、管理和监督制度（示例）", text=RULES, announcement=ANNOUNCEMENT,
        in_force_on=clock.today(),
    )  # fmt: skip
    check_clocks(bureau)


def _own_devices(bureau: Bureau) -> list[tuple[str, Department]]:
    own = [(serial_of(each.username), bureau.departments[each.department]) for each in _officers()]
    return [*own, *((each, bureau.departments["office"]) for each in SPARES)]


def _officers() -> list[Person]:
    return [each for each in (*CAST, *COLLEAGUES) if each.role is Role.OFFICER]


def serial_of(username: str) -> str:
    """Return the number of an officer's body camera: `YL-01` for `officer1`."""
    return f"YL-{int(username.removeprefix('officer')):02d}"


def check_clocks(bureau: Bureau, *, but: str = "") -> None:
    """Check every clock now, `but` one that is forgotten; each is a little off."""
    for place, device in enumerate(Device.objects.filter(agency=bureau.agency).order_by("serial")):
        if device.serial != but:
            _note(bureau, device.serial, "clock", clock.now(), offset=place % 7 - 3)


def live(bureau: Bureau) -> None:
    """Tell what befell the devices in summer: one repaired, one lost, one full, one that is not brought back."""
    _note(bureau, "YL-14", "repair", _at(7, 20), "镜头进水，送厂家检修。")
    _note(bureau, "YL-14", "repaired", _at(8, 3), "更换镜头组件，测试正常。")
    _note(bureau, "YL-17", "lost", _at(8, 28), LOST)
    _note(bureau, "YL-15", "full", _at(9, 11), "归还检查时发现存储已满。")
    _lend(bureau, SPARES[2], "officer12", _at(9, 10, 9), None)


def _at(month: int, day: int, hour: int = 10, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def _note(
    bureau: Bureau, serial: str, kind: str, at: dt.datetime, text: str = "", *, offset: int | None = None
) -> None:
    devices.enter(
        user=bureau.users[KEEPER], device=_device(bureau, serial), entry_kind=kind, happened_at=at, offset=offset,
        text=text,
    )  # fmt: skip


def _device(bureau: Bureau, serial: str) -> Device:
    return Device.objects.select_related("agency").get(agency=bureau.agency, serial=serial)


def _lend(
    bureau: Bureau, serial: str, username: str, since: dt.datetime, until: dt.datetime | None
) -> Device:
    device = _device(bureau, serial)
    devices.draw_out(
        user=bureau.users[KEEPER], device=device, holder=bureau.people[username], drawn_at=since,
        drawn_state="外观完好，电量 100%，存储空余，时钟已核对",
    )  # fmt: skip
    if until:
        devices.bring_back(
            user=bureau.users[KEEPER], device=device, returned_at=until, returned_state="完好，数据已导出"
        )
    return device


def carried(bureau: Bureau, officer: Officer, since: dt.datetime, until: dt.datetime) -> Device | None:
    """Return the body camera an officer recorded with, drawn out for that hour; None where the bureau has none."""
    username = next((name for name, each in bureau.people.items() if each.pk == officer.pk), "")
    found = (
        Device.objects.filter(agency=bureau.agency, serial=serial_of(username))
        if KEEPER in bureau.users
        else ()
    )
    device = next(iter(found), None)
    if device is None or held_by(device, since) == officer:
        return device
    before, after = since - dt.timedelta(minutes=40), min(clock.now(), until + dt.timedelta(minutes=20))
    if device.loans.filter(returned_at__gt=before).exists() or device.state != Device.State.READY:
        return None
    return _lend(bureau, device.serial, username, before, after)


def fill_inbox(bureau: Bureau) -> None:
    """Let the docking station bring yesterday's recordings: two that fit, one nobody can place, one that is left."""
    spare = _lend(bureau, SPARES[0], "officer2", _at(9, 14, 8, 30), _at(9, 14, 17, 40))
    files = {
        f"YJ_{spare.serial}_230102_20260914090600_01.mp4": (_at(9, 14, 9, 6), 2_520),
        f"YJ_{spare.serial}_230102_20260914095500_02.mp4": (_at(9, 14, 9, 55), 840),
        f"YJ_{SPARES[1]}_230107_20260914213000_01.mp4": (_at(9, 14, 21, 30), 300),
        f"{spare.serial}/出发前试拍.mp4": (_at(9, 14, 8, 40), 20),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, (began, seconds) in files.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(samples.clip(name, began, seconds))
        for step in run(Path(folder), agency=bureau.agency, actor=SYSTEM):
            if step.fault:
                raise ValueError(step.fault)
    tried = Inbound.objects.get(filename="出发前试拍.mp4")
    sorting.leave_inbound(user=bureau.users[KEEPER], inbound=tried, reason="出发前试拍，没有开展执法活动。")
