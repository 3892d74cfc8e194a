"""委托 (行政处罚法20、21): the organisations that the agency entrusts, with their letters, matters and terms."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.refusal import Refusal
from mingjing.registry import delegations
from mingjing.registry.models import Agency, Delegation
from mingjing.theme.cells import Mark
from mingjing.workbench.forms.delegations import (
    DelegationForm,
    EndDelegationForm,
    OrganisationForm,
    own_matters,
)
from mingjing.workbench.reading import open_to
from mingjing.workbench.views.people_acts import RegistryAct

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpResponse

    from mingjing.workbench.sessions import StaffRequest


def _mark(row: Delegation, today: dt.date) -> Mark:
    if today > row.valid_to:
        return Mark("off", "已止")
    return Mark("off", "尚未生效") if today < row.valid_from else Mark("ok", "有效")


def _told(row: Delegation, names: dict[str, str]) -> dict[str, Any]:
    today = clock.today()
    return {
        "row": row,
        "mark": _mark(row, today),
        "pairs": [
            ("委托权限", row.powers),
            ("委托事项", "；".join(names.get(code, code) for code in row.matters)),
            ("期限", f"{row.valid_from} 至 {row.valid_to}"),
        ],
        "open": today <= row.valid_to,
    }


@require_safe
@open_to(delegations.MANAGE)
def page(request: StaffRequest) -> HttpResponse:
    """Show each organisation that the agency entrusts, with its letters, the newest first."""
    agency = request.user.agency
    names = dict(own_matters(agency))
    entrusted = Agency.objects.filter(parent=agency, agency_kind=Agency.Kind.DELEGATED).order_by("name")
    context = {
        "organisations": [
            {
                "row": each,
                "letters": [
                    _told(letter, names)
                    for letter in each.delegations.order_by("-valid_from", "letter_number")
                ],
            }
            for each in entrusted
        ],
        "path": [("人员和证件", reverse("desk-people")), ("委托", "")],
    }
    return render(request, "workbench/delegations.html", context)


class DelegationAct(RegistryAct):
    """An act on whom the agency entrusts."""

    permission = delegations.MANAGE

    @property
    def back_url(self) -> str:
        """Return the page of delegations."""
        return reverse("desk-delegations")


class Entrust(DelegationAct):
    """Register an organisation."""

    form_class = OrganisationForm
    title = "登记受委托组织"
    submit = "登记"
    clause = delegations.CONDITIONS
    remark = "受委托组织以本机关名义实施处罚，本机关负责监督并承担法律责任；不得再委托。"
    done = "已登记受委托组织。请接着登记委托书。"

    def act(self, form: OrganisationForm) -> str:
        """Register."""
        delegations.entrust(user=self.request.user, version=form.cleaned_data["version"], **form.typed)
        return self.back_url


class Register(DelegationAct):
    """Register a letter."""

    form_class = DelegationForm
    title = "登记委托书"
    submit = "登记"
    clause = delegations.LETTER
    remark = "委托书应当向社会公布；事项清单的“受委托组织”“委托书”两栏同时改。"
    done = "已登记委托书。"
    checks = ("写明具体事项、权限、期限", "止日不早于起日", "文号没有登记过")

    def act(self, form: DelegationForm) -> str:
        """Register."""
        delegations.register_delegation(
            user=self.request.user, version=form.cleaned_data["version"], **form.typed
        )
        return self.back_url


class End(DelegationAct):
    """End a delegation before its term."""

    form_class = EndDelegationForm
    title = "提前终止委托"
    submit = "终止委托"
    seal = True
    clause = delegations.LETTER
    done = "已登记终止。"
    remark = "终止以前已经立案的案件，仍按立案日的委托书核对。"
    delegation: Delegation

    def load(self, **address: str) -> None:
        """Find the letter."""
        found = (
            Delegation.objects.select_related("agency__parent")
            .filter(agency__parent=self.request.user.agency, pk=uuid.UUID(hex=address["ref"]))
            .first()
        )
        if found is None:
            raise Refusal("registry.unknown", "本机关没有这份委托书。", next_step="请从委托列表进入。")
        self.delegation = found

    @property
    def heading(self) -> str:
        """Name the letter."""
        return f"{self.title}：{self.delegation.agency.name}　{self.delegation.letter_number}"

    def act(self, form: EndDelegationForm) -> str:
        """End."""
        delegations.end_delegation(
            user=self.request.user,
            delegation=self.delegation,
            on=form.cleaned_data["on"],
            version=form.cleaned_data["version"],
        )
        return self.back_url
