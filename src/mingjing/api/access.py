"""Who may ask: a key in the header, so many requests a minute, JSON of a bounded size; sessions count for nothing."""

from __future__ import annotations

import time
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from mingjing.api.problems import (
    TOO_MANY,
    UNAUTHENTICATED,
    WRONG_METHOD,
    WRONG_TYPE,
    problem,
    refused,
)
from mingjing.intake.reading import MOST_BYTES
from mingjing.intake.receiving import Sender
from mingjing.intake.systems import key_of
from mingjing.refusal import Refusal
from mingjing.theme.callers import client
from mingjing.theme.counting import Counter

if TYPE_CHECKING:
    from collections.abc import Callable

JSON = "application/json"
requests, failures = Counter(), Counter()


class SenderRequest(HttpRequest):
    """A request with a key that counts."""

    sender: Sender


def keyed(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view be asked by these methods, with a key; what is refused answers as a problem."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                answer = problem(request, WRONG_METHOD)
                answer["Allow"] = ", ".join(methods)
                return answer
            if stopped := _admit(request):
                return stopped
            try:
                answer = view(request, *args, **kwargs)
            except Refusal as refusal:
                return refused(request, refusal)
            except RequestDataTooBig:
                return problem(request, 413)
            answer["Cache-Control"] = "no-store"
            return answer

        return csrf_exempt(guarded)

    return decorate


def _admit(request: HttpRequest) -> HttpResponse | None:
    """Set who sends, or return the answer to who may not: guessing is counted by address, sending by key."""
    now = time.monotonic()
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    key = key_of(text.strip()) if scheme.lower() == "bearer" else None
    if key is None:
        tries = failures.count(("key", client(request)), now)
        return problem(request, TOO_MANY if tries > settings.MINGJING_ATTEMPTS else UNAUTHENTICATED)
    if requests.count(("key", key.ref), now) > settings.MINGJING_INBOUND_RATE:
        return problem(request, TOO_MANY)
    if request.method == "PUT":
        if request.content_type != JSON:
            return problem(request, WRONG_TYPE)
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) > MOST_BYTES:
            return problem(request, 413)
    topics = tuple(each for each in key.topics if each in key.system.topics)
    request.sender = Sender(key.system, topics, key.system.actor(), key=key)  # type: ignore[attr-defined]
    request.user_ref = f"key:{key.ref}"  # type: ignore[attr-defined]
    return None
