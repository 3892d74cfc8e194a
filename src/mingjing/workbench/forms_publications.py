"""Checking a publication: publish after the named secrecy check, or send back with reasons; correcting, taking down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.workbench.acting import ActForm, Confirm

if TYPE_CHECKING:
    from mingjing.disclosure.leaks import Suspect


class PublishForm(Confirm, ActForm):
    """The secrecy check, ticked by the person, and their password."""

    secrecy_checked = forms.BooleanField(label="已作保密审查", required=False)

    confirmed = forms.MultipleChoiceField(
        label="疑似个人信息，逐处确认可以公开",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="应当隐去的不要勾选，退回遮盖。",
    )

    def __init__(self, *args: Any, checker: str, found: list[Suspect], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if found:
            words = {each.text: f"{each.field}中“{each.text}”（像是{each.word}）可以公开" for each in found}
            self.fields["confirmed"].choices = list(words.items())  # type: ignore[attr-defined]
        else:
            del self.fields["confirmed"]
        self.fields[
            "secrecy_checked"
        ].label = f"已作保密审查：不含国家秘密，不属于不予公开的情形。审查人 {checker}"
        self.order_fields(["confirmed", "secrecy_checked", "password"])


class ReturnForm(ActForm):
    """What must be changed before it can be public."""

    reason = forms.CharField(label="退回理由", max_length=1000, widget=forms.Textarea(attrs={"rows": "3"}))


class WithdrawForm(Confirm, ActForm):
    """Why it goes, and the person's password; the reason for the public follows (行政处罚法48)."""

    situation = forms.ChoiceField(
        label="撤下的情形", choices=Withdrawal.Situation.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="根据（只记入案卷，不公开）",
        required=False,
        max_length=500,
        help_text="例如复议决定书、判决书的文号，或者谁在何时发现公开有误。",
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    field_order = ("situation", "note", "password")


class ExplainForm(Confirm, ActForm):
    """The reason that the public reads."""

    reason = forms.CharField(
        label="撤下的理由（公开）",
        max_length=1000,
        help_text="不写当事人名称、决定书文号和个人信息。",
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    field_order = ("reason", "password")


class CorrectForm(ActForm):
    """The fields as they stand, to be rewritten; what kind of mistake; the reason that the public reads."""

    correction = forms.ChoiceField(
        label="更正的情形", choices=Publication.Correction.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="更正的理由（公开）",
        max_length=500,
        help_text="公众会看到旧内容划去、新内容在旁；误公开个人信息、误写成另一主体的，不再显示旧内容。",
        widget=forms.Textarea(attrs={"rows": "2"}),
    )

    def __init__(self, *args: Any, texts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labels = {f"f{place}": label for place, (label, _) in enumerate(texts)}
        for place, (label, text) in enumerate(texts):
            self.fields[f"f{place}"] = forms.CharField(
                label=label,
                required=False,
                initial=text,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": str(min(8, 1 + len(text) // 60 + text.count("\n")))}),
            )
        self.order_fields([*self.labels, "correction", "reason"])

    def corrected(self) -> dict[str, str]:
        """Return the fields' new texts by their labels."""
        return {label: self.cleaned_data[name].replace("\r\n", "\n") for name, label in self.labels.items()}
