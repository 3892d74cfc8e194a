"""What happens around a review: receipt, supplement, assignment, extension, disagreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from mingjing.registry.models import Officer
from mingjing.review.intake_rules import MATERIALS
from mingjing.review.models import Disagreement, Receipt
from mingjing.workbench.acting import ActForm, Confirm
from mingjing.workbench.forms.fields import LONG, People, text, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.cases.papers.materials import Material


def beside(materials: Sequence[Material], names: Sequence[str] = MATERIALS) -> list[tuple[str, str]]:
    """Return each material as a choice, with what of it lies in the file."""
    found = {each.name: each.found for each in materials}
    return [(name, f"{name}　案卷中{f'有：{found[name]}' if found.get(name) else '没有'}") for name in names]


class ReceiptForm(ActForm):
    """收件登记 (244号29)."""

    verdict = forms.ChoiceField(label="材料", choices=Receipt.Verdict.choices, widget=forms.RadioSelect)
    missing = forms.MultipleChoiceField(
        label="缺少的材料", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="要求补充或者退回的，勾选缺少的；不在所列的写在说明里。",
    )  # fmt: skip
    note = text("说明", rows=3, required=False, hint="写明缺什么、要什么。")
    due_on = forms.DateField(
        label="补充期限", required=False, widget=forms.DateInput,
        help_text="限时补充的必填。补充期间自治区令的期限停止计算，住建部令的期限照常计算。",
    )  # fmt: skip

    def __init__(self, *args: Any, materials: Sequence[Material], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["missing"].choices = beside(materials)  # type: ignore[attr-defined]


class SupplementForm(ActForm):
    """补充送审材料."""

    materials = forms.MultipleChoiceField(
        label="补充的材料", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="勾选这次补交的；材料先归入案卷。",
    )  # fmt: skip
    answer = text("补充说明", rows=3, hint="逐项写明补充了什么，在案卷何处。")

    def __init__(self, *args: Any, materials: Sequence[Material], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["materials"].choices = beside(materials)  # type: ignore[attr-defined]


class AssignmentForm(ActForm):
    """指派、改派审核人."""

    chosen_from: ClassVar = {"officer": "officers"}

    officer = forms.ModelChoiceField(label="审核人", queryset=Officer.objects.none(), empty_label="请选择")
    reason = text("说明", rows=2, required=False, hint="改派的写明理由。", most=500)


class AppointmentForm(Confirm, ActForm):
    """就本案指定审核人 (§11.2)."""

    field_order = ("officer", "signs", "reason", "password")
    chosen_from: ClassVar = {"officer": "officers"}

    officer = forms.ModelChoiceField(
        label="指定谁", queryset=Officer.objects.none(), empty_label="请选择",
        help_text="登记有法律职业资格、从未承办本案的人员；从上级或者司法行政部门借调的，先登记人员。",
    )  # fmt: skip
    signs = yes_or_no(
        "法制机构负责人", "也须回避或者缺位，由其一并签署", "仍由法制机构负责人签署",
        hint="同一人审核并签署的，审核意见书上写明。",
    )  # fmt: skip
    reason = text("理由", rows=3, hint="写明法制机构的谁回避或者缺位，为何没有其他人可以审核。")


class ReviewExtensionForm(ActForm):
    """呈请延长审核期限五个工作日."""

    reason = text("理由", rows=4, hint="写明情况如何复杂，还须核对什么。")


class ObjectionForm(ActForm):
    """对审核意见提出异议."""

    reasons = text("异议的理由", rows=6, hint="逐点写明对哪一项意见有异议，依据什么事实、证据和条款。")


class TalksForm(ActForm):
    """登记协商结果."""

    talks = text("协商记录", rows=6, hint="时间、参加人、双方各持什么意见。")
    outcome = forms.ChoiceField(
        label="协商结果", choices=Disagreement.Outcome.choices, widget=forms.RadioSelect
    )


class SettlementForm(Confirm, ActForm):
    """对分歧作出结论."""

    field_order = ("change", "conclusion", "participants", "minutes", "password")
    chosen_from: ClassVar = {"participants": "leaders"}

    change = yes_or_no(
        "代拟稿", "须修改", "不须修改",
        hint="结论只解决改什么、为何不改，不代替法制审核：代拟稿须重新送审，只有新的“同意”才能往下办理。",
    )  # fmt: skip
    conclusion = text("结论", rows=5, hint="写明改什么；不改的，写明为何不改。")
    participants = People("参加会议的负责人", hint="会议讨论的选两名以上；一人决定的不选。", required=False)
    minutes = text("会议记录", rows=4, required=False, hint="会议讨论的必填。", most=LONG)
