"""What is typed of a receiver of pushes."""

from __future__ import annotations

from typing import Any

from django import forms

from mingjing.outbox import formats, topics
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import line, yes_or_no


class ChangeReceiverForm(ActForm):
    """变更接收方."""

    name = line("名称", 100, hint="例如：全区行政执法综合管理监督信息系统。")
    address = line("接收地址", 300, hint="https:// 开头。内部网络的地址须由运行环境准许。")
    layout = forms.ChoiceField(label="格式", widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(label="推送的数据", widget=forms.CheckboxSelectMultiple)
    enabled = yes_or_no(
        "启用", "启用，开始推送", "停用，先不推送", hint="停用期间不丢数据，启用后按次序补推。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        layouts = [(key, each.label) for key, each in sorted(formats.every().items())]
        self.fields["layout"].choices = layouts  # type: ignore[attr-defined]
        self.fields["topics"].choices = [(each.key, each.label) for each in topics.every()]  # type: ignore[attr-defined]


class ReceiverForm(ChangeReceiverForm):
    """登记接收方."""

    field_order = ("code", "name", "address", "layout", "topics", "enabled")

    code = line("代号", 30, hint="小写字母、数字、短横线；写在签名里，登记后不能改。")
