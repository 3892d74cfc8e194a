"""Frames and spans of recordings, cited as evidence without cutting the original."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.evidence import citing_rules as rules
from mingjing.evidence.models.activity import Recording
from mingjing.records.models import Attested, Dossier
from mingjing.registry.models import Officer


class Citation(Attested):
    """引用: what a recording shows from one moment to another, or at one (`ends_ms` empty), in milliseconds."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="citations", verbose_name="案卷")
    recording = models.ForeignKey(
        Recording, models.PROTECT, related_name="citations", verbose_name="音像记录"
    )
    position = models.PositiveIntegerField("序号")
    starts_ms = models.BigIntegerField("起点（毫秒）")
    ends_ms = models.BigIntegerField("终点（毫秒）", null=True, blank=True)
    shows = models.CharField("反映什么", max_length=500)
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="引用人")
    made_at = models.DateTimeField("引用时间")

    class Meta:
        verbose_name = "音像引用"
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "position"], name="citation_position")
        ]

    def __str__(self) -> str:
        return self.mark

    @property
    def mark(self) -> str:
        """Return `[00:12:03–00:12:40]`."""
        return rules.mark(self.starts_ms, self.ends_ms)

    @property
    def seconds(self) -> float:
        """Return where a player goes."""
        return self.starts_ms / 1000
