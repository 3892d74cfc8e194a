"""A case, who handles it, whom it concerns."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.catalog.models import MatterRow
from mingjing.records.models import Attested, Dossier
from mingjing.registry.models import Agency, Department, Officer


class Case(Attested):
    """案件, from its lead on. Its state is where its dossier stands in the procedure, never a column of its own."""

    class Source(models.TextChoices):
        INSPECTION = "1", "现场检查"
        COMPLAINT = "2", "投诉"
        REPORT = "3", "举报"
        SUPERIOR = "4", "上级交办"
        TRANSFER = "5", "其他机关移送"
        MEDIA = "6", "媒体反映"
        HOTLINE = "7", "12345 热线转办"
        OTHER = "9", "其他"

    class Course(models.TextChoices):
        ONCE = "once", "一次行为，已经终了"
        ENDED = "ended", "连续或者继续，已经终了"
        ONGOING = "ongoing", "仍在继续"

    class Ending(models.TextChoices):
        DECLINED = "declined", "不予立案"
        CLOSED = "closed", "已结案"
        WITHDRAWN = "withdrawn", "已撤案"
        TRANSFERRED = "transfer", "已移送有管辖权的机关"
        CRIME = "crime", "已移送公安机关"

    class Retention(models.TextChoices):
        PERMANENT = "permanent", "永久"
        THIRTY = "thirty", "30 年"

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="case", verbose_name="案卷")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cases", verbose_name="机关")
    department = models.ForeignKey(Department, models.PROTECT, related_name="cases", verbose_name="承办机构")
    number = models.CharField("立案号", max_length=80, blank=True)
    title = models.CharField("案由", max_length=200)
    summary = models.TextField("案情摘要")
    place = models.CharField("发生地点", max_length=200)
    source = models.CharField("案源", max_length=1, choices=Source.choices)
    matter = models.ForeignKey(
        MatterRow, models.PROTECT, null=True, related_name="+", verbose_name="执法事项"
    )
    unlisted_reason = models.TextField("未列清单仍立案的理由", blank=True)
    found_on = models.DateField("发现日期")
    acted_on = models.DateField("违法行为发生（终了）日期")
    course = models.CharField("行为状态", max_length=8, choices=Course.choices, default=Course.ONCE)
    grave_reason = models.TextField("适用五年时效的理由", blank=True)
    first_evidence = models.TextField("核查经过和初步证据", blank=True)
    jurisdiction = models.TextField("管辖依据", blank=True)
    complex = models.BooleanField("情节复杂或重大", default=False)
    filed_on = models.DateField("立案日期", null=True, blank=True)
    ending = models.CharField("终结", max_length=10, choices=Ending.choices, blank=True)
    ended_on = models.DateField("终结日期", null=True, blank=True)
    ending_reason = models.TextField("终结理由", blank=True)
    archive_number = models.CharField("归档号", max_length=20, blank=True)
    retention = models.CharField("保管期限", max_length=9, choices=Retention.choices, blank=True, default="")
    retention_reason = models.CharField("保管期限的理由", max_length=300, blank=True, default="")
    file_pages = models.PositiveIntegerField("卷内页数", default=0)
    file_defects = models.CharField("卷内缺损和需要说明的情况", max_length=500, blank=True, default="")
    filed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="立卷人"
    )
    file_checked_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="检查人"
    )

    class Meta:
        verbose_name = "案件"

    def __str__(self) -> str:
        return self.title


class Handler(Attested):
    """承办人. Two at least, each qualified on the day they act (行政处罚法42)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="handlers", verbose_name="案件")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="承办人")
    assigned_on = models.DateField("指派日期")
    released_on = models.DateField("解除日期", null=True, blank=True)
    reason = models.CharField("变更理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "承办人"

    def __str__(self) -> str:
        return str(self.officer_id)


class Party(Attested):
    """当事人."""

    class Kind(models.TextChoices):
        LEGAL = "02", "法人"
        OTHER = "03", "其他组织"
        TRADER = "04", "个体工商户"
        NATURAL = "01", "自然人"

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties", verbose_name="案件")
    position = models.PositiveIntegerField("序号")
    party_kind = models.CharField("类型", max_length=2, choices=Kind.choices)
    name = models.CharField("姓名或名称", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    identity_number = models.CharField("身份证号", max_length=18, blank=True)
    representative = models.CharField("法定代表人（负责人）", max_length=60, blank=True)
    address = models.CharField("住所（住址）", max_length=200)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    capacity = models.CharField("在本案中的身份", max_length=100, blank=True)

    class Meta:
        verbose_name = "当事人"
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="party_position")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_natural(self) -> bool:
        """Say whether this is a natural person."""
        return self.party_kind == self.Kind.NATURAL
