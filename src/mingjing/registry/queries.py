"""Reading the registry."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from mingjing import clock
from mingjing.records import vocabulary
from mingjing.refusal import Refusal
from mingjing.registry.models import (
    Agency,
    Certificate,
    Delegation,
    Department,
    Device,
    DeviceEntry,
    Equipment,
    Officer,
    RoleGrant,
    Site,
    Substitution,
    UsageRules,
    User,
    Window,
    WindowTurn,
)
from mingjing.registry.permissions import Role, may
from mingjing.registry.rules import CertificateFacts, certificate_faults

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from mingjing.records.models import Attested


def top_agency() -> Agency | None:
    """Return the agency above all others of this installation: whose public site and whose open data this is."""
    return Agency.objects.filter(parent__isnull=True).order_by("name").first()


def roles_of(user: User, *, on: dt.date | None = None) -> frozenset[Role]:
    """Return the roles an account holds on a day, those it holds as a registered substitute included."""
    day = on or clock.today()
    if not user.is_active:
        return frozenset()
    held = _in_force(user.grants.all(), day).values_list("role")
    if user.officer_id is not None:
        stood_in_for = Substitution.objects.filter(substitute_id=user.officer_id)
        held = held.union(_in_force(stood_in_for, day).values_list("role"))
    return frozenset(Role(role) for (role,) in held)


def own_roles(user: User, *, on: dt.date) -> frozenset[Role]:
    """Return the roles an account holds itself."""
    return frozenset(Role(role) for role in _in_force(user.grants.all(), on).values_list("role", flat=True))


def substitutions_of(user: User, *, on: dt.date) -> list[Substitution]:
    """Return the authorities by which this person stands in for others on a day."""
    if user.officer_id is None:
        return []
    return list(
        _in_force(Substitution.objects.filter(substitute_id=user.officer_id), on).select_related("absent")
    )


def _in_force[M: models.Model](rows: models.QuerySet[M], day: dt.date) -> models.QuerySet[M]:
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


def require(user: User, act: str) -> None:
    """Refuse unless one of the account's roles may do the act."""
    if not may(roles_of(user), act):
        raise Refusal(
            "role.not_allowed",
            "您的岗位无权办理这一事项。",
            "岗位权限表；244号 第六条",
            "请由有权岗位办理，或由安全管理员核对您的角色。",
        )


def account(username: str) -> User:
    """Return the account of a name; raises Refusal `account.unknown`."""
    user = User.objects.select_related("agency", "officer").filter(username=username).first()
    if user is None:
        raise Refusal("account.unknown", f"没有账号“{username}”。", next_step="请核对账号名。")
    return user


def only_account(role: Role) -> User:
    """Return the one account that holds a role today; raises Refusal `account.not_one` where it must be named."""
    grants = _in_force(RoleGrant.objects.filter(role=role, user__is_active=True), clock.today())
    users = User.objects.filter(grants__in=grants).distinct().order_by("username")
    if len(users) != 1:
        names = "、".join(user.username for user in users)
        raise Refusal(
            "account.not_one",
            f"“{role.label}”不是恰有一个账号（{names or '尚无'}），不知以谁的名义办理。",
            next_step="请用 --user 写明账号。",
        )
    return users[0]


def holders(agency: Agency, role: Role, *, on: dt.date | None = None) -> list[Officer]:
    """Return the people of an agency who hold a role themselves on a day."""
    grants = _in_force(
        RoleGrant.objects.filter(role=role, user__agency=agency, user__is_active=True), on or clock.today()
    )
    return list(Officer.objects.filter(user__grants__in=grants).distinct())


def leaders_of(agency: Agency) -> list[Officer]:
    """Return the responsible persons of an agency (行政处罚法57): its principal and its deputies."""
    return [person for role in (Role.PRINCIPAL, Role.DEPUTY) for person in holders(agency, role)]


def in_post(agency: Agency) -> models.QuerySet[Officer]:
    """Return the people of an agency who have not left."""
    return Officer.objects.filter(department__agency=agency, left_on=None)


def qualification_faults(officer: Officer, *, on: dt.date, category: str, area: str) -> list[str]:
    """Return why an officer may not act on a day for a category and an area; empty when they may."""
    if officer.left_on and officer.left_on <= on:
        return [f"已于 {officer.left_on} 离岗"]
    return certificate_faults(certificate_facts(officer, on=on), on=on, category=category, area=area)


def certificate_facts(officer: Officer, *, on: dt.date) -> list[CertificateFacts]:
    """Return what counts of each of an officer's certificates on a day."""
    return [
        CertificateFacts(
            number=each.number,
            categories=tuple(each.categories),
            areas=tuple(each.areas),
            valid_from=each.valid_from,
            valid_to=each.valid_to,
            in_force=each.status == Certificate.Status.VALID,
            examined=each.exam_passed_on is not None and each.exam_passed_on <= on,
        )
        for each in officer.certificates.all()
    ]


def _accounts(refs: Iterable[str]) -> Mapping[str, str]:
    rows = User.objects.filter(pk__in=[uuid.UUID(ref) for ref in refs]).select_related("officer")
    return {row.ref: f"{row} ({row.username})" for row in rows}


def _as_they_say(model: type[Attested], refs: Iterable[str]) -> Mapping[str, str]:
    rows = model._default_manager.filter(pk__in=[uuid.UUID(ref) for ref in refs])  # noqa: SLF001
    return {row.ref: str(row) for row in rows}


def register_words() -> None:
    """Register how the registry's things are said in a sentence."""
    for model, attribute in (
        (Agency, "name"),
        (Department, "name"),
        (Officer, "name"),
        (Certificate, "number"),
        (Delegation, "letter_number"),
        (Substitution, "authority"),
    ):
        vocabulary.describe(model.subject_kind(), vocabulary.Named(model, attribute))
    for said in (Device, DeviceEntry, Equipment, UsageRules, Window, WindowTurn):
        vocabulary.describe(said.subject_kind(), partial(_as_they_say, said))
    vocabulary.describe(Site.subject_kind(), vocabulary.Named(Site, "name"))
    vocabulary.describe(User.subject_kind(), _accounts)
