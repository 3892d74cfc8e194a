"""What the administrators may do to the registry: the verbs of `actions`, after the role table and the agency.

等保二级 (三员分立): the system administrator keeps people and certificates, the security administrator keeps accounts
and roles; neither does the other's, and nobody works on an account of their own. `version` is the `seq` of the
agency's dossier that the person saw.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction

from mingjing.records.actions import append, lock
from mingjing.refusal import Refusal
from mingjing.registry import actions, acts
from mingjing.registry.models import (
    Agency,
    Certificate,
    Department,
    Officer,
    RoleGrant,
    Substitution,
    User,
    agency_dossier,
)
from mingjing.registry.queries import own_roles, require
from mingjing.registry.rules import credit_code_fault, rungs_below

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Mapping

    from mingjing.registry.permissions import Role

MANAGE_PEOPLE, MANAGE_ACCOUNTS = "registry.manage", "account.manage"
PARTICULARS = (
    "sign", "credit_code", "level", "area", "government", "court", "address", "phone", "complaint_phone", "hours",
    "collecting_bank", "collecting_address", "number_style", "number_width",
    "hearing_sum_person", "hearing_sum_other", "hearing_sums_confirmed",
    "posts_elsewhere",
)  # fmt: skip
"""What of an agency may be changed. Its name stands in every document and in its lists: another name is another act."""


@contextmanager
def _managing(user: User, act: str, agency: Agency, version: int | None) -> Iterator[None]:
    """Refuse another role and another agency; lock the agency's dossier for the act that follows."""
    require(user, act)
    if agency.pk != user.agency_id:
        raise Refusal("registry.unknown", "本机关没有这一条登记。", next_step="请从列表重新进入。")
    with transaction.atomic():
        lock(agency_dossier(agency), version=version)
        yield


def change_agency(
    *,
    user: User,
    chains: Mapping[str, Collection[Role]],
    version: int | None = None,
    **particulars: str | int,
) -> Agency:
    """Change particulars and approval chains of the person's own agency; the name stays.

    `chains`: matter → the posts that sign below the law's rung (reference §11.6 no. 21); a matter not named keeps its
    chain.
    """
    with _managing(user, MANAGE_PEOPLE, user.agency, version):
        agency = Agency.objects.get(pk=user.agency_id)
        if unknown := set(particulars) - set(PARTICULARS):
            raise TypeError(f"not a particular of an agency: {unknown}")
        code = str(particulars.get("credit_code", ""))
        if code and (fault := credit_code_fault(code)):
            raise Refusal("agency.credit_code", fault, "GB 32100", field="credit_code")
        rungs = {matter: rungs_below(roles, matter=matter) for matter, roles in chains.items()}
        fields = {**particulars, "approval_chains": {**agency.approval_chains, **rungs}}
        if all(getattr(agency, name) == value for name, value in fields.items()):
            raise Refusal("agency.unchanged", "没有改动任何一项。", next_step="请改动后再保存。")
        return actions.change_agency(actor=user.actor(), agency=agency, **fields)


def add_department(*, user: User, name: str, function: str, version: int | None = None) -> Department:
    """Add a department to the person's own agency."""
    with _managing(user, MANAGE_PEOPLE, user.agency, version):
        if user.agency.departments.filter(name=name).exists():
            raise Refusal(
                "department.exists", f"已有内设机构“{name}”。", next_step="请换一个名称。", field="name"
            )
        return actions.add_department(actor=user.actor(), agency=user.agency, name=name, function=function)


def add_officer(
    *, user: User, department: Department, name: str, post: str, version: int | None = None, **fields: Any
) -> Officer:
    """Register a person in a department."""
    with _managing(user, MANAGE_PEOPLE, department.agency, version):
        return actions.add_officer(actor=user.actor(), department=department, name=name, post=post, **fields)


def change_officer(*, user: User, officer: Officer, version: int | None = None, **fields: Any) -> Officer:
    """Change a person's department, post or other particulars; the department stays within the agency."""
    with _managing(user, MANAGE_PEOPLE, officer.department.agency, version):
        department = fields.get("department")
        if department is not None and department.agency_id != user.agency_id:
            raise Refusal(
                "registry.unknown",
                "本机关没有这个内设机构。",
                next_step="请从列表中选择。",
                field="department",
            )
        return actions.change_officer(actor=user.actor(), officer=officer, **fields)


def leave(*, user: User, officer: Officer, on: dt.date, version: int | None = None) -> Officer:
    """Note that a person has left (reference §11.6 no. 17)."""
    with _managing(user, MANAGE_PEOPLE, officer.department.agency, version):
        if officer.left_on is not None:
            raise Refusal(
                "officer.left",
                f"{officer.name}已于 {officer.left_on} 登记离岗。",
                next_step="重新到岗的，请另行登记人员。",
            )
        return actions.leave(actor=user.actor(), officer=officer, on=on)


def issue_certificate(
    *, user: User, officer: Officer, version: int | None = None, **fields: Any
) -> Certificate:
    """Register a certificate (行政处罚法42; 种子 A3.2)."""
    with _managing(user, MANAGE_PEOPLE, officer.department.agency, version):
        number = fields["number"]
        if Certificate.objects.filter(number=number).exists():
            raise Refusal(
                "certificate.exists", f"证件编号 {number} 已登记。", next_step="请核对编号。", field="number"
            )
        return actions.issue_certificate(actor=user.actor(), officer=officer, **fields)


