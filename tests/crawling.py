"""Following a site's own links: every kind of page that somebody is offered, a few addresses of each route."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.test import Client

LINK = re.compile(r'(?:href|src|action)="([^"#]*)')


@dataclass
class Found:
    """What a crawl came by: pages opened with their routes, and every address that was offered or led to."""

    pages: dict[str, str] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)

    @property
    def routes(self) -> set[str]:
        """Return the routes of the pages opened."""
        return set(self.pages.values())


def crawl(client: Client, starts: Iterable[str], *, each: int = 1, below: str = "/") -> Found:
    """Open the starts and follow every link below an address, at most `each` further addresses of a route.

    Nothing may fail on the way.
    """
    found, opened = Found(), Counter[str]()
    waiting = list(starts)
    given, seen = set(waiting), set(waiting)
    while waiting:
        address = waiting.pop(0)
        route = route_of(address)
        if route is None or (opened[route] >= each and address not in given):
            continue
        opened[route] += 1
        offered, html = _open(client, address)
        if html:
            found.pages[address] = route
        for link in offered:
            target = urljoin(address, link)
            found.addresses.add(target)
            if target not in seen and target.startswith(below):
                seen.add(target)
                waiting.append(target)
    return found


def _open(client: Client, address: str) -> tuple[list[str], bool]:
    """Return what a page leads to, and whether it is a page of ours."""
    answer = client.get(address)
    assert answer.status_code < 500, address
    offered = [answer["Location"]] if answer.has_header("Location") else []
    content = answer.getvalue()
    html = answer.get("Content-Type", "").startswith("text/html")
    if html:
        offered += LINK.findall(content.decode().replace("&amp;", "&"))
    return offered, html and answer.status_code == 200


def route_of(address: str) -> str | None:
    """Return the route that answers an address, or None."""
    try:
        return resolve(unquote(urlsplit(address).path)).route
    except Resolver404:
        return None
