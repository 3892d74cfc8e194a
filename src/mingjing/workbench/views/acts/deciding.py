"""Decision, service, performance, closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.actions import decision
from mingjing.cases.queries import core_of
from mingjing.cases.wording import penalties_text
from mingjing.refusal import Refusal
from mingjing.registry.models import Officer
from mingjing.theme.cells import Yuan
from mingjing.workbench.forms.deciding import DecisionForm, PerformanceForm, ServiceForm
from mingjing.workbench.forms.hearing import PlainForm
from mingjing.workbench.forms.leads import ApproveForm, certified
from mingjing.workbench.views.acts.base import CaseAct, PartyAct
from mingjing.workbench.views.acts.leads import rungs
from mingjing.workflow import approvals

if TYPE_CHECKING:
    from mingjing.cases.models import Decision
    from mingjing.cases.standing import Line


class Decide(PartyAct):
    """作出决定."""

    verb = "decision"
    submit = "作出决定"
    steps = ("decision",)
    form_class = DecisionForm
    clause = "行政处罚法 第五十七条、第五十八条、第五十九条"
    remark = "决定书当即编号、生成，不能修改；发出后只能以补正书更正。"

    def do(self, form: Any) -> None:
        """Decide for the party."""
        decision.decide(**self.common(form), party=self.party, **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show the very draft that becomes the decision, and the chain."""
        line = self.line()
        return {
            "draft": line.draft,
            "core": core_of(line.draft) if line.draft else None,
            "chain": rungs(line.chain),
        }


class OnDecision(PartyAct):
    """An act on a party's decision."""

    decision: Decision
    own_line: Line

    def find(self) -> None:
        """Find the decision."""
        self.own_line = self.line()
        if self.own_line.decision is None:
            raise Refusal(
                "decision.none", "还没有对这名当事人作出决定。", "行政处罚法 第五十七条", "请先作出决定。"
            )
        self.decision = self.own_line.decision

    def aside(self) -> dict[str, Any]:
        """Show the decision and what is owed."""
        line, row = self.own_line, self.decision
        return {
            "paper": [
                ("决定书", row.number),
                ("决定日期", row.decided_on),
                ("内容", penalties_text(core_of(row.draft))),
                ("应缴", Yuan(line.amount) if line.amount else None),
                ("已缴", Yuan(line.paid) if line.amount else None),
                ("缴款期限", line.service.pay_by if line.service else None),
            ]
        }


class Serve(OnDecision):
    """登记决定书送达."""

    verb = "service"
    steps = ("service", "decision")
    form_class = ServiceForm
    clause = "行政处罚法 第六十一条；住房和城乡建设行政处罚程序规定 第三十五条至第三十七条"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the agency's certified officers."""
        officers = Officer.objects.filter(department__agency=self.case.agency, left_on=None)
        return {"officers": certified(officers)}

    def do(self, form: Any) -> None:
        """Register the service."""
        decision.serve(**self.common(form), decision=self.decision, **form.typed)


class Perform(OnDecision):
    """登记履行."""

    verb = "performance"
    submit = "登记"
    steps = ("performance", "service")
    form_class = PerformanceForm
    clause = "行政处罚法 第六十六条、第六十七条、第七十条"

    def do(self, form: Any) -> None:
        """Register a payment, or that an order was carried out."""
        decision.perform(**self.common(form), decision=self.decision, **form.typed)


class RequestClosing(CaseAct):
    """提请结案."""

    verb = "closing-request"
    steps = ("performance",)
    form_class = PlainForm
    clause = "住房和城乡建设行政处罚程序规定 第三十一条"
    remark = "决定已经执行完毕：填写结案审批表，十五个工作日内报批。"

    def do(self, form: Any) -> None:
        """Request it."""
        decision.request_closing(**self.common(form))


class ApproveClosing(CaseAct):
    """批准结案."""

    verb = "closing"
    steps = ("closing",)
    form_class = ApproveForm
    clause = "住房和城乡建设行政处罚程序规定 第三十一条"
    remark = "批准以后案件终结，案卷归档。"

    def do(self, form: Any) -> None:
        """Close the case."""
        decision.approve_closing(**self.common(form), **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show the chain."""
        return {"chain": rungs(approvals.chain(self.case.agency, self.case.dossier, "closing"))}
