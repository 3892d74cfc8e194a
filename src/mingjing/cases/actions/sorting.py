"""The inbox of recordings, sorted by people: tied to an activity, given to another officer, left; alarms answered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions.common import allow, case_deed
from mingjing.cases.actions.recording import who_was_there
from mingjing.cases.queries.case import ever_handled
from mingjing.evidence import acts, ingest, recordings
from mingjing.evidence.arriving import Taken
from mingjing.evidence.models import DeviceAlarm, Inbound
from mingjing.evidence.recording_rules import UPLOADING
from mingjing.evidence.recordings import Made
from mingjing.records.actions import open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.device_queries import clock_at
from mingjing.registry.device_rules import KEEPING, corrected
from mingjing.registry.devices import device_dossier, keeper
from mingjing.registry.permissions import Role
from mingjing.registry.queries import require, roles_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from mingjing.cases.models import Case
    from mingjing.evidence.models import Activity, Recording
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Dossier
    from mingjing.registry.models import Device, Officer, User


def confirm_inbound(
    *,
    user: User,
    case: Case,
    inbound: Inbound,
    activity: Activity,
    recorded_by: Officer | None = None,
    place: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Recording:
    """种子 B3.2: a handler of the case says which activity a file of the inbox shows; only then is it its recording.

    It came in when it was taken into the system, however long it lay in the inbox.
    """
    allow(user, "evidence.record", case, ended=activity.missing)
    officer = who_was_there(user, case)
    with case_deed(user=user, case=case, act=acts.RECORDED, version=version) as work:
        row = _waiting(inbound, user, colleagues=ever_handled(case))
        recording = recordings.attach(
            work, activity, Taken(row.blob, row.filename, row.taken_at), by=officer,
            made=Made(
                started_at=row.started_at, ended_at=row.ended_at, place=place or activity.place or case.place,
                device=row.said_device, registered=row.device, recorded_by=recorded_by or row.officer or officer,
                late_reason=late_reason, source=source_of(row),
            ),
        )  # fmt: skip
        row.recording = recording
        _settle(work, row, Inbound.State.ATTACHED, officer)
    return recording


def source_of(row: Inbound) -> str:
    """Return where a file came from, as its recording names it: the camera that was cut, or the station."""
    if row.device is not None and row.device.site is not None:
        return f"{row.device.site.name}的{row.device}，{ingest.CUT}"
    return ingest.STATION


def open_inbound(*, user: User, inbound: Inbound, colleagues: Collection[Officer] = ()) -> Inbound:
    """种子 B3.2: looking at a file of the inbox is an act too: one record an opening, on the file's own dossier."""
    require(user, "evidence.sort")
    with deed(dossier=inbound_dossier(inbound), act=acts.INBOUND_SEEN, actor=user.actor()) as work:
        row = _of(inbound, user, colleagues)
        work.mention(row)
    return row


def reassign_inbound(
    *,
    user: User,
    inbound: Inbound,
    officer: Officer | None = None,
    device: Device | None = None,
    version: int | None = None,
) -> Inbound:
    """种子 B3.2: say who recorded a file, or with which device, where its name said it wrongly or not at all."""
    require(user, "evidence.sort")
    with deed(dossier=inbound_dossier(inbound), act=acts.SORTED, actor=user.actor(), version=version) as work:
        row = _waiting(inbound, user)
        for thing in (
            officer.department.agency_id if officer else None,
            device.agency_id if device else None,
        ):
            if thing is not None and thing != user.agency_id:
                raise Refusal("registry.unknown", "本机关没有这一条登记。", next_step="请重新选择。")
        if device != row.device:
            _by_its_clock(row, device)
        row.officer = officer
        work.change(row)
        work.facts["verdict"] = "改派"
    return row


def _by_its_clock(row: Inbound, device: Device | None) -> None:
    """Let a file be of another device, and its times be corrected by that one's clock."""
    since, until = (each + dt.timedelta(seconds=row.clock_offset) for each in (row.started_at, row.ended_at))
    row.device, row.clock_offset = device, clock_at(device, since) if device else 0
    row.started_at, row.ended_at = (corrected(each, row.clock_offset) for each in (since, until))


