"""The verbs of an on-site task: made, begun at once where it is urgent, approved or refused, taken back."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.law.terms import due
from mingjing.records.actions import open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.models import Certificate
from mingjing.registry.queries import certificate_facts, qualification_faults, require
from mingjing.registry.rules import certificate_faults, refuse_unqualified
from mingjing.visits import acts, rules
from mingjing.visits.models import Visit, Visitor
from mingjing.visits.sealing import ALPHABET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency, Officer, User

State, Activity = Visit.State, Visit.Activity
LATER, LATER_MEASURE = "visit.approve", "qz.urgent"
DAY_END = dt.time(23, 59, 59)


def dossier_of(visit: Visit) -> Dossier:
    """Return the dossier of a task: its own, so that neither a case's copy nor its timeline carries it."""
    return open_dossier(kind="visit", ref=visit.ref, agency=visit.agency.ref)


def propose_visit(
    *,
    user: User,
    activity: str,
    category: str,
    officers: Sequence[Officer],
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    place: str,
    object: str,  # noqa: A002 - what the column is called
    content: str,
    basis: str,
    recording: str,
    urgent_reason: str = "",
    about_kind: str = "",
    about_ref: str = "",
) -> Visit:
    """§11.1 F5: put a task before the leader; one that cannot wait begins at once and says so openly."""
    require(user, "visit.make")
    made_by = _person(user)
    urgent, now = bool(urgent_reason.strip()), clock.now()
    rules.require_hours(opens_at, closes_at, now, urgent=urgent)
    rules.require_two(officers)
    if activity not in Activity.values:
        raise Refusal("visit.no_activity", "请选择现场事项。", rules.APPROVAL, "选一种。", "activity")
    certificates = [_certificate(each, user.agency, opens_at.date(), category) for each in officers]
    visit = Visit(
        agency=user.agency, about_kind=about_kind, about_ref=about_ref, number=_number(), activity=activity,
        category=category, opens_at=opens_at, closes_at=closes_at,
        place=rules.require_text(place, "地点", "place"), object=object.strip(),
        content=rules.require_text(content, "做什么", "content"),
        basis=rules.require_text(basis, "依据", "basis", rules.TELLING),
        recording=rules.require_text(recording, "将记录什么", "recording", rules.TELLING),
        made_by=made_by,
    )  # fmt: skip
    if urgent:
        visit.state = State.URGENT
        visit.urgent_reason = rules.require_text(urgent_reason, "紧急的理由", "urgent_reason")
        visit.approve_by = _approve_by(activity, now)
    act = acts.BEGUN if urgent else acts.PROPOSED
    with deed(dossier=dossier_of(visit), act=act, actor=user.actor()) as work:
        work.add(visit)
        for position, (officer, certificate) in enumerate(zip(officers, certificates, strict=True), 1):
            work.add(Visitor(visit=visit, officer=officer, certificate=certificate, position=position))
    return visit


def approve_visit(*, user: User, visit: Visit, remark: str = "", version: int | None = None) -> Visit:
    """§11.1 F5; §11.2: the leader approves, before the visit or, where it was urgent, after it began."""
    return _decide(user, visit, State.APPROVED, remark, version)


def refuse_visit(*, user: User, visit: Visit, remark: str, version: int | None = None) -> Visit:
    """§11.1 F5: the leader does not approve; from now on there is no code."""
    remark = rules.require_text(remark, "不批准的理由", "remark", rules.APPROVAL)
    return _decide(user, visit, State.REFUSED, remark, version)


def withdraw_visit(*, user: User, visit: Visit, remark: str, version: int | None = None) -> Visit:
    """Take a task back: who made it, or whoever leads; every code of it is dead from now on."""
    require(user, "visit.withdraw")
    _own(user, visit)
    remark = rules.require_text(remark, "撤回的理由", "remark")
    with deed(dossier=dossier_of(visit), act=acts.WITHDRAWN, actor=user.actor(), version=version) as work:
        visit.refresh_from_db()
        if visit.state in {State.REFUSED, State.WITHDRAWN}:
            raise _over()
        visit.state, visit.remark = State.WITHDRAWN, remark
        work.change(visit)
    return visit


def _decide(user: User, visit: Visit, state: str, remark: str, version: int | None) -> Visit:
    require(user, "visit.approve")
    _own(user, visit)
    person = _person(user)
    if visit.visitors.filter(officer=person).exists() or visit.made_by_id == person.pk:
        raise Refusal(
            "visit.own_task",
            "自己呈报或者自己前往的任务，不能由自己批准。",
            rules.APPROVAL,
            "请由另一名负责人批准。",
        )
    act = acts.APPROVED if state == State.APPROVED else acts.REFUSED
    with deed(dossier=dossier_of(visit), act=act, actor=user.actor(), version=version) as work:
        visit.refresh_from_db()
        if visit.state not in {State.ASKED, State.URGENT}:
            raise _over()
        if state == State.APPROVED and not visit.urgent and visit.closes_at <= clock.now():
            raise Refusal(
                "visit.past",
                "任务的时间已过，事后批准等于没有批准。",
                rules.APPROVAL,
                "请不予批准；仍须前往的，另行呈报。",
            )
        visit.state, visit.remark = state, remark.strip()
        visit.decided_by, visit.decided_at = person, clock.now()
        work.change(visit)
    return visit


def _person(user: User) -> Officer:
    if user.officer is None:
        raise Refusal("account.no_person", "这个账号没有对应的工作人员。", next_step="请用本人账号办理。")
    return user.officer


def _own(user: User, visit: Visit) -> None:
    if visit.agency_id != user.agency_id:
        raise Refusal("visit.unknown", "没有这个任务。", next_step="请从现场任务列表进入。")


def _over() -> Refusal:
    return Refusal("visit.over", "这个任务已经办结，不能再办理。", rules.APPROVAL, "请刷新任务页。")


def _certificate(officer: Officer, agency: Agency, day: dt.date, category: str) -> Certificate:
    """行政处罚法42: return the certificate that holds for category and area on the day, or refuse who has none."""
    if officer.department.agency_id != agency.pk:
        raise Refusal("visit.officer_unknown", "本机关没有这名人员。", rules.TWO, "请重新选择。", "officers")
    faults = qualification_faults(officer, on=day, category=category, area=agency.area)
    refuse_unqualified(officer.name, faults, on=day)
    holding = (
        facts.number
        for facts in certificate_facts(officer, on=day)
        if not certificate_faults([facts], on=day, category=category, area=agency.area)
    )
    return Certificate.objects.get(number=next(holding))


def _approve_by(activity: str, now: dt.datetime) -> dt.datetime:
    """行政强制法19: a measure within 24 hours; else what the agency set for 及时."""
    end = due(LATER_MEASURE if activity == Activity.MEASURE else LATER, now).due
    return end if isinstance(end, dt.datetime) else dt.datetime.combine(end, DAY_END, clock.SHANGHAI)


def _number() -> str:
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(5))
    return f"XC-{clock.today():%Y%m%d}-{drawn}"
