"""How often one address may try what can be guessed: passwords, document numbers and codes, hashes of files.

A county's office sits behind one address, so the limit is wide; what is guessed at length still runs into it. Counted
in this process's memory by address and kind of attempt, never by what was asked for. Passwords have their lock-out too.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.conf import settings

from mingjing.theme.callers import client
from mingjing.theme.counting import WINDOW, Counter
from mingjing.theme.refusals import error_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

TOO_MANY = 429


attempts = Counter()


def rate_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 429 to an address that tries too often."""

    def middleware(request: HttpRequest) -> HttpResponse:
        kind = _kind(request)
        if kind and attempts.count((kind, client(request)), time.monotonic()) > settings.MINGJING_ATTEMPTS:
            response = error_page(request, TOO_MANY)
            response["Retry-After"] = str(WINDOW)
            return response
        return get_response(request)

    return middleware


def _kind(request: HttpRequest) -> str:
    """Return what is tried here, or an empty text where nothing is guessed."""
    if request.path == "/login/":
        return "login" if request.method == "POST" else ""
    if request.path.startswith("/corrections/"):
        return "correction"
    if request.path.startswith("/complaints/"):
        return "complaint"
    if request.path.startswith("/visits/"):
        return "visit"
    return "verify" if request.path.startswith(("/verify/file/", "/verify/number", "/verify/receipt")) else ""
