"""What follows a decision: where to reach the party, deferral and instalments, the mending of a document."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.cases.models.case import Case, Party
from mingjing.cases.models.decision import Decision
from mingjing.cases.models.serving import ServedPaper
from mingjing.documents.models import Document
from mingjing.records.models import Attested
from mingjing.registry.models import Officer


class AddressConfirmation(Attested):
    """送达地址确认书 (行政处罚法61第二款; 55号令37): where the party wants to be served, and whether electronically."""

    class Channel(models.TextChoices):
        EMAIL = "email", "电子邮件"
        FAX = "fax", "传真"
        MESSAGE = "message", "即时通讯账号"

    party = models.ForeignKey(Party, models.PROTECT, related_name="confirmations", verbose_name="受送达人")
    position = models.PositiveIntegerField("第几份", default=1)
    confirmed_on = models.DateField("确认日期")
    address = models.CharField("送达地址", max_length=200)
    receiver = models.CharField("收件人", max_length=60)
    phone = models.CharField("联系电话", max_length=40)
    electronic = models.BooleanField("同意电子送达")
    channel = models.CharField("电子送达方式", max_length=10, choices=Channel.choices, blank=True)
    account = models.CharField("电子送达账号", max_length=120, blank=True)
    contact = models.CharField("备用联系人及方式", max_length=120)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="确认书")

    class Meta:
        verbose_name = "送达地址确认"
        ordering: ClassVar[list[str]] = ["position"]

    def __str__(self) -> str:
        return f"送达地址确认 {self.confirmed_on}"


class Deferral(ServedPaper):
    """延期、分期缴纳罚款 (行政处罚法66第二款): the party applied, the responsible person decided, the party was told.

    `plan`: the instalments in order, `[{"due": ISO day, "amount": 分}]`, together what was still owed.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="deferrals", verbose_name="处罚决定")
    applied_on = models.DateField("申请日期")
    reason = models.TextField("申请理由")
    plan = models.JSONField("各期的日期和金额", default=list)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")
    asked_on = models.DateField("登记日期")
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定人"
    )
    decided_on = models.DateField("决定日期", null=True, blank=True)
    agreed = models.BooleanField("同意", null=True)
    opinion = models.TextField("决定意见", blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定书"
    )

    class Meta:
        verbose_name = "延期分期缴纳"
        ordering: ClassVar[list[str]] = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=models.Q(agreed__isnull=True), name="deferral_open"
            )
        ]

    def __str__(self) -> str:
        return "分期缴纳" if len(self.plan) > 1 else "延期缴纳"


class Rectification(ServedPaper):
    """补正、更正 (55号令28): a slip of the pen in a served document, what it ought to read, and why.

    `item` is the item of the document that is mended; `wrong` stands in it, `right` replaces it.
    """

    class Kind(models.TextChoices):
        OMITTED = "omitted", "补正遗漏"
        WRONG = "wrong", "更正错误"

    case = models.ForeignKey(Case, models.PROTECT, related_name="rectifications", verbose_name="案件")
    mended = models.ForeignKey(Document, models.PROTECT, related_name="rectifications", verbose_name="原文书")
    rectification_kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    item = models.CharField("所在的一项", max_length=60)
    wrong = models.TextField("原文")
    right = models.TextField("更正为")
    reason = models.TextField("理由")
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="呈请人")
    asked_on = models.DateField("呈请日期")
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    decided_on = models.DateField("批准日期", null=True, blank=True)
    agreed = models.BooleanField("同意", null=True)
    opinion = models.TextField("批准意见", blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="补正（更正）决定书"
    )

    class Meta:
        verbose_name = "补正更正"
        ordering: ClassVar[list[str]] = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(agreed__isnull=True), name="rectification_open"
            )
        ]

    def __str__(self) -> str:
        return f"原文“{self.wrong}”更正为“{self.right}”"


class Relief(Attested):
    """行政复议、行政诉讼 against a decision: from its application to its end (行政处罚法73)."""

    class Kind(models.TextChoices):
        RECONSIDERATION = "reconsider", "行政复议"
        LITIGATION = "litigation", "行政诉讼"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reliefs", verbose_name="处罚决定")
    relief_kind = models.CharField("救济途径", max_length=10, choices=Kind.choices)
    began_on = models.DateField("申请或者起诉日期")
    reference = models.CharField("受理机关和文书", max_length=200)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    outcome = models.CharField("结果", max_length=200, blank=True)

    class Meta:
        verbose_name = "复议诉讼"
        ordering: ClassVar[list[str]] = ["began_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_relief_kind_display()} {self.began_on}"
