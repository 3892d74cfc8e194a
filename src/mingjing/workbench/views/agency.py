"""What the system administrator sets for the agency: particulars that the public reads, and who signs before whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing.registry import describing, management
from mingjing.workbench.forms_agency import AgencyForm, DescribeForm
from mingjing.workbench.views.people_acts import RegistryAct
from mingjing.workflow.approvals import LABELS, rungs_of

if TYPE_CHECKING:
    from mingjing.registry.models import Agency


class AgencySettings(RegistryAct):
    """Change particulars and approval chains."""

    form_class = AgencyForm
    title = "机关信息"
    submit = "保存"
    done = "已保存。"
    remark = "改动立即生效，公示网站同时更新。审批链改了的，签到一半的案件与新链不合的，从第一级重新签署。"

    @property
    def agency(self) -> Agency:
        """Return the person's own agency."""
        return self.request.user.agency

    @property
    def back_url(self) -> str:
        """Return the desk."""
        return reverse("desk")

    def initial(self) -> dict[str, Any]:
        """Return the agency as it is set."""
        chains = {
            matter: [role.value for rung in rungs_of(self.agency, matter)[:-1] for role in rung]
            for matter in LABELS
        }
        return {**{name: getattr(self.agency, name) for name in management.PARTICULARS}, **chains}

    def context(self) -> dict[str, Any]:
        """Show what is fixed, and each chain as it runs now."""
        return {
            **super().context(),
            "path": [("待办", reverse("desk")), (self.title, "")],
            "facts_heading": "现在的设置",
            "facts": [
                ("名称", f"{self.agency.name}（不能改）"),
                ("性质", self.agency.get_agency_kind_display()),
                ("听证数额", self._sums()),
                *((LABELS[matter], self._chain(matter)) for matter in LABELS),
            ],
        }

    def _chain(self, matter: str) -> str:
        rungs = rungs_of(self.agency, matter)
        return " → ".join("或者".join(role.label for role in rung) for rung in rungs)

    def _sums(self) -> str:
        agency = self.agency
        mark = "" if agency.hearing_sums_confirmed else "（待确认）"
        return f"自然人 {agency.hearing_sum_person:,} 元，单位 {agency.hearing_sum_other:,} 元{mark}"

    def act(self, form: AgencyForm) -> str:
        """Save, and show the page as it then stands."""
        typed = form.typed
        chains = {matter: typed.pop(matter) for matter in LABELS}
        management.change_agency(
            user=self.request.user, chains=chains, version=form.cleaned_data["version"], **typed
        )
        return reverse("desk-agency")


class Describe(RegistryAct):
    """Say what the public reads of the agency: duties, powers, postal address, places of electronic monitoring."""

    form_class = DescribeForm
    title = "对外公布的职责"
    submit = "保存并公布"
    done = "已保存，公示网站的“机关概况”同时更新。"
    clause = describing.CLAUSE
    remark = "内设机构、委托、全程音像记录的场所在各自的页面登记，公示网站从那里取，不必再写一遍。"

    @property
    def back_url(self) -> str:
        """Return the agency's settings."""
        return reverse("desk-agency")

    def initial(self) -> dict[str, Any]:
        """Return what is told now."""
        return {name: getattr(self.request.user.agency, name) for name in describing.DESCRIBED}

    def context(self) -> dict[str, Any]:
        """Say where we are, and what the public sees from elsewhere."""
        agency = self.request.user.agency
        return {
            **super().context(),
            "path": [("机关信息", self.back_url), (self.title, "")],
            "facts_heading": "取自机关信息",
            "facts": [
                ("办公地址", agency.address or "未填写"),
                ("咨询电话", agency.phone or "未填写"),
                ("监督投诉电话", agency.complaint_phone or "未填写"),
                ("办公时间", agency.hours or "未填写"),
            ],
        }

    def act(self, form: DescribeForm) -> str:
        """Save, and show the page as it then stands."""
        describing.describe_agency(user=self.request.user, version=form.cleaned_data["version"], **form.typed)
        return reverse("desk-agency-told")
