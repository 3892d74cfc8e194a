"""Checking a publication: publish after the named secrecy check, or send back with reasons; correcting, taking down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from mingjing.disclosure.models import CorrectionRequest, Publication, Withdrawal
from mingjing.disclosure.rules import GROUNDS_OF_PEOPLE
from mingjing.workbench.acting import ActForm, Confirm

if TYPE_CHECKING:
    from mingjing.disclosure.kinds import Offered
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

    late_reason = forms.CharField(
        label="逾期公开的原因",
        max_length=500,
        help_text="已过最迟公开日：写明原因后立即公开，执法监督员查阅。",
        widget=forms.Textarea(attrs={"rows": "2"}),
    )

    def __init__(self, *args: Any, checker: str, found: list[Suspect], late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]
        if found:
            words = {each.text: f"{each.field}中“{each.text}”（像是{each.word}）可以公开" for each in found}
            self.fields["confirmed"].choices = list(words.items())  # type: ignore[attr-defined]
        else:
            del self.fields["confirmed"]
        self.fields[
            "secrecy_checked"
        ].label = f"已作保密审查：不含国家秘密，不属于不予公开的情形。审查人 {checker}"
        self.order_fields(["confirmed", "late_reason", "secrecy_checked", "password"])


class AgreeForm(Confirm, ActForm):
    """The password of who agrees that something is not made public."""


class ForwardForm(ActForm):
    """What the machine found, piece by piece; what else is to be hidden; of a person the social impact."""

    impact = forms.CharField(
        label="具有一定社会影响的理由",
        max_length=1000,
        help_text="写明影响了什么、多大范围；没有社会影响的，不公开。不写姓名。",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    hidden = forms.CharField(
        label="另需隐去的文字",
        max_length=2000,
        required=False,
        help_text="照快照中的文字填写，一行一处；页面和公示件都不再有。",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    beside = forms.MultipleChoiceField(
        label="随附公开的遮盖件",
        required=False,
        help_text="只列出另一人核对过、可以公开的遮盖件。",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, found: list[Suspect], natural: bool, offered: list[Offered], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not natural:
            del self.fields["impact"]
        if offered:
            self.fields["beside"].choices = [(each.source, each.title) for each in offered]  # type: ignore[attr-defined]
        else:
            del self.fields["beside"]
        self.words: dict[str, str] = {}
        for each in found:
            if each.text in self.words.values():
                continue
            name = f"suspect{len(self.words)}"
            self.words[name] = each.text
            self.fields[name] = forms.ChoiceField(
                label=f"{each.field}中“{each.text}”像是{each.word}",
                choices=[("hide", "隐去"), ("show", "可以公开")],
                widget=forms.RadioSelect,
            )
        self.order_fields([*self.words, "impact", "hidden", "beside"])

    def hidden_words(self) -> list[str]:
        """Return the pieces of text to take out: those found, and those typed, one a line."""
        typed = [line.strip() for line in self.cleaned_data["hidden"].splitlines() if line.strip()]
        return [text for name, text in self.words.items() if self.cleaned_data[name] == "hide"] + typed

    def confirmed_words(self) -> list[str]:
        """Return what was found fit for the public."""
        return [text for name, text in self.words.items() if self.cleaned_data[name] == "show"]


class WithholdForm(ActForm):
    """Why something is not made public."""

    ground = forms.ChoiceField(label="不公开的情形", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由",
        max_length=1000,
        help_text="写明事实和依据。",
        widget=forms.Textarea(attrs={"rows": "4"}),
    )

    def __init__(self, *args: Any, natural: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground = Publication.Ground
        fitting = GROUNDS_OF_PEOPLE if natural else GROUNDS_OF_PEOPLE - {ground.NO_IMPACT}
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in ground.choices if value in fitting
        ]


class ReturnForm(ActForm):
    """What must be changed before it can be public."""

    reason = forms.CharField(label="退回理由", max_length=1000, widget=forms.Textarea(attrs={"rows": "3"}))


class OpeningForm(ActForm):
    """That whoever takes it home is the party, or acts for it."""

    identified = forms.BooleanField(label="已核对当事人或者代理人的身份证件、委托书", required=False)


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


class AnswerForm(ActForm):
    """What became of a request, and why; whoever holds the receipt reads it."""

    outcome = forms.ChoiceField(
        label="处理结果", choices=CorrectionRequest.Outcome.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label="答复的理由",
        max_length=1000,
        help_text="凭回执号可以看到：不写申请人、当事人名称和文号。",
        widget=forms.Textarea(attrs={"rows": "5"}),
    )
