"""The electronic file of an archived case, bound into one PDF."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.cases.models.case import Case
from mingjing.records.models import Attested
from mingjing.storage.models import Blob


class BoundFile(Attested):
    """电子卷宗 (55号令40): a case's file as it was bound. What comes in later makes a new binding; the old ones stay.

    `listed` is the SHA-256 of what was bound in (titles, numbers and hashes, in their order), `films` how many sound
    and film files stand in the contents without a page.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="bindings", verbose_name="案件")
    turn = models.PositiveIntegerField("第几次装订")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="文件")
    pages = models.PositiveIntegerField("页数")
    films = models.PositiveIntegerField("音像文件数", default=0)
    bound_on = models.DateField("装订日期")
    listed = models.CharField("所装材料的摘要", max_length=64)

    class Meta:
        verbose_name = "电子卷宗"
        ordering: ClassVar[list[str]] = ["turn"]
        constraints = [models.UniqueConstraint(fields=["case", "turn"], name="boundfile_turn")]

    def __str__(self) -> str:
        return f"第 {self.turn} 次装订"
