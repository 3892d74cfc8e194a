"""Receivers, what waits for them, and how they answered last."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from mingjing.records.models import Attested
from mingjing.registry.models import Agency


class Receiver(Attested):
    """接收方: another system that gets what of this agency belongs to its topics. It holds no secret.

    `code` names it in signatures and in the environment (its token, where it asks for one). `layout` names a file of
    data that says how its messages look.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="receivers", verbose_name="机关")
    code = models.CharField("代号", max_length=30)
    name = models.CharField("名称", max_length=100)
    address = models.CharField("地址", max_length=300)
    layout = models.CharField("格式", max_length=40)
    topics = models.JSONField("推送的数据", default=list)
    enabled = models.BooleanField("启用", default=False)

    class Meta:
        verbose_name = "数据接收方"
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "code"], name="receiver_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Link(models.Model):
    """How a receiver answered last, and until when it is left alone. No part of the record."""

    receiver = models.OneToOneField(Receiver, models.PROTECT, related_name="link", primary_key=True)
    rests_until = models.DateTimeField("暂停至", null=True)
    failures = models.PositiveIntegerField("连续失败", default=0)
    said = models.CharField("最近的失败", max_length=200, blank=True)
    tried_at = models.DateTimeField("最近推送", null=True)
    succeeded_at = models.DateTimeField("最近成功", null=True)

    def __str__(self) -> str:
        return f"{self.receiver_id}"


class Message(models.Model):
    """一条推送: one state of one item for one receiver, written with the cursor that led to it (ADR-003).

    `version` is the place in the log of what caused it, counted from one: it only grows, also after a restored backup.
    `data` is what goes out; it is emptied when it was taken or is not to go out any more, and `digest` stays. No part
    of the record: the acts that led to it are.
    """

    class Op(models.TextChoices):
        INSERT = "I", "新增"
        UPDATE = "U", "变更"
        DELETE = "D", "撤下"

    class State(models.TextChoices):
        WAITING = "waiting", "待推送"
        DELIVERED = "delivered", "已送达"
        DEAD = "dead", "失败待处理"
        VOID = "void", "不再推送"

    key = models.UUIDField("幂等键", default=uuid.uuid4, unique=True, editable=False)
    receiver = models.ForeignKey(Receiver, models.PROTECT, related_name="messages", verbose_name="接收方")
    topic = models.CharField("数据", max_length=20)
    item = models.CharField("对象", max_length=120)
    label = models.CharField("编号", max_length=120, blank=True)
    version = models.BigIntegerField("版本")
    op = models.CharField("操作", max_length=1, choices=Op.choices)
    data = models.JSONField("内容", default=dict)
    digest = models.CharField("内容的 SHA-256", max_length=64)
    made_at = models.DateTimeField("生成时间")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField("下次推送")
    tries = models.PositiveIntegerField("已试次数", default=0)
    said = models.CharField("最近的结果", max_length=300, blank=True)
    delivered_at = models.DateTimeField("送达时间", null=True)

    class Meta:
        verbose_name = "推送"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["receiver", "topic", "item", "version"], name="message_version"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["receiver", "state", "due_at"], name="message_due"),
            models.Index(fields=["receiver", "topic", "item", "state"], name="message_item"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}/{self.item}@{self.version}"
