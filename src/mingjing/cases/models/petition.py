"""What handlers ask the responsible person for in the course of a case, and what was granted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.cases.models.case import Case
from mingjing.documents.models import Document
from mingjing.records.models import Attested
from mingjing.registry.models import Officer


class Petition(Attested):
    """呈批: asked for with its reasons, granted or refused by whom the law names (reference §11.2)."""

    class Matter(models.TextChoices):
        SUSPENSION = "suspension", "中止调查"
        EXTENSION = "extension", "延长办案期限三十日"
        RECUSAL = "recusal", "回避"
        PRESERVATION = "preservation", "先行登记保存"
        SECOND_EXTENSION = "second-extension", "再次延长办案期限"
        LEAD_EXTENSION = "lead-extension", "延长核查期限十个工作日"
        WITHDRAWAL = "withdrawal", "撤案"
        TRANSFER = "transfer", "移送有管辖权的机关"
        CRIME = "crime", "移送公安机关"
        REVIEW_EXTENSION = "review-extension", "延长法制审核期限五个工作日"

    case = models.ForeignKey(Case, models.PROTECT, related_name="petitions", verbose_name="案件")
    matter = models.CharField("事项", max_length=20, choices=Matter.choices)
    reason = models.TextField("理由")
    particulars = models.JSONField("所请", default=dict, blank=True)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="呈请人")
    asked_on = models.DateField("呈请日期")
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    decided_on = models.DateField("批准日期", null=True, blank=True)
    agreed = models.BooleanField("同意", null=True)
    opinion = models.TextField("批准意见", blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批表"
    )

    class Meta:
        verbose_name = "呈批事项"
        ordering: ClassVar[list[str]] = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "matter"], condition=models.Q(agreed__isnull=True), name="petition_open"
            )
        ]

    def __str__(self) -> str:
        return self.get_matter_display()


class Suspension(Attested):
    """中止调查 (55号令30): its situation, from when, until when. What it stopped stands on the time limit itself."""

    class Situation(models.TextChoices):
        OTHER_CASE = "1", "须以相关案件的裁判结果或者其他行政决定为依据，尚未审结或者作出"
        QUESTION_OF_LAW = "2", "涉及法律适用等问题，需要报请有权机关作出解释或者确认"
        FORCE_MAJEURE = "3", "因不可抗力致使案件暂时无法调查"
        WHEREABOUTS = "4", "因当事人下落不明致使案件暂时无法调查"
        OTHER = "5", "其他应当中止调查的情形"

    case = models.ForeignKey(Case, models.PROTECT, related_name="suspensions", verbose_name="案件")
    petition = models.OneToOneField(Petition, models.PROTECT, related_name="+", verbose_name="呈批事项")
    situation = models.CharField("情形", max_length=1, choices=Situation.choices)
    began_on = models.DateField("中止日期")
    ended_on = models.DateField("恢复日期", null=True, blank=True)
    ended_reason = models.TextField("恢复理由", blank=True)
    ended_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="恢复登记人"
    )

    class Meta:
        verbose_name = "中止调查"
        ordering: ClassVar[list[str]] = ["began_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_on__isnull=True), name="suspension_open"
            )
        ]

    def __str__(self) -> str:
        return f"中止调查 {self.began_on}"
