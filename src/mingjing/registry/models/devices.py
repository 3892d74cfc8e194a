"""With what the agency records: devices and who holds them, sites recorded throughout, rules of use (种子 B3.3)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.records.models import Attested
from mingjing.registry.models.people import Agency, Department, Officer


class Site(Attested):
    """全程音像记录的执法场所 (种子 B3.0、B3.1): an inquiry room, a hearing room, a service hall."""

    class Kind(models.TextChoices):
        INQUIRY = "inquiry", "询问室"
        HEARING = "hearing", "听证室"
        HALL = "hall", "办事大厅、窗口"
        STORE = "store", "涉案物品保管场所"
        OTHER = "other", "其他执法场所"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="sites", verbose_name="机关")
    site_kind = models.CharField("类别", max_length=8, choices=Kind.choices)
    name = models.CharField("名称", max_length=60)
    address = models.CharField("位置", max_length=200)
    closed_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "执法场所"
        ordering: ClassVar[list[str]] = ["site_kind", "name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="site_name")]

    def __str__(self) -> str:
        return self.name


class Device(Attested):
    """音像记录设备: what it is, whose it is, how it stands, how wrong its clock was when it was checked last.

    `clock_offset` is the device's clock minus Beijing time, in seconds: a clock that is fast has a positive one.
    `utc_times`: whether its files state world time, as the format asks; many cameras write local time there.
    """

    class Kind(models.TextChoices):
        BODY = "body", "执法记录仪"
        CAMERA = "camera", "照相机、摄像机"
        VOICE = "voice", "录音笔"
        PHONE = "phone", "移动执法终端"
        FIXED = "fixed", "固定摄像头"

    class State(models.TextChoices):
        READY = "ready", "在库"
        OUT = "out", "已领用"
        REPAIR = "repair", "维修"
        LOST = "lost", "丢失"
        RETIRED = "retired", "报废"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="devices", verbose_name="机关")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="devices", verbose_name="配属机构"
    )
    device_kind = models.CharField("类别", max_length=6, choices=Kind.choices)
    serial = models.CharField("设备编号", max_length=40)
    model = models.CharField("品牌型号", max_length=80)
    standard = models.CharField("执行标准", max_length=80, blank=True)
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="cameras", verbose_name="安装场所"
    )
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.READY)
    full = models.BooleanField("存储已满", default=False)
    utc_times = models.BooleanField("文件内时间为世界时", default=True)
    clock_offset = models.IntegerField("时钟偏差（秒）", default=0)
    clock_checked_at = models.DateTimeField("最近校时", null=True, blank=True)

    class Meta:
        verbose_name = "音像记录设备"
        ordering: ClassVar[list[str]] = ["serial"]
        constraints = [models.UniqueConstraint(fields=["agency", "serial"], name="device_serial")]

    def __str__(self) -> str:
        return f"{self.get_device_kind_display()} {self.serial}"

    @property
    def carried(self) -> bool:
        """Say whether somebody draws it out and brings it back; a fixed camera hangs where it hangs."""
        return self.device_kind != self.Kind.FIXED


class Loan(Attested):
    """领用: who held a device from when to when, and how it was on leaving and on coming back (244号19: checked)."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="loans", verbose_name="设备")
    holder = models.ForeignKey(Officer, models.PROTECT, related_name="loans", verbose_name="领用人")
    drawn_at = models.DateTimeField("领用时间")
    drawn_state = models.CharField("领用时检查", max_length=200)
    issued_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="发放人")
    returned_at = models.DateTimeField("归还时间", null=True, blank=True)
    returned_state = models.CharField("归还时检查", max_length=200, blank=True)
    taken_back_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="收回人"
    )

    class Meta:
        verbose_name = "设备领用"
        ordering: ClassVar[list[str]] = ["-drawn_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=models.Q(returned_at=None), name="loan_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.drawn_at}"


class DeviceEntry(Attested):
    """设备台账的一笔: its clock checked, sent to repair and back, lost and found, storage full and emptied, retired."""

    class Kind(models.TextChoices):
        CLOCK = "clock", "校时"
        REPAIR = "repair", "送修"
        REPAIRED = "repaired", "修复入库"
        LOST = "lost", "报失"
        FOUND = "found", "找回入库"
        FULL = "full", "存储已满"
        EMPTIED = "emptied", "导出清空"
        RETIRED = "retired", "报废"

    device = models.ForeignKey(Device, models.PROTECT, related_name="entries", verbose_name="设备")
    entry_kind = models.CharField("事项", max_length=8, choices=Kind.choices)
    happened_at = models.DateTimeField("时间")
    offset = models.IntegerField("时钟偏差（秒）", null=True, blank=True)
    text = models.CharField("情况", max_length=500, blank=True)
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "设备台账"
        ordering: ClassVar[list[str]] = ["-happened_at", "id"]

    def __str__(self) -> str:
        return self.get_entry_kind_display()


class Equipment(Attested):
    """配备标准 (种子 B3.3): how many devices of a kind a department has to have."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="equipment", verbose_name="内设机构"
    )
    device_kind = models.CharField("类别", max_length=6, choices=Device.Kind.choices)
    number = models.PositiveSmallIntegerField("应配数量")

    class Meta:
        verbose_name = "配备标准"
        ordering: ClassVar[list[str]] = ["department__name", "device_kind"]
        constraints = [
            models.UniqueConstraint(fields=["department", "device_kind"], name="equipment_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_device_kind_display()} {self.number}"


class UsageRules(Attested):
    """音像记录设备使用、管理和监督制度 (种子 B3.3), one row a version; what was in force once stays readable."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="usage_rules", verbose_name="机关")
    version = models.PositiveSmallIntegerField("版本")
    title = models.CharField("名称", max_length=120)
    text = models.TextField("正文")
    announcement = models.TextField("开始录制时的告知用语")
    in_force_on = models.DateField("施行日期")
    written_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "设备使用制度"
        ordering: ClassVar[list[str]] = ["-version"]
        constraints = [models.UniqueConstraint(fields=["agency", "version"], name="usage_rules_version")]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）"
