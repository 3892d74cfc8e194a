"""Keeping the registry: every row arrives with its record on the agency's dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from mingjing.records.actions import append, lock
from mingjing.refusal import Refusal
from mingjing.registry import acts
from mingjing.registry.models import (
    Agency,
    Certificate,
    Delegation,
    Department,
    Officer,
    RoleGrant,
    Substitution,
    User,
    agency_dossier,
)
from mingjing.registry.permissions import Role
from mingjing.registry.rules import check_roles, credit_code_fault

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.records.actors import Actor


@transaction.atomic
def create_agency(*, actor: Actor, **fields: Any) -> Agency:
    """Create an agency. A delegated organisation names the agency in whose name it acts (行政处罚法20)."""
    agency = Agency(**fields)
    if agency.agency_kind == Agency.Kind.DELEGATED and agency.parent is None:
        raise Refusal("agency.no_parent", "受委托组织须写明委托机关。", "行政处罚法 第二十条", field="parent")
    if agency.credit_code and (fault := credit_code_fault(agency.credit_code)):
        raise Refusal("agency.credit_code", fault, "GB 32100", field="credit_code")
    append(dossier=agency_dossier(agency), act=acts.AGENCY_CREATED, actor=actor, subjects=[agency])
    agency.save(force_insert=True)
    return agency


@transaction.atomic
def change_agency(*, actor: Actor, agency: Agency, **fields: Any) -> Agency:
    """Change an agency's particulars or settings."""
    lock(agency_dossier(agency))
    for name, value in fields.items():
        setattr(agency, name, value)
    append(dossier=agency_dossier(agency), act=acts.AGENCY_CHANGED, actor=actor, subjects=[agency])
    agency.save(force_update=True)
    return agency


@transaction.atomic
def add_department(*, actor: Actor, agency: Agency, name: str, function: str) -> Department:
    """Add a department with its function."""
    department = Department(agency=agency, name=name, function=function)
    append(dossier=agency_dossier(agency), act=acts.DEPARTMENT_ADDED, actor=actor, subjects=[department])
    department.save(force_insert=True)
    return department


@transaction.atomic
def entrust(*, actor: Actor, parent: Agency, **fields: Any) -> Agency:
    """Add a delegated organisation: on the dossier of the agency that entrusts it and answers for it (行政处罚法20)."""
    organisation = Agency(agency_kind=Agency.Kind.DELEGATED, parent=parent, **fields)
    append(
        dossier=agency_dossier(parent),
        act=acts.ORGANISATION_ENTRUSTED,
        actor=actor,
        subjects=[organisation],
    )
    organisation.save(force_insert=True)
    return organisation


@transaction.atomic
def register_delegation(*, actor: Actor, agency: Agency, **fields: Any) -> Delegation:
    """Register what a delegated organisation may do (行政处罚法20: the letter names matters, powers and term)."""
    delegation = Delegation(agency=agency, **fields)
    if agency.agency_kind != Agency.Kind.DELEGATED or agency.parent is None:
        raise Refusal("delegation.not_delegated", "只有受委托组织可以登记委托书。", "行政处罚法 第二十条")
    append(
        dossier=agency_dossier(agency.parent),
        act=acts.DELEGATION_REGISTERED,
        actor=actor,
        subjects=[delegation, agency],
        written=[delegation],
    )
    delegation.save(force_insert=True)
    return delegation


@transaction.atomic
def end_delegation(*, actor: Actor, delegation: Delegation, on: dt.date) -> Delegation:
    """End a delegation; the day named is its last."""
    delegation.valid_to = on
    append(
        dossier=agency_dossier(delegation.agency.parent or delegation.agency),
        act=acts.DELEGATION_ENDED,
        actor=actor,
        subjects=[delegation, delegation.agency],
        written=[delegation],
    )
    delegation.save(force_update=True)
    return delegation


@transaction.atomic
def add_officer(*, actor: Actor, department: Department, name: str, post: str, **fields: Any) -> Officer:
    """Add a person to a department."""
    officer = Officer(department=department, name=name, post=post, **fields)
    append(dossier=agency_dossier(department.agency), act=acts.OFFICER_ADDED, actor=actor, subjects=[officer])
    officer.save(force_insert=True)
    return officer


@transaction.atomic
def change_officer(*, actor: Actor, officer: Officer, **fields: Any) -> Officer:
    """Change a person's department, post or other particulars."""
    dossier = lock(agency_dossier(officer.department.agency))
    for name, value in fields.items():
        setattr(officer, name, value)
    append(dossier=dossier, act=acts.OFFICER_CHANGED, actor=actor, subjects=[officer])
    officer.save(force_update=True)
    return officer


