"""What an impact assessment on personal information must say, and for what it must be there (个人信息保护法55、56)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.disclosure.models import DisclosureRule, ImpactAssessment
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

CLAUSE = "个人信息保护法 第五十五条、第五十六条"
KEPT_MONTHS = 36
"""Three years: 个人信息保护法56第二款."""
SHORTEST = 8
POINTS = {
    "purpose": "处理目的、处理方式是否合法、正当、必要",
    "impact": "对个人权益的影响及安全风险",
    "measures": "保护措施是否合法、有效并与风险程度相适应",
    "conclusion": "结论",
}


def require_points(told: Mapping[str, str]) -> None:
    """个人信息保护法56: refuse an assessment without one of its three points, or without a conclusion."""
    for name, label in POINTS.items():
        if len(told[name].strip()) < SHORTEST:
            raise Refusal(
                "assessment.incomplete", f"没有写明{label}。", CLAUSE, "三项内容和结论逐项写明。", name
            )


def require_assessed(rule: DisclosureRule) -> None:
    """个人信息保护法55: refuse that a rule by which persons become public goes live without a confirmed assessment."""
    if rule.party_kind != DisclosureRule.Party.PERSON or not rule.fields:
        return
    rows = ImpactAssessment.objects.filter(agency=rule.agency_id, category=rule.category)
    if not rows.filter(confirmed_on__isnull=False).exists():
        raise Refusal(
            "publication.not_assessed",
            f"“{rule.category}”公开自然人信息，还没有经确认的个人信息保护影响评估。",
            CLAUSE,
            "请公示员登记评估，由另一名公示审核员确认后再施行规则。",
        )
