"""来源系统 and their keys: who may send what, until when; every act recorded."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.intake.delivering import topics_of
from mingjing.intake.models import SourceSystem, SystemKey, Topic
from mingjing.intake.systems import (
    PERMISSION,
    change_system,
    issue_key,
    register_system,
    revoke_key,
    source_dossier,
)
from mingjing.records.queries import timeline
from mingjing.refusal import Refusal
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.workbench.acting import ActView, timeline_item
from mingjing.workbench.forms_sources import KeyForm, RegisterSystemForm, RevokeForm, SystemForm
from mingjing.workbench.reading import open_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency
    from mingjing.workbench.sessions import StaffRequest

COLUMNS = (
    Column("name", "名称"),
    Column("operator", "运行单位"),
    Column("topics", "可以报送"),
    Column("keys", "可用密钥", number=True),
    Column("items", "来件", number=True),
)
KEYS = (
    Column("label", "用途"),
    Column("topics", "可以报送"),
    Column("issued", "签发", fit=True),
    Column("until", "有效期至", fit=True),
    Column("state", "状态", fit=True),
    Column("action", "操作", fit=True),
)


@require_safe
@open_to(PERMISSION)
def systems(request: StaffRequest) -> HttpResponse:
    """List the systems that may send."""
    rows = SourceSystem.objects.filter(agency=request.user.agency).prefetch_related("keys").order_by("name")
    context = {
        "columns": COLUMNS,
        "rows": [_row(each) for each in rows],
        "path": [("来源系统", "")],
    }
    return render(request, "workbench/sources.html", context)


def _row(system: SourceSystem) -> Row:
    return {
        "name": Link(system.name, reverse("source", args=[system.ref])),
        "operator": system.operator,
        "topics": system.topics_said,
        "keys": sum(_counts(each) for each in system.keys.all()),
        "items": system.items.count(),
    }


def _counts(key: SystemKey) -> bool:
    return key.revoked_on is None and clock.today() <= key.expires_on


@require_safe
@open_to(PERMISSION)
def system_page(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a system with its keys."""
    found = find_system(request.user.agency, ref)
    return render(request, "workbench/source.html", _page(found))


def _page(found: SourceSystem) -> dict[str, Any]:
    return {
        "source": found,
        "columns": KEYS,
        "rows": [_key(each) for each in found.keys.all()],
        "timeline": [timeline_item(line) for line in timeline(source_dossier(found), limit=10)],
        "path": [("来源系统", reverse("sources")), (found.name, "")],
    }


def _key(key: SystemKey) -> Row:
    state = Mark("ok", "可用")
    if key.revoked_on:
        state = Mark("off", f"{key.revoked_on:%m-%d} 停用")
    elif not _counts(key):
        state = Mark("stop", "已过期")
    return {
        "label": key.label,
        "topics": "、".join(str(Topic(each).label) for each in key.topics),
        "issued": key.issued_on,
        "until": key.expires_on,
        "state": state,
        "action": "" if key.revoked_on else Link("停用", reverse("source-key-revoke", args=[key.ref])),
    }


def find_system(agency: Agency, ref: str) -> SourceSystem:
    """Return a system of the agency, or refuse."""
    rows = SourceSystem.objects.select_related("agency", "department")
    found = rows.filter(agency=agency, pk=uuid.UUID(hex=ref)).first()
    if found is None:
        raise Refusal("source.unknown", "本机关没有这个来源系统。", next_step="请从来源系统页进入。")
    return found


class Register(ActView):
    """Register a system."""

    permission = PERMISSION
    form_class = RegisterSystemForm
    title = "登记来源系统"
    submit = "登记"
    clause = "种子 A4.2"
    done = "已登记。请签发密钥，交给对方。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the agency's own departments."""
        return {"agency": self.request.user.agency}

    def act(self, form: RegisterSystemForm) -> str:
        """Register it."""
        made = register_system(user=self.request.user, **form.typed)
        return reverse("source", args=[made.ref])

    def context(self) -> dict[str, Any]:
        """Say what follows."""
        return {
            "heading": self.title,
            "back_url": reverse("sources"),
            "checks_heading": "登记以后",
            "checks": ["许可、检查还没有公示规则的，登记后自动施行标准规则，公示员可以再改。"],
            "path": [("来源系统", reverse("sources")), (self.title, "")],
        }


class OnSystem(ActView):
    """What the acts on one system share."""

    permission = PERMISSION
    clause = "种子 A4.2"
    source: SourceSystem

    def load(self, **address: str) -> None:
        """Find the system in the person's own agency."""
        self.source = find_system(self.request.user.agency, address["ref"])

    def dossier(self) -> Dossier:
        """Return the system's dossier."""
        return source_dossier(self.source)

    def back(self) -> str:
        """Return the system's page."""
        return reverse("source", args=[self.source.ref])

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        return {
            "heading": self.title,
            "back_url": self.back(),
            "facts_heading": "来源系统",
            "facts": [("名称", self.source.name), ("运行单位", self.source.operator)],
            "path": [
                ("来源系统", reverse("sources")),
                (self.source.name, self.back()),
                (self.title, ""),
            ],
        }


class Change(OnSystem):
    """Change what a system may send."""

    form_class = SystemForm
    title = "变更可以报送的种类"
    submit = "变更"
    done = "已变更。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the agency's own departments."""
        return {"agency": self.request.user.agency}

    def initial(self) -> dict[str, Any]:
        """Show what it may send now."""
        return {"topics": self.source.topics, "department": self.source.department_id}

    def act(self, form: SystemForm) -> str:
        """Change it."""
        change_system(
            user=self.request.user, system=self.source, **form.typed, version=form.cleaned_data["version"]
        )
        return self.back()


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class IssueKey(OnSystem):
    """Issue a key and show it this once."""

    form_class = KeyForm
    title = "签发接口密钥"
    submit = "签发"
    done = "密钥已签发。"
    text = ""

    def form_arguments(self) -> dict[str, Any]:
        """Offer what the system may send."""
        return {"choices": topics_of(self.source)}

    def act(self, form: KeyForm) -> str:
        """Issue it."""
        _, self.text = issue_key(
            user=self.request.user, system=self.source, **form.typed, version=form.cleaned_data["version"]
        )
        return self.back()

    def answered(self, target: str) -> HttpResponse:
        """Show the key this once: only its hash is kept."""
        if not self.text:
            return super().answered(target)
        return render(self.request, "workbench/source.html", _page(self.source) | {"key_text": self.text})


class RevokeKey(OnSystem):
    """Revoke a key at once."""

    form_class = RevokeForm
    title = "停用接口密钥"
    submit = "停用"
    done = "已停用，从现在起不再接受这把密钥。"
    seal = True
    key: SystemKey

    def load(self, **address: str) -> None:
        """Find the key in the person's own agency."""
        rows = SystemKey.objects.select_related("system__agency", "system__department")
        found = rows.filter(system__agency=self.request.user.agency, pk=uuid.UUID(hex=address["ref"])).first()
        if found is None:
            raise Refusal("source.unknown", "本机关没有这把密钥。", next_step="请从来源系统页进入。")
        self.key, self.source = found, found.system

    def act(self, form: RevokeForm) -> str:
        """Revoke it."""
        revoke_key(user=self.request.user, key=self.key, version=form.cleaned_data["version"])
        return self.back()

    def context(self) -> dict[str, Any]:
        """Say which."""
        page = super().context()
        return page | {"facts": [*page["facts"], ("用途", self.key.label)]}
