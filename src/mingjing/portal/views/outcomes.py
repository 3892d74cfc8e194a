"""Licences and inspections that other systems sent in: found, read, downloaded, as decisions are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mingjing.disclosure.corrections import corrections
from mingjing.disclosure.queries import fields_of
from mingjing.portal import decision_page
from mingjing.portal.caching import by_epoch
from mingjing.portal.columns import matter_url
from mingjing.portal.queries import outcomes
from mingjing.portal.shelves import OUTCOMES, shelf_of
from mingjing.portal.views.decisions import SPEC, as_told, opened
from mingjing.theme.cells import Column, Link, Row
from mingjing.theme.exports import export
from mingjing.theme.lists import ListPage, ListSpec

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from mingjing.disclosure.models import Publication
    from mingjing.portal.shelves import Shelf

RESULT, SOURCE = "执法结论", "数据来源"


def _columns(shelf: Shelf) -> tuple[Column, ...]:
    return (
        Column("number", "文号", width=28, fit=True),
        Column("party", "当事人", width=36),
        Column("matter", "事项", width=36),
        Column("result", "结果", fit=True),
        Column("made_on", shelf.day, number=True),
        Column("published_on", "公开日期", number=True),
    )


def _row(publication: Publication) -> Row:
    return {
        "number": Link(publication.number, _address(publication)),
        "party": publication.party_name,
        "matter": publication.matter_name,
        "result": dict(fields_of(publication)).get(RESULT, ""),
        "made_on": publication.made_on,
        "published_on": decision_page.published_on(publication),
    }


def _address(publication: Publication) -> str:
    return f"{shelf_of(publication).root}{publication.ref}/"


def _page(request: HttpRequest, shelf: Shelf) -> ListPage:
    spec = ListSpec(_columns(shelf), filters=SPEC.filters, sorts=SPEC.sorts)
    return ListPage(request.GET, spec, outcomes(shelf), row=_row)


@require_safe
@by_epoch
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the list."""
    shelf = OUTCOMES[slug]
    page = _page(request, shelf)
    context = {
        "heading": shelf.label,
        "words": shelf.words,
        "path": [("首页", "/"), (shelf.label, shelf.root)],
        "page": page,
        "formats": [*page.formats(shelf.root), *page.feeds(f"/feeds/{shelf.kinds[0].replace('.', '-')}")],
    }
    return render(request, "portal/outcomes.html", context)


@require_safe
def file(request: HttpRequest, slug: str, fmt: str) -> HttpResponseBase:
    """Return the filtered list as `csv`, `json` or `xlsx`."""
    shelf = OUTCOMES[slug]
    base = request.build_absolute_uri("/").rstrip("/")

    def row(publication: Publication) -> Row:
        source = dict(fields_of(publication)).get(SOURCE, "")
        return {**_row(publication), "source": source, "url": f"{base}{_address(publication)}"}

    columns = (*_columns(shelf), Column("source", SOURCE, width=36), Column("url", "网址", width=48))
    page = ListPage(
        request.GET, ListSpec(columns, filters=SPEC.filters, sorts=SPEC.sorts), outcomes(shelf), row=row
    )
    return export(fmt, columns, page.all_rows(), shelf.label)


@require_safe
@by_epoch
def page(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Show one; 410 once it was withdrawn, and the current version in place of one that it replaced."""
    shelf = OUTCOMES[slug]
    publication, versions, answer = opened(request, ref, "/", shelf)
    if publication is None:
        return answer
    context = {
        "heading": publication.title,
        "path": [("首页", "/"), (shelf.label, shelf.root), ("正文", "")],
        "publication": publication,
        "versions": versions,
        "index": decision_page.index_of(publication, first=versions[-1]),
        "corrections": corrections(versions),
        "pairs": decision_page.pairs_of(publication),
        "matter_url": matter_url(publication.matter_code) if publication.matter_code else "",
        "address": request.build_absolute_uri(request.path),
        "data_url": f"{shelf.root}{publication.ref}.json",
    }
    return render(request, "portal/decision.html", context)


@require_safe
def as_json(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Return what the page says, for programs."""
    publication, versions, answer = opened(request, ref, ".json", OUTCOMES[slug])
    if publication is None:
        return answer
    if publication.natural:
        raise Http404("当事人是自然人的不作为开放数据提供。")
    return JsonResponse(as_told(publication, versions), json_dumps_params={"ensure_ascii": False})
