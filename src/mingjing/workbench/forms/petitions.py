"""What is asked for in the course of a case, and its answer."""

from __future__ import annotations

from django import forms

from mingjing.cases.models import Suspension
from mingjing.workbench.acting import ActForm, Confirm
from mingjing.workbench.forms.fields import text, yes_or_no


class AnswerForm(Confirm, ActForm):
    """批准或者不同意."""

    field_order = ("agreed", "opinion", "password")

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
