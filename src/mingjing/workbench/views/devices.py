"""The register of devices, sites and equipment, one device with its history, the rules of use (种子 B3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.records.queries import timeline
from mingjing.registry import device_rules as rules
from mingjing.registry.device_queries import devices_of, rules_in_force, shortfalls
from mingjing.registry.devices import MANAGE, device_dossier, unknown
from mingjing.registry.models import Device, Loan
from mingjing.registry.permissions import may
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.workbench.acting import timeline_item
from mingjing.workbench.cells import two_lines
from mingjing.workbench.reading import open_to
from mingjing.workbench.views.recordings import clock_words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.registry.models import Agency
    from mingjing.workbench.sessions import StaffRequest

TONES = {"ready": "ok", "out": "now", "repair": "soon", "lost": "stop", "retired": "off"}
DEVICES = (
    Column("serial", "设备"),
    Column("department", "配属"),
    Column("state", "状态", fit=True),
    Column("holder", "在谁手里"),
    Column("clock", "时钟"),
    Column("go", "操作", fit=True),
)
SITES = (
    Column("name", "场所"),
    Column("kind", "类别", fit=True),
    Column("cameras", "固定摄像头"),
    Column("go", "操作", fit=True),
)
EQUIPMENT = (
    Column("department", "机构"),
    Column("kind", "类别"),
    Column("number", "应配", fit=True, number=True),
    Column("there", "在用", fit=True, number=True),
    Column("missing", "还缺", fit=True),
)
LOANS = (
    Column("holder", "领用人"),
    Column("drawn", "领用"),
    Column("returned", "归还"),
)


SHOWN = 10
"""How many loans and records of a device its page shows, the newest; it says how many there are."""


def device_of(agency: Agency, ref: str) -> Device:
    """Return a device of one's own agency; another's does not exist here."""
    found = devices_of(agency).filter(pk=ref).first()
    if found is None:
        raise unknown()
    return found


def state_marks(device: Device, now: Any) -> list[Mark]:
    """Return how a device stands, in words: where it is, whether it is full."""
    hangs = not device.carried and device.state == device.State.READY
    marks = [Mark("off", "固定") if hangs else Mark(TONES[device.state], device.get_state_display())]
    if device.full:
        marks.append(Mark("stop", "存储已满"))
    loan = next(iter(getattr(device, "open_loans", [])), None)
    if loan and now - loan.drawn_at > rules.LONG_OUT:
        marks.append(Mark("soon", f"领用超过 {rules.LONG_OUT.days} 日"))
    return marks


@require_safe
@open_to("device.read")
def devices(request: StaffRequest) -> HttpResponse:
    """Show devices and who holds them, sites and cameras, equipment and what is missing, the rules in force."""
    agency = request.user.agency
    manages = may(request.roles, MANAGE)
    rows = list(devices_of(agency))
    loans = {
        each.device_id: each
        for each in Loan.objects.filter(device__agency=agency, returned_at=None).select_related(
            "holder__department"
        )
    }
    for each in rows:
        each.open_loans = [loans[each.pk]] if each.pk in loans else []  # type: ignore[attr-defined]
    short = shortfalls(agency)
    context = {
        "columns": DEVICES,
        "rows": [_device(each, manages=manages) for each in rows],
        "site_columns": SITES if manages else SITES[:-1],
        "sites": [_site(each) for each in agency.sites.prefetch_related("cameras")],
        "equipment_columns": EQUIPMENT,
        "equipment": [
            {
                "department": each.row.department.name,
                "kind": each.row.get_device_kind_display(),
                "number": each.row.number,
                "there": each.there,
                "missing": Mark("stop", f"缺 {each.missing}") if each.missing else Mark("ok", "齐"),
            }
            for each in short
        ],
        "missing": sum(each.missing for each in short),
        "rules": rules_in_force(agency),
        "manages": manages,
        "path": [("音像设备", "")],
    }
    return render(request, "workbench/devices.html", context)


def _device(each: Device, *, manages: bool) -> Row:
    now = clock.now()
    loan = next(iter(each.open_loans), None)  # type: ignore[attr-defined]
    fault = (
        ""
        if each.state in {"retired", "lost"}
        else rules.clock_fault(each.clock_checked_at, each.clock_offset, now)
    )
    page = reverse("device", args=[each.ref])
    if manages and each.carried and each.state == each.State.READY and not each.full:
        go = Link("领用", reverse("device-draw", args=[each.ref]), "quiet")
    elif manages and loan:
        go = Link("归还", reverse("device-return", args=[each.ref]), "quiet")
    else:
        go = Link("打开", page, "quiet")
    return {
        "serial": [Link(each.serial, page), two_lines(each.get_device_kind_display(), each.model)],
        "department": each.site.name if each.site else each.department.name,
        "state": state_marks(each, now),
        "holder": two_lines(loan.holder.name, f"{clock_words(loan.drawn_at)} 起") if loan else None,
        "clock": Mark("soon", fault) if fault else _offset(each.clock_offset),
        "go": go,
    }


def _offset(seconds: int) -> str:
    return f"{'快' if seconds > 0 else '慢'} {abs(seconds)} 秒" if seconds else "准"


def _site(each: Any) -> Row:
    cameras = [Link(camera.serial, reverse("device", args=[camera.ref])) for camera in each.cameras.all()]
    closed = Mark("off", f"{each.closed_on} 停用")
    return {
        "name": two_lines(each.name, each.address),
        "kind": each.get_site_kind_display(),
        "cameras": cameras or Mark("stop", "没有固定摄像头"),
        "go": closed if each.closed_on else Link("停用", reverse("site-close", args=[each.ref]), "quiet"),
    }


@require_safe
@open_to("device.read")
def device(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a device: how it stands, who held it when, its register, alarms, all that was recorded of it."""
    found = device_of(request.user.agency, ref)
    loans = found.loans.select_related("holder__department", "issued_by", "taken_back_by")
    found.open_loans = list(loans.filter(returned_at=None))  # type: ignore[attr-defined]
    now = clock.now()
    context = {
        "device": found,
        "marks": state_marks(found, now),
        "pairs": _pairs(found, now),
        "loan_columns": LOANS,
        "loans": [_loan(each) for each in loans[:SHOWN]],
        "loans_total": loans.count(),
        "entries": [
            {"row": each, "said": f"，{_offset(each.offset)}" if each.offset is not None else ""}
            for each in found.entries.select_related("entered_by")
        ],
        "alarms": found.alarms.select_related("officer", "answered_by"),
        "timeline": [timeline_item(each) for each in timeline(device_dossier(found), limit=SHOWN)],
        "manages": may(request.roles, MANAGE),
        "path": [("音像设备", reverse("devices")), (found.serial, "")],
    }
    return render(request, "workbench/device.html", context)


