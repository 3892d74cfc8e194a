"""The activities of a file, and what was recorded of them in sound and picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from mingjing.evidence import recording_course as course
from mingjing.evidence import recording_rules as rules
from mingjing.records.models import Attested, Dossier
from mingjing.registry.models import Device, Officer
from mingjing.storage.models import Blob

if TYPE_CHECKING:
    import datetime as dt


class Activity(Attested):
    """执法活动 that has happened (种子 B3.0): the recording it needs, the things that were told (244号9).

    What it needs was found by the list in force on its day and is kept as it was found. `about`: `kind:ref` of the
    row or document that tells of it. `told`: keys of the four things; None where nobody was there to be told.
    """

    class Kind(models.TextChoices):
        INSPECTION = "inspection", "现场检查（勘验）"
        INQUIRY = "inquiry", "询问"
        TAKING = "taking", "调查取证"
        SAMPLING = "sampling", "抽样取证"
        PRESERVATION = "preservation", "先行登记保存"
        DISPOSAL = "disposal", "登记保存物品的处理"
        STATEMENT = "statement", "口头陈述、申辩"
        HEARING = "hearing", "听证"
        SERVED_DIRECT = "served-direct", "直接送达"
        SERVED_LEFT = "served-left", "留置送达"
        SERVED_PUBLIC = "served-public", "公告送达"

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="activities", verbose_name="案卷")
    activity_kind = models.CharField("活动", max_length=20, choices=Kind.choices)
    happened_on = models.DateField("日期")
    since = models.DateField("开始日期", null=True, blank=True)
    began = models.TimeField("开始时间", null=True, blank=True)
    ended = models.TimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=200, blank=True)
    about = models.CharField("所记", max_length=100, blank=True)
    party = models.CharField("当事人", max_length=32, blank=True)
    grade = models.CharField("记录强度", max_length=5, choices=list(rules.GRADES.items()))
    carriers = models.JSONField("载体", default=list)
    source = models.CharField("依据的清单", max_length=200)
    told = models.JSONField("已告知", null=True, blank=True)

    class Meta:
        verbose_name = "执法活动"
        ordering: ClassVar[list[str]] = ["happened_on", "id"]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.get_activity_kind_display()}"

    @property
    def began_on(self) -> dt.date:
        """Return its first day."""
        return self.since or self.happened_on

    @property
    def needs_recording(self) -> bool:
        """Say whether text alone is not enough."""
        return self.grade != rules.TEXT

    @property
    def recorded(self) -> bool:
        """Say whether a recording shows it; one of the whole course leaves no gap that nobody explained."""
        return rules.fits(self.carriers, [each.carrier for each in self.recordings.all()]) and not self.gaps

    @property
    def gaps(self) -> list[course.Span]:
        """Return the gaps that nobody explained in what must be recorded throughout (244号17、19)."""
        if self.grade != rules.FULL:
            return []
        rows = [each for each in self.recordings.all() if each.carrier in self.carriers]
        pauses = [each.span for row in rows for each in row.pauses]
        return course.gaps([each.span for each in rows], pauses, within=self.hours)

    @property
    def hours(self) -> course.Span | None:
        """Return from when to when it went on, where that was written down."""
        return course.hours(self.began_on, self.began, self.happened_on, self.ended)

    @property
    def explanation(self) -> Explanation | None:
        """Return the explanation written last."""
        return max(self.explanations.all(), key=lambda each: each.turn, default=None)

    @property
    def explained(self) -> bool:
        """Say whether the responsible person countersigned an explanation (244号19)."""
        return any(each.agreed for each in self.explanations.all())

    @property
    def missing(self) -> bool:
        """Say whether there is neither a recording nor a countersigned explanation (种子 B3.0)."""
        return self.needs_recording and not self.recorded and not self.explained

    @property
    def untold(self) -> list[str]:
        """Return what of the four things was not told (244号9)."""
        return rules.untold(self.told)


class Recording(Attested):
    """音像记录 of an activity (种子 B3.2): a file as it came, when and where and on what device it was made, by whom.

    One that came later than the law allows is taken in, with its reason where it has one of the law's.
    """

    class LateReason(models.TextChoices):
        CONTINUOUS = "1", "连续执法"
        ELSEWHERE = "2", "异地执法"
        REMOTE = "3", "在边远、水上地区执法"
        HARD_TO_REACH = "4", "在交通不便地区执法"

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="recordings", verbose_name="执法活动")
    position = models.PositiveIntegerField("序号")
    carrier = models.CharField("载体", max_length=5, choices=list(rules.CARRIERS.items()))
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="文件")
    filename = models.CharField("文件名", max_length=200)
    started_at = models.DateTimeField("开始录制")
    ended_at = models.DateTimeField("结束录制")
    place = models.CharField("录制地点", max_length=200)
    device = models.CharField("设备", max_length=100)
    registered = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="recordings", verbose_name="登记设备"
    )
    undrawn = models.BooleanField("设备未领用", default=False)
    source = models.CharField("来源", max_length=200, blank=True)
    length_ms = models.BigIntegerField("时长（毫秒）", null=True, blank=True)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="录制人")
    uploaded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间")
    late = models.BooleanField("超过二十四小时", default=False)
    late_reason = models.CharField("迟传理由", max_length=1, choices=LateReason.choices, blank=True)
    announced = models.BooleanField("开始时已告知", null=True, blank=True)
    checked = models.BooleanField("录制前已检查设备", null=True, blank=True)
    both_sides = models.BooleanField("同时记录双方", null=True, blank=True)
    interruptions = models.JSONField("中断", default=list, blank=True)
    focus = models.JSONField("记到的重点", default=list, blank=True)
    marks = models.JSONField("重点的时间点", default=dict, blank=True)

    class Meta:
        verbose_name = "音像记录"
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "position"], name="recording_position"),
            models.UniqueConstraint(fields=["activity", "blob"], name="recording_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_carrier_display()} {self.position}"

    @property
    def breach(self) -> bool:
        """Say whether it came late without one of the law's four reasons (244号20)."""
        return self.late and not self.late_reason

    @property
    def span(self) -> course.Span:
        """Return what it covers: from its start as long as its file lasts, where that is known."""
        return course.covered(self.started_at, self.ended_at, self.length_ms)

    @property
    def pauses(self) -> list[course.Pause]:
        """Return its interruptions."""
        return [course.Pause.read(each) for each in self.interruptions]

    @property
    def faults(self) -> list[str]:
        """Return what was not as it has to be while recording."""
        return course.faults(
            announced=self.announced, checked=self.checked, both_sides=self.both_sides, pauses=self.pauses
        )

    @property
    def described(self) -> bool:
        """Say whether somebody has said how it was made (244号18、19)."""
        return None not in {self.announced, self.checked, self.both_sides}


class Explanation(Attested):
    """无法音像记录的书面说明 (244号19): its cause, and the responsible person's countersignature (reference §11.2)."""

    class Ground(models.TextChoices):
        DEVICE = "1", "设备故障"
        WEATHER = "2", "天气恶劣"
        OBSTRUCTED = "3", "人为阻挠"
        OTHER = "9", "其他客观原因"

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="explanations", verbose_name="执法活动"
    )
    turn = models.PositiveIntegerField("第几次")
    ground = models.CharField("原因", max_length=1, choices=Ground.choices)
    text = models.TextField("情况说明")
    written_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="说明人")
    written_on = models.DateField("说明日期")
    agreed = models.BooleanField("会签", null=True)
    answered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会签人"
    )
    answered_on = models.DateField("会签日期", null=True, blank=True)
    opinion = models.TextField("会签意见", blank=True)

    class Meta:
        verbose_name = "音像记录情况说明"
        ordering: ClassVar[list[str]] = ["turn"]
        constraints = [models.UniqueConstraint(fields=["activity", "turn"], name="explanation_turn")]

    def __str__(self) -> str:
        return f"{self.get_ground_display()}说明"
