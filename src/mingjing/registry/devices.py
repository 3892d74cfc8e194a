"""Keeping the devices (种子 B3.3): register, issue, return, check, repair, lose; sites, equipment, rules of use.

Each device has a dossier of its own, so that its history is one timeline and nobody's case is disturbed by it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.records.actions import open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry import acts
from mingjing.registry import device_rules as rules
from mingjing.registry.models import (
    Agency,
    Department,
    Device,
    DeviceEntry,
    Equipment,
    Loan,
    Officer,
    Site,
    UsageRules,
)
from mingjing.registry.queries import require

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mingjing.records.deeds import Deed
    from mingjing.records.models import Dossier
    from mingjing.records.vocabulary import Act
    from mingjing.registry.models import User

MANAGE = "device.manage"


def unknown() -> Refusal:
    """Return the refusal of another agency's device, department or site."""
    return Refusal("device.unknown", "本机关没有这台设备。", next_step="请从设备列表进入。")


def device_dossier(device: Device) -> Dossier:
    """Return the dossier on which all that happens to a device is recorded."""
    return open_dossier(kind="device", ref=device.ref, agency=device.agency.ref)


def equipment_dossier(agency: Agency) -> Dossier:
    """Return the dossier of an agency's sites, equipment standard and rules of use."""
    return open_dossier(kind="equipment", ref=agency.ref, agency=agency.ref)


@contextmanager
def _managing(user: User, dossier: Dossier, act: Act, version: int | None) -> Iterator[Deed]:
    """Refuse another role and another agency; frame the act."""
    require(user, MANAGE)
    if dossier.agency != user.agency.ref:
        raise unknown()
    with deed(dossier=dossier, act=act, actor=user.actor(), version=version) as work:
        yield work


def keeper(user: User) -> Officer:
    """Return the person behind the account; an account without one keeps no register."""
    if user.officer is None:
        raise Refusal("account.no_officer", "账号没有对应的人员。", next_step="请由系统管理员登记人员。")
    return user.officer


def register_device(
    *,
    user: User,
    department: Department,
    device_kind: str,
    serial: str,
    model: str,
    standard: str = "",
    site: Site | None = None,
    utc_times: bool = True,
) -> Device:
    """种子 B3.3: enter a device into the register, with the standard it was made by; a fixed camera with its site."""
    require(user, MANAGE)
    serial = serial.strip()
    if department.agency_id != user.agency_id or (site and site.agency_id != user.agency_id):
        raise unknown()
    if Device.objects.filter(agency=user.agency, serial=serial).exists():
        raise Refusal(
            "device.exists", f"编号 {serial} 已经登记。", rules.KEEPING, "请核对设备编号。", "serial"
        )
    if (device_kind == Device.Kind.FIXED) != (site is not None):
        raise Refusal(
            "device.site", "固定摄像头须写明场所，其他设备不写。", rules.KEEPING, "请核对类别和场所。", "site"
        )
    device = Device(
        agency=user.agency, department=department, device_kind=device_kind, serial=serial, model=model,
        standard=standard, site=site, utc_times=utc_times,
    )  # fmt: skip
    with _managing(user, device_dossier(device), acts.DEVICE_REGISTERED, None) as work:
        return work.add(device)


def draw_out(
    *,
    user: User,
    device: Device,
    holder: Officer,
    drawn_at: dt.datetime,
    drawn_state: str,
    version: int | None = None,
) -> Loan:
    """种子 B3.3; 244号19: issue a device to a person, checked; from then on its recordings are theirs."""
    with _managing(user, device_dossier(device), acts.DEVICE_DRAWN, version) as work:
        device = Device.objects.get(pk=device.pk)
        rules.may_be_drawn(
            ready=device.state == Device.State.READY, full=device.full, carried=device.carried,
            said=device.get_state_display(),
        )  # fmt: skip
        rules.not_to_come(drawn_at, clock.now(), "drawn_at")
        if holder.department.agency_id != user.agency_id or holder.left_on:
            raise Refusal(
                "officer.unknown", "本机关没有这名在岗人员。", rules.KEEPING, "请重新选择。", "holder"
            )
        if device.loans.filter(returned_at__gt=drawn_at).exists():
            raise Refusal(
                "device.overlap", "那时设备还在别人手里。", rules.KEEPING, "请核对领用时间。", "drawn_at"
            )
        loan = work.add(
            Loan(
                device=device,
                holder=holder,
                drawn_at=drawn_at,
                drawn_state=drawn_state,
                issued_by=keeper(user),
            )
        )
        device.state = Device.State.OUT
        work.change(device)
        work.mention(holder)
    return loan


def bring_back(
    *,
    user: User,
    device: Device,
    returned_at: dt.datetime,
    returned_state: str,
    full: bool = False,
    version: int | None = None,
) -> Loan:
    """种子 B3.3: take a device back from whoever holds it, with how it is and whether its storage is full."""
    with _managing(user, device_dossier(device), acts.DEVICE_RETURNED, version) as work:
        device = Device.objects.get(pk=device.pk)
        loan = device.loans.filter(returned_at=None).select_related("holder").first()
        if loan is None:
            raise Refusal("device.not_out", "这台设备没有领用。", rules.KEEPING, "请从设备页进入。")
        rules.not_to_come(returned_at, clock.now(), "returned_at")
        if returned_at < loan.drawn_at:
            raise Refusal(
                "device.backwards", "归还早于领用。", rules.KEEPING, "请核对归还时间。", "returned_at"
            )
        loan.returned_at, loan.returned_state, loan.taken_back_by = returned_at, returned_state, keeper(user)
        work.change(loan)
        if device.state == Device.State.OUT:
            device.state = Device.State.READY
        device.full = full
        work.change(device)
        work.mention(loan.holder)
    return loan


