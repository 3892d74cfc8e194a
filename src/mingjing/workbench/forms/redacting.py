"""Redacted copies: which regions and why; whether it may be published."""

from __future__ import annotations

from django import forms

from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import line, text, yes_or_no

REGIONS = (
    "一行一处，可以在画面上拖出方框。写法：左,上,宽,高（占画面的百分数）；录像前面写起止时间，例如 "
    "00:00:03-00:00:10 10,20,30,15，不写时间的全程遮盖；PDF 前面写 第1页，不写的每页遮盖；"
    "声音写 静音 00:00:03-00:00:10。没有要遮盖的，只去掉元数据。"
)


class RedactionForm(ActForm):
    """制作遮盖件."""

    regions = text("遮盖的区域", rows=6, hint=REGIONS, required=False, most=20_000)
    reason = line("理由", 500, hint="遮盖了什么，为何公开，例如：遮盖路人面部和车牌，随处罚决定公示。")
    opening = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)


class AnswerForm(ActForm):
    """核对遮盖件."""

    released = yes_or_no("预览后的意见", "该遮的都已遮住，可以公开", "退回重做")
    words = text("核对意见", rows=3, required=False, hint="退回的，写明哪里没有遮住。")
