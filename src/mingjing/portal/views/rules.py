"""公示规则: what is made public of which decisions, where, within what time, by which posts (244号6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from mingjing.disclosure.queries import rules_of
from mingjing.disclosure.rule_words import pairs_of
from mingjing.portal.caching import by_epoch
from mingjing.portal.queries import portal_agency

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@by_epoch
def page(request: HttpRequest) -> HttpResponse:
    """Show the rules that count now."""
    agency = portal_agency()
    context = {
        "heading": "公示规则",
        "path": [("首页", "/"), ("事前公开", "/lists/"), ("公示规则", "")],
        "rules": [(rule, pairs_of(rule)) for rule in rules_of(agency)] if agency else [],
    }
    return render(request, "portal/rules.html", context)
