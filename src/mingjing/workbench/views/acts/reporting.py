"""A lead's source and its reporter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from mingjing.cases.actions import reporting, verification
from mingjing.cases.models import SealOpening
from mingjing.cases.rules.lead import SECRECY, VERIFYING
from mingjing.registry.queries import require
from mingjing.workbench.forms.petitions import AnswerForm
from mingjing.workbench.forms.reporting import (
    ConsentForm,
    LeadExtensionForm,
    OpenSealForm,
    ReplyForm,
    TellForm,
)
from mingjing.workbench.views.acts.base import CaseAct
from mingjing.workbench.views.acts.petitions import Answer

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.cases.models import Report
    from mingjing.cases.sealing import Identity


class OnReport(CaseAct):
    """An act on where a lead came from: it may still be done when the case has ended."""

    report: Report

    def person_may(self) -> None:
        """Refuse whose post it is not; the case need not be open."""
        require(self.request.user, self.permission)

    def find(self) -> None:
        """Find the source."""
        self.report = reporting.report_of(self.case)

    def aside(self) -> dict[str, Any]:
        """Show what the lead says of its source: the reporter by number only."""
        row = self.report
        return {
            "paper": [
                ("案源", self.case.get_source_display()),
                ("来件编号", row.reference or None),
                ("答复期限", row.reply_by),
                ("举报人编号", row.reporter or None),
            ]
        }


class RegisterReply(OnReport):
    """登记答复来件."""

    verb = "reply"
    submit = "登记"
    form_class = ReplyForm
    clause = VERIFYING

    def do(self, form: Any) -> None:
        """Register it."""
        reporting.reply(**self.common(form), **form.typed)


class OnReporter(OnReport):
    """An act of somebody who may know who reported."""

    clause = SECRECY

    def person_may(self) -> None:
        """Refuse whoever may not open the seal, in the words of the rule."""
        super().person_may()
        reporting.check_may_open(user=self.request.user, case=self.case)


class TellReporter(OnReporter):
    """登记告知举报人."""

    verb = "reporter-told"
    submit = "登记"
    form_class = TellForm
    remark = "联系方式请在“启封举报人身份”里查看，每次启封都留记录。"

    def do(self, form: Any) -> None:
        """Register it."""
        reporting.tell_reporter(**self.common(form), **form.typed)


class RegisterConsent(OnReporter):
    """登记举报人同意披露."""

    verb = "reporter-consent"
    submit = "登记"
    form_class = ConsentForm
    remark = "登记以后，本案承办人可以启封查看，每次都留记录。"

    def do(self, form: Any) -> None:
        """Register it."""
        reporting.record_consent(**self.common(form), **form.typed)


class OpenSeal(OnReporter):
    """启封举报人身份: what is sealed stands in the answer to the form and nowhere else."""

    verb = "reporter"
    submit = "启封查看"
    form_class = OpenSealForm
    seal = True
    remark = "启封留下记录：谁、何时、为何。看到的内容不得告诉承办人。"
    identity: Identity | None = None

    def do(self, form: Any) -> None:
        """Open it; what it holds lives as long as this request."""
        self.identity = reporting.open_seal(
            user=self.request.user, case=self.case, reason=form.cleaned_data["reason"]
        )

    def answered(self, target: str) -> HttpResponse:
        """Show the identity this once: nothing of it is kept by the page, the session or the log."""
        if self.identity is None:
            return super().answered(target)
        context = {
            "identity": [
                ("姓名", self.identity.name),
                ("联系方式", self.identity.contact),
                ("住址或者单位", self.identity.address),
            ],
            "report": self.report,
            **self.context(),
        }
        return render(self.request, "workbench/reporter.html", context)

    def aside(self) -> dict[str, Any]:
        """Show by whom the seal was opened before, and what for."""
        rows = SealOpening.objects.filter(reporter__report=self.report).select_related("opened_by")
        said = [f"{row.opened_on}　{row.opened_by.name}：{row.reason}" for row in rows]
        return {**super().aside(), "checks_heading": "以前的启封", "checks": said or ["还没有启封过"]}


class RequestLeadExtension(CaseAct):
    """呈请延长核查期限."""

    verb = "lead-extension-request"
    steps = ("lead",)
    form_class = LeadExtensionForm
    clause = VERIFYING
    remark = "只能延长一次，十个工作日，从原期限的末日起接着算；期限届满以后不能再延。"

    def do(self, form: Any) -> None:
        """Ask for it."""
        verification.request_lead_extension(**self.common(form), **form.typed)


class DecideLeadExtension(Answer):
    """批准延长核查期限."""

    verb = "lead-extension"
    matter = "lead-extension"
    steps = ("lead",)
    form_class = AnswerForm
    clause = VERIFYING

    def do(self, form: Any) -> None:
        """Answer it."""
        verification.decide_lead_extension(**self.common(form), **form.typed)
