"""What a party is told and says before a decision, and what the responsible persons discuss."""

from __future__ import annotations

from django.db import models

from mingjing.cases.models.case import Case, Party
from mingjing.cases.models.serving import ServedPaper
from mingjing.documents.models import Document
from mingjing.documents.prior import BEFORE
from mingjing.records.models import Attested
from mingjing.review.models import Draft


class Notice(ServedPaper):
    """行政处罚意见告知 (行政处罚法44、62; 55号令22), and how its five working days ended."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="notices", verbose_name="当事人")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="+", verbose_name="依据的代拟稿")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="告知书")
    ends_on = models.DateField("陈述申辩期届满", null=True, blank=True)
    waived_on = models.DateField("书面放弃日期", null=True, blank=True)
    waiver_proof = models.CharField("放弃的书面证明", max_length=200, blank=True)
    hearing_offered = models.BooleanField("告知了听证权利", default=False)
    hearing_waived_on = models.DateField("书面放弃听证日期", null=True, blank=True)
    hearing_asked_on = models.DateField("要求听证日期", null=True, blank=True)
    hearing_withdrawn_on = models.DateField("撤回听证申请日期", null=True, blank=True)
    hearing_proof = models.CharField("听证申请、撤回的证明", max_length=400, blank=True)
    hearing_ended_on = models.DateField("听证结束日期", null=True, blank=True)
    hearing_revision = models.PositiveIntegerField("听证结束时的稿次", null=True, blank=True)
    """The party's newest revision when its hearing ended: only a later one, reviewed anew, is decided on."""
    prior_number = models.CharField("上线前的文号", max_length=100, blank=True, default="")

    class Meta:
        verbose_name = "事先告知"

    def __str__(self) -> str:
        return f"告知 {self.served_on or '未送达'}"

    @property
    def number(self) -> str:
        """Return its number: of this system, or the one it had on paper before."""
        return self.document.number or self.prior_number

    @property
    def title(self) -> str:
        """Return what it is called; that it is of before stands in its number."""
        return self.document.title.removeprefix(BEFORE)


class Statement(Attested):
    """陈述、申辩, and its written re-examination (55号令22). New matter in it calls for a new draft (45, §11.4)."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="statements", verbose_name="告知")
    made_on = models.DateField("提出日期")
    content = models.TextField("陈述、申辩内容")
    brings_new = models.BooleanField("提出新的事实、理由或证据")
    reexamination = models.TextField("复核意见")
    revision = models.PositiveIntegerField("提出时的最新稿次", default=1)
    """The party's newest revision when it stated this: what is new in it is taken in by a later one only."""

    class Meta:
        verbose_name = "陈述申辩"

    def __str__(self) -> str:
        return f"陈述申辩 {self.made_on}"


class Discussion(Attested):
    """负责人集体讨论 (行政处罚法57第二款): who was there, what each said, what came of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="discussions", verbose_name="案件")
    held_on = models.DateField("讨论日期")
    participants = models.JSONField("参加的负责人", default=list)
    minutes = models.TextField("讨论记录")
    conclusion = models.TextField("结论")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="讨论笔录")

    class Meta:
        verbose_name = "集体讨论"

    def __str__(self) -> str:
        return f"集体讨论 {self.held_on}"
