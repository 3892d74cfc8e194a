"""Orders, and preservation by registration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.actions import orders, preservation
from mingjing.cases.rules import measures as rules
from mingjing.cases.rules.petitions import BEFORE_DECISION
from mingjing.refusal import Refusal
from mingjing.workbench.forms.measures import (
    DisposeForm,
    OrderCheckForm,
    OrderForm,
    PreserveForm,
)
from mingjing.workbench.forms.petitions import PreservationRequestForm
from mingjing.workbench.forms.recordings import HandedOver
from mingjing.workbench.views.acts.base import CaseAct, PartyAct
from mingjing.workbench.views.acts.petitions import Answer

if TYPE_CHECKING:
    from mingjing.cases.models import Order, Preservation


class IssueOrder(PartyAct):
    """责令改正或者停止."""

    verb = "order"
    submit = "制作通知书"
    steps = BEFORE_DECISION
    form_class = OrderForm
    clause = rules.ORDERING
    remark = "通知书当即编号，不能修改。"

    def do(self, form: Any) -> None:
        """Make it."""
        orders.issue_order(**self.common(form), party=self.party, **form.typed)


class OnOrder(PartyAct):
    """An act on the oldest order that waits for it."""

    clause = rules.ORDERING
    order: Order

    def find(self) -> None:
        """Find the order."""
        found = self.waiting()
        if found is None:
            raise Refusal("order.none", "没有可以办理的责令通知书。", rules.ORDERING, "请看案件页。")
        self.order = found

    def waiting(self) -> Order | None:
        """Return the order the act is about."""
        return self.party.orders.filter(served_on=None, document__voiding=None).first()

    def aside(self) -> dict[str, Any]:
        """Show the order."""
        row = self.order
        return {
            "paper": [
                ("通知书", row.document.number),
                ("责令", row.demands),
                ("期限", row.deadline),
                ("送达日期", row.served_on),
            ]
        }


class ServeOrder(OnOrder):
    """登记责令通知书送达."""

    verb = "order-service"
    form_class = HandedOver

    def do(self, form: Any) -> None:
        """Register it."""
        orders.serve_order(**self.common(form), order=self.order, handed=form.handed)


class CheckOrder(OnOrder):
    """登记整改复查."""

    verb = "order-check"
    form_class = OrderCheckForm

    def waiting(self) -> Order | None:
        """Return the oldest order served and not yet looked at."""
        return self.party.orders.filter(served_on__isnull=False, checked_on=None).first()

    def do(self, form: Any) -> None:
        """Register it."""
        orders.check_order(**self.common(form), order=self.order, **form.typed)


class RequestPreservation(CaseAct):
    """呈请先行登记保存."""

    verb = "preservation-request"
    steps = BEFORE_DECISION
    form_class = PreservationRequestForm
    clause = rules.PRESERVING

    def do(self, form: Any) -> None:
        """Ask for it."""
        preservation.request_preservation(**self.common(form), **form.typed)


class DecidePreservation(Answer):
    """批准先行登记保存."""

    verb = "preservation-approval"
    matter = "preservation"
    clause = rules.PRESERVING

    def do(self, form: Any) -> None:
        """Answer it."""
        preservation.decide_preservation(**self.common(form), **form.typed)


class Preserve(CaseAct):
    """登记保存物品、开具清单."""

    verb = "preservation"
    steps = BEFORE_DECISION
    form_class = PreserveForm
    clause = rules.PRESERVING
    remark = "今天起七个工作日内作出处理决定，逾期自动解除。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the parties."""
        return {"parties": self.case.parties.all()}

    def do(self, form: Any) -> None:
        """Register it."""
        preservation.preserve(**self.common(form), **form.typed)


class Dispose(CaseAct):
    """处理先行登记保存的证据."""

    verb = "preservation-end"
    form_class = DisposeForm
    clause = rules.PRESERVING
    kept: Preservation

    def find(self) -> None:
        """Find the oldest that waits."""
        found = self.case.preservations.filter(disposed_on=None).select_related("party", "document").first()
        if found is None:
            raise Refusal("preservation.none", "没有待处理的先行登记保存。", rules.PRESERVING, "请看案件页。")
        self.kept = found

    def do(self, form: Any) -> None:
        """Dispose."""
        preservation.dispose(**self.common(form), preservation=self.kept, **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show the list."""
        row = self.kept
        listed = ["，".join(thing.values()) for thing in row.things]
        paper = [("通知书", row.document.number), ("保存日期", row.began_on), ("期满", row.ends_on)]
        return {"paper": paper, "checks_heading": "物品清单", "checks": listed}
