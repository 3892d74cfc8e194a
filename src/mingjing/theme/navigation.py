"""The portal's main navigation: only addresses that exist."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT = (
    ("首页", "/"),
    ("执法清单", "/lists/"),
    ("执法流程", "/flowcharts/"),
    ("事后公开", "/decisions/"),
    ("查验真伪", "/verify/"),
)


@dataclass(frozen=True)
class Item:
    """One entry; `current` is `page` on that very page, `true` on a page below it, else empty."""

    label: str
    url: str
    current: str


def address(target: str) -> str:
    """Return the address of a url name or of a path, or an empty text where nothing answers there."""
    return _address(target, settings.ROOT_URLCONF)


@lru_cache(maxsize=256)
def _address(target: str, urlconf: str) -> str:
    """Work it out once for a table of addresses: it is asked for every entry of every page."""
    del urlconf
    try:
        if not target.startswith("/"):
            return reverse(target)
        resolve(target)
    except (NoReverseMatch, Resolver404):
        return ""
    return target


def items(entries: Iterable[tuple[str, str]], here: str) -> list[Item]:
    """Return the entries that exist, the one that `here` belongs to marked (the longest address wins)."""
    known = [(label, url) for label, target in entries if (url := address(target))]
    above = [url for _, url in known if url == here or (url != "/" and here.startswith(url))]
    nearest = max(above, key=len, default="")
    return [Item(label, url, _current(url, nearest, here)) for label, url in known]


def _current(url: str, nearest: str, here: str) -> str:
    if not nearest or url != nearest:
        return ""
    return "page" if url == here else "true"
