"""What the system administrator does to people, certificates and substitutions; each verb its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing.registry import management
from mingjing.registry.models import Certificate, Officer, agency_dossier
from mingjing.workbench.acting import ActView
from mingjing.workbench.forms_people import (
    CertificateChangeForm,
    CertificateForm,
    DepartmentForm,
    LeaveForm,
    OfficerForm,
    SubstitutionForm,
)
from mingjing.workbench.views.people import find_certificate, find_officer

if TYPE_CHECKING:
    from mingjing.records.models import Dossier

EXAM_CLAUSE = "行政处罚法 第四十二条；种子 一（三）2"


class RegistryAct(ActView):
    """What all of them share: the agency's dossier and the way back."""

    permission = management.MANAGE_PEOPLE
    checks: tuple[str, ...] = ()

    def dossier(self) -> Dossier:
        """Return the agency's dossier."""
        return agency_dossier(self.request.user.agency)

    @property
    def heading(self) -> str:
        """Return the page's heading."""
        return self.title

    @property
    def back_url(self) -> str:
        """Return the page that the act came from."""
        return reverse("desk-people")

    def context(self) -> dict[str, Any]:
        """Say where we are and what will be checked."""
        return {
            "heading": self.heading,
            "back_url": self.back_url,
            "checks": self.checks,
            "checks_heading": "系统会核对",
            "path": [("人员和证件", reverse("desk-people")), (self.title, "")],
        }


class AddDepartment(RegistryAct):
    """Add a department."""

    form_class = DepartmentForm
    title = "登记内设机构"
    submit = "登记"
    done = "已登记内设机构。"

    def act(self, form: DepartmentForm) -> str:
        """Add."""
        management.add_department(user=self.request.user, version=form.cleaned_data["version"], **form.typed)
        return self.back_url


class AddOfficer(RegistryAct):
    """Register a person."""

    form_class = OfficerForm
    title = "登记人员"
    submit = "登记"
    done = "已登记人员。有执法证件的，请接着登记证件。"

    def act(self, form: OfficerForm) -> str:
        """Add."""
        made = management.add_officer(
            user=self.request.user, version=form.cleaned_data["version"], **form.typed
        )
        return reverse("desk-officer", args=[made.ref])


class OfficerAct(RegistryAct):
    """An act on one person."""

    officer: Officer

    def load(self, **address: str) -> None:
        """Find the person."""
        self.officer = find_officer(self.request.user.agency, address["ref"])

    @property
    def heading(self) -> str:
        """Name the person."""
        return f"{self.title}：{self.officer.name}"

    @property
    def back_url(self) -> str:
        """Return the person's page."""
        return reverse("desk-officer", args=[self.officer.ref])


class ChangeOfficer(OfficerAct):
    """Change department, post, particulars."""

    form_class = OfficerForm
    title = "变更人员信息"
    submit = "保存"
    done = "已保存。"

    def initial(self) -> dict[str, Any]:
        """Return the person as registered."""
        officer = self.officer
        return {
            "department": officer.department_id,
            "name": officer.name,
            "post": officer.post,
            "legal_qualification": officer.legal_qualification,
        }

    def act(self, form: OfficerForm) -> str:
        """Change."""
        management.change_officer(
            user=self.request.user, officer=self.officer, version=form.cleaned_data["version"], **form.typed
        )
        return self.back_url


class Leave(OfficerAct):
    """Note that a person has left."""

    form_class = LeaveForm
    title = "登记离岗"
    submit = "登记离岗"
    seal = True
    clause = "244号 第八条（三）"
    done = "已登记离岗。请重新生成人员清单并公开。"

    def act(self, form: LeaveForm) -> str:
        """Leave."""
        management.leave(
            user=self.request.user,
            officer=self.officer,
            on=form.cleaned_data["on"],
            version=form.cleaned_data["version"],
        )
        return self.back_url


class IssueCertificate(OfficerAct):
    """Register a certificate."""

    form_class = CertificateForm
    title = "登记执法证件"
    submit = "登记"
    clause = EXAM_CLAUSE
    done = "已登记证件。"
    checks = ("已登记资格考试合格日期", "止日不早于起日", "证件编号没有登记过")

    def act(self, form: CertificateForm) -> str:
        """Issue."""
        management.issue_certificate(
            user=self.request.user, officer=self.officer, version=form.cleaned_data["version"], **form.typed
        )
        return self.back_url


class ChangeCertificate(RegistryAct):
    """Suspend, restore, revoke or renew a certificate."""

    form_class = CertificateChangeForm
    title = "变更证件"
    submit = "保存"
    done = "已变更证件。"
    remark = "注销后不能恢复；重新取得资格的，登记新证件。"
    certificate: Certificate

    def load(self, **address: str) -> None:
        """Find the certificate."""
        self.certificate = find_certificate(self.request.user.agency, address["ref"])

    @property
    def heading(self) -> str:
        """Name the certificate and its holder."""
        return f"变更证件：{self.certificate.officer.name}　{self.certificate.number}"

    @property
    def back_url(self) -> str:
        """Return the holder's page."""
        return reverse("desk-officer", args=[self.certificate.officer.ref])

    def initial(self) -> dict[str, Any]:
        """Return the certificate as registered."""
        certificate = self.certificate
        return {
            "status": certificate.status,
            "valid_to": certificate.valid_to,
            "categories": certificate.categories,
            "areas": certificate.areas,
        }

    def act(self, form: CertificateChangeForm) -> str:
        """Change."""
        management.change_certificate(
            user=self.request.user,
            certificate=self.certificate,
            version=form.cleaned_data["version"],
            **form.typed,
        )
        return self.back_url


class Substitute(RegistryAct):
    """Register who stands in for whom."""

    form_class = SubstitutionForm
    title = "登记代签授权"
    submit = "登记"
    clause = "缺位时凭登记的代签、主持工作授权办理"
    done = "已登记代签授权。"
    checks = ("被代者确任该岗位", "代签人不是被代者本人", "止日不早于起日")

    def act(self, form: SubstitutionForm) -> str:
        """Register."""
        management.register_substitution(
            user=self.request.user, version=form.cleaned_data["version"], **form.typed
        )
        return self.back_url
