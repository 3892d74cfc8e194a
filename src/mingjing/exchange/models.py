"""What went out, and to whom."""

from __future__ import annotations

from django.db import models

from mingjing.records.models import Attested
from mingjing.registry.models import Agency, Officer


class CreditExport(Attested):
    """双公示导出: a month that somebody took out, how much of it, and the hash of the file. The file is not kept.

    It may hold identity numbers of natural persons, which the credit platform asks for and the portal never shows.
    """

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"
        JSON = "json", "JSON"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    month = models.CharField("月份", max_length=7)
    format = models.CharField("格式", max_length=4, choices=Format.choices)
    rows = models.PositiveIntegerField("合格")
    faulty = models.PositiveIntegerField("不合格")
    withdrawn = models.PositiveIntegerField("撤下")
    sha256 = models.CharField("文件 SHA-256", max_length=64)
    taken_on = models.DateField("导出日期")
    taken_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导出人"
    )

    class Meta:
        verbose_name = "双公示导出"

    def __str__(self) -> str:
        return self.month
