"""A document served by public notice: what is announced, to whom and why (民事诉讼法95)."""

from __future__ import annotations

from django.db import models

from mingjing.cases.models.case import Case, Party
from mingjing.documents.models import Document
from mingjing.records.models import Attested


class PublicNotice(Attested):
    """公告送达. The day is that of its publication: served when thirty days have passed from it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="public_notices", verbose_name="案件")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="受送达人")
    paper = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="送达的文书")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="公告")
    why = models.CharField("原因和经过", max_length=500)
    made_on = models.DateField("制作日期")

    class Meta:
        verbose_name = "公告送达"

    def __str__(self) -> str:
        return f"公告送达 {self.made_on}"
