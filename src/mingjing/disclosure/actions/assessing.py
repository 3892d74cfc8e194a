"""个人信息保护影响评估: filed by one, confirmed by another, before persons go live (个人信息保护法55、56)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.disclosure import acts, assessment_rules
from mingjing.disclosure.actions.ruling import rules_dossier
from mingjing.disclosure.models import ImpactAssessment
from mingjing.law.counting import months_later
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from mingjing.registry.models import User


def file_assessment(
    *,
    user: User,
    category: str,
    purpose: str,
    impact: str,
    measures: str,
    conclusion: str,
    version: int | None = None,
) -> ImpactAssessment:
    """File the assessment of a category, with the three points of 个人信息保护法56 and what follows from them."""
    require(user, "publication.rules")
    told = {"purpose": purpose, "impact": impact, "measures": measures, "conclusion": conclusion}
    assessment_rules.require_points(told)
    with deed(
        dossier=rules_dossier(user.agency), act=acts.ASSESSED, actor=user.actor(), version=version
    ) as work:
        return work.add(
            ImpactAssessment(
                agency=user.agency, category=category.strip(), filed_on=clock.today(), filed_by=user.officer,
                **{name: text.strip() for name, text in told.items()},
            )
        )  # fmt: skip


def confirm_assessment(
    *, user: User, assessment: ImpactAssessment, version: int | None = None
) -> ImpactAssessment:
    """Confirm it: a second person; from that day it is kept for three years (个人信息保护法56第二款)."""
    require(user, "publication.check")
    with deed(
        dossier=rules_dossier(user.agency), act=acts.ASSESSMENT_CONFIRMED, actor=user.actor(), version=version
    ) as work:
        row = ImpactAssessment.objects.filter(pk=assessment.pk, agency=user.agency).first()
        if row is None:
            raise Refusal("assessment.unknown", "本机关没有这份评估。", next_step="请从评估列表进入。")
        if row.confirmed_on is not None:
            raise Refusal("assessment.confirmed", "这份评估已经确认。", next_step="请刷新评估列表。")
        if user.officer_id is None or user.officer_id == row.filed_by_id:
            raise Refusal(
                "assessment.same_person",
                "评估人与确认人不得为同一人。",
                "种子 一（一）；个人信息保护法 第五十五条",
                "请由另一名公示审核员确认。",
            )
        row.confirmed_on, row.confirmed_by = clock.today(), user.officer
        row.keep_until = months_later(clock.today(), assessment_rules.KEPT_MONTHS)
        work.change(row)
    return row