def leave_inbound(*, user: User, inbound: Inbound, reason: str, version: int | None = None) -> Inbound:
    """种子 B3.2: keep a file without tying it to a case, with the reason; it can be tied to one later."""
    require(user, "evidence.sort")
    if not reason.strip():
        raise Refusal(
            "inbound.no_reason",
            "请写明为什么不入案卷。",
            UPLOADING,
            "例如：设备测试，未开展执法活动。",
            "reason",
        )
    with deed(dossier=inbound_dossier(inbound), act=acts.SORTED, actor=user.actor(), version=version) as work:
        row = _waiting(inbound, user)
        row.reason = reason.strip()
        _settle(work, row, Inbound.State.LEFT, keeper(user))
        work.facts["verdict"] = "留存，不入案卷"
    return row


def reopen_inbound(*, user: User, inbound: Inbound, version: int | None = None) -> Inbound:
    """种子 B3.2: put a file that was left back among those that wait: it shows an activity after all."""
    require(user, "evidence.sort")
    with deed(dossier=inbound_dossier(inbound), act=acts.SORTED, actor=user.actor(), version=version) as work:
        row = _of(inbound, user)
        if row.state != Inbound.State.LEFT:
            raise Refusal("inbound.not_left", "这份收件没有留存。", UPLOADING, "请看收件箱。")
        row.reason = ""
        _settle(work, row, Inbound.State.WAITING, keeper(user))
        work.facts["verdict"] = "放回待确认"
    return row


def answer_alarm(*, user: User, alarm: DeviceAlarm, answer: str, version: int | None = None) -> DeviceAlarm:
    """种子 B3.3: the keeper of the devices finds out how a device recorded that nobody had drawn out, and says so."""
    require(user, "device.manage")
    if not answer.strip():
        raise Refusal(
            "alarm.empty", "请写明查明的情况。", KEEPING, "写明谁、何时、为何未登记领用。", "answer"
        )
    device = alarm.device
    if device.agency_id != user.agency_id:
        raise Refusal("alarm.unknown", "没有这条告警。", next_step="请从设备页进入。")
    with deed(
        dossier=device_dossier(device), act=acts.ALARM_ANSWERED, actor=user.actor(), version=version
    ) as work:
        row = DeviceAlarm.objects.get(pk=alarm.pk)
        if row.answered_at is not None:
            raise Refusal("alarm.answered", "这条告警已经查明。", KEEPING, "请看设备页。")
        row.answer, row.answered_by, row.answered_at = answer.strip(), keeper(user), clock.now()
        work.change(row)
        work.mention(device)
    return row


def inbound_dossier(inbound: Inbound) -> Dossier:
    """Return the dossier of a file of the inbox."""
    return open_dossier(kind="inbound", ref=inbound.ref, agency=inbound.agency.ref)


def _of(inbound: Inbound, user: User, colleagues: Collection[Officer] = ()) -> Inbound:
    """Return a file as it stands after the lock; an officer sorts what is theirs or nobody's, the keeper all.

    `colleagues`: those who handle the same case, each of whom may say what another of them recorded.
    """
    rows = Inbound.objects.select_related("blob", "agency", "device__site", "officer")
    # confirming holds the lock of a case, sorting that of the file: the row itself keeps them apart
    row = rows.select_for_update(of=("self",)).get(pk=inbound.pk)
    if row.agency_id != user.agency_id:
        raise Refusal("inbound.unknown", "没有这份收件。", next_step="请从收件箱进入。")
    theirs = row.officer is None or row.officer_id == user.officer_id or row.officer in colleagues
    if not theirs and Role.DEVICES not in roles_of(user):
        raise Refusal(
            "inbound.anothers", "这份收件是别人录制的。", UPLOADING, "请由录制人或者设备管理员处理。"
        )
    return row


def _waiting(inbound: Inbound, user: User, colleagues: Collection[Officer] = ()) -> Inbound:
    row = _of(inbound, user, colleagues)
    if row.state != Inbound.State.WAITING:
        raise Refusal(
            "inbound.settled", f"这份收件{row.get_state_display()}。", UPLOADING, "请看收件箱。", "activity"
        )
    return row


def _settle(work: Deed, row: Inbound, state: str, by: Officer) -> None:
    row.state, row.settled_by, row.settled_at = state, by, clock.now()
    work.change(row)
