"""What of devices and of the inbox waits for a person: files to sort, alarms to answer, devices that want care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from mingjing import clock
from mingjing.cases.queries.inbox import inbox
from mingjing.evidence.ingest import open_alarms
from mingjing.evidence.recording_rules import UPLOADING
from mingjing.registry import device_rules as rules
from mingjing.registry.devices import MANAGE
from mingjing.registry.models import Device, Loan
from mingjing.registry.permissions import may
from mingjing.workbench.waiting import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.cases.queries.inbox import Waiting
    from mingjing.registry.models import User
    from mingjing.registry.permissions import Role


def device_items(user: User, roles: frozenset[Role]) -> list[Item]:
    """Return what waits."""
    items: list[Item] = []
    if may(roles, "evidence.sort"):
        keeps = may(roles, MANAGE)
        items += [
            _file(each) for each in inbox(user.agency) if each.concerns(user.officer) or _lost(each, keeps)
        ]
    if may(roles, MANAGE):
        items += [
            _item(
                "查明设备没有领用就产生的录像",
                str(each.device),
                reverse("device-alarm", args=[each.ref]),
                "查明",
            )
            for each in open_alarms(user.agency)
        ]
        items += _care(user)
    return items


def _lost(each: Waiting, keeps: bool) -> bool:
    """Say whether a file is the keeper's to sort: nobody was found who could say what it shows."""
    return keeps and (each.row.officer is None or not each.candidates)


def _file(each: Waiting) -> Item:
    sentence = "确认导入的音像归入哪次活动" if each.proposal else "导入的音像没有对上活动"
    page = reverse("inbound", args=[each.row.ref])
    return _item(sentence, each.row.filename, page, "确认" if each.proposal else "处理", clause=UPLOADING)


def _care(user: User) -> Iterator[Item]:
    """Yield what the keeper sees to: clocks, full storage, what has been out for long."""
    now = clock.now()
    rows = Device.objects.filter(agency=user.agency, state__in=[Device.State.READY, Device.State.OUT])
    long_out = set(
        Loan.objects.filter(device__in=rows, returned_at=None, drawn_at__lt=now - rules.LONG_OUT).values_list(
            "device", flat=True
        )
    )
    for each in rows:
        page = reverse("device", args=[each.ref])
        fault = rules.clock_fault(each.clock_checked_at, each.clock_offset, now)
        if fault:
            yield _item(f"校时：{fault}", str(each), page, "打开")
        if each.full:
            yield _item("导出清空：存储已满", str(each), page, "打开")
        if each.pk in long_out:
            yield _item(f"催还：领用超过 {rules.LONG_OUT.days} 日", str(each), page, "打开")


def _item(sentence: str, about: str, url: str, label: str, *, clause: str = rules.KEEPING) -> Item:
    return Item(
        kind="device", sentence=sentence, clause=clause, about=about, about_url=url, label=label, url=url,
        clock=None,
    )  # fmt: skip
