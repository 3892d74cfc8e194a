"""检测、检验、鉴定: entrusted, reported, told to the parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.actions import testing
from mingjing.cases.queries.testing import to_tell
from mingjing.cases.rules.petitions import BEFORE_DECISION
from mingjing.cases.rules.testing import NOT_COUNTED, TESTING
from mingjing.refusal import Refusal
from mingjing.workbench.forms.recordings import HandedOver
from mingjing.workbench.forms.testing import EntrustForm, ResultForm
from mingjing.workbench.views.acts.base import CaseAct, PartyAct

if TYPE_CHECKING:
    from mingjing.cases.models import ResultNotice


class Entrust(CaseAct):
    """登记委托检测、检验、鉴定."""

    verb = "testing"
    steps = BEFORE_DECISION
    form_class = EntrustForm
    clause = f"{TESTING}；{NOT_COUNTED}"

    def do(self, form: Any) -> None:
        """Register it."""
        testing.entrust(**self.common(form), **form.typed)


class Tell(CaseAct):
    """登记结果、制作结果告知书."""

    verb = "results"
    steps = BEFORE_DECISION
    form_class = ResultForm
    clause = TESTING
    remark = "给每名当事人各制作一份结果告知书，当即编号；办案期限从收到报告之日起继续计算。"

    def find(self) -> None:
        """Refuse where nothing is awaited."""
        if not to_tell(self.case):
            raise Refusal("testing.none", "没有待登记结果的委托。", TESTING, "请先登记委托。")

    def form_arguments(self) -> dict[str, Any]:
        """Offer what is awaited."""
        return {"testings": self.case.testings.filter(pk__in=[each.pk for each in to_tell(self.case)])}

    def do(self, form: Any) -> None:
        """Register it."""
        testing.tell(**self.common(form), **form.typed)


class ServeResult(PartyAct):
    """登记结果告知书送达."""

    verb = "results-service"
    form_class = HandedOver
    clause = TESTING
    notice: ResultNotice

    def find(self) -> None:
        """Find the oldest notice that waits."""
        waiting = self.party.result_notices.filter(served_on=None, document__voiding=None).select_related(
            "document", "testing", "party"
        )
        found = waiting.order_by("testing__entrusted_on", "document__number").first()
        if found is None:
            raise Refusal("testing.none", "没有待送达的结果告知书。", TESTING, "请看案件页。")
        self.notice = found

    def do(self, form: Any) -> None:
        """Register it."""
        testing.serve_result(**self.common(form), notice=self.notice, handed=form.handed)

    def aside(self) -> dict[str, Any]:
        """Show the notice."""
        row = self.notice
        return {
            "paper": [
                ("告知书", row.document.number),
                ("委托", str(row.testing)),
                ("结果", row.testing.result),
            ]
        }
