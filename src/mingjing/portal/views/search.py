"""搜索: what is published, and the matters in force, by words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import in_force, rows_of
from mingjing.portal.caching import by_epoch
from mingjing.portal.columns import guide_url, matter_url
from mingjing.portal.queries import portal_agency
from mingjing.refusal import Refusal
from mingjing.search.index import Page, find

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from mingjing.catalog.models import ListRow
    from mingjing.registry.models import Agency

PER_PAGE = 20
MATTERS = 10
LONGEST = 100
MOST_PAGES = 50
PAGE = re.compile(r"[1-9][0-9]{0,3}")
GROUPS = (
    ("decisions", "行政处罚决定", "/decisions/"),
    ("notices", "公告", "/notices/"),
    ("lists", "清单", "/lists/"),
)

LISTED = ((ListKind.MATTERS, "执法事项", matter_url), (ListKind.GUIDES, "服务指南", guide_url))
"""Lists whose rows are found by their names: kind, heading, address of a row."""


@require_safe
@by_epoch
def page(request: HttpRequest) -> HttpResponse:
    """Find `?q=` (every word of it), newest first, in groups."""
    words = request.GET.get("q", "").strip()[: LONGEST + 1]
    number = _page_number(request.GET.get("page", ""))
    problem = ""
    found = Page((), 0, more=False)
    try:
        found = find(words, kinds=("publication",), limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    except Refusal as refusal:
        problem = f"{refusal.sentence}{refusal.next_step}"
    agency = portal_agency() if words and not problem and number == 1 else None
    context = {
        "heading": f"搜索：{words}" if words else "搜索",
        "path": [("首页", "/"), ("搜索", "")],
        "search_words": words,
        "problem": problem,
        "found": found,
        "groups": _grouped(found),
        "listed": _listed(agency, words) if agency else [],
        "number": number,
        "previous": number - 1 if number > 1 else 0,
        "next": number + 1 if number * PER_PAGE < found.total and number < MOST_PAGES else 0,
    }
    return render(request, "portal/search.html", context)


def _listed(agency: Agency, words: str) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    found = [(kind.value, label, _found(agency, kind, words, url)) for kind, label, url in LISTED]
    return [each for each in found if each[2]]


def _page_number(asked: str) -> int:
    """Return the page asked for; what is no page is the first."""
    return min(int(asked), MOST_PAGES) if PAGE.fullmatch(asked) else 1


def _grouped(found: Page) -> list[dict[str, object]]:
    grouped: list[dict[str, object]] = [
        {"id": name, "label": label, "hits": [hit for hit in found.hits if hit.url.startswith(prefix)]}
        for name, label, prefix in GROUPS
    ]
    return [group for group in grouped if group["hits"]]


def _found(
    agency: Agency, kind: ListKind, words: str, address: Callable[[str], str]
) -> list[tuple[str, str, str]]:
    """Return code, name and address of a list's rows in force in whose code or name every word stands."""
    edition = in_force(agency, kind)
    if edition is None:
        return []
    rows: QuerySet[ListRow] = rows_of(edition, clock.today())
    for word in words.split():
        rows = rows.filter(Q(code__icontains=word) | Q(name__icontains=word))
    return [(row.code, str(row), address(row.code)) for row in rows[:MATTERS]]
