"""Judging an earlier decision on the same party and matter; looking into a case once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.actions import same_act
from mingjing.cases.gates.same_act import FINDING
from mingjing.cases.queries import same_act as rules
from mingjing.refusal import Refusal
from mingjing.workbench.earlier import judgement_words
from mingjing.workbench.forms.same_act import SameActForm, SupplementForm
from mingjing.workbench.views.acts.base import CaseAct, PartyAct

if TYPE_CHECKING:
    from mingjing.cases.queries.same_act import Earlier


class JudgeAct(PartyAct):
    """认定是否同一行为."""

    verb = "same-act"
    submit = "保存认定"
    steps = rules.JUDGED_AT
    form_class = SameActForm
    clause = rules.CLAUSE
    remark = "认定为同一行为而在先决定已经罚款的，本案不得再罚款。认定和理由随代拟稿送审。"
    earlier: tuple[Earlier, ...] = ()

    def find(self) -> None:
        """Find the earlier decisions."""
        self.earlier = rules.earlier_of([self.party])[self.party]
        if not self.earlier:
            raise Refusal(
                "same_act.none", "没有同一当事人、同一事项的在先决定。", rules.CLAUSE, "请看案件页的下一步。"
            )

    def form_arguments(self) -> dict[str, Any]:
        """Offer the earlier decisions, those that wait first."""
        return {"earlier": sorted(self.earlier, key=lambda each: each.judgement is not None)}

    def do(self, form: Any) -> None:
        """Judge it."""
        same_act.judge_act(**self.common(form), party=self.party, **form.judgement)

    def aside(self) -> dict[str, Any]:
        """Show each earlier decision: what was done, when, where."""
        rows = [judgement_words(each) for each in self.earlier]
        return {"checks_heading": "在先决定", "checks": rows}


class Supplement(CaseAct):
    """登记补充调查."""

    verb = "supplementary"
    submit = "登记补充调查"
    steps = same_act.SUPPLEMENTED_AT
    form_class = SupplementForm
    clause = FINDING
    remark = "案件退回调查终结、拟稿环节；查明新事实的，另成一稿、重新送审，加重的还须重新告知。"

    def do(self, form: Any) -> None:
        """Begin it."""
        same_act.supplement(**self.common(form), **form.typed)
