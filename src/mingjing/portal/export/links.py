"""Addresses of the site as files: which file an address becomes, and how a page points to it.

A page that is a folder is `…/index.html`; a query that says which page or edition becomes part of the name; every other
query (sorting, filters) needs the server and is left out.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from collections.abc import Callable

ADDRESSES = "mingjing.portal.urls"
"""Only the portal is exported: no address of the workbench is ever answered here, nor looked for."""
LINK = re.compile(r'\b(href|src|action)="([^"]*)"')
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
SITE_SEARCH = 'class="site-search"'
KEPT = ("edition", "from", "on", "page", "to", "version")
KEPT_VALUE = re.compile(r"[0-9-]{1,10}")
MONTH = re.compile(r"/decisions/\d{4}-\d{2}/.*")
SEARCHED = ("q", "firm", "matter", "number")
ONLINE = frozenset(
    {
        "officer-check", "officer-photo", "corrections", "correction", "correction-answer", "complaints",
        "complaint", "complaint-new", "complaint-visit", "visit", "feeds", "embed",
        "verify", "verify-file", "verify-mask", "verify-number", "verify-number-json", "verify-receipt",
        "verify-receipt-json", "log-checkpoint", "log-key", "log-keys", "log-policy", "log-tile", "sitemap",
        "sitemap-section", "robots", "data", "dataset", "data-file", "api", "api-openapi", "api-publications",
        "api-publication", "api-lists", "api-list", "api-unknown", "outcomes-file", "outcome-json", "windows", "window",
        "window-samples", "firm-feeds", "firm-feed", "decision-picture",
    }
)  # fmt: skip
"""Routes that need the server: certificates, corrections, verification, data, the log, who sits where today: asked."""
MOVED = {"feed": "feeds/decision.atom", "decisions-file": "decisions/index.html"}
"""Routes whose answer stands elsewhere: open data lie by month."""
ITEMS = frozenset({"decision", "decision-pdf", "decision-json", "decision-beside"})
"""Routes written from the publications themselves, not by following links."""
WITHOUT_A_QUERY = ITEMS | {"feed-of", "decisions"}
MOST_KNOWN = 20_000
ONLINE_PAGE = "online/index.html"
SEARCH_PAGE = "search/index.html"
MANIFEST = "SHA256SUMS"


@dataclass(frozen=True)
class Target:
    """Where an address leads: a file of the site, with a query for a script or a place on the page; or outside."""

    file: str = ""
    tail: str = ""
    outside: str = ""
    route: str = ""
    follow: str = ""


def route_of(path: str) -> str:
    """Return the name of the route that answers a path, or nothing."""
    try:
        return resolve(unquote(path), urlconf=ADDRESSES).url_name or ""
    except Resolver404:
        return ""


def file_of(path: str, query: str = "") -> str:
    """Return the file of an address of this site."""
    plain = unquote(path).lstrip("/")
    name = _name(query)
    folder, _, last = plain.rpartition("/")
    if last and "." in last:
        stem, _, end = last.rpartition(".")
        return posixpath.join(folder, f"{stem}{f'-{name}' if name else ''}.{end}")
    return posixpath.join(plain, name, "index.html")


def kept(query: str) -> str:
    """Return what of a query a file can answer."""
    return urlencode([(key, value) for key, value in sorted(parse_qsl(query)) if _counts(key, value)])


def _counts(key: str, value: str) -> bool:
    return key in KEPT and KEPT_VALUE.fullmatch(value) is not None and (key, value) != ("page", "1")


def _name(query: str) -> str:
    return "_".join(f"{key}-{value}" for key, value in sorted(parse_qsl(query)) if _counts(key, value))


def target_of(link: str, *, here: str, online: str) -> Target:
    """Return where a link on the page at the address `here` leads."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not (parts.path or parts.query):
        return Target(outside=link)
    path = (
        parts.path if parts.path.startswith("/") else posixpath.join(here, parts.path) if parts.path else here
    )
    place = f"#{quote(parts.fragment)}" if parts.fragment else ""
    if path.startswith("/static/") or path == f"/{MANIFEST}":
        return Target(file=path.lstrip("/"), tail=place)
    if MONTH.fullmatch(path):
        return Target(file_of(path), place, route="month")
    route = route_of(path)
    if path == "/search" or (route == "decisions" and parts.query):
        words = next((value for key, value in parse_qsl(parts.query) if key in SEARCHED), "")
        return Target(file=SEARCH_PAGE, tail=f"?{urlencode({'q': words})}" if words else "", route="search")
    return _of_route(route, path, parts.query, place, online)


def _of_route(route: str, path: str, asked: str, place: str, online: str) -> Target:
    if route in MOVED:
        return Target(file=MOVED[route], route=route)
    if not route or route in ONLINE or path == "/display":
        outside = f"{online}{path}{f'?{asked}' if asked else ''}{place}" if online else ""
        return Target(file=ONLINE_PAGE, outside=outside, route="online")
    query = "" if route in WITHOUT_A_QUERY else kept(asked)
    return Target(file_of(path, query), place, route=route, follow=f"{path}{f'?{query}' if query else ''}")


class Rewriting:
    """The links of pages made to point to files; `found` is told every address of this site that a page leads to."""

    def __init__(self, online: str, found: Callable[[Target], None]) -> None:
        self._online = online
        self._found = found
        self._known: dict[str, tuple[str, bool]] = {}

    def page(self, html: str, *, here: str, file: str) -> str:
        """Return a page with its links relative to it, and without the forms that need the server."""
        up = "../" * file.count("/")

        def change(match: re.Match[str]) -> str:
            name, link = match.groups()
            place, ours = self._place(link, here)
            return f'{name}="{up if ours else ""}{place}"'

        return LINK.sub(change, FORM.sub(_form, html))

    def _place(self, link: str, here: str) -> tuple[str, bool]:
        """Return where a link leads, seen from the top of the site, and whether it is a file of the site."""
        if not link.startswith("/"):
            return self._work_out(link, here)
        if link not in self._known:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            self._known[link] = self._work_out(link, here)
        return self._known[link]

    def _work_out(self, link: str, here: str) -> tuple[str, bool]:
        target = target_of(unescape(link), here=here, online=self._online)
        if target.outside:
            return escape(target.outside), False
        if target.follow:
            self._found(target)
        return escape(quote(target.file) + target.tail), True


def _form(match: re.Match[str]) -> str:
    """Keep the search of the masthead, which a script answers; another form has nobody to send to."""
    return match.group() if SITE_SEARCH in match.group()[:200] else ""
