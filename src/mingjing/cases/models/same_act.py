"""Whether what a party did is what it was punished for before, and what was investigated once more."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.cases.models.case import Case, Party
from mingjing.cases.models.decision import Decision
from mingjing.cases.models.taken import PriorDecision
from mingjing.records.models import Attested
from mingjing.registry.models import Officer


class ActJudgement(Attested):
    """同一行为或者另一行为 (行政处罚法29): an earlier decision on the same party and matter, judged with its reasons.

    A later judgement replaces the one before; none is overwritten.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="judgements", verbose_name="当事人")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="在先决定"
    )
    prior = models.ForeignKey(
        PriorDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="上线前的在先决定",
    )
    turn = models.PositiveIntegerField("顺次")
    same = models.BooleanField("同一行为")
    reasons = models.TextField("理由")
    judged_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="认定人")
    judged_on = models.DateField("认定日期")

    class Meta:
        verbose_name = "一事不再罚的认定"
        ordering: ClassVar[list[str]] = ["turn"]
        constraints = [
            models.UniqueConstraint(fields=["party", "decision", "turn"], name="act_judgement_turn"),
            models.UniqueConstraint(fields=["party", "prior", "turn"], name="act_judgement_prior_turn"),
            models.CheckConstraint(
                condition=models.Q(decision__isnull=True) ^ models.Q(prior__isnull=True),
                name="act_judgement_of_one",
            ),
        ]

    def __str__(self) -> str:
        return "同一行为" if self.same else "另一行为"


class Supplement(Attested):
    """补充调查: after review had passed more is looked into; a new revision, review and notice follow (§11.4 no. 5)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="supplements", verbose_name="案件")
    reason = models.TextField("查什么、为何查")
    begun_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")
    begun_on = models.DateField("日期")

    class Meta:
        verbose_name = "补充调查"
        ordering: ClassVar[list[str]] = ["begun_on", "id"]

    def __str__(self) -> str:
        return f"补充调查 {self.begun_on}"
