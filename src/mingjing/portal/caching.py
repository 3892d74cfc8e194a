"""Pages that everybody gets alike answer 304 as long as nothing was recorded.

Every change of what the public sees is an act, and every act is a record: the newest record's number is the epoch.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import condition

from mingjing import clock
from mingjing.records import log
from mingjing.records.models import Record
from mingjing.theme.display import Display

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

type View = Callable[..., HttpResponse]

RELEASE = version("mingjing")


def by_epoch(view: View) -> View:
    """Give a page an ETag of epoch, day and display; the browser asks each time and mostly gets 304."""
    conditional = condition(etag_func=_etag)(view)

    @wraps(view)
    def cached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = conditional(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        patch_cache_control(response, no_cache=True)
        return response

    return cached


def _etag(request: HttpRequest, *args: object, **kwargs: object) -> str | None:
    """Return the ETag, or None for a visitor with a session or a message: their page is theirs.

    A page that becomes a file asks no question of the next visit either.
    """
    del args, kwargs
    if getattr(request, "as_file", False):
        return None
    if {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & set(request.COOKIES):
        return None
    newest = Record.objects.order_by("-pk").values_list("pk", flat=True).first()
    published = log.newest(published=True)
    parts = (
        RELEASE,
        newest,
        published.size if published else 0,
        clock.today(),
        Display.of(request).key,
        request.get_full_path(),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
