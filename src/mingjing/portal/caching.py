"""Pages that everybody gets alike: 304 as long as nothing was recorded, and made once however many ask.

Every change of what the public sees is an act, and every act is a record: how many records stand is the epoch. It is
asked for with every request, so that what was withdrawn a moment ago is never shown from here again.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from mingjing import clock
from mingjing.records import log
from mingjing.theme.display import Display

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase
    from django.urls import ResolverMatch

type View = Callable[..., HttpResponse]

RELEASE = version("mingjing")
FRONT = "X-Accel-Expires"
FRONT_SECONDS = "1"
"""How long nginx in front may show a page without asking: what is withdrawn is gone from it after this at most."""
OK, NOT_MODIFIED = 200, 304


def by_epoch(view: View) -> View:
    """Give a page an ETag of epoch, day and display; the browser asks each time and mostly gets 304."""

    @wraps(view)
    def cached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        etag = _etag(request)
        response = get_conditional_response(request, etag=etag) if etag else None
        if response is None:
            response = view(request, *args, **kwargs)
            if etag and not response.has_header("ETag"):
                response["ETag"] = etag
        patch_vary_headers(response, ["Cookie"])
        patch_cache_control(response, no_cache=True)
        if etag and _for_everybody(request, response):
            response[FRONT] = FRONT_SECONDS
        return response

    return cached


def _for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether others may get this answer: without a cookie, and without a form's token in it."""
    shared = response.status_code in {OK, NOT_MODIFIED} and not response.cookies
    return shared and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")


def _etag(request: HttpRequest) -> str | None:
    """Return the ETag, or None for a visitor with a session or a message: their page is theirs.

    A page that becomes a file asks no question of the next visit either.
    """
    if getattr(request, "as_file", False) or _personal(request):
        return None
    parts = (RELEASE, *log.epoch(), clock.today(), Display.of(request).key, request.get_full_path())
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _personal(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES or CookieStorage.cookie_name in request.COOKIES


@dataclass(frozen=True)
class Kept:
    """A page as it left the site, with its ETag and the route that it is logged under."""

    etag: str
    body: bytes
    headers: dict[str, str]
    match: ResolverMatch | None


class Pages:
    """Pages by address, those not asked for longest thrown out first; memory stays bounded."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self.size = 0

    def get(self, place: str) -> Kept | None:
        """Return what is kept of an address, or None."""
        with self._lock:
            found = self._kept.get(place)
            if found is not None:
                self._kept.move_to_end(place)
            return found

    def keep(self, place: str, page: Kept) -> None:
        """Keep a page in place of the one before."""
        most = settings.MINGJING_PAGES_KEPT
        if len(page.body) > most:
            return
        with self._lock:
            before = self._kept.pop(place, None)
            self._kept[place] = page
            self.size += len(page.body) - (len(before.body) if before else 0)
            while self.size > most:
                _, oldest = self._kept.popitem(last=False)
                self.size -= len(oldest.body)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self.size = 0


pages = Pages()


def kept_pages(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: answer with the page that was made before, headers and all, while its ETag is still the right one."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        place = _place(request)
        kept = pages.get(place) if place else None
        if kept is not None and kept.etag == _etag(request):
            request.resolver_match = kept.match
            return _again(request, kept)
        response = get_response(request)
        if (
            place
            and isinstance(response, HttpResponse)
            and response.status_code == OK
            and response.has_header(FRONT)
        ):
            page = Kept(response["ETag"], response.content, dict(response.items()), request.resolver_match)
            pages.keep(place, page)
        return response

    return middleware


def _place(request: HttpRequest) -> str:
    """Return under what a page is kept; pages hold their own full address. Nothing where it is somebody's own."""
    if request.method != "GET" or _personal(request):
        return ""
    try:
        host = request.get_host()
    except DisallowedHost:
        return ""
    return f"{Display.of(request).key} {request.scheme}://{host}{request.get_full_path()}"


def _again(request: HttpRequest, kept: Kept) -> HttpResponse:
    page = HttpResponse(kept.body, headers=kept.headers)
    answer = get_conditional_response(request, etag=kept.etag, response=page)
    if answer is page or answer is None:
        return page
    for name, value in kept.headers.items():
        if not name.startswith("Content-") or name.startswith("Content-Security"):
            answer.headers.setdefault(name, value)
    return answer
