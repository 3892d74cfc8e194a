"""Around every request: its id, its log line (route pattern, never the address), its size, the text typed into it."""

from __future__ import annotations

import logging
import secrets
import time
from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig
from django.http import QueryDict

from mingjing.config.logs import current_request
from mingjing.records.legible import legible
from mingjing.storage.content import DEFAULT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

log = logging.getLogger("mingjing.request")

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
MOST_BYTES = DEFAULT_LIMIT + (8 << 20)
"""The largest file that is taken, and what stands around it in a form."""


def request_log(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Wrap the whole stack."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = secrets.token_hex(6)
        request.request_id = request_id  # type: ignore[attr-defined]
        start = time.perf_counter()
        outside = current_request.set(request_id)
        try:
            response = get_response(request)
            _tell(request, response, start)
        finally:
            current_request.reset(outside)
        response["X-Request-Id"] = request_id
        return response

    return middleware


def _tell(request: HttpRequest, response: HttpResponse, start: float) -> None:
    match = request.resolver_match
    log.info(
        "request",
        extra={
            "method": request.method,
            "route": match.route if match else "",
            "status": response.status_code,
            "ms": round((time.perf_counter() - start) * 1000, 1),
            "actor": str(getattr(request, "user_ref", "")),
        },
    )


def body_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse (413) what is larger than any file that is taken, before a byte of it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) > MOST_BYTES:
            raise RequestDataTooBig
        return get_response(request)

    return middleware


class LegibleText:
    """Take out of what was typed the characters that cannot be kept, before any view reads it.

    Stands behind the CSRF check, which has read the form anyway; what is no form is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """Put a cleaned form in the place of the one that came."""
        if request.method != "POST" or request.content_type not in FORMS:
            return
        cleaned = QueryDict(mutable=True, encoding=request.encoding)
        for name, values in request.POST.lists():
            cleaned.setlist(name, [legible(str(value)) for value in values])
        cleaned._mutable = False  # noqa: SLF001 - as Django itself leaves it
        request.POST = cleaned  # type: ignore[assignment]