def enter(
    *,
    user: User,
    device: Device,
    entry_kind: str,
    happened_at: dt.datetime,
    offset: int | None = None,
    text: str = "",
    version: int | None = None,
) -> DeviceEntry:
    """种子 B3.3: note a clock check, repair, loss, full storage of a device; its state follows.

    What is lost while somebody holds it stays held by them until they bring it back or the loss is settled.
    """
    with _managing(user, device_dossier(device), acts.DEVICE_ENTERED, version) as work:
        device = Device.objects.get(pk=device.pk)
        after = rules.may_follow(device.state, entry_kind, said=device.get_state_display())
        rules.not_to_come(happened_at, clock.now(), "happened_at")
        if (entry_kind == DeviceEntry.Kind.CLOCK) != (offset is not None):
            raise Refusal(
                "device.offset", "校时须写明偏差的秒数，其他事项不写。", rules.KEEPING, "请核对。", "offset"
            )
        entry = work.add(
            DeviceEntry(
                device=device, entry_kind=entry_kind, happened_at=happened_at, offset=offset, text=text.strip(),
                entered_by=keeper(user),
            )
        )  # fmt: skip
        _follow(work, device, entry, after)
        work.facts["entry"] = entry.get_entry_kind_display()
    return entry


def _follow(work: Deed, device: Device, entry: DeviceEntry, after: str) -> None:
    """Let the device stand as the entry leaves it."""
    kind = entry.entry_kind
    device.state = after
    if kind == entry.Kind.FOUND and device.loans.filter(returned_at=None).exists():
        device.state = Device.State.OUT
    if kind in {entry.Kind.FULL, entry.Kind.EMPTIED}:
        device.full = kind == entry.Kind.FULL
    newest = device.clock_checked_at is None or entry.happened_at >= device.clock_checked_at
    if entry.offset is not None and newest:
        device.clock_offset, device.clock_checked_at = entry.offset, entry.happened_at
    work.change(device)


def assign_device(
    *,
    user: User,
    device: Device,
    department: Department,
    site: Site | None = None,
    utc_times: bool = True,
    version: int | None = None,
) -> Device:
    """种子 B3.3: give a device to another department or site, or say in which time its files are."""
    if department.agency_id != user.agency_id or (site and site.agency_id != user.agency_id):
        raise unknown()
    with _managing(user, device_dossier(device), acts.DEVICE_ASSIGNED, version) as work:
        device = Device.objects.get(pk=device.pk)
        if device.carried == (site is not None):
            raise Refusal(
                "device.site", "固定摄像头须写明场所，其他设备不写。", rules.KEEPING, "请核对。", "site"
            )
        device.department, device.site, device.utc_times = department, site, utc_times
        return work.change(device)


def add_site(*, user: User, name: str, site_kind: str, address: str, version: int | None = None) -> Site:
    """种子 B3.0、B3.1: enter a place that is recorded throughout into the list of such places."""
    with _managing(user, equipment_dossier(user.agency), acts.SITE_ADDED, version) as work:
        if Site.objects.filter(agency=user.agency, name=name.strip()).exists():
            raise Refusal("site.exists", f"场所“{name}”已经登记。", rules.KEEPING, "请换一个名称。", "name")
        return work.add(Site(agency=user.agency, name=name.strip(), site_kind=site_kind, address=address))


def close_site(*, user: User, site: Site, closed_on: dt.date, version: int | None = None) -> Site:
    """种子 B3.1: note from which day on a place is used no more."""
    with _managing(user, equipment_dossier(site.agency), acts.SITE_CLOSED, version) as work:
        site = Site.objects.get(pk=site.pk)
        if site.closed_on:
            raise Refusal("site.closed", "这个场所已经停用。", rules.KEEPING, "请看场所列表。")
        site.closed_on = closed_on
        return work.change(site)


def set_equipment(
    *, user: User, department: Department, device_kind: str, number: int, version: int | None = None
) -> Equipment:
    """种子 B3.3: set how many devices of a kind a department has to have."""
    with _managing(user, equipment_dossier(department.agency), acts.EQUIPMENT_SET, version) as work:
        row = Equipment.objects.filter(department=department, device_kind=device_kind).first()
        if row is None:
            return work.add(Equipment(department=department, device_kind=device_kind, number=number))
        row.number = number
        return work.change(row)


def adopt_usage_rules(*, user: User, version: int | None = None, **written: Any) -> UsageRules:
    """种子 B3.3; 244号19: keep a new version of the written rules of use and of what is said when recording begins."""
    with _managing(user, equipment_dossier(user.agency), acts.USAGE_RULES_ADOPTED, version) as work:
        newest = user.agency.usage_rules.first()
        if newest and written["in_force_on"] < newest.in_force_on:
            raise Refusal(
                "usage_rules.backwards",
                f"施行日期早于现行第 {newest.version} 版（{newest.in_force_on}）。",
                rules.KEEPING,
                "请核对施行日期。",
                "in_force_on",
            )
        return work.add(
            UsageRules(
                agency=user.agency, version=(newest.version if newest else 0) + 1, written_by=keeper(user),
                **written,
            )
        )  # fmt: skip
