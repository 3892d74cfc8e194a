"""What went out, and to whom."""

from __future__ import annotations

from typing import ClassVar

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


class Dump(Attested):
    """开放数据: what a set held at a moment, as files: their hashes stand in the log for ever, their bytes do not.

    A dump that holds what was withdrawn is deleted with the withdrawal; its row stays and names nothing but hashes.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    dataset = models.CharField("数据集", max_length=40)
    rows = models.PositiveIntegerField("条数")
    made_at = models.DateTimeField("生成时间")
    csv_sha256 = models.CharField("CSV 的 SHA-256", max_length=64)
    csv_size = models.BigIntegerField("CSV 字节数")
    ndjson_sha256 = models.CharField("JSON 行的 SHA-256", max_length=64)
    ndjson_size = models.BigIntegerField("JSON 行字节数")
    parquet_sha256 = models.CharField("Parquet 的 SHA-256", max_length=64, blank=True, default="")
    parquet_size = models.BigIntegerField("Parquet 字节数", default=0)

    later: ClassVar[frozenset[str]] = frozenset({"parquet_sha256", "parquet_size"})

    class Meta:
        verbose_name = "开放数据"
        indexes = [models.Index(fields=["dataset", "-made_at"], name="dump_newest")]

    def __str__(self) -> str:
        return self.dataset


class Standing(models.Model):
    """Which dump of a set is handed out now. No part of the record: taken away, the set is read as it stands."""

    dataset = models.CharField(max_length=40, primary_key=True)
    dump = models.OneToOneField(Dump, models.PROTECT, related_name="standing")
    checked_on = models.DateField()

    def __str__(self) -> str:
        return self.dataset
