"""The draft of a decision for one party, and its submission to review."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from mingjing.cases.rules.ordinary import KINDS, SEVERITY
from mingjing.review.intake_rules import MATERIALS
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import line, text, yes_or_no
from mingjing.workbench.forms.reviewing import beside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mingjing.cases.papers.materials import Material
    from mingjing.catalog.models import BenchmarkRow

FINE = "02"
ROWS = range(1, 5)
"""Penalties that one draft may hold."""


class Citations(forms.CharField):
    """Citations, one a line; cleaned to a list."""

    widget = forms.Textarea(attrs={"rows": "3"})

    def clean(self, value: Any) -> list[str]:
        """Return the lines that hold something."""
        typed: str = super().clean(value)
        return [each.strip() for each in typed.splitlines() if each.strip()]


class DraftForm(ActForm):
    """决定代拟稿: the core of a decision, without number, date and procedure."""

    phrased: ClassVar = {
        "facts": "draft.facts",
        "discretion_reasons": "draft.discretion",
        "orders": "draft.orders",
        "performance": "draft.performance",
    }

    facts = text("违法事实", rows=7, hint="时间、地点、经过、后果；每项事实都要有证据证明。")
    violated = Citations(
        label="违反的规定",
        help_text="每行一条，引到条款项，如：《建筑法》第七条第一款。按行为日有效的版本核对。",
    )
    basis = Citations(label="处罚依据", help_text="每行一条，如：《建设工程质量管理条例》第五十七条。")
    discretion_grade = line("裁量档次", 40)
    discretion_reasons = text("裁量理由", rows=4, hint="对照右侧裁量基准写明适用这一档的情节。")
    orders = text("责令事项", rows=2, required=False, hint="如：责令停止施工、限期改正。")
    performance = text(
        "履行方式和期限",
        rows=3,
        hint="写责令事项何时完成。罚款的代收机构、地址、数额、十五日期限由系统按机关信息写进决定书。",
    )
    late_fine = yes_or_no(
        "逾期缴纳罚款", "每日按罚款数额的百分之三加处罚款", "不加处罚款",
        hint="行政处罚法第七十二条“可以”加处：决定书写明的才加处。没有罚款的不填。", required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, grades: Sequence[BenchmarkRow] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if grades:
            names = list(dict.fromkeys(row.grade for row in grades))
            choices = [("", "请选择"), *((name, name) for name in names)]
            self.fields["discretion_grade"] = forms.ChoiceField(label="裁量档次", choices=choices)
        kinds = [("", "无"), *((code, KINDS[code]) for code in SEVERITY if code in KINDS)]
        for row in ROWS:
            self.fields[f"kind_{row}"] = forms.ChoiceField(
                label=f"处罚种类 {row}", choices=kinds, required=False
            )
            self.fields[f"amount_{row}"] = forms.DecimalField(
                label=f"金额 {row}（元）",
                required=False,
                min_value=Decimal(0),
                max_digits=14,
                decimal_places=2,
            )

    @property
    def penalty_rows(self) -> list[tuple[Any, Any]]:
        """Return the bound fields of each penalty: kind and amount."""
        return [(self[f"kind_{row}"], self[f"amount_{row}"]) for row in ROWS]

    @property
    def other_fields(self) -> list[Any]:
        """Return the bound fields outside the penalties, as the page shows them: before and after."""
        return [
            self[name] for name in ("facts", "violated", "basis", "discretion_grade", "discretion_reasons")
        ]

    @property
    def last_fields(self) -> list[Any]:
        """Return the bound fields after the penalties."""
        return [self["orders"], self["performance"], self["late_fine"]]

    def clean(self) -> dict[str, Any]:
        """Ask that an amount has its kind."""
        data: dict[str, Any] = super().clean() or {}
        for row in ROWS:
            if data.get(f"amount_{row}") and not data.get(f"kind_{row}"):
                self.add_error(f"kind_{row}", "填了金额，请选处罚种类。")
        fined = any(data.get(f"kind_{row}") == FINE for row in ROWS)
        if fined and data.get("late_fine") in (None, ""):
            self.add_error("late_fine", "决定书须写明逾期缴纳罚款是否加处（罚缴分离办法 第七条）。")
        return data

    @property
    def core(self) -> dict[str, Any]:
        """Return what `actions.drafting.draft` takes; amounts in 分."""
        names = (
            "facts",
            "violated",
            "basis",
            "discretion_grade",
            "discretion_reasons",
            "orders",
            "performance",
        )
        return {
            **{name: self.cleaned_data[name] for name in names},
            "late_fine": self.cleaned_data["late_fine"] is True,
            "penalties": self._penalties(),
        }

    def _penalties(self) -> list[dict[str, Any]]:
        made = []
        for row in ROWS:
            kind, amount = self.cleaned_data[f"kind_{row}"], self.cleaned_data[f"amount_{row}"]
            if kind:
                made.append({"kind": kind, "amount": int(amount * 100)} if amount else {"kind": kind})
        return made


def from_core(core: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a draft that was made before, so that the next revision begins with it."""
    if core.get("no_penalty"):
        return {
            "facts": core["facts"],
            "violated": "\n".join(core["violated"]),
            "orders": core.get("orders", ""),
        }
    initial = {
        name: core[name]
        for name in ("facts", "discretion_grade", "discretion_reasons", "orders", "performance")
    }
    initial |= {name: "\n".join(core[name]) for name in ("violated", "basis")}
    initial["late_fine"] = "yes" if core.get("late_fine") else "no"
    for row, penalty in enumerate(core["penalties"][: len(ROWS)], 1):
        initial[f"kind_{row}"] = penalty["kind"]
        if penalty.get("amount"):
            initial[f"amount_{row}"] = Decimal(penalty["amount"]) / 100
    return initial


class SubmissionForm(ActForm):
    """提请法制审核: 244号29. Beside each material stands what of it lies in the file; nothing is ticked beforehand."""

    materials = forms.MultipleChoiceField(
        label="送审材料",
        choices=[(name, name) for name in MATERIALS],
        widget=forms.CheckboxSelectMultiple,
        help_text="逐项核对后勾选；前四项必须齐备。",
    )
    major_reason = line(
        "目录之外按重大决定送审的理由",
        300,
        hint="是否在审核目录由系统按现行目录判断。目录之外而涉及重大公共利益、社会风险、重大权益或者疑难复杂的，写明理由。",
        required=False,
    )

    def __init__(self, *args: Any, materials: Sequence[Material] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if materials:
            self.fields["materials"].choices = beside(materials)  # type: ignore[attr-defined]
