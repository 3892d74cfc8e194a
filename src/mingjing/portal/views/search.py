"""搜索: what is published, and the matters in force, by words and filters."""

from __future__ import annotations

import difflib
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
from mingjing.portal.searching import MOST_PAGES, PLACES, Asked, asked
from mingjing.refusal import Refusal
from mingjing.search import suggestions
from mingjing.search.index import Page, find
from mingjing.search.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from mingjing.catalog.models import ListRow
    from mingjing.registry.models import Agency

PER_PAGE = 20
MATTERS = 10
KIND = "publication"

LISTED = ((ListKind.MATTERS, "执法事项", matter_url), (ListKind.GUIDES, "服务指南", guide_url))
"""Lists whose rows are found by their names: kind, heading, address of a row."""


@require_safe
@by_epoch
def page(request: HttpRequest) -> HttpResponse:
    """Find `?q=` (every word of it) in groups: titles that say it first, then the newest."""
    wanted = asked(request.GET)
    problem = ""
    found = Page((), 0, more=False)
    try:
        found = find(
            wanted.words, kinds=(KIND,), agency=wanted.agency, places=wanted.places, since=wanted.since,
            until=wanted.until, limit=PER_PAGE, offset=(wanted.number - 1) * PER_PAGE,
        )  # fmt: skip
    except Refusal as refusal:
        problem = f"{refusal.sentence}{refusal.next_step}"
    looked = bool(wanted.words) and not problem
    agency = portal_agency() if looked and wanted.number == 1 and not wanted.filtered else None
    listed = _listed(agency, wanted.words) if agency else []
    context = {
        "heading": f"搜索：{wanted.words}" if wanted.words else "搜索",
        "path": [("首页", "/"), ("搜索", "")],
        "search_words": wanted.words,
        "filters": wanted,
        "problem": problem,
        "found": found,
        "groups": _grouped(found),
        "listed": listed,
        "suggested": _suggested(wanted, agency) if looked and not found.hits and not listed else [],
        "number": wanted.number,
        "previous": wanted.number - 1 if wanted.number > 1 else 0,
        "next": wanted.number + 1
        if wanted.number * PER_PAGE < found.total and wanted.number < MOST_PAGES
        else 0,
    }
    return render(request, "portal/search.html", context)


def _suggested(wanted: Asked, agency: Agency | None) -> list[tuple[str, str]]:
    """Return words with addresses that do find something: without filters, pieces of the words, matters like them."""
    words = [wanted.words] if wanted.filtered and find(wanted.words, kinds=(KIND,), limit=1).total else []
    words += suggestions.suggest(wanted.words, Scope(kinds=(KIND,)))
    if agency and (edition := in_force(agency, ListKind.MATTERS)):
        names = [str(row) for row in rows_of(edition, clock.today())]
        words += difflib.get_close_matches(wanted.words, names, n=2, cutoff=0.5)
    return [(each, wanted.with_words(each)) for each in dict.fromkeys(words)]


def _listed(agency: Agency, words: str) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    found = [(kind.value, label, _found(agency, kind, words, url)) for kind, label, url in LISTED]
    return [each for each in found if each[2]]


def _grouped(found: Page) -> list[dict[str, object]]:
    """Return the hits by the part of the site that they stand in."""
    by_place: dict[str, list[object]] = {name: [] for name in PLACES}
    for hit in found.hits:
        by_place.setdefault(hit.url.strip("/").partition("/")[0], []).append(hit)
    return [
        {"id": f"in-{name}", "label": PLACES.get(name, "其他公开信息"), "hits": hits}
        for name, hits in by_place.items()
        if hits
    ]


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
