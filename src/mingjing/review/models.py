"""Legal review: drafts, their submission, findings and opinions. Drafts and opinions are append-only."""

from __future__ import annotations

from django.db import models

from mingjing.catalog.models import Edition
from mingjing.records.models import Attested, Dossier, Record
from mingjing.registry.models import Officer
from mingjing.review.points import POINTS


class Draft(Attested):
    """决定代拟稿 for one party: the decision's core as canonical JSON. The decision will be this very row.

    One changed character is a new revision; only the newest can pass (reference §11.4 no. 1).
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="drafts", verbose_name="案卷")
    party = models.CharField("当事人", max_length=32)
    revision = models.PositiveIntegerField("修订号")
    core = models.BinaryField("决定核心")
    core_hash = models.CharField("核心摘要", max_length=64)
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="拟稿人")
    made_on = models.DateField("拟稿日期")

    class Meta:
        verbose_name = "决定代拟稿"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "party", "revision"], name="draft_revision")
        ]

    def __str__(self) -> str:
        return f"第{self.revision}稿"


class Submission(Attested):
    """送审: a draft handed to the legal department with its materials (244号29)."""

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="submission", verbose_name="代拟稿")
    submitted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="送审人")
    received_on = models.DateField("收到日期")
    materials = models.JSONField("送审材料", default=list)
    in_catalogue = models.BooleanField("在审核目录内")
    catalogue = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="所依目录版次")
    catalogue_rows = models.JSONField("命中的目录事项", default=list)
    major_reason = models.CharField("目录之外按重大决定送审的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "送审"

    def __str__(self) -> str:
        return f"送审 {self.received_on}"


class WorkSheet(Attested):
    """审核工作单: the reviewer's opinion as drafted, before the head of the legal department signs."""

    class Result(models.TextChoices):
        AGREED = "同意", "同意"
        OUTSIDE = "不在目录", "不在目录"
        SUPPLEMENT = "补充调查", "补充调查"
        CORRECT = "改正", "改正"
        TRANSFER = "移送", "移送有管辖权的机关"
        CRIME = "涉嫌犯罪移送", "涉嫌犯罪移送公安"

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="sheet", verbose_name="送审")
    reviewer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="审核人")
    result = models.CharField("意见类型", max_length=8, choices=Result.choices)
    text = models.TextField("具体意见")
    written_on = models.DateField("起草日期")

    class Meta:
        verbose_name = "审核工作单"

    def __str__(self) -> str:
        return self.result


class Finding(Attested):
    """逐项结论: what the reviewer found on one of the ten points (244号30; 种子 C4)."""

    class Verdict(models.TextChoices):
        SOUND = "sound", "符合"
        FAULTY = "faulty", "存在问题"
        NOT_APPLICABLE = "none", "不适用"

    sheet = models.ForeignKey(WorkSheet, models.PROTECT, related_name="findings", verbose_name="工作单")
    point = models.CharField("审核项", max_length=12, choices=[(point.key, point.title) for point in POINTS])
    verdict = models.CharField("结论", max_length=8, choices=Verdict.choices)
    reason = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = "逐项结论"
        constraints = [models.UniqueConstraint(fields=["sheet", "point"], name="finding_point")]

    def __str__(self) -> str:
        return f"{self.point} {self.verdict}"


class Opinion(Attested):
    """法制审核意见: signed by the head of the legal department, for ever. Two results open the gate."""

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="opinion", verbose_name="代拟稿")
    record = models.OneToOneField(Record, models.PROTECT, related_name="+", verbose_name="记录")
    result = models.CharField("意见", max_length=8, choices=WorkSheet.Result.choices)
    text = models.TextField("具体意见")
    catalogue = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="所依目录版次")
    number = models.CharField("文号", max_length=80)
    reviewer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="审核人")
    signed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="签署人")
    signed_on = models.DateField("签署日期")

    class Meta:
        verbose_name = "法制审核意见"

    def __str__(self) -> str:
        return f"{self.number} {self.result}"
