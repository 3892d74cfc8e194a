"""Who sends, with which key, and what came: every version of it, with the bytes in which it came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.records.actors import Actor
from mingjing.records.models import Attested
from mingjing.registry.models import Agency, Department, Officer
from mingjing.storage.models import Blob


class Topic(models.TextChoices):
    """What a system may send."""

    PENALTY = "penalty", "行政处罚决定"
    LICENCE = "licence", "行政许可结果"
    INSPECTION = "inspection", "行政检查结果"
    MATTER = "matter", "执法事项"
    LEAD = "lead", "线索"


class SourceSystem(Attested):
    """来源系统 (种子 A4.2): another case system, an office system, a hotline, with the topics it may send.

    `department` gets the leads that it sends.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    name = models.CharField("名称", max_length=100)
    operator = models.CharField("运行单位", max_length=100)
    topics = models.JSONField("可以报送", default=list)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="线索交办机构"
    )
    registered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = "来源系统"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "name"], name="source_system_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def actor(self) -> Actor:
        """Return how a record names it."""
        return Actor(self.subject_kind(), self.ref)

    @property
    def topics_said(self) -> str:
        """Return the topics in words."""
        return "、".join(str(Topic(each).label) for each in self.topics)


class SystemKey(Attested):
    """接口密钥: shown once, kept as a hash; for some of its system's topics, until a day, or until it is revoked."""

    system = models.ForeignKey(SourceSystem, models.PROTECT, related_name="keys", verbose_name="来源系统")
    label = models.CharField("用途", max_length=60)
    digest = models.CharField("密钥的 SHA-256", max_length=64)
    topics = models.JSONField("可以报送", default=list)
    expires_on = models.DateField("有效期至")
    issued_on = models.DateField("签发日期")
    revoked_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "接口密钥"
        ordering: ClassVar[list[str]] = ["issued_on", "id"]

    def __str__(self) -> str:
        return self.label


class Item(Attested):
    """来件: one thing of a system, known by the system's own id; its key follows from the three.

    `result` softly names what it became here: a publication's `about` is the item itself, a lead's is its case.
    """

    class State(models.TextChoices):
        HELD = "held", "在办"
        TAKEN = "taken", "已采入草案"
        WITHDRAWN = "withdrawn", "已撤回"

    system = models.ForeignKey(SourceSystem, models.PROTECT, related_name="items", verbose_name="来源系统")
    topic = models.CharField("种类", max_length=12, choices=Topic.choices)
    external_id = models.CharField("对方编号", max_length=80)
    version = models.PositiveIntegerField("现行版本", default=1)
    title = models.CharField("标题", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.HELD)
    result = models.CharField("办理结果", max_length=100, blank=True)
    received_at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = "来件"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "topic", "external_id"], name="item_external_id"),
        ]
        indexes: ClassVar = [models.Index(fields=["system", "-received_at"], name="item_newest")]

    def __str__(self) -> str:
        return self.title


class ItemVersion(Attested):
    """来件的一版: its fields as understood, and the bytes as they came.

    Of a lead with a reporter no bytes are kept and `content` has nothing of the reporter, who is sealed apart; `digest`
    is keyed, so that nobody finds out by trying who it was.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions", verbose_name="来件")
    version = models.PositiveIntegerField("版本")
    digest = models.CharField("内容摘要", max_length=64)
    content = models.JSONField("内容", default=dict)
    original = models.ForeignKey(
        Blob, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原始字节"
    )
    received_at = models.DateTimeField("收到时间")
    key = models.ForeignKey(
        SystemKey, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所用密钥"
    )
    uploaded_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入人"
    )

    class Meta:
        verbose_name = "来件的一版"
        ordering: ClassVar[list[str]] = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "version"], name="item_version"),
        ]

    def __str__(self) -> str:
        return f"第 {self.version} 版"


class Delivery(Attested):
    """文件导入: a file that a person brought in, and what became of each row. `faults` name rows, fields and why."""

    system = models.ForeignKey(
        SourceSystem, models.PROTECT, related_name="deliveries", verbose_name="来源系统"
    )
    topic = models.CharField("种类", max_length=12, choices=Topic.choices)
    file_name = models.CharField("文件名", max_length=200)
    rows = models.PositiveIntegerField("行数", default=0)
    taken = models.PositiveIntegerField("收下", default=0)
    known = models.PositiveIntegerField("此前已收", default=0)
    faults = models.JSONField("未收的行", default=list)
    brought_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入人"
    )
    brought_at = models.DateTimeField("导入时间")

    class Meta:
        verbose_name = "文件导入"
        ordering: ClassVar[list[str]] = ["-brought_at"]

    def __str__(self) -> str:
        return self.file_name
