"""Large files on their way in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from mingjing.records.models import Dossier
from mingjing.registry.models import User
from mingjing.storage.models import Blob


class Arrival(models.Model):
    """大文件上传: a file that comes in pieces, by whom and for which file of a case.

    Not an act yet: what lies here becomes a recording or a piece of evidence by the act that takes it (`taken_as`,
    `kind:ref`). `sha256` is what the sender said beforehand, where they said it. Once whole (`arrived_at`, `blob`) it
    waits for that act as long as it takes; before, it is forgotten at `expires_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="arrivals", verbose_name="案卷")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    filename = models.CharField("文件名", max_length=200)
    length = models.BigIntegerField("字节数")
    sha256 = models.CharField("声明的 SHA-256", max_length=64, blank=True)
    began_at = models.DateTimeField("开始时间")
    expires_at = models.DateTimeField("失效时间")
    arrived_at = models.DateTimeField("传完时间", null=True)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+", verbose_name="文件")
    taken_as = models.CharField("登记为", max_length=100, blank=True)

    class Meta:
        verbose_name = "大文件上传"
        ordering: ClassVar[list[str]] = ["began_at"]
        indexes: ClassVar = [models.Index(fields=["dossier", "taken_as"], name="arrival_waiting")]

    def __str__(self) -> str:
        return self.filename
