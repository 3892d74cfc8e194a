"""A procedure running on a dossier."""

from __future__ import annotations

import datetime as dt

from django.db import models

from mingjing.records.models import Attested, Dossier
from mingjing.registry.models import Agency, Officer
from mingjing.registry.permissions import Role


class ProcedureVersion(Attested):
    """A BPMN file as an agency runs and publishes it. Immutable: a case keeps the version it began with."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="procedures", verbose_name="机关")
    procedure = models.CharField("程序", max_length=60)
    version = models.PositiveIntegerField("版本")
    name = models.CharField("名称", max_length=100)
    bpmn = models.TextField("BPMN")

    class Meta:
        verbose_name = "程序版本"
        constraints = [
            models.UniqueConstraint(fields=["agency", "procedure", "version"], name="procedure_version"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.version}版）"


class Position(Attested):
    """Where a dossier stands in its procedure. `step` empty: the procedure has ended."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="position", verbose_name="案卷")
    procedure = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+", verbose_name="程序版本")
    step = models.CharField("步骤", max_length=60, blank=True)

    class Meta:
        verbose_name = "办理进度"

    def __str__(self) -> str:
        return self.step


class Passage(Attested):
    """A step that a dossier went through: entered, left. A return makes a new passage; nothing is overwritten."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="passages", verbose_name="案卷")
    turn = models.PositiveIntegerField("顺次")
    step = models.CharField("步骤", max_length=60)
    entered_on = models.DateField("进入")
    left_on = models.DateField("离开", null=True, blank=True)

    class Meta:
        verbose_name = "经过步骤"
        constraints = [models.UniqueConstraint(fields=["dossier", "turn"], name="passage_turn")]

    def __str__(self) -> str:
        return self.step


class Clock(Attested):
    """期限. A row of the time-limit table running on a dossier, for one party or the whole case."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="clocks", verbose_name="案卷")
    rule = models.CharField("期限规则", max_length=40)
    party = models.CharField("当事人", max_length=32, blank=True)
    started_on = models.DateField("起算")
    due_on = models.DateField("最迟日")
    safe_on = models.DateField("安全日")
    provisional = models.BooleanField("暂算", default=False)
    met_on = models.DateField("完成", null=True, blank=True)
    ended_on = models.DateField("不再计算", null=True, blank=True)
    ended_why = models.CharField("不再计算的原因", max_length=100, blank=True)
    stops = models.JSONField("停止计算", default=list, blank=True)
    """Spans that do not count, oldest first: `{kind, why, from, until}`; `until` is empty while it is stopped."""
    extensions = models.JSONField("延长", default=list, blank=True)
    """Extensions in order: `{rule, days}`, `days` as granted, never more than the rule's."""

    class Meta:
        verbose_name = "期限"
        indexes = [models.Index(fields=["met_on", "safe_on"], name="clock_running")]

    def __str__(self) -> str:
        return f"{self.rule} {self.due_on}"

    @property
    def stopped_since(self) -> dt.date | None:
        """Return the first day that does not count, where the limit is stopped now."""
        days = [dt.date.fromisoformat(each["from"]) for each in self.stops if not each["until"]]
        return min(days) if days else None

    @property
    def left_out(self) -> list[tuple[dt.date, dt.date]]:
        """Return the closed spans that do not count, both days included; a day that two of them share once."""
        spans = sorted(
            (dt.date.fromisoformat(each["from"]), dt.date.fromisoformat(each["until"]))
            for each in self.stops
            if each["until"]
        )
        merged: list[tuple[dt.date, dt.date]] = []
        for first, last in spans:
            if merged and first <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(merged[-1][1], last)
            else:
                merged.append((first, last))
        return merged


class Approval(Attested):
    """A signature in an approval chain (§11.6 no. 21). The last rung is the one that the law names (§11.2)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="approvals", verbose_name="案卷")
    matter = models.CharField("审批事项", max_length=20)
    about = models.CharField("关于", max_length=64, blank=True)
    round = models.PositiveIntegerField("轮次", default=1)
    rung = models.PositiveIntegerField("级次")
    role = models.CharField("岗位", max_length=12, choices=[(role.value, role.label) for role in Role])
    signed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="签署人")
    stands_for = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代谁"
    )
    authority = models.CharField("凭何授权", max_length=200, blank=True)
    agreed = models.BooleanField("同意")
    final = models.BooleanField("末级", default=False)
    opinion = models.TextField("意见")
    signed_on = models.DateField("签署日期")

    class Meta:
        verbose_name = "审批意见"
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "matter", "about", "round", "rung"], name="approval_rung"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.rung}"
