"""公示规则: what is made public of which decisions, where, within what time, by which posts (244号6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from mingjing.disclosure.queries import rules_of
from mingjing.law.terms import rule as term
from mingjing.portal.caching import by_epoch
from mingjing.portal.queries import portal_agency

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from mingjing.disclosure.models import DisclosureRule


@require_safe
@by_epoch
def page(request: HttpRequest) -> HttpResponse:
    """Show the rules that count now."""
    agency = portal_agency()
    context = {
        "heading": "公示规则",
        "path": [("首页", "/"), ("事前公开", "/lists/"), ("公示规则", "")],
        "rules": [(rule, _pairs(rule)) for rule in rules_of(agency)] if agency else [],
    }
    return render(request, "portal/rules.html", context)


def _pairs(rule: DisclosureRule) -> list[tuple[str, object]]:
    limit = term(rule.limit_key)
    told: list[tuple[str, object]] = [
        ("公开范围", rule.scope),
        ("公开内容", "、".join(rule.fields)),
        ("公开载体", "、".join(rule.carriers)),
        ("公开时限", f"{limit.start_event}起 {limit.value} 个{limit.unit}" if rule.fields else ""),
        ("公示期限", rule.period),
        ("责任岗位", [f"{duty}：{post}" for duty, post in rule.posts] if rule.fields else ""),
        ("依据", rule.basis),
        ("版本", f"第 {rule.version} 版，{rule.adopted_on.isoformat()} 起施行"),
    ]
    return [(label, value) for label, value in told if value]
