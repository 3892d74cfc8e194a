"""The work sheet of legal review and its signature. Nothing is preset: each verdict is the reviewer's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from mingjing.review.models import Finding, WorkSheet
from mingjing.review.points import POINTS
from mingjing.review.rules import unexplained
from mingjing.workbench.acting import ActForm, Confirm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms.boundfield import BoundField

FAULTY = Finding.Verdict.FAULTY


class SheetForm(ActForm):
    """A verdict and a reason for each of the ten points, the result, the opinion in words (244号30、31)."""

    result = forms.ChoiceField(label="意见类型", widget=forms.RadioSelect)
    text = forms.CharField(
        label="具体意见",
        max_length=4000,
        widget=forms.Textarea,
        help_text="写明审核经过和结论；退回的，写明改什么、依据哪一条。只写“同意”不是审核意见。",
    )

    def __init__(self, *args: Any, in_catalogue: bool, machine: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.machine = machine
        for point in POINTS:
            self.fields[f"p_{point.key}"] = forms.ChoiceField(
                label=point.title,
                choices=Finding.Verdict.choices,
                widget=forms.RadioSelect,
                help_text=point.hint,
            )
            self.fields[f"r_{point.key}"] = forms.CharField(
                label="理由（存在问题的、与系统查出的问题不一致的必填，写明条款）",
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": "2"}),
            )
        results = [
            choice
            for choice in WorkSheet.Result.choices
            if not (in_catalogue and choice[0] == WorkSheet.Result.OUTSIDE)
        ]
        self.fields["result"].choices = results  # type: ignore[attr-defined]
        self.order_fields([*(name for name in self.fields if name[1] == "_"), "result", "text"])

    def clean(self) -> dict[str, Any]:
        """Ask for the reason beside each point found wanting, and beside each found sound against the machine."""
        data: dict[str, Any] = super().clean() or {}
        for point in POINTS:
            if data.get(f"p_{point.key}") == FAULTY and not data.get(f"r_{point.key}", "").strip():
                self.add_error(f"r_{point.key}", "认为存在问题的，须写明理由。")
        verdicts = {point.key: data.get(f"p_{point.key}", "") for point in POINTS}
        reasons = {point.key: data.get(f"r_{point.key}", "") for point in POINTS}
        for key in unexplained(verdicts, reasons, self.machine):
            if verdicts[key]:
                self.add_error(f"r_{key}", "与系统查出的问题不一致的，须写明理由。")
        return data

    @property
    def verdicts(self) -> dict[str, str]:
        """Return the verdict of each point."""
        return {point.key: self.cleaned_data[f"p_{point.key}"] for point in POINTS}

    @property
    def reasons(self) -> dict[str, str]:
        """Return the reasons that were given."""
        typed = {point.key: self.cleaned_data[f"r_{point.key}"].strip() for point in POINTS}
        return {key: reason for key, reason in typed.items() if reason}

    def finding(self, key: str) -> BoundField:
        """Return the verdict's field."""
        return self[f"p_{key}"]

    def reason(self, key: str) -> BoundField:
        """Return the reason's field."""
        return self[f"r_{key}"]


class SignForm(Confirm, ActForm):
    """The signature of the head of the legal department: the password, once more."""


def sheet_initial(sheet: WorkSheet | None) -> dict[str, Any]:
    """Return what the reviewer wrote before; nothing for a sheet not yet written."""
    if sheet is None:
        return {}
    written: dict[str, Any] = {"result": sheet.result, "text": sheet.text}
    for finding in sheet.findings.all():
        written |= {f"p_{finding.point}": finding.verdict, f"r_{finding.point}": finding.reason}
    return written
