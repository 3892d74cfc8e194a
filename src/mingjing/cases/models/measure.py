"""What is ordered of a party and what is kept as evidence in the course of a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.cases.models.case import Case, Party
from mingjing.cases.models.petition import Petition
from mingjing.cases.models.serving import ServedPaper
from mingjing.documents.models import Document
from mingjing.records.models import Attested


class Order(ServedPaper):
    """责令改正、责令停止违法行为 (行政处罚法28): numbered, served, with its deadline, and looked at again."""

    class OrderKind(models.TextChoices):
        CORRECT = "correct", "责令改正"
        STOP = "stop", "责令停止违法行为"

    party = models.ForeignKey(Party, models.PROTECT, related_name="orders", verbose_name="当事人")
    order_kind = models.CharField("种类", max_length=10, choices=OrderKind.choices)
    demands = models.TextField("责令的内容")
    deadline = models.DateField("期限")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="通知书")
    checked_on = models.DateField("复查日期", null=True, blank=True)
    done = models.BooleanField("已按要求办理", null=True)
    finding = models.TextField("复查情况", blank=True)

    class Meta:
        verbose_name = "责令改正（停止）"
        ordering: ClassVar[list[str]] = ["deadline", "id"]

    def __str__(self) -> str:
        return self.get_order_kind_display()


class Preservation(Attested):
    """先行登记保存 (行政处罚法56; 55号令19): the things, until when, and which of the five dispositions was made."""

    class Disposition(models.TextChoices):
        SECURED = "1", "采取记录、复制、拍照、录像等证据保全措施"
        EXAMINED = "2", "送交检测、检验、鉴定"
        COMPELLED = "3", "决定采取查封、扣押等行政强制措施"
        CONFISCATED = "4", "依法应当没收的，依照法定程序处理"
        LIFTED = "5", "解除先行登记保存措施"

    case = models.ForeignKey(Case, models.PROTECT, related_name="preservations", verbose_name="案件")
    petition = models.OneToOneField(
        Petition, models.PROTECT, related_name="preservation", verbose_name="呈批事项"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="当事人")
    things = models.JSONField("物品清单", default=list)
    """`[{name, quantity, model, place}]`"""
    signed = models.CharField("清单的签收", max_length=200)
    began_on = models.DateField("保存日期")
    ends_on = models.DateField("期满")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="通知书及清单")
    disposition = models.CharField("处理", max_length=1, choices=Disposition.choices, blank=True)
    disposed_on = models.DateField("处理日期", null=True, blank=True)
    disposal = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理决定书"
    )

    class Meta:
        verbose_name = "先行登记保存"
        ordering: ClassVar[list[str]] = ["began_on", "id"]

    def __str__(self) -> str:
        return f"先行登记保存 {self.began_on}"
