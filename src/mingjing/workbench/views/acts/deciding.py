"""Decision, service, performance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.actions import decision, paying
from mingjing.cases.papers.wording import penalties_text
from mingjing.cases.queries.case import core_of, handlers_of
from mingjing.cases.queries.payments import late_applies
from mingjing.documents import scans
from mingjing.refusal import Refusal
from mingjing.registry.queries import in_post
from mingjing.theme.cells import Yuan
from mingjing.workbench.forms.deciding import DecisionForm, PerformanceForm, ServiceForm
from mingjing.workbench.forms.leads import certified
from mingjing.workbench.views.acts.base import PartyAct
from mingjing.workbench.views.acts.leads import rungs

if TYPE_CHECKING:
    from mingjing.cases.models import Decision
    from mingjing.cases.queries.payments import Account
    from mingjing.cases.standing import Line


class Decide(PartyAct):
    """作出决定."""

    verb = "decision"
    submit = "签署"
    steps = ("decision",)
    form_class = DecisionForm
    clause = "行政处罚法 第五十七条、第五十八条、第五十九条"
    remark = "同意的，决定书当即编号、生成，不能修改，发出后只能以补正书更正；不同意的，退回承办人另成一稿、重新送审。"

    def do(self, form: Any) -> None:
        """Decide for the party, or send its draft back."""
        typed = form.typed
        act = decision.decide if typed.pop("agreed") else decision.refuse
        act(**self.common(form), party=self.party, **typed)

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
        line, row, now = self.own_line, self.decision, self.own_line.account
        return {
            "paper": [
                ("决定书", row.number),
                ("决定日期", row.decided_on),
                ("盖章件", "；".join(scans.lacking(row.document)) or "已盖章，有扫描件"),
                ("内容", penalties_text(core_of(row.draft))),
                ("应缴", Yuan(line.amount) if line.amount else None),
                ("已缴", Yuan(line.paid) if line.amount else None),
                ("缴款期限", now.due_on if now else None),
                ("加处罚款", _late(now, late_applies(row))),
            ]
        }


def _late(now: Account | None, applies: bool) -> str | None:
    if now is None or not now.amount:
        return None
    if not applies:
        return "决定书写明不加处"
    return f"至今天 {Yuan(now.late)}，已缴 {Yuan(now.late_paid)}" if now.late else "决定书写明加处，尚未逾期"


class Serve(OnDecision):
    """登记决定书送达."""

    verb = "service"
    steps = ("service", "decision")
    form_class = ServiceForm
    clause = "行政处罚法 第六十一条；住房和城乡建设行政处罚程序规定 第三十五条至第三十七条"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the agency's certified officers, those who handle the case first."""
        return {"officers": certified(in_post(self.case.agency), first=handlers_of(self.case))}

    def do(self, form: Any) -> None:
        """Register the service."""
        decision.serve(**self.common(form), decision=self.decision, **form.typed)


class Perform(OnDecision):
    """登记履行."""

    verb = "performance"
    submit = "登记"
    steps = ("performance", "service")
    form_class = PerformanceForm
    clause = "行政处罚法 第六十六条、第六十七条、第七十条、第七十二条"

    def do(self, form: Any) -> None:
        """Register a payment, or that an order was carried out."""
        paying.perform(**self.common(form), decision=self.decision, **form.typed)
