"""People and certificates (系统管理员), accounts and roles (安全管理员), which role may do which act (everybody)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.records.queries import timeline
from mingjing.refusal import Refusal
from mingjing.registry.models import (
    Agency,
    Certificate,
    Officer,
    RoleGrant,
    Substitution,
    User,
    agency_dossier,
    valid_on,
)
from mingjing.registry.permissions import MAY, Role
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.workbench.acting import timeline_item
from mingjing.workbench.reading import open_to
from mingjing.workbench.sessions import StaffRequest, staff
from mingjing.workbench.words import ACTS, GROUPS

if TYPE_CHECKING:
    from django.http import HttpResponse

MANAGE_PEOPLE, MANAGE_ACCOUNTS = "registry.manage", "account.manage"
SOON = dt.timedelta(days=60)
"""From so many days before its end on, a certificate is shown as soon to expire."""


def certificate_mark(certificate: Certificate, today: dt.date) -> Mark:
    """Return how a certificate stands on a day, in words."""
    if certificate.status != Certificate.Status.VALID:
        return Mark("stop", certificate.get_status_display())
    if certificate.exam_passed_on is None:
        return Mark("stop", "未登记考试合格")
    if today > certificate.valid_to:
        return Mark("stop", "已到期")
    if today < certificate.valid_from:
        return Mark("off", "尚未生效")
    return Mark("soon", "将到期") if certificate.valid_to - today <= SOON else Mark("ok", "有效")


OFFICERS = (
    Column("name", "姓名", fit=True),
    Column("post", "职务", fit=True),
    Column("certificates", "执法证件"),
    Column("valid", "有效期至", fit=True),
    Column("state", "状态", fit=True),
    Column("action", "操作", fit=True),
)


@require_safe
@open_to(MANAGE_PEOPLE)
def people(request: StaffRequest) -> HttpResponse:
    """Show departments with their people and how each certificate stands."""
    agency = request.user.agency
    departments = agency.departments.prefetch_related("officers__certificates").order_by("name")
    context = {
        "columns": OFFICERS,
        "departments": [
            {"department": each, "rows": [_officer_row(officer) for officer in each.officers.all()]}
            for each in departments
        ],
        "substitutions": _substitutions(agency),
        "timeline": people_timeline(agency),
        "path": [("待办", "/workbench/"), ("人员和证件", "")],
    }
    return render(request, "workbench/people.html", context)


def _officer_row(officer: Officer) -> Row:
    today = clock.today()
    certificates = list(officer.certificates.all())
    marks: object = [certificate_mark(each, today) for each in certificates]
    if officer.left_on:
        marks = Mark("off", f"{officer.left_on} 离岗")
    return {
        "name": officer.name,
        "post": officer.post,
        "certificates": [f"{each.number}　{'、'.join(each.categories)}" for each in certificates],
        "valid": [each.valid_to.isoformat() for each in certificates],
        "state": marks,
        "action": Link("打开", reverse("desk-officer", args=[officer.ref]), "quiet"),
    }


def _substitutions(agency: Agency) -> list[dict[str, Any]]:
    today = clock.today()
    rows = Substitution.objects.filter(absent__department__agency=agency).select_related(
        "absent", "substitute"
    )
    return [
        {
            "row": each,
            "role": Role(each.role).label,
            "mark": Mark("ok", "有效")
            if valid_on(each.valid_from, each.valid_to, today)
            else Mark("off", "不在期内"),
        }
        for each in rows.order_by("-valid_from", "id")
    ]


def find_officer(agency: Agency, ref: str) -> Officer:
    """Return a person of the agency, or refuse."""
    found = (
        Officer.objects.select_related("department__agency")
        .filter(department__agency=agency, pk=uuid.UUID(hex=ref))
        .first()
    )
    if found is None:
        raise Refusal("registry.unknown", "本机关没有这名人员。", next_step="请从人员列表进入。")
    return found


def find_certificate(agency: Agency, ref: str) -> Certificate:
    """Return a certificate of the agency, or refuse."""
    found = (
        Certificate.objects.select_related("officer__department__agency")
        .filter(officer__department__agency=agency, pk=uuid.UUID(hex=ref))
        .first()
    )
    if found is None:
        raise Refusal("registry.unknown", "本机关没有这张证件。", next_step="请从人员页进入。")
    return found


@require_safe
@open_to(MANAGE_PEOPLE)
def officer(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a person: particulars and certificates, each with what can be done to it."""
    found, today = find_officer(request.user.agency, ref), clock.today()
    context = {
        "officer": found,
        "pairs": [
            ("内设机构", f"{found.department.name}（{found.department.get_function_display()}）"),
            ("职务", found.post),
            ("法律职业资格", found.legal_qualification),
            ("离岗日期", found.left_on),
        ],
        "certificates": [
            {
                "row": each,
                "mark": certificate_mark(each, today),
                "pairs": [
                    ("证件编号", each.number),
                    ("执法类别", "、".join(each.categories)),
                    ("执法区域", "、".join(each.areas)),
                    ("有效期", f"{each.valid_from} 至 {each.valid_to}"),
                    ("考试合格", each.exam_passed_on),
                ],
                "open": each.status != Certificate.Status.REVOKED,
            }
            for each in found.certificates.order_by("-valid_to", "number")
        ],
        "path": [("人员和证件", reverse("desk-people")), (found.name, "")],
    }
    return render(request, "workbench/people_officer.html", context)


