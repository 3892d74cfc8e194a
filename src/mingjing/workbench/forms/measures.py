"""Orders, and preservation by registration."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from mingjing.cases.models import Order, Party, Preservation
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import day, line, text, yes_or_no
from mingjing.workbench.forms.recordings import things_told


class OrderForm(ActForm):
    """责令改正或者停止."""

    order_kind = forms.ChoiceField(label="种类", choices=Order.OrderKind.choices, widget=forms.RadioSelect)
    facts = text("违法事实", rows=3)
    basis = line("依据", 300, hint="写到条款项。")
    demands = text("责令的内容", rows=3, hint="改正什么、停止什么，做到什么程度。")
    deadline = day("期限", hint="责令停止的，填今天即为立即停止。")


class OrderCheckForm(ActForm):
    """登记整改复查."""

    checked_on = day("复查日期")
    done = yes_or_no("结果", "已按要求办理", "未按要求办理")
    finding = text("复查情况", rows=3, hint="写看到的事实。")


class PreserveForm(ActForm):
    """登记保存物品、开具清单."""

    chosen_from: ClassVar = {"party": "parties"}

    party = forms.ModelChoiceField(label="当事人", queryset=Party.objects.none(), empty_label="请选择")
    things = text("物品清单", rows=5, hint="每行一件：名称，数量，规格型号，保存地点。")
    signed = line("清单的签收", 200, hint="执法人员和当事人签名；拒签的写明情况并录像。")
    told_items = things_told()


class DisposeForm(ActForm):
    """处理先行登记保存的证据."""

    disposition = forms.ChoiceField(
        label="处理", choices=Preservation.Disposition.choices, widget=forms.RadioSelect
    )
    note = text("理由", rows=3)
