"""Copies made of recordings and pieces of evidence: to play, to look at quickly. The original stays as it came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.records.models import Attested
from mingjing.storage.models import Blob


class Copy(Attested):
    """副本 made by a task: of what (`kind:ref` of a recording or a piece of evidence), from which bytes, by which tool.

    `technical` is what the original says of itself: `[label, value]` pairs as people read them.
    """

    class Kind(models.TextChoices):
        PROXY = "proxy", "播放副本"
        THUMBNAIL = "thumbnail", "缩略图"
        SHEET = "sheet", "画面一览"
        WAVEFORM = "waveform", "声音波形"

    of = models.CharField("原件所属", max_length=100)
    source = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="原件")
    copy_kind = models.CharField("种类", max_length=9, choices=Kind.choices)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="副本")
    tool = models.CharField("工具", max_length=200)
    technical = models.JSONField("技术参数", default=list, blank=True)
    made_at = models.DateTimeField("制作时间")

    class Meta:
        verbose_name = "副本"
        ordering: ClassVar[list[str]] = ["made_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "copy_kind"], name="copy_once")]

    def __str__(self) -> str:
        return self.get_copy_kind_display()
