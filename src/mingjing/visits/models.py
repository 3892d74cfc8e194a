"""On-site tasks and who carries them out; what those visited said of it; complaints and reports."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.records.models import Attested
from mingjing.registry.models import Agency, Certificate, Officer


class Visit(Attested):
    """现场执法任务: what is done on the spot, when, where, why and by whose approval (国办发〔2024〕54号; 种子 A3.1).

    `about_kind` and `about_ref` softly name the dossier that it belongs to: a case now, an inspection later. Without a
    task that stands there is no code. An urgent one begins at once and is approved afterwards, by `approve_by`.
    """

    class Activity(models.TextChoices):
        INSPECTION = "inspect", "现场检查"
        INQUIRY = "inquiry", "现场询问"
        EVIDENCE = "evidence", "调查取证"
        MEASURE = "measure", "采取强制措施"
        SERVICE = "service", "送达文书"

    class State(models.TextChoices):
        ASKED = "asked", "待批准"
        URGENT = "urgent", "紧急，先行实施，待补批"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "未批准"
        WITHDRAWN = "withdrawn", "已撤回"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    about_kind = models.CharField("所属案卷种类", max_length=40, blank=True)
    about_ref = models.CharField("所属案卷", max_length=64, blank=True)
    number = models.CharField("任务编号", max_length=30, unique=True)
    activity = models.CharField("现场事项", max_length=10, choices=Activity.choices)
    category = models.CharField("执法类别", max_length=40)
    opens_at = models.DateTimeField("开始")
    closes_at = models.DateTimeField("结束")
    place = models.CharField("地点", max_length=200)
    object = models.CharField("对象", max_length=200)
    content = models.TextField("做什么")
    basis = models.TextField("依据")
    recording = models.TextField("将记录什么")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ASKED)
    urgent_reason = models.TextField("紧急的理由", blank=True)
    approve_by = models.DateTimeField("最迟补批", null=True, blank=True)
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="呈报人")
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    remark = models.TextField("意见或者撤回理由", blank=True)

    class Meta:
        verbose_name = "现场执法任务"
        indexes = [
            models.Index(fields=["agency", "opens_at"], name="visit_agency_day"),
            models.Index(fields=["about_kind", "about_ref"], name="visit_about"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def urgent(self) -> bool:
        """Say whether it began before it was approved."""
        return bool(self.urgent_reason)


class Visitor(Attested):
    """现场执法人员, with the certificate that held for category, area and day when the task was made."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="visitors", verbose_name="任务")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="执法人员")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+", verbose_name="执法证件")
    position = models.PositiveSmallIntegerField("序号")

    class Meta:
        verbose_name = "现场执法人员"
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [models.UniqueConstraint(fields=["visit", "officer"], name="visitor_officer")]

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.position}"


class Rating(Attested):
    """现场评价, by whoever scanned. It names neither the visit nor an officer, so that nobody can be ranked by it.

    `slip` is a keyed hash of the code that was scanned: one code is rated once, and the hash leads nowhere.
    """

    class Grade(models.TextChoices):
        GOOD = "good", "满意"
        FAIR = "fair", "基本满意"
        POOR = "poor", "不满意"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    activity = models.CharField("现场事项", max_length=10, choices=Visit.Activity.choices)
    grade = models.CharField("评价", max_length=4, choices=Grade.choices)
    words = models.CharField("意见", max_length=300, blank=True)
    month = models.CharField("月份", max_length=7)
    slip = models.CharField("一码一评", max_length=64, unique=True)

    class Meta:
        verbose_name = "现场评价"

    def __str__(self) -> str:
        return self.get_grade_display()


class Complaint(Attested):
    """投诉举报 on something published, on a visit or on the agency's enforcement (种子 A4.1; 行政执法监督条例).

    Who complains is sealed apart (`Complainant`). `number` and a code that is kept nowhere show how it stands.
    """

    class Kind(models.TextChoices):
        COMPLAINT = "complain", "投诉"
        REPORT = "report", "举报"
        ADVICE = "advice", "意见建议"

    class About(models.TextChoices):
        PUBLICATION = "publication", "公示信息"
        VISIT = "visit", "现场执法"
        AGENCY = "agency", "本机关执法"

    class Outcome(models.TextChoices):
        FOUNDED = "founded", "属实，已处理"
        PARTLY = "partly", "部分属实，已处理"
        UNFOUNDED = "unfound", "不属实"
        ELSEWHERE = "elsewhere", "不属于本机关，已告知向谁提出"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    number = models.CharField("受理编号", max_length=20, unique=True)
    kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    about_kind = models.CharField("关于", max_length=12, choices=About.choices)
    about_ref = models.CharField("关于哪一件", max_length=64, blank=True)
    claim = models.TextField("内容")
    signed = models.BooleanField("留有身份或者联系方式", default=False)
    received_on = models.DateField("收到日期")
    answer_by = models.DateField("最迟答复日")
    safe_on = models.DateField("安全日")
    provisional = models.BooleanField("暂算", default=False)
    appointed = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="指定办理人"
    )
    outcome = models.CharField("处理结果", max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )

    class Meta:
        verbose_name = "投诉举报"
        indexes = [models.Index(fields=["received_on"], name="complaint_day")]

    def __str__(self) -> str:
        return self.number

    @property
    def open(self) -> bool:
        """Say whether it still waits for its answer."""
        return not self.outcome


class Complainant(Attested):
    """投诉举报人身份, sealed: a record commits to the hash of the sealed bytes and to nothing else of it."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="+", verbose_name="投诉举报")
    sealed = models.BinaryField("密封的身份")

    class Meta:
        verbose_name = "密封的投诉举报人"

    def __str__(self) -> str:
        return str(self.complaint_id)


class ComplainantOpening(Attested):
    """启封: who looked at a complainant's identity, on which day, and what for."""

    complainant = models.ForeignKey(
        Complainant, models.PROTECT, related_name="openings", verbose_name="投诉举报人"
    )
    opened_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="启封人")
    opened_on = models.DateField("启封日期")
    reason = models.CharField("事由", max_length=300)

    class Meta:
        verbose_name = "投诉举报人启封"

    def __str__(self) -> str:
        return str(self.opened_on)
