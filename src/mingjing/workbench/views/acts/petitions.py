"""Asking for something in the course of a case, and answering it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.actions import extension, recusal, suspension
from mingjing.cases.queries.case import decision_limit, handlers_of, never_handled, pending, suspension_of
from mingjing.cases.rules import petitions as rules
from mingjing.refusal import Refusal
from mingjing.registry.queries import leaders_of
from mingjing.workbench.forms.leads import certified, these
from mingjing.workbench.forms.petitions import (
    AnswerForm,
    ExtensionForm,
    RecusalAnswerForm,
    RecusalRequestForm,
    ResumptionForm,
    SecondAnswerForm,
    SecondExtensionForm,
    SuspensionForm,
)
from mingjing.workbench.views.acts.base import CaseAct

if TYPE_CHECKING:
    from mingjing.cases.models import Petition


class Answer(CaseAct):
    """批准或者不同意: the page shows what was asked for."""

    matter = ""
    submit = "签署"
    form_class: type[AnswerForm] = AnswerForm
    asked: Petition

    def find(self) -> None:
        """Find what waits for its answer."""
        found = pending(self.case, self.matter)
        if found is None:
            raise Refusal("petition.none", "没有待批准的呈请。", next_step="请看案件页的下一步。")
        self.asked = found

    def aside(self) -> dict[str, Any]:
        """Show what was asked for."""
        row = self.asked
        particulars = [(name, value) for name, value in row.particulars.items() if not name.startswith("_")]
        return {
            "paper": [
                ("呈请", row.get_matter_display()),
                *particulars,
                ("理由", row.reason),
                ("呈请人", f"{row.asked_by.name}（{row.asked_on}）"),
            ]
        }


class RequestSuspension(CaseAct):
    """呈请中止调查."""

    verb = "suspension-request"
    steps = rules.BEFORE_DECISION
    form_class = SuspensionForm
    clause = rules.SUSPENDING
    remark = "负责人批准之日起办案期限停止计算。"

    def do(self, form: Any) -> None:
        """Ask for it."""
        suspension.request_suspension(**self.common(form), **form.typed)


class DecideSuspension(Answer):
    """批准中止调查."""

    verb = "suspension"
    matter = "suspension"
    clause = rules.SUSPENDING
    remark = "同意的，今天起中止，办案期限停止计算，恢复之前不能办理调查和决定事项。"

    def do(self, form: Any) -> None:
        """Answer it."""
        suspension.decide_suspension(**self.common(form), **form.typed)


class Resume(CaseAct):
    """登记恢复调查."""

    verb = "resumption"
    form_class = ResumptionForm
    clause = rules.SUSPENDING
    remark = "登记之日起办案期限接着计算。"

    def find(self) -> None:
        """Refuse where nothing is suspended."""
        if suspension_of(self.case) is None:
            raise Refusal("suspension.none", "案件没有中止。", rules.SUSPENDING, "请看案件页的下一步。")

    def do(self, form: Any) -> None:
        """Resume."""
        suspension.resume(**self.common(form), **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show the suspension."""
        found = suspension_of(self.case)
        return {
            "paper": [("中止日期", found.began_on), ("情形", found.get_situation_display())] if found else []
        }


class RequestExtension(CaseAct):
    """呈请延长办案期限: the first time thirty days, the second time up to sixty."""

    verb = "extension-request"
    steps = rules.BEFORE_DECISION
    clause = rules.EXTENDING
    remark = "须在期限届满之前批准；批准的日数从原期限的末日起接着算。"

    def find(self) -> None:
        """Ask how many days where the first extension has been granted."""
        limit = decision_limit(self.case)
        self.form_class = SecondExtensionForm if limit and limit.extensions else ExtensionForm

    def do(self, form: Any) -> None:
        """Ask for it."""
        extension.request_extension(**self.common(form), **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show the limit as it stands."""
        limit = decision_limit(self.case)
        return {"paper": [("立案日期", limit.started_on), ("现在的期限", limit.due_on)] if limit else []}


class DecideExtension(Answer):
    """批准延长办案期限."""

    verb = "extension"
    matter = "extension"
    clause = rules.EXTENDING

    def do(self, form: Any) -> None:
        """Answer it."""
        extension.decide_extension(**self.common(form), **form.typed)


class DecideSecondExtension(Answer):
    """集体讨论再次延期."""

    verb = "second-extension"
    matter = "second-extension"
    clause = rules.EXTENDING
    form_class = SecondAnswerForm

    def form_arguments(self) -> dict[str, Any]:
        """Offer the responsible persons."""
        return {"leaders": these(leaders_of(self.case.agency))}

    def do(self, form: Any) -> None:
        """Answer it."""
        extension.decide_second_extension(**self.common(form), **form.typed)


class RequestRecusal(CaseAct):
    """登记回避申请."""

    verb = "recusal-request"
    steps = rules.BEFORE_DECISION
    form_class = RecusalRequestForm
    clause = recusal.CLAUSE
    remark = "决定作出之前，不停止调查。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the handlers."""
        return {"officers": these(handlers_of(self.case))}

    def do(self, form: Any) -> None:
        """Register it."""
        recusal.request_recusal(**self.common(form), **form.typed)


class DecideRecusal(Answer):
    """决定是否回避."""

    verb = "recusal"
    matter = "recusal"
    clause = recusal.CLAUSE
    form_class = RecusalAnswerForm

    def form_arguments(self) -> dict[str, Any]:
        """Offer the certified officers who never handled the case."""
        return {"officers": certified(never_handled(self.case))}

    def do(self, form: Any) -> None:
        """Answer it."""
        recusal.decide_recusal(**self.common(form), **form.typed)
