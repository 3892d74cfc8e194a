"""Where a publication was put up elsewhere, and that it was taken from there."""

from __future__ import annotations

from django import forms

from mingjing.disclosure.models import Posting
from mingjing.workbench.acting import ActForm


class PostForm(ActForm):
    """登记转载."""

    channel = forms.ChoiceField(label="载体", choices=Posting.Channel.choices, widget=forms.RadioSelect)
    place = forms.CharField(
        label="位置",
        max_length=100,
        help_text="网站栏目、公众号、公示栏、窗口的名称，如“县政府网站·行政执法公示”。",
    )
    address = forms.CharField(
        label="网址",
        max_length=500,
        required=False,
        help_text="发布后打开页面，从地址栏复制；公示栏、窗口不填。",
    )
    number = forms.CharField(
        label="编号", max_length=80, required=False, help_text="对方系统的索引号、稿件号；没有的不填。"
    )
    posted_at = forms.DateTimeField(
        label="发布时间", widget=forms.DateTimeInput, help_text="写实际的时间，可以补登。"
    )
    late_reason = forms.CharField(
        label="逾期的原因",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="没有自己的公示网站、首次发布又晚于最迟公开日的填写；执法监督员查阅。",
    )
    shot = forms.FileField(
        label="截图、照片",
        max_length=200,
        required=False,
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
        help_text="JPEG 或者 PNG，不超过 10 MB；入库后不能替换。",
    )


class RemoveForm(ActForm):
    """登记撤除."""

    removed_on = forms.DateField(label="撤除日期", help_text="打开原网址或者到现场看过，确实没有了再登记。")
