"""The decision for one party, its service, its performance."""

from __future__ import annotations

from django.db import models

from mingjing.cases.models.case import Party
from mingjing.cases.models.serving import Method as ServiceMethod
from mingjing.documents.models import Document
from mingjing.records.models import Attested, Record
from mingjing.registry.models import Officer
from mingjing.review.models import Draft


class Decision(Attested):
    """行政处罚决定: one reviewed draft made a decision. Copies nothing of the draft; the database holds the gate."""

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="decision", verbose_name="代拟稿")
    record = models.OneToOneField(Record, models.PROTECT, related_name="+", verbose_name="记录")
    party = models.ForeignKey(Party, models.PROTECT, related_name="decisions", verbose_name="当事人")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="决定书")
    number = models.CharField("文号", max_length=80)
    decided_on = models.DateField("决定日期")
    decided_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="决定人")

    class Meta:
        verbose_name = "行政处罚决定"

    def __str__(self) -> str:
        return self.number


class Service(Attested):
    """送达 of a decision, with its proof (行政处罚法61; 55号令35–37)."""

    Method = ServiceMethod

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="service", verbose_name="决定")
    method = models.CharField("方式", max_length=2, choices=Method.choices)
    served_on = models.DateField("送达日期")
    place = models.CharField("送达地点", max_length=200)
    receiver = models.CharField("签收人", max_length=60)
    proof = models.CharField("送达证明", max_length=300)
    announced_on = models.DateField("公告日期", null=True, blank=True)
    relation = models.CharField("代收人与受送达人的关系", max_length=60, blank=True, default="")
    witness = models.CharField("见证人", max_length=100, blank=True, default="")
    refusal = models.CharField("拒收事由", max_length=200, blank=True, default="")
    pay_by = models.DateField("缴款期限", null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="送达回证")

    class Meta:
        verbose_name = "送达"

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.served_on}"


class Performance(Attested):
    """履行: a payment to the named bank or by electronic payment, or an order carried out. Amounts in 分.

    `late_amount` is what of the payment was 加处罚款, beside the `amount` on the decision itself.
    """

    class Channel(models.TextChoices):
        BANK = "bank", "指定银行"
        ELECTRONIC = "electronic", "电子支付系统"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="performances", verbose_name="决定")
    amount = models.BigIntegerField("金额（分）", default=0)
    late_amount = models.BigIntegerField("加处罚款（分）", default=0)
    channel = models.CharField("缴款方式", max_length=10, choices=Channel.choices, blank=True, default="")
    done_on = models.DateField("日期")
    payment_code = models.CharField("非税缴款码", max_length=40, blank=True)
    receipt_number = models.CharField("财政票据号", max_length=40, blank=True)
    note = models.CharField("履行情况", max_length=300, blank=True)

    class Meta:
        verbose_name = "履行"

    def __str__(self) -> str:
        return f"{self.amount} {self.done_on}"
