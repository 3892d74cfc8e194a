"""Where a lead came from, what was answered, and, apart from everything else, who reported it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.cases.models.case import Case
from mingjing.records.models import Attested
from mingjing.registry.models import Agency, Officer


class Report(Attested):
    """来件 (55号令15; reference §11.6 no. 23): the source's own number, its answer due, the reporter's number.

    Nothing here says who reported: that lies sealed in `SealedReporter`.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports", verbose_name="案件")
    reference = models.CharField("来件编号", max_length=80, blank=True)
    reply_by = models.DateField("答复期限", null=True, blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    reporter = models.CharField("举报人编号", max_length=20, blank=True)
    reachable = models.BooleanField("举报人留有联系方式", default=False)
    received_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接收人"
    )
    consented_on = models.DateField("举报人同意披露日期", null=True, blank=True)
    consent = models.CharField("同意的方式和证明", max_length=300, blank=True)
    told_on = models.DateField("告知举报人处理结果日期", null=True, blank=True)

    class Meta:
        verbose_name = "来件"
        constraints = [models.UniqueConstraint(fields=["case"], name="report_case")]

    def __str__(self) -> str:
        return self.reporter or self.reference


class Reply(Attested):
    """答复: to the source that sent the lead, or to the reporter; on which day, in what manner, with what words."""

    class To(models.TextChoices):
        SOURCE = "source", "来件单位（平台）"
        REPORTER = "reporter", "举报人"

    class Manner(models.TextChoices):
        PLATFORM = "1", "平台回复"
        LETTER = "2", "书面"
        PHONE = "3", "电话"
        MESSAGE = "4", "短信"
        PERSON = "5", "当面"

    case = models.ForeignKey(Case, models.PROTECT, related_name="replies", verbose_name="案件")
    to = models.CharField("对象", max_length=10, choices=To.choices)
    replied_on = models.DateField("日期")
    manner = models.CharField("方式", max_length=1, choices=Manner.choices)
    content = models.TextField("内容")
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="答复人")

    class Meta:
        verbose_name = "答复"
        ordering: ClassVar[list[str]] = ["replied_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_to_display()}，{self.get_manner_display()}"


class SealedReporter(Attested):
    """举报人身份, sealed (行政处罚法50; reference §11.5): encrypted, in a table and on a dossier of its own.

    Only `actions.reporting` reads it. A record commits to the hash of the sealed bytes and to nothing else of it, so
    that no opening, no bundle and no timeline can hold what is sealed.
    """

    report = models.OneToOneField(Report, models.PROTECT, related_name="+", verbose_name="来件")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    number = models.CharField("举报人编号", max_length=20, unique=True)
    sealed = models.BinaryField("密封的身份")

    class Meta:
        verbose_name = "密封的举报人"

    def __str__(self) -> str:
        return self.number


class SealOpening(Attested):
    """启封: who looked at a reporter's identity, on which day, and what for."""

    reporter = models.ForeignKey(
        SealedReporter, models.PROTECT, related_name="openings", verbose_name="举报人"
    )
    opened_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="启封人")
    opened_on = models.DateField("启封日期")
    reason = models.CharField("事由", max_length=300)
    with_consent = models.BooleanField("经举报人同意", default=False)

    class Meta:
        verbose_name = "启封"
        ordering: ClassVar[list[str]] = ["opened_on", "id"]

    def __str__(self) -> str:
        return str(self.opened_on)
