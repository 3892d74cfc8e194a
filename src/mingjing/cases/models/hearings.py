"""The hearing itself: arranged, told to each party, held, recorded, reported on (行政处罚法63–65; 55号令32–34)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.cases.models.case import Case
from mingjing.cases.models.hearing import Notice
from mingjing.cases.models.serving import ServedPaper
from mingjing.documents.models import Document
from mingjing.records.models import Attested
from mingjing.registry.models import Officer


class Hearing(Attested):
    """听证: when, where, public or why not, by whom. It ends with the chair's report, or is called off."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings", verbose_name="案件")
    held_on = models.DateField("举行日期")
    begins_at = models.TimeField("开始时间")
    place = models.CharField("地点", max_length=200)
    public = models.BooleanField("公开举行")
    closed_reason = models.CharField("不公开的理由", max_length=300, blank=True)
    chair = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="主持人")
    recorder = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="记录人")
    remark = models.CharField("提示", max_length=200, blank=True)
    arranged_on = models.DateField("安排日期")
    announcement = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="听证公告"
    )
    called_off_on = models.DateField("取消日期", null=True, blank=True)
    called_off_reason = models.TextField("取消的理由", blank=True)
    transcript = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="听证笔录"
    )
    pages = models.PositiveIntegerField("笔录页数", null=True, blank=True)
    signatures = models.JSONField("逐页签名", default=list, blank=True)
    """Who signed each page or refused: `{name, signed, reason}`."""
    report = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="听证报告"
    )
    ended_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = "听证"
        ordering: ClassVar[list[str]] = ["held_on", "id"]

    def __str__(self) -> str:
        return f"听证 {self.held_on}"

    @property
    def open(self) -> bool:
        """Say whether the hearing was neither ended nor called off."""
        return self.ended_on is None and self.called_off_on is None


class HearingDenial(Attested):
    """不予听证: a party asked that had no right to a hearing, or had it no more; told in writing, with the reason."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="denials", verbose_name="事先告知")
    asked_on = models.DateField("提出日期")
    proof = models.CharField("提出的方式和提出人", max_length=200)
    ground = models.CharField("不予听证的理由", max_length=300)
    denied_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="批准人")
    denied_on = models.DateField("日期")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="不予听证通知书")

    class Meta:
        verbose_name = "不予听证"
        ordering: ClassVar[list[str]] = ["asked_on", "id"]

    def __str__(self) -> str:
        return f"不予听证 {self.denied_on}"


class HearingNotice(ServedPaper):
    """听证通知 to one party that asked (行政处罚法64(二)), its service, and whether the party came."""

    class Attendance(models.TextChoices):
        PRESENT = "present", "出席"
        ABSENT = "absent", "无正当理由拒不出席"
        LEFT = "left", "未经许可中途退出"

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="notices", verbose_name="听证")
    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="hearing_notices", verbose_name="事先告知"
    )
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="听证通知书")
    attendance = models.CharField("到场", max_length=10, choices=Attendance.choices, blank=True)

    class Meta:
        verbose_name = "听证通知"
        ordering: ClassVar[list[str]] = ["document__number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "notice"], name="hearing_notice_once"),
        ]

    def __str__(self) -> str:
        return f"听证通知 {self.served_on or '未送达'}"
