"""A table on its way in, and how an agency's tables are to be read: settings of a desk, not acts."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from mingjing.registry.models import Agency, User


class UploadedTable(models.Model):
    """收到待导入的表格: a file that one person is fitting to our columns; the act of importing takes and forgets it.

    One a person and kind: another upload takes its place, so that nothing piles up. `choice` is what the person has
    said so far: sheet, heading, columns, fixed values.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="上传人")
    table_kind = models.CharField("表格", max_length=12)
    filename = models.CharField("文件名", max_length=200)
    data = models.BinaryField("内容")
    choice = models.JSONField("栏目对应", default=dict)
    came_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "待导入的表格"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "table_kind"], name="uploaded_table_one_a_person")
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def ref(self) -> str:
        """Return its id as addresses write it."""
        return self.id.hex


class HeadingMap(models.Model):
    """栏目对应: what the columns of one form of table meant when this agency last imported it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", verbose_name="机关")
    table_kind = models.CharField("表格", max_length=12)
    signature = models.CharField("表头特征", max_length=64)
    headings = models.JSONField("表头", default=list)
    columns = models.JSONField("对应的栏目", default=list)
    fixed = models.JSONField("统一填写", default=dict)
    used_at = models.DateTimeField("最近使用")

    class Meta:
        verbose_name = "栏目对应"
        ordering: ClassVar[list[str]] = ["-used_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "table_kind", "signature"], name="heading_map_known")
        ]

    def __str__(self) -> str:
        return "、".join(self.headings)