def change_certificate(
    *, user: User, certificate: Certificate, version: int | None = None, **fields: Any
) -> Certificate:
    """Suspend, revoke, restore or renew a certificate. A revoked one never comes back: a new one is issued."""
    with _managing(user, MANAGE_PEOPLE, certificate.officer.department.agency, version):
        if certificate.status == Certificate.Status.REVOKED:
            raise Refusal(
                "certificate.revoked",
                f"证件 {certificate.number} 已注销，不能恢复。",
                "行政处罚法 第四十二条",
                "重新取得资格的，请登记新证件。",
            )
        renewed = fields.get("valid_to")
        if renewed is not None and renewed < certificate.valid_from:
            raise Refusal(
                "certificate.span", "证件有效期的止日早于起日。", next_step="请核对日期。", field="valid_to"
            )
        return actions.change_certificate(actor=user.actor(), certificate=certificate, **fields)


def register_substitution(
    *,
    user: User,
    absent: Officer,
    substitute: Officer,
    role: Role,
    authority: str,
    valid_from: dt.date,
    valid_to: dt.date,
    version: int | None = None,
) -> Substitution:
    """Register who stands in for whom by what paper (reference §11.2): only a role that the absent one holds."""
    with _managing(user, MANAGE_PEOPLE, absent.department.agency, version):
        _check_substitution(
            user=user,
            absent=absent,
            substitute=substitute,
            role=role,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        return actions.register_substitution(
            actor=user.actor(),
            absent=absent,
            substitute=substitute,
            role=role,
            authority=authority,
            valid_from=valid_from,
            valid_to=valid_to,
        )


def _check_substitution(
    *, user: User, absent: Officer, substitute: Officer, role: Role, valid_from: dt.date, valid_to: dt.date
) -> None:
    if substitute.department.agency_id != user.agency_id:
        raise Refusal(
            "registry.unknown", "本机关没有这名人员。", next_step="请从列表中选择。", field="substitute"
        )
    if absent.pk == substitute.pk:
        raise Refusal(
            "substitution.self", "代签人与被代者是同一人。", next_step="请另选代签人。", field="substitute"
        )
    if valid_to < valid_from:
        raise Refusal("substitution.span", "授权的止日早于起日。", next_step="请核对日期。", field="valid_to")
    account = User.objects.filter(officer=absent).first()
    if account is None or role not in own_roles(account, on=valid_from):
        raise Refusal(
            "substitution.not_held",
            f"{absent.name}在 {valid_from} 不担任{role.label}，不能由他人代行。",
            "审批权限：缺位时凭登记的代签、主持工作授权",
            "请核对被代者和岗位。",
            "role",
        )


def create_account(
    *, user: User, username: str, password: str, officer: Officer | None = None, version: int | None = None
) -> User:
    """Create an account, for a person of the agency or for an administrator's duty. One account a person."""
    with _managing(user, MANAGE_ACCOUNTS, user.agency, version):
        if User.objects.filter(username=username).exists():
            raise Refusal(
                "account.exists", f"账号名“{username}”已被使用。", next_step="请换一个。", field="username"
            )
        if officer is not None:
            if officer.department.agency_id != user.agency_id:
                raise Refusal(
                    "registry.unknown",
                    "本机关没有这名人员。",
                    next_step="请从列表中选择。",
                    field="officer",
                )
            if User.objects.filter(officer=officer).exists():
                raise Refusal(
                    "account.person_has_one",
                    f"{officer.name}已有账号。",
                    next_step="请在原账号上授予角色。",
                    field="officer",
                )
        return actions.create_account(
            actor=user.actor(), agency=user.agency, username=username, password=password, officer=officer
        )


def _not_own(user: User, account: User) -> None:
    if account.pk == user.pk:
        raise Refusal(
            "account.own",
            "不能办理自己账号的事项。",
            "网络安全等级保护二级：管理职责分离",
            "请由另一名安全管理员办理。",
        )


def grant_role(
    *,
    user: User,
    account: User,
    role: Role,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    version: int | None = None,
) -> RoleGrant:
    """Give an account a role; `registry.rules.check_roles` keeps the three administrators' duties apart."""
    with _managing(user, MANAGE_ACCOUNTS, account.agency, version):
        _not_own(user, account)
        if valid_to is not None and valid_to < valid_from:
            raise Refusal("grant.span", "止日早于起日。", next_step="请核对日期。", field="valid_to")
        if role in own_roles(account, on=valid_from):
            raise Refusal(
                "grant.held",
                f"该账号已有角色“{role.label}”。",
                next_step="期限有变的，请先收回再授予。",
                field="role",
            )
        return actions.grant_role(
            actor=user.actor(), user=account, role=role, valid_from=valid_from, valid_to=valid_to
        )


def end_role(*, user: User, grant: RoleGrant, on: dt.date, version: int | None = None) -> RoleGrant:
    """End a grant; the day named is its last."""
    with _managing(user, MANAGE_ACCOUNTS, grant.user.agency, version):
        _not_own(user, grant.user)
        return actions.end_role(actor=user.actor(), grant=grant, on=on)


def switch_account(*, user: User, account: User, active: bool, version: int | None = None) -> User:
    """Switch an account on or off; its sessions end at once."""
    with _managing(user, MANAGE_ACCOUNTS, account.agency, version):
        _not_own(user, account)
        return actions.switch_account(actor=user.actor(), user=account, active=active)


def reset_password(*, user: User, account: User, password: str, version: int | None = None) -> User:
    """Give an account a new password and unlock it; its session ends. The password's rules are the form's."""
    with _managing(user, MANAGE_ACCOUNTS, account.agency, version):
        _not_own(user, account)
        account.refresh_from_db(from_queryset=User.objects.select_for_update(of=("self",)))
        account.set_password(password)
        account.failures, account.locked_until, account.session_key = 0, None, ""
        append(
            dossier=agency_dossier(account.agency),
            act=acts.PASSWORD_CHANGED,
            actor=user.actor(),
            subjects=[account],
        )
        account.save(update_fields=["password", "failures", "locked_until", "session_key"])
        return account
