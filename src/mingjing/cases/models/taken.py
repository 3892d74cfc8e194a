"""A case that was running before the system: taken over at its step, with what went before as its papers.

What was decided on paper is written down as what it is and never becomes a `Decision`: no draft, no opinion, no number
of this system is made up for it. What was reviewed and told on paper counts once a second hand has confirmed it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.cases.models.case import Case, Party
from mingjing.cases.models.decision import Performance
from mingjing.cases.models.serving import ServedPaper
from mingjing.documents.models import Document
from mingjing.records.models import Attested
from mingjing.registry.models import Officer
from mingjing.review.models import Draft

MARK = "（上线前）"
"""What stands behind every number given before the system: it cannot be taken for one of its own series."""


class TakeOver(Attested):
    """接入上线前的在办案件 (reference §11.6 no. 29): at which step, by whom, and who had handled it before."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="take_overs", verbose_name="案件")
    step = models.CharField("接入的步骤", max_length=60)
    entered_on = models.DateField("接入日期")
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="接入人")
    people = models.CharField("上线前的经办人", max_length=300)
    account = models.TextField("上线前的经过")

    class Meta:
        verbose_name = "接入在办案件"
        constraints = [models.UniqueConstraint(fields=["case"], name="take_over_case")]

    def __str__(self) -> str:
        return f"{self.entered_on} 接入"


class PriorStep(Attested):
    """上线前的一件材料: what was done, on which day, by whom, and its scan."""

    class Kind(models.TextChoices):
        LEAD = "AY01", "案件来源登记表"
        FILING = "LA01", "立案审批表"
        INSPECTION = "DC01", "现场检查（勘验）笔录"
        INQUIRY = "DC02", "询问笔录"
        EXTENSION = "ZJ03", "延期办案审批表"
        REPORT = "ZJ01", "案件调查终结报告"
        OPINION = "FS03", "法制审核意见书"
        NOTICE = "GZ01", "行政处罚意见告知书"
        STATEMENT = "GZ03", "陈述申辩材料"
        HEARING = "TZ05", "听证材料"
        DISCUSSION = "JD01", "集体讨论记录"
        DECISION = "JD03", "行政处罚决定书"
        SERVICE = "SD01", "送达回证"
        PAYMENT = "SQ02", "缴款凭证"
        OTHER = "SQ01", "其他材料"

    case = models.ForeignKey(Case, models.PROTECT, related_name="prior_steps", verbose_name="案件")
    step_kind = models.CharField("材料", max_length=10, choices=Kind.choices)
    done_on = models.DateField("日期")
    people = models.CharField("经办人", max_length=200)
    note = models.CharField("说明", max_length=300, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="扫描件")

    class Meta:
        verbose_name = "上线前的材料"
        ordering: ClassVar[list[str]] = ["done_on", "id"]

    def __str__(self) -> str:
        return self.get_step_kind_display()


class PriorAnswer(models.Model):
    """Whether the head of the legal department found a paper of before to be what was entered: a second hand."""

    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="录入人")
    entered_on = models.DateField("录入日期")
    agreed = models.BooleanField("核对相符", null=True)
    answered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核对人"
    )
    answered_on = models.DateField("核对日期", null=True, blank=True)
    answer = models.TextField("核对意见", blank=True)

    class Meta:
        abstract = True


class PriorReview(PriorAnswer, Attested):
    """上线前的法制审核, as the paper opinion tells it, of the draft that was copied from the file.

    It opens nothing: only a `PriorOpinion`, made when it was confirmed, does (ADR-016).
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="prior_reviews", verbose_name="当事人")
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="prior_review", verbose_name="代拟稿")
    number = models.CharField("文号", max_length=100)
    reviewer = models.CharField("审核人", max_length=60)
    signer = models.CharField("签署人", max_length=60)
    signed_on = models.DateField("签署日期")
    text = models.TextField("审核意见")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="扫描件")

    class Meta:
        verbose_name = "上线前的审核"

    def __str__(self) -> str:
        return self.number


class PriorNotice(PriorAnswer, ServedPaper):
    """上线前的告知: what the party was told on paper, and what it answered. Confirmed, it is a `Notice`."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="prior_notices", verbose_name="当事人")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="+", verbose_name="告知所依的代拟稿")
    number = models.CharField("文号", max_length=100)
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="扫描件")
    hearing_offered = models.BooleanField("告知了听证权利", default=False)
    waived_on = models.DateField("书面放弃日期", null=True, blank=True)
    hearing_waived_on = models.DateField("书面放弃听证日期", null=True, blank=True)
    hearing_asked_on = models.DateField("要求听证日期", null=True, blank=True)
    hearing_held_on = models.DateField("听证日期", null=True, blank=True)
    stated_on = models.DateField("陈述申辩日期", null=True, blank=True)
    statement = models.TextField("陈述、申辩内容", blank=True)
    brings_new = models.BooleanField("提出新的事实、理由或证据", default=False)
    reexamination = models.TextField("复核意见", blank=True)

    class Meta:
        verbose_name = "上线前的告知"
        ordering: ClassVar[list[str]] = ["entered_on", "id"]

    def __str__(self) -> str:
        return self.number


class PriorDecision(ServedPaper):
    """上线前作出的处罚决定: its number, day, content and scan; from here its service and performance go on."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="prior_decisions", verbose_name="当事人")
    number = models.CharField("文号", max_length=100)
    decided_on = models.DateField("决定日期")
    decided_by = models.CharField("决定人", max_length=60)
    content = models.TextField("处罚内容")
    amount = models.BigIntegerField("应缴金额（分）", default=0)
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="扫描件")
    pay_by = models.DateField("缴款期限", null=True, blank=True)

    class Meta:
        verbose_name = "上线前的处罚决定"
        constraints = [models.UniqueConstraint(fields=["party"], name="prior_decision_party")]

    def __str__(self) -> str:
        return self.number


class PriorPayment(Attested):
    """上线前的处罚决定的履行: a payment (in 分), or an order carried out; before the system or after."""

    decision = models.ForeignKey(
        PriorDecision, models.PROTECT, related_name="performances", verbose_name="上线前的决定"
    )
    amount = models.BigIntegerField("金额（分）", default=0)
    channel = models.CharField("缴款方式", max_length=10, choices=Performance.Channel.choices, blank=True)
    done_on = models.DateField("日期")
    payment_code = models.CharField("非税缴款码", max_length=40, blank=True)
    receipt_number = models.CharField("财政票据号", max_length=40, blank=True)
    note = models.CharField("履行情况", max_length=300, blank=True)

    class Meta:
        verbose_name = "上线前的决定的履行"
        ordering: ClassVar[list[str]] = ["done_on", "id"]

    def __str__(self) -> str:
        return f"{self.amount} {self.done_on}"
