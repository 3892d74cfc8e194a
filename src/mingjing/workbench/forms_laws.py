"""A statute's file, and the day from which a version is in force."""

from __future__ import annotations

from django import forms

from mingjing.workbench.acting import ActForm


class ImportForm(ActForm):
    """The text of a statute."""

    file = forms.FileField(
        label="法规文本",
        help_text=".docx、.md 或 .txt；系统读出条、款、项和日期，读不懂的整件退回。",
        widget=forms.FileInput(attrs={"accept": ".docx,.md,.txt"}),
    )


class DateForm(ActForm):
    """From when a version is in force, as a person has established it."""

    effective_from = forms.DateField(label="施行日期", help_text="以公布该法规的令或者决定为准。")


class StaysForm(ActForm):
    """Why what cites the law stays as it is."""

    reason = forms.CharField(
        label="不需修订的理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="对照修改前后的条文，写明为什么引用仍然准确。理由留在记录里。",
    )
