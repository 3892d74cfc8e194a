"""A lead's source and its reporter: answering, telling, opening the seal, writing consent down."""

from __future__ import annotations

from django import forms

from mingjing.cases.models import Reply
from mingjing.workbench.acting import ActForm, Confirm
from mingjing.workbench.forms.fields import day, line, text


class ReplyForm(ActForm):
    """登记答复来件."""

    replied_on = day("答复日期")
    manner = forms.ChoiceField(label="方式", choices=[("", "请选择"), *Reply.Manner.choices])
    content = text("答复的内容", rows=4, hint="写核查、处理的结果和理由。不要写举报人的姓名、电话。")


class TellForm(ReplyForm):
    """登记告知举报人."""

    replied_on = day("告知日期")
    content = text(
        "告知的内容", rows=4, hint="写处理结果和理由。不要写举报人的姓名、电话：承办人看得到这里。"
    )


class ConsentForm(ActForm):
    """登记举报人同意披露."""

    consented_on = day("同意的日期")
    consent = line("同意的方式和证明", 300, hint="如：本人签名的同意书，存接收人处。不要写姓名、电话。")


class OpenSealForm(Confirm, ActForm):
    """启封."""

    field_order = ("reason", "password")

    reason = line("事由", 300, hint="如：电话告知不予立案的结果。不要写举报人的姓名、电话。")


class LeadExtensionForm(ActForm):
    """呈请延长核查期限."""

    reason = text("理由", rows=3, hint="写明还要核查什么，为何十五个工作日内查不完。")
