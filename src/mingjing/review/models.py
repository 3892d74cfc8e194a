"""Legal review: drafts, their submission and receipt, findings, opinions, disagreements.

Drafts and opinions are append-only.
"""

from __future__ import annotations

from typing import ClassVar

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
    """送审: a draft handed to the legal department with its materials (244号29).

    Returned as incomplete it is handed in again, as the same row: what was handed in before stands in its receipts.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "待收件登记"
        ACCEPTED = "accepted", "已受理"
        SUPPLEMENT = "supplement", "待补充材料"
        RETURNED = "returned", "材料不齐退回"

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="submission", verbose_name="代拟稿")
    submitted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="送审人")
    received_on = models.DateField("收到日期")
    materials = models.JSONField("送审材料", default=list)
    in_catalogue = models.BooleanField("在审核目录内")
    catalogue = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="所依目录版次")
    catalogue_rows = models.JSONField("命中的目录事项", default=list)
    major_reason = models.CharField("目录之外按重大决定送审的理由", max_length=300, blank=True)
    state = models.CharField("收件", max_length=10, choices=State.choices, default=State.RECEIVED)
    reviewer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )

    class Meta:
        verbose_name = "送审"

    def __str__(self) -> str:
        return f"送审 {self.received_on}"

    @property
    def written(self) -> WorkSheet | None:
        """Return the work sheet by whom the file is given to now: one from whom it was taken has written in vain."""
        sheet = getattr(self, "sheet", None)
        return sheet if sheet is not None and sheet.reviewer_id == self.reviewer_id else None


class Receipt(Attested):
    """收件登记: complete, to be supplemented by a day, or returned (244号29). What was handed in stays written here."""

    class Verdict(models.TextChoices):
        COMPLETE = "complete", "材料齐全，受理"
        SUPPLEMENT = "supplement", "材料不齐，限时补充"
        RETURNED = "returned", "材料不齐，退回"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="receipts", verbose_name="送审")
    verdict = models.CharField("登记结论", max_length=10, choices=Verdict.choices)
    handed_in = models.JSONField("收到的材料", default=list)
    missing = models.JSONField("缺少的材料", default=list)
    note = models.TextField("说明", blank=True)
    received_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")
    made_on = models.DateField("登记日期")
    due_on = models.DateField("补充期限", null=True, blank=True)
    answered_on = models.DateField("补齐日期", null=True, blank=True)
    answered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="补充人"
    )
    answer = models.TextField("补充说明", blank=True)

    class Meta:
        verbose_name = "收件登记"
        ordering: ClassVar[list[str]] = ["made_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(verdict="supplement", answered_on__isnull=True),
                name="receipt_open",
            )
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()


class Assignment(Attested):
    """指派审核人 by the head of the legal department; 指定 by the agency's leader where none there can (§11.2)."""

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="assignments", verbose_name="送审"
    )
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="审核人")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="指派人")
    made_on = models.DateField("指派日期")
    reason = models.TextField("理由", blank=True)
    outside = models.BooleanField("由负责人就本案指定", default=False)
    signs = models.BooleanField("一并签署审核意见", default=False)
    ended_on = models.DateField("解除日期", null=True, blank=True)

    class Meta:
        verbose_name = "审核人指派"
        ordering: ClassVar[list[str]] = ["made_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(ended_on__isnull=True), name="assignment_open"
            )
        ]

    def __str__(self) -> str:
        return "指定审核人" if self.outside else "指派审核人"


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


class PriorOpinion(Attested):
    """上线前的审核意见, held against the draft by the head of the legal department (ADR-016): it opens the gate.

    Only for the first draft of a case that came here reviewed on paper; who entered it never confirms it.
    """

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="prior_opinion", verbose_name="代拟稿")
    record = models.OneToOneField(Record, models.PROTECT, related_name="+", verbose_name="记录")
    number = models.CharField("文号", max_length=100)
    signed_on = models.DateField("签署日期")
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="录入人")
    confirmed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="核对人")
    confirmed_on = models.DateField("核对日期")

    class Meta:
        verbose_name = "上线前的审核意见"

    def __str__(self) -> str:
        return f"{self.number} {self.result}"

    @property
    def result(self) -> str:
        """Return its result: nothing else can be taken over as reviewed."""
        return WorkSheet.Result.AGREED.value


class Disagreement(Attested):
    """分歧 (244号32): the handlers object, both talk, the leader concludes. It opens nothing (§11.4 no. 2)."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", "承办机构采纳审核意见"
        YIELDED = "yielded", "法制机构同意再次送审时重新审核"
        UNSETTLED = "unsettled", "未能达成一致，报负责人决定"

    opinion = models.OneToOneField(
        Opinion, models.PROTECT, related_name="disagreement", verbose_name="审核意见"
    )
    reasons = models.TextField("异议的理由")
    raised_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="提出人")
    raised_on = models.DateField("提出日期")
    talks = models.TextField("协商记录", blank=True)
    outcome = models.CharField("协商结果", max_length=10, choices=Outcome.choices, blank=True)
    talked_on = models.DateField("协商日期", null=True, blank=True)
    talked_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="协商登记人"
    )
    change = models.BooleanField("须修改代拟稿", null=True, blank=True)
    conclusion = models.TextField("结论：改什么、为何不改", blank=True)
    participants = models.JSONField("参加会议的负责人", default=list, blank=True)
    minutes = models.TextField("会议记录", blank=True)
    concluded_on = models.DateField("结论日期", null=True, blank=True)
    concluded_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作出结论的负责人"
    )

    class Meta:
        verbose_name = "审核意见分歧"

    def __str__(self) -> str:
        return "审核意见分歧"

    @property
    def settled(self) -> bool:
        """Say whether the case may go on to a new draft: both agreed, or the leader has concluded."""
        return self.concluded_on is not None or self.outcome in {self.Outcome.ADOPTED, self.Outcome.YIELDED}

    @property
    def stands(self) -> bool:
        """Say whether the draft goes to review again as it is: the department yields, or nothing is to change."""
        return self.outcome == self.Outcome.YIELDED or self.change is False
