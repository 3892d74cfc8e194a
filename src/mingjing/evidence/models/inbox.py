"""What came from the docking station and the fixed cameras, before a person has said which activity it shows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.evidence.models.activity import Recording
from mingjing.records.models import Attested
from mingjing.registry.models import Agency, Device, Officer
from mingjing.storage.models import Blob


class Inbound(Attested):
    """音像收件: a file that was taken in from a folder, with what its name and its metadata say of it.

    `device_said`, `officer_said`: what the name held, kept where the register knows neither. Times are corrected by the
    device's clock offset of that day, which is kept too. Which activity it shows is proposed whenever somebody looks
    (records are often written after the file came), and kept as the recording that a person made of it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待确认"
        ATTACHED = "attached", "已归入案卷"
        LEFT = "left", "留存，不入案卷"

    class Times(models.TextChoices):
        METADATA = "metadata", "文件元数据"
        NAME = "name", "文件名"
        FILE = "file", "文件修改时间"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="inbounds", verbose_name="机关")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="文件")
    filename = models.CharField("文件名", max_length=200)
    origin = models.CharField("来处", max_length=400)
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="inbounds", verbose_name="设备"
    )
    device_said = models.CharField("名称中的设备", max_length=80, blank=True)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="inbounds", verbose_name="录制人"
    )
    officer_said = models.CharField("名称中的人员", max_length=80, blank=True)
    started_at = models.DateTimeField("开始录制")
    ended_at = models.DateTimeField("结束录制")
    length_ms = models.BigIntegerField("时长（毫秒）", null=True, blank=True)
    times = models.CharField("时间取自", max_length=8, choices=Times.choices)
    clock_offset = models.IntegerField("已校正的时钟偏差（秒）", default=0)
    taken_at = models.DateTimeField("导入时间")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    recording = models.OneToOneField(
        Recording, models.PROTECT, null=True, blank=True, related_name="inbound", verbose_name="音像记录"
    )
    settled_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人"
    )
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)
    reason = models.CharField("留存理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "音像收件"
        ordering: ClassVar[list[str]] = ["-started_at", "id"]
        constraints = [models.UniqueConstraint(fields=["agency", "blob"], name="inbound_once")]

    def __str__(self) -> str:
        return self.filename

    @property
    def said_device(self) -> str:
        """Return the device as people call it: from the register, else as the name said."""
        return str(self.device) if self.device else self.device_said or "未知设备"

    @property
    def cut(self) -> bool:
        """Say whether it is a span cut out by time at the recorder of a fixed camera."""
        return self.device is not None and not self.device.carried


class Passed(models.Model):
    """A file of a folder that was looked at already, so that a sweep reads no file twice; only a help, no record.

    `place` is the SHA-256 of its path. `fault`: why it was not taken in.
    """

    place = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    changed_ns = models.BigIntegerField()
    fault = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.place[:12]


class DeviceAlarm(Attested):
    """未领用设备产生音像: somebody recorded with a device they had not drawn out; open until its keeper explains it."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="alarms", verbose_name="设备")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="录制人"
    )
    at = models.DateTimeField("录制时间")
    about = models.CharField("所指", max_length=100)
    answer = models.CharField("查明的情况", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="查明人"
    )
    answered_at = models.DateTimeField("查明时间", null=True, blank=True)

    class Meta:
        verbose_name = "设备告警"
        ordering: ClassVar[list[str]] = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.device} 未领用"
