"""Pieces of evidence."""

from __future__ import annotations

from django.db import models

from mingjing.evidence.models.activity import Activity
from mingjing.records.models import Attested, Dossier
from mingjing.registry.models import Officer
from mingjing.storage.models import Blob


class Evidence(Attested):
    """证据 (行政处罚法46: eight kinds), with what it proves. Viewing its file is an act on a dossier of its own.

    What was obtained unlawfully is noted as excluded and stays in the file; no decision rests on it.
    """

    class Kind(models.TextChoices):
        DOCUMENTARY = "01", "书证"
        PHYSICAL = "02", "物证"
        AUDIOVISUAL = "03", "视听资料"
        ELECTRONIC = "04", "电子数据"
        TESTIMONY = "05", "证人证言"
        STATEMENT = "06", "当事人的陈述"
        EXPERT = "07", "鉴定意见"
        INSPECTION = "08", "勘验笔录、现场笔录"

    class Obtained(models.TextChoices):
        WRITTEN = "written", "制作笔录形成"
        FETCHED = "fetched", "执法人员调取、提取"
        SAMPLED = "sampled", "抽样取证"
        GIVEN = "given", "当事人或者他人提供"
        EXPERT = "expert", "委托检测、检验、鉴定"
        TRANSFERRED = "transferred", "其他机关移送"

    class Original(models.TextChoices):
        ORIGINAL = "original", "原件、原物"
        COPY = "copy", "复制件，经核对与原件一致"
        UNCHECKED = "unchecked", "复制件，未能与原件核对"

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="evidence", verbose_name="案卷")
    position = models.PositiveIntegerField("序号")
    evidence_kind = models.CharField("种类", max_length=2, choices=Kind.choices)
    name = models.CharField("名称", max_length=200)
    proves = models.CharField("证明什么", max_length=500)
    collected_on = models.DateField("取得日期")
    collected_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="取得人")
    collected_with = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="共同取得人"
    )
    source = models.CharField("来源、提供人", max_length=200)
    obtained = models.CharField("取得方式", max_length=12, choices=Obtained.choices, blank=True)
    original = models.CharField("原件、复制件", max_length=10, choices=Original.choices, blank=True)
    place = models.CharField("取得地点", max_length=200, blank=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name="执法活动"
    )
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+", verbose_name="文件")
    filename = models.CharField("文件名", max_length=200, blank=True)
    excluded_on = models.DateField("排除日期", null=True, blank=True)
    excluded_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="排除人"
    )
    excluded_reason = models.TextField("排除理由", blank=True)

    class Meta:
        verbose_name = "证据"
        constraints = [models.UniqueConstraint(fields=["dossier", "position"], name="evidence_position")]

    def __str__(self) -> str:
        return self.name

    @property
    def one_officer_only(self) -> bool:
        """Say whether one officer alone took it (行政处罚法42: two at least)."""
        return self.obtained in {"fetched", "sampled"} and self.collected_with_id is None
