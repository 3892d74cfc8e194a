"""What was stored, and what must be kept. Both tables are append-only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Length


class Blob(models.Model):
    """文件字节: one content, whoever brought it and however often.

    Hashes are lower-case hex; `size` is in bytes; `media_type` was found from the content, not from a name; `version`
    is what an object store called this version of the bytes (empty on a local disk).
    """

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    sm3 = models.CharField("SM3", max_length=64)
    size = models.BigIntegerField("字节数")
    media_type = models.CharField("类型", max_length=100)
    version = models.CharField("对象版本", max_length=200, blank=True)
    stored_at = models.DateTimeField("存入时间")

    class Meta:
        verbose_name = verbose_name_plural = "文件字节"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(models.lookups.Exact(Length("sha256"), 64))
                & models.Q(models.lookups.Exact(Length("sm3"), 64)),
                name="storage_blob_whole_hashes",
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="storage_blob_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.media_type} {self.size}"


class Hold(models.Model):
    """保全: this content must not be disposed of, whatever its retention period says."""

    blob = models.OneToOneField(Blob, models.PROTECT, primary_key=True, verbose_name="文件字节")
    held_at = models.DateTimeField("保全时间")

    class Meta:
        verbose_name = verbose_name_plural = "保全"

    def __str__(self) -> str:
        return self.blob_id
