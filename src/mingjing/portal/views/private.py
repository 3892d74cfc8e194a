"""Pages that belong to one person: kept by no cache and in no index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.cache import add_never_cache_headers

if TYPE_CHECKING:
    from django.http import HttpResponse


def private(response: HttpResponse) -> HttpResponse:
    """Keep a page that belongs to one person out of caches and indexes."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
