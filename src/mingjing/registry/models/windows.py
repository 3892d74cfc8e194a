"""The windows at which the public is met (118号(五); 种子 A3.3): what is done there, and who sits there when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.records.models import Attested
from mingjing.registry.models.people import Agency, Officer


class Window(Attested):
    """窗口. Its board shows it whole; texts hold one item a line, services are codes of the guides in force."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="windows", verbose_name="机关")
    hall = models.CharField("大厅", max_length=40)
    number = models.CharField("窗口号", max_length=12)
    post = models.CharField("岗位", max_length=20)
    duties = models.TextField("岗位职责")
    enforcement = models.CharField("执法种类", max_length=60)
    services = models.JSONField("办理事项", default=list)
    progress = models.CharField("进度查询", max_length=60)
    progress_url = models.URLField("进度查询网址", max_length=200, blank=True)
    notices = models.TextField("告知事项", blank=True)
    closed_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "窗口"
        ordering: ClassVar[list[str]] = ["hall", "number"]
        constraints = [models.UniqueConstraint(fields=["agency", "hall", "number"], name="window_number")]

    def __str__(self) -> str:
        return f"{self.hall}{self.number}"


class WindowTurn(Attested):
    """在岗安排: a person sits at a window from one day to another, both included."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="turns", verbose_name="窗口")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="人员")
    first_on = models.DateField("起")
    last_on = models.DateField("止")

    class Meta:
        verbose_name = "在岗安排"
        ordering: ClassVar[list[str]] = ["first_on", "officer__name"]

    def __str__(self) -> str:
        return f"{self.first_on} 至 {self.last_on}"