def _pairs(row: Device, now: Any) -> list[tuple[str, object]]:
    fault = rules.clock_fault(row.clock_checked_at, row.clock_offset, now)
    checked = (
        f"{clock_words(row.clock_checked_at)}，{_offset(row.clock_offset)}"
        if row.clock_checked_at
        else "从未"
    )
    return [
        ("类别", row.get_device_kind_display()),
        ("品牌型号", row.model),
        ("执行标准", row.standard),
        ("配属机构", row.department.name),
        *([("安装场所", row.site.name)] if row.site else []),
        ("最近校时", [checked, Mark("soon", fault)] if fault and row.clock_checked_at else checked),
        ("文件内的时间", "世界时" if row.utc_times else "北京时间"),
    ]


def _loan(each: Loan) -> Row:
    back = None
    if each.returned_at and each.taken_back_by:
        back = two_lines(
            f"{clock_words(each.returned_at)}　{each.returned_state}", f"{each.taken_back_by.name}收回"
        )
    return {
        "holder": two_lines(each.holder.name, each.holder.department.name),
        "drawn": two_lines(f"{clock_words(each.drawn_at)}　{each.drawn_state}", f"{each.issued_by.name}发放"),
        "returned": back or Mark("now", "尚未归还"),
    }


@require_safe
@open_to("device.read")
def usage_rules(request: StaffRequest) -> HttpResponse:
    """Show the rules of use, every version, the one in force first."""
    agency = request.user.agency
    context = {
        "versions": agency.usage_rules.select_related("written_by"),
        "current": rules_in_force(agency),
        "manages": may(request.roles, MANAGE),
        "path": [("音像设备", reverse("devices")), ("使用制度", "")],
    }
    return render(request, "workbench/usage_rules.html", context)
