"""The written rules (种子 A1、B1、C1) as page and file, and the rules of disclosure that count now (244号6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.cases.written import WRITERS, written
from mingjing.cases.written.text import GENERATED
from mingjing.cases.written.word import as_docx
from mingjing.catalog.citing_sources import RULES, rule_ref
from mingjing.catalog.revisions import flagged
from mingjing.disclosure.queries import rules_of
from mingjing.disclosure.rule_words import pairs_of
from mingjing.portal.caching import by_epoch
from mingjing.portal.queries import portal_agency

if TYPE_CHECKING:
    from django.http import HttpRequest

    from mingjing.cases.written.text import WrittenRules

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ABOVE = [("首页", "/"), ("事前公开", "/lists/")]


@require_safe
@by_epoch
def page(request: HttpRequest) -> HttpResponse:
    """Show the three written rules, and the rules of disclosure that count now."""
    agency = portal_agency()
    revising = flagged(agency, RULES) if agency else {}
    context = {
        "heading": "制度和公示规则",
        "path": [*ABOVE, ("制度和公示规则", "")],
        "written": [(slug, title) for slug, (title, _) in WRITERS.items()] if agency else [],
        "rules": [(rule, pairs_of(rule), rule_ref(rule) in revising) for rule in rules_of(agency)]
        if agency
        else [],
    }
    return render(request, "portal/rules.html", context)


@require_safe
@by_epoch
def text(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one of the written rules as it reads now, each clause with the setting that it says."""
    found = _found(slug)
    context = {
        "heading": found.title,
        "path": [*ABOVE, ("制度和公示规则", "/rules/"), (WRITERS[slug][0], "")],
        "rules": found,
        "generated": GENERATED,
        "today": clock.today(),
    }
    return render(request, "portal/written.html", context)


@require_safe
@by_epoch
def file(request: HttpRequest, slug: str) -> HttpResponse:
    """Return one of the written rules as `.docx`: the very lines of the page."""
    del request
    found = _found(slug)
    answer = HttpResponse(as_docx(found, clock.today()), content_type=WORD)
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{found.title}.docx") or "attachment"
    )
    return answer


def _found(slug: str) -> WrittenRules:
    agency = portal_agency()
    found = written(agency, slug) if agency else None
    if found is None:
        raise Http404("没有这份制度。")
    return found
