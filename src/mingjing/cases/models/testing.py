"""检测、检验、鉴定: what was entrusted to whom, what came of it, and that each party was told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.cases.models.case import Case, Party
from mingjing.cases.models.serving import ServedPaper
from mingjing.documents.models import Document
from mingjing.records.models import Attested


class Testing(Attested):
    """委托检测、检验、鉴定 (55号令18、29): its days are not counted; its result is told to the parties."""

    class TestingKind(models.TextChoices):
        TEST = "test", "检测"
        INSPECTION = "inspection", "检验"
        APPRAISAL = "appraisal", "鉴定"

    case = models.ForeignKey(Case, models.PROTECT, related_name="testings", verbose_name="案件")
    testing_kind = models.CharField("种类", max_length=10, choices=TestingKind.choices)
    matter = models.CharField("委托事项", max_length=300)
    institution = models.CharField("受委托机构", max_length=200)
    qualification = models.CharField("机构资质", max_length=200)
    entrusted_on = models.DateField("委托日期")
    reported_on = models.DateField("收到报告日期", null=True, blank=True)
    report_number = models.CharField("报告编号", max_length=100, blank=True)
    result = models.TextField("结果", blank=True)

    class Meta:
        verbose_name = "委托检测、检验、鉴定"
        ordering: ClassVar[list[str]] = ["entrusted_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_testing_kind_display()}：{self.matter}"


class ResultNotice(ServedPaper):
    """结果告知书 to one party, and its service."""

    testing = models.ForeignKey(Testing, models.PROTECT, related_name="notices", verbose_name="委托")
    party = models.ForeignKey(Party, models.PROTECT, related_name="result_notices", verbose_name="当事人")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="告知书")

    class Meta:
        verbose_name = "检测（检验、鉴定）结果告知"

    def __str__(self) -> str:
        return f"结果告知 {self.served_on or '未送达'}"
