"""What is asked for in the course of a case, and its answer."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from mingjing.cases.models import Suspension
from mingjing.registry.models import Officer
from mingjing.workbench.acting import ActForm, Confirm
from mingjing.workbench.forms.fields import People, text, yes_or_no


class AnswerForm(Confirm, ActForm):
    """批准或者不同意."""

    field_order: tuple[str, ...] = ("agreed", "opinion", "password")

    agreed = yes_or_no("意见", "同意", "不同意")
    opinion = text("批准意见", rows=3, hint="不同意的，写明理由。", required=False)


class SuspensionForm(ActForm):
    """呈请中止调查."""

    situation = forms.ChoiceField(
        label="情形", choices=Suspension.Situation.choices, widget=forms.RadioSelect
    )
    reason = text("理由", rows=4, hint="写明相关案件、请示的问题或者无法调查的情况，何时可望消失。")


class ResumptionForm(ActForm):
    """登记恢复调查."""

    reason = text("恢复的理由", rows=3, hint="写明中止的情形何时、如何消失。")


class ExtensionForm(ActForm):
    """呈请延长办案期限三十日."""

    reason = text("理由", rows=4, hint="写明案情如何复杂，或者为何不能在期限内作出决定，还需办哪些事。")


class SecondExtensionForm(ExtensionForm):
    """呈请再次延长."""

    days = forms.IntegerField(
        label="再次延长的日数", min_value=1, max_value=60, help_text="不超过六十日，由负责人集体讨论决定。"
    )


class SecondAnswerForm(AnswerForm):
    """集体讨论是否再次延期."""

    field_order = ("participants", "minutes", "agreed", "opinion", "password")
    chosen_from: ClassVar = {"participants": "leaders"}

    participants = People("参加讨论的负责人", hint="不少于两名负责人。")
    minutes = text("讨论记录", rows=5, hint="各人的意见分别记明。")


class PreservationRequestForm(ActForm):
    """呈请先行登记保存."""

    things = text("拟保存的证据", rows=3, hint="写明名称、数量、所在地点。")
    reason = text("理由", rows=3, hint="写明为何可能灭失或者以后难以取得。")


class RecusalRequestForm(ActForm):
    """登记回避申请."""

    chosen_from: ClassVar = {"officer": "officers"}

    officer = forms.ModelChoiceField(label="谁回避", queryset=Officer.objects.none(), empty_label="请选择")
    by_party = yes_or_no("由谁提出", "当事人申请", "承办人自行提出")
    reason = text("理由", rows=3, hint="写明与本案的直接利害关系或者其他可能影响公正的关系。")


class RecusalAnswerForm(AnswerForm):
    """决定是否回避."""

    field_order = ("agreed", "replacement", "opinion", "password")
    chosen_from: ClassVar = {"replacement": "officers"}

    replacement = forms.ModelChoiceField(
        label="接替的承办人", queryset=Officer.objects.none(), required=False, empty_label="不接替",
        help_text="回避以后承办人仍不得少于两人。",
    )  # fmt: skip
