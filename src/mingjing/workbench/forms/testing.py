"""检测、检验、鉴定."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from mingjing.cases.models import Testing
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import day, line, text


class EntrustForm(ActForm):
    """登记委托检测、检验、鉴定."""

    testing_kind = forms.ChoiceField(
        label="种类", choices=Testing.TestingKind.choices, widget=forms.RadioSelect
    )
    matter = line("委托事项", 300, hint="对什么、测什么，依据什么标准。")
    institution = line("受委托机构", 200)
    qualification = line("机构资质", 200, hint="资质证书名称和编号。")
    entrusted_on = day("委托日期", hint="从这一天起，期间不计入办案期限。")


class ResultForm(ActForm):
    """登记结果、制作结果告知书."""

    chosen_from: ClassVar = {"testing": "testings"}

    testing = forms.ModelChoiceField(label="委托", queryset=Testing.objects.none(), empty_label="请选择")
    reported_on = day("收到报告日期")
    report_number = line("报告编号", 100)
    result = text("结果", rows=4, hint="照报告的结论写，告知书按此制作。报告本身另作为“鉴定意见”添加到证据。")
