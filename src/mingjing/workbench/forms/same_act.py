"""Whether an earlier decision is on the same act; what is looked into once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import text, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.cases.queries.same_act import Earlier


class SameActForm(ActForm):
    """认定是否同一行为: one earlier decision at a time, neither answer preset."""

    field_order = ("decision", "same", "reasons")

    same = yes_or_no("与本案的行为相比", "同一行为", "另一行为")
    reasons = text("理由", rows=4, hint="对照两案行为的时间、地点、事实，写明为何是同一行为或者另一行为。")

    def __init__(self, *args: Any, earlier: Sequence[Earlier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {each.decision.ref: each.decision for each in earlier}
        self.fields["decision"] = forms.ChoiceField(
            label="在先决定",
            choices=[(each.decision.ref, _label(each)) for each in earlier],
            widget=forms.RadioSelect,
        )
        self.order_fields(self.field_order)

    @property
    def judgement(self) -> dict[str, Any]:
        """Return what the action takes."""
        return self.typed | {"decision": self.earlier[self.cleaned_data["decision"]]}


def _label(row: Earlier) -> str:
    decision = row.decision
    said = f"，已认定为{row.judgement}" if row.judgement else ""
    return f"{decision.number}（{decision.decided_on}，{row.words}）{said}"


class SupplementForm(ActForm):
    """登记补充调查."""

    reason = text("查什么、为何查", rows=4, hint="写明新发现的线索或者须核实的事实，不得只因当事人申辩。")
