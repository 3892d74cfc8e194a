"""Decision, service, performance."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django import forms

from mingjing.cases.models import Performance, Service
from mingjing.workbench.acting import ActForm, Confirm
from mingjing.workbench.forms.fields import People, day, line, text, yes_or_no
from mingjing.workbench.forms.recordings import PROOF_HINT, things_told


class DecisionForm(Confirm, ActForm):
    """作出决定."""

    field_order = ("agreed", "opinion", "password")

    agreed = yes_or_no("意见", "同意，作出决定", "不同意，退回另成一稿")
    opinion = text(
        "决定意见",
        rows=3,
        hint="决定的内容就是下面通过审核的最新一稿，一字不改。不同意的，写明要改什么、为何。",
    )


class ServiceForm(ActForm):
    """登记决定书送达."""

    chosen_from: ClassVar = {"officers": "officers"}

    method = forms.ChoiceField(label="送达方式", choices=[("", "请选择"), *Service.Method.choices])
    served_on = day("送达日期", hint="十五日的缴款期限从送达次日起算。")
    announced_on = forms.DateField(
        label="公告日期", required=False, help_text="公告送达的填写：经过三十日视为送达，送达日期写期满之日。"
    )
    officers = People("送达的执法人员", hint="不少于两名。")
    place = line("送达地点", 200)
    receiver = line("签收人", 60, hint="留置、邮寄、公告的，写留置处所、回执或者公告载体。")
    relation = line("代收人与受送达人的关系", 60, required=False, hint="由他人代收的填写，如：同住成年家属。")
    refused_because = line("拒收事由", 200, required=False, hint="留置送达的必填：谁拒收，什么理由。")
    witness = line("见证人", 100, required=False, hint="基层组织或者所在单位的代表；没有的，须拍照或者录像。")
    proof = line("送达证明", 300, hint=PROOF_HINT)
    told_items = things_told()


class PerformanceForm(ActForm):
    """登记履行."""

    done_on = day("履行日期")
    amount = forms.DecimalField(
        label="缴款金额（元）", required=False, min_value=Decimal(0), max_digits=14, decimal_places=2,
        help_text="登记责令事项的履行情况时不填。",
    )  # fmt: skip
    late_amount = forms.DecimalField(
        label="另缴加处罚款（元）", required=False, min_value=Decimal(0), max_digits=14, decimal_places=2,
        help_text="决定书写明加处、逾期缴纳的才有；不超过到缴款日应缴的数额。",
    )  # fmt: skip
    channel = forms.ChoiceField(
        label="缴款方式", required=False, choices=[("", "没有缴款"), *Performance.Channel.choices]
    )
    payment_code = line(
        "非税缴款码", 40, required=False, hint="20 位数字，缴款的必填（行政处罚法 第六十七条）。"
    )
    receipt_number = line(
        "财政票据号",
        40,
        required=False,
        hint="缴款的必填（行政处罚法 第七十条）：电子票据 10 位，纸质 8 位。",
    )
    note = line("履行情况", 300, required=False)

    def clean_amount(self) -> int:
        """Return the amount in 分."""
        return int((self.cleaned_data["amount"] or Decimal(0)) * 100)

    def clean_late_amount(self) -> int:
        """Return the late fine in 分."""
        return int((self.cleaned_data["late_amount"] or Decimal(0)) * 100)
