"""Channels that others carry on: feeds, lists to embed in another site, the site map (A5.1)."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap as sitemap_section
from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from mingjing.cases.written import WRITERS
from mingjing.catalog.models import ListKind
from mingjing.disclosure import kinds
from mingjing.disclosure.models import Publication
from mingjing.portal import feeds
from mingjing.portal.caching import by_epoch
from mingjing.portal.decision_page import published_on
from mingjing.portal.queries import open_decisions, portal_agency
from mingjing.portal.shelves import OUTCOMES
from mingjing.registry.rules import credit_code_fault

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from django.db.models import QuerySet
    from django.http import HttpRequest

MOST_EMBEDDED, USUALLY_EMBEDDED = 20, 10
COUNT = re.compile(r"[1-9][0-9]?")
IN_A_SITEMAP = 5_000
THE_REST = (
    "/flowcharts/",
    "/decisions/",
    "/licences/",
    "/inspections/",
    "/officers/check",
    "/verify/",
    "/data/",
    "/api/",
    "/feeds/",
)
FRAMED_ANYWHERE: dict[str, Collection[str] | str] = {
    **settings.SECURE_CSP,
    "frame-ancestors": ["*"],
    "form-action": [CSP.NONE],
}


@require_safe
@by_epoch
def feed(request: HttpRequest, slug: str, fmt: str) -> HttpResponse:
    """Return a feed; other sites' scripts may read it, for it is public in any case."""
    response = feeds.FORMATS[fmt](request, slug=slug)
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@by_epoch
def firm_feed(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """Return what is public of one firm: for itself to follow, in no search engine."""
    response = feeds.FORMATS[fmt](request, code=code)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@by_epoch
def firms(request: HttpRequest) -> HttpResponse:
    """Give a firm the addresses of its own feed, for `?code=`: what is public of it comes to it by itself."""
    code = "".join(unicodedata.normalize("NFKC", request.GET.get("code", "")[:40]).split()).upper()
    fault = credit_code_fault(code) if code else ""
    selection = feeds.of_firm(code) if code and not fault else None
    context: dict[str, object] = {
        "heading": "订阅本单位的公示信息",
        "path": [("首页", "/"), ("订阅与嵌入", "/feeds/"), ("订阅本单位的公示信息", "")],
        "code": code,
        "fault": fault,
    }
    if selection:
        context |= {
            "rows": [
                (each.title, kinds.kind(each.kind).address(each), published_on(each))
                for each in feeds.newest_of(selection, USUALLY_EMBEDDED)
            ],
            "addresses": [
                (label, request.build_absolute_uri(selection.address(fmt)))
                for label, fmt in (("Atom", "atom"), ("JSON Feed", "json"))
            ],
        }
    response = render(request, "portal/firm_feeds.html", context)
    if code:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@by_epoch
def decisions_feed(request: HttpRequest) -> HttpResponse:
    """Answer the address that the decisions' feed had first."""
    return feeds.FORMATS["atom"](request, slug=feeds.DECISION)


@require_safe
@by_epoch
def index(request: HttpRequest) -> HttpResponse:
    """Say what can be subscribed to, and how a list is put into another site: `?q=` makes them for words."""
    words = request.GET.get("q", "").strip()[:100]
    tail = f"?{urlencode({'q': words})}" if words else ""
    base = request.build_absolute_uri("/").rstrip("/")
    context = {
        "heading": "订阅与嵌入",
        "path": [("首页", "/"), ("订阅与嵌入", "")],
        "words": words,
        "feeds": [
            (label, f"/feeds/{slug}.atom{tail}", f"/feeds/{slug}.json{tail}") for slug, label in feeds.slugs()
        ],
        "frame": f'<iframe src="{base}/embed/decision/{tail}" title="行政处罚决定" width="100%" height="420"></iframe>',
        "script": f'<div data-mingjing="{base}/feeds/decision.json{tail}" data-count="10"></div>\n'
        f'<script type="module" src="{base}{static("portal/embed.js")}"></script>',
        "example": f"/embed/decision/{tail}",
    }
    return render(request, "portal/feeds.html", context)


@xframe_options_exempt
@csp_override(FRAMED_ANYWHERE)
@require_safe
@by_epoch
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a short list that another site frames; this page alone may be framed, and it takes nothing in."""
    selection = feeds.select(slug, request.GET)
    asked = request.GET.get("count", "")
    count = min(int(asked), MOST_EMBEDDED) if COUNT.fullmatch(asked) else USUALLY_EMBEDDED
    agency = portal_agency()
    context = {
        "heading": selection.label,
        "agency": agency.name if agency else "",
        "rows": [
            (each.title, kinds.kind(each.kind).address(each), published_on(each))
            for each in feeds.newest_of(selection, count)
        ],
        "feed": selection.address("atom"),
    }
    return render(request, "portal/embed.html", context)


class Pages(Sitemap[str]):
    """The pages that are always there."""

    def items(self) -> list[str]:
        """Return their addresses."""
        lists = [f"/lists/{kind}/" for kind in ListKind.values]
        rules = [f"/rules/{slug}/" for slug in WRITERS]
        return [
            "/",
            "/agency/",
            "/lists/",
            *lists,
            "/lists/catalogue/",
            "/guides/",
            "/rules/",
            *rules,
            *THE_REST,
        ]

    def location(self, item: str) -> str:
        """Return the address itself."""
        return item


class Decisions(Sitemap[Publication]):
    """The decisions; none about a natural person (reference §11.5)."""

    limit = IN_A_SITEMAP

    def items(self) -> QuerySet[Publication]:
        """Return them, the oldest first, so that a section once full stays as it is."""
        return open_decisions().order_by("published_at", "id")

    def location(self, item: Publication) -> str:
        """Return its page."""
        return kinds.kind(item.kind).address(item)

    def lastmod(self, item: Publication) -> dt.datetime | None:
        """Return when it was made public."""
        return item.published_at


class Outcomes(Decisions):
    """Licences and inspections."""

    def items(self) -> QuerySet[Publication]:
        """Return them, the oldest first."""
        rows = Publication.objects.filter(
            kind__in=[kind for each in OUTCOMES.values() for kind in each.kinds],
            state=Publication.State.PUBLISHED,
            natural=False,
        )
        return rows.defer("content", "masks", "remark").order_by("published_at", "id")


SITEMAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "pages": Pages,
    "decisions": Decisions,
    "outcomes": Outcomes,
}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Return the index of the site map."""
    return sitemap_index(request, SITEMAPS, sitemap_url_name="portal:sitemap-section")


@require_safe
def sitemap_of(request: HttpRequest, section: str) -> HttpResponse:
    """Return a section of the site map."""
    return sitemap_section(request, SITEMAPS, section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines where the site map is, and what is no page to be found."""
    told = (
        "User-agent: *",
        "Disallow: /workbench/",
        "Disallow: /display",
        "Disallow: /search",
        "Disallow: /embed/",
        "Disallow: /feeds/firms/",
    )
    where = request.build_absolute_uri("/sitemap.xml")
    return HttpResponse("\n".join([*told, f"Sitemap: {where}", ""]), content_type="text/plain; charset=utf-8")
