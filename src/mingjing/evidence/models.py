"""Evidence."""

from __future__ import annotations

from django.db import models

from mingjing.records.models import Attested, Dossier
from mingjing.registry.models import Officer
from mingjing.storage.models import Blob


class Evidence(Attested):
    """证据 (行政处罚法46: eight kinds), with what it proves. Viewing its file is an act on a dossier of its own."""

    class Kind(models.TextChoices):
        DOCUMENTARY = "01", "书证"
        PHYSICAL = "02", "物证"
        AUDIOVISUAL = "03", "视听资料"
        ELECTRONIC = "04", "电子数据"
        TESTIMONY = "05", "证人证言"
        STATEMENT = "06", "当事人的陈述"
        EXPERT = "07", "鉴定意见"
        INSPECTION = "08", "勘验笔录、现场笔录"

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="evidence", verbose_name="案卷")
    position = models.PositiveIntegerField("序号")
    evidence_kind = models.CharField("种类", max_length=2, choices=Kind.choices)
    name = models.CharField("名称", max_length=200)
    proves = models.CharField("证明什么", max_length=500)
    collected_on = models.DateField("取得日期")
    collected_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="取得人")
    source = models.CharField("来源、提供人", max_length=200)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+", verbose_name="文件")
    filename = models.CharField("文件名", max_length=200, blank=True)

    class Meta:
        verbose_name = "证据"
        constraints = [models.UniqueConstraint(fields=["dossier", "position"], name="evidence_position")]

    def __str__(self) -> str:
        return self.name
