"""What the public may type: a request for correction, a rating, a complaint, what it is followed by."""

from __future__ import annotations

from typing import Any

from django import forms

from mingjing.disclosure.request_rules import LONGEST_CLAIM
from mingjing.visits import rules as visit_rules
from mingjing.visits.models import Complaint, Rating
from mingjing.visits.scanning import LONGEST_WORDS


class MaskForm(forms.Form):
    """A masked text with its random number, to be compared with what was published in its place."""

    number = forms.CharField(label="文号", max_length=80)
    text = forms.CharField(label="隐去的文字", max_length=2000, help_text="与凭证一字不差。")
    salt = forms.CharField(label="随机数", max_length=100, help_text="凭证上文字下面的 64 位十六进制数。")


class CorrectionForm(forms.Form):
    """Which item is wrong and why; who asks only if they want to say so."""

    once = forms.CharField(max_length=64, widget=forms.HiddenInput)
    field = forms.ChoiceField(label="哪一项有误", required=False)
    claim = forms.CharField(
        label="哪里有误，应当是什么",
        max_length=LONGEST_CLAIM,
        help_text="请写明依据，例如营业执照、判决书。只有承办的工作人员能看到，不会公开。",
        widget=forms.Textarea(attrs={"rows": "5"}),
    )
    name = forms.CharField(label="您的姓名或者单位", required=False, max_length=60)
    contact = forms.CharField(
        label="联系方式", required=False, max_length=60, help_text="需要核对时与您联系，不会公开。"
    )

    def __init__(self, *args: Any, labels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "不确定，或者其他"), *((label, label) for label in labels)]
        self.fields["field"].choices = choices  # type: ignore[attr-defined]


class RatingForm(forms.Form):
    """How the visit was; nothing is ticked beforehand."""

    once = forms.CharField(max_length=64, widget=forms.HiddenInput)
    grade = forms.ChoiceField(label="满意程度", choices=Rating.Grade.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="意见",
        required=False,
        max_length=LONGEST_WORDS,
        help_text="不必写您是谁。执法人员看不到评价，只有执法监督员能看到。",
        widget=forms.Textarea(attrs={"rows": "2"}),
    )


class ComplaintForm(forms.Form):
    """What happened; who complains only if they want to say so."""

    once = forms.CharField(max_length=64, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="种类", choices=Complaint.Kind.choices, widget=forms.RadioSelect)
    claim = forms.CharField(
        label="发生了什么",
        max_length=visit_rules.LONGEST_CLAIM,
        help_text="什么时候、在哪里、谁做了什么，您希望怎样处理。不必写您的姓名。",
        widget=forms.Textarea(attrs={"rows": "6"}),
    )
    name = forms.CharField(label="您的姓名或者单位", required=False, max_length=60)
    contact = forms.CharField(
        label="联系方式",
        required=False,
        max_length=60,
        help_text="可以不填。填了的加密保存，办理人须写明事由才能打开，每次打开都有记录。",
    )


class FollowForm(forms.Form):
    """The number and the code that were shown when the complaint was taken."""

    number = forms.CharField(
        label="受理编号", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    code = forms.CharField(
        label="查询码", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