@transaction.atomic
def leave(*, actor: Actor, officer: Officer, on: dt.date) -> Officer:
    """Note that a person has left: from that day no certificate of theirs counts (reference §11.6 no. 17)."""
    officer.left_on = on
    append(
        dossier=agency_dossier(officer.department.agency),
        act=acts.OFFICER_LEFT,
        actor=actor,
        subjects=[officer],
    )
    officer.save(force_update=True)
    return officer


@transaction.atomic
def issue_certificate(*, actor: Actor, officer: Officer, **fields: Any) -> Certificate:
    """Register a certificate. Without a passed examination nobody is given powers (种子 A3.2; 行政处罚法42)."""
    certificate = Certificate(officer=officer, **fields)
    if certificate.exam_passed_on is None:
        raise Refusal(
            "certificate.not_examined",
            f"{officer.name}未登记资格考试合格日期，不得授予执法资格。",
            "行政处罚法 第四十二条；种子 一（三）2",
            "补登考试合格日期后再登记证件。",
            "exam_passed_on",
        )
    if certificate.valid_to < certificate.valid_from:
        raise Refusal(
            "certificate.span", "证件有效期的止日早于起日。", next_step="请核对日期。", field="valid_to"
        )
    append(
        dossier=agency_dossier(officer.department.agency),
        act=acts.CERTIFICATE_ISSUED,
        actor=actor,
        subjects=[certificate, officer],
    )
    certificate.save(force_insert=True)
    return certificate


@transaction.atomic
def change_certificate(*, actor: Actor, certificate: Certificate, **fields: Any) -> Certificate:
    """Suspend, revoke, restore or renew a certificate."""
    for name, value in fields.items():
        setattr(certificate, name, value)
    append(
        dossier=agency_dossier(certificate.officer.department.agency),
        act=acts.CERTIFICATE_CHANGED,
        actor=actor,
        subjects=[certificate],
    )
    certificate.save(force_update=True)
    return certificate


@transaction.atomic
def register_substitution(*, actor: Actor, **fields: Any) -> Substitution:
    """Register who stands in for whom, by what paper; records of acts done so name both (reference §11.2)."""
    substitution = Substitution(**fields)
    account = User.objects.filter(officer=substitution.substitute).first()
    if account is not None:
        held = _roles_within(account, substitution.valid_from, substitution.valid_to)
        check_roles([*held, Role(substitution.role)])
    append(
        dossier=agency_dossier(substitution.absent.department.agency),
        act=acts.SUBSTITUTION_REGISTERED,
        actor=actor,
        subjects=[substitution],
    )
    substitution.save(force_insert=True)
    return substitution


@transaction.atomic
def create_account(
    *, actor: Actor, agency: Agency, username: str, password: str, officer: Officer | None = None
) -> User:
    """Create an account. The password's rules are the caller's form's; here it is only hashed."""
    user = User(agency=agency, username=username, officer=officer)
    user.set_password(password)
    append(dossier=agency_dossier(agency), act=acts.ACCOUNT_CREATED, actor=actor, subjects=[user])
    user.save(force_insert=True)
    return user


def _roles_within(user: User, start: dt.date, end: dt.date | None) -> list[Role]:
    """Return the roles an account holds on some day of a span, those that only begin within it included."""
    held = user.grants.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start))
    if end is not None:
        held = held.filter(valid_from__lte=end)
    return [Role(role) for role in held.values_list("role", flat=True)]


@transaction.atomic
def grant_role(
    *, actor: Actor, user: User, role: Role, valid_from: dt.date, valid_to: dt.date | None = None
) -> RoleGrant:
    """Give an account a role; the three administrators' duties never meet in one account."""
    check_roles([*_roles_within(user, valid_from, valid_to), role])
    grant = RoleGrant(user=user, role=role, valid_from=valid_from, valid_to=valid_to)
    append(
        dossier=agency_dossier(user.agency),
        act=acts.ACCOUNT_ROLE_GRANTED,
        actor=actor,
        subjects=[grant, user],
        written=[grant],
        facts={"role": Role(role).label},
    )
    grant.save(force_insert=True)
    return grant


@transaction.atomic
def end_role(*, actor: Actor, grant: RoleGrant, on: dt.date) -> RoleGrant:
    """End a grant; the day named is its last."""
    grant.valid_to = on
    append(
        dossier=agency_dossier(grant.user.agency),
        act=acts.ACCOUNT_ROLE_ENDED,
        actor=actor,
        subjects=[grant, grant.user],
        written=[grant],
        facts={"role": Role(grant.role).label},
    )
    grant.save(force_update=True)
    return grant


@transaction.atomic
def switch_account(*, actor: Actor, user: User, active: bool) -> User:
    """Switch an account on or off."""
    user.refresh_from_db(from_queryset=User.objects.select_for_update(of=("self",)))
    user.is_active = active
    append(dossier=agency_dossier(user.agency), act=acts.ACCOUNT_SWITCHED, actor=actor, subjects=[user])
    user.save(update_fields=["is_active"])
    return user
