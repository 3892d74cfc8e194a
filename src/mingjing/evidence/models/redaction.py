"""Redacted copies of recordings and pieces of evidence, for publication."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.records.models import Attested, Dossier
from mingjing.registry.models import Officer
from mingjing.storage.models import Blob


class Redaction(Attested):
    """遮盖件: asked for by a person with its regions and its reason, made by a task, released by another person.

    `of`: `kind:ref` of the recording or piece of evidence; `source`: the very bytes it was made from, which stay as
    they are; `regions`: as `redaction_rules` reads and says them; `failed`: why no copy could be made.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="redactions", verbose_name="文件的案卷")
    of = models.CharField("原件所属", max_length=100, db_index=True)
    source = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="原件")
    position = models.PositiveIntegerField("序号")
    regions = models.JSONField("遮盖的区域", default=list, blank=True)
    reason = models.CharField("理由", max_length=500)
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="制作人")
    asked_at = models.DateTimeField("提出时间")
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+", verbose_name="遮盖件")
    tool = models.CharField("工具", max_length=200, blank=True)
    made_at = models.DateTimeField("制成时间", null=True)
    failed = models.CharField("没有制成的原因", max_length=200, blank=True)
    released = models.BooleanField("可以公开", null=True)
    answered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核对人"
    )
    answered_at = models.DateTimeField("核对时间", null=True)
    answer = models.TextField("核对意见", blank=True)

    class Meta:
        verbose_name = "遮盖件"
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "position"], name="redaction_position")
        ]

    def __str__(self) -> str:
        return f"遮盖件 {self.position}"

    @property
    def waits(self) -> bool:
        """Say whether the task has not come to it yet."""
        return self.blob_id is None and not self.failed

    @property
    def to_check(self) -> bool:
        """Say whether it is made and nobody has looked at it yet."""
        return self.blob_id is not None and self.released is None