ACCOUNTS = (
    Column("username", "账号", fit=True),
    Column("person", "人员"),
    Column("roles", "角色"),
    Column("state", "状态", fit=True),
    Column("last", "最近登录", fit=True),
    Column("action", "操作", fit=True),
)


@require_safe
@open_to(MANAGE_ACCOUNTS)
def accounts(request: StaffRequest) -> HttpResponse:
    """Show the agency's accounts with their roles of today."""
    rows = (
        User.objects.filter(agency=request.user.agency)
        .select_related("officer__department")
        .prefetch_related("grants")
        .order_by("username")
    )
    context = {
        "columns": ACCOUNTS,
        "rows": [_account_row(each) for each in rows],
        "path": [("待办", "/workbench/"), ("账号", "")],
    }
    return render(request, "workbench/people_accounts.html", context)


def _account_row(user: User) -> Row:
    today = clock.today()
    held = [
        Role(each.role).label for each in user.grants.all() if valid_on(each.valid_from, each.valid_to, today)
    ]
    return {
        "username": user.username,
        "person": f"{user.officer.name}　{user.officer.department.name}" if user.officer else "专用账号",
        "roles": "、".join(held),
        "state": account_mark(user),
        "last": user.last_login,
        "action": Link("打开", reverse("desk-account", args=[user.ref]), "quiet"),
    }


def account_mark(user: User) -> Mark:
    """Return whether an account can be used now."""
    if not user.is_active:
        return Mark("off", "已停用")
    if user.locked_until and user.locked_until > clock.real():
        return Mark("stop", "已锁定")
    return Mark("ok", "启用")


def find_account(agency: Agency, ref: str) -> User:
    """Return an account of the agency, or refuse."""
    found = (
        User.objects.select_related("officer__department", "agency")
        .filter(agency=agency, pk=uuid.UUID(hex=ref))
        .first()
    )
    if found is None:
        raise Refusal("registry.unknown", "本机关没有这个账号。", next_step="请从账号列表进入。")
    return found


def find_grant(agency: Agency, ref: str) -> RoleGrant:
    """Return a grant of the agency, or refuse."""
    found = (
        RoleGrant.objects.select_related("user__agency", "user__officer")
        .filter(user__agency=agency, pk=uuid.UUID(hex=ref))
        .first()
    )
    if found is None:
        raise Refusal("registry.unknown", "没有这一条角色授予。", next_step="请从账号页进入。")
    return found


@require_safe
@open_to(MANAGE_ACCOUNTS)
def account(request: StaffRequest, ref: str) -> HttpResponse:
    """Show an account: its roles, whether it is on, what was done to it."""
    found, today = find_account(request.user.agency, ref), clock.today()
    grants = found.grants.order_by("-valid_from", "id")
    context = {
        "account": found,
        "mark": account_mark(found),
        "own": found.pk == request.user.pk,
        "pairs": [
            ("账号", found.username),
            ("人员", found.officer.name if found.officer else "专用账号"),
            ("最近登录", found.last_login),
            ("连续失败", f"{found.failures} 次" if found.failures else ""),
        ],
        "grants": [
            {
                "row": each,
                "label": Role(each.role).label,
                "mark": Mark("ok", "有效")
                if valid_on(each.valid_from, each.valid_to, today)
                else Mark("off", "已收回"),
                "open": each.valid_to is None or each.valid_to >= today,
            }
            for each in grants
        ],
        "path": [("账号", reverse("desk-accounts")), (found.username, "")],
    }
    return render(request, "workbench/people_account.html", context)


@require_safe
@staff
def roles(request: StaffRequest) -> HttpResponse:
    """Print the one table: which role may do which act (registry.permissions.MAY)."""
    context = {
        "roles": [{"role": role, "mine": role in request.roles} for role in Role],
        "groups": [
            {
                "label": label,
                "acts": [
                    {"name": name, "label": ACTS[name], "may": [role in MAY[name] for role in Role]}
                    for name in MAY
                    if name.startswith(prefixes)
                ],
            }
            for label, prefixes in GROUPS
        ],
        "path": [("待办", "/workbench/"), ("岗位权限", "")],
    }
    return render(request, "workbench/people_roles.html", context)


def people_timeline(agency: Agency) -> list[dict[str, Any]]:
    """Return what was lately done to the registry."""
    return [timeline_item(line) for line in timeline(agency_dossier(agency), limit=15)]
