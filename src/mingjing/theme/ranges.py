"""Stored bytes handed out by ranges (RFC 9110 §14), so that a player seeks in a file of any length; memory constant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from mingjing.storage import content
from mingjing.storage.store import open_range

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from mingjing.storage.models import Blob

PARTIAL, UNCHANGED, UNSATISFIABLE = 206, 304, 416
SHOWN = content.RECORDINGS | content.IMAGES | {content.PDF}
WINDOW = 8 << 20
"""What a browser's player gets at a time: it asks on, and a person who watches holds no thread meanwhile."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
"""For a file opened by itself: the browser's own page around a film is styled within; no script ever runs."""


def ranged(request: HttpRequest, blob: Blob, *, filename: str) -> HttpResponseBase:
    """Answer GET and HEAD with the whole or with one range: 200, 206, 304, 416."""
    etag = f'"{blob.sha256}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _headed(HttpResponse(status=UNCHANGED), blob, filename)
    asked = _asked(request, blob.size, etag)
    if asked is None:
        return _body(request, blob, 0, blob.size, filename)
    start, end = asked
    if start >= end:
        response = HttpResponse(status=UNSATISFIABLE)
        response["Content-Range"] = f"bytes */{blob.size}"
        return _headed(response, blob, filename)
    if request.headers.get("Sec-Fetch-Dest") in {"video", "audio"}:
        end = min(end, start + WINDOW)
    partial = _body(request, blob, start, end, filename)
    partial.status_code = PARTIAL
    partial["Content-Range"] = f"bytes {start}-{end - 1}/{blob.size}"
    return partial


def _asked(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return the range asked for as [start, end), empty where it lies outside; None: the whole.

    What is not one range of bytes, and a range of another version (If-Range), counts as not asked.
    """
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or found is None or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size) if last else None
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size


def _body(request: HttpRequest, blob: Blob, start: int, end: int, filename: str) -> HttpResponseBase:
    head = request.method == "HEAD"
    response: HttpResponseBase = (
        HttpResponse() if head else StreamingHttpResponse(open_range(blob, start, end))
    )
    response["Content-Length"] = str(end - start)
    return _headed(response, blob, filename)


def _headed(response: HttpResponseBase, blob: Blob, filename: str) -> HttpResponseBase:
    shown = blob.media_type in SHOWN
    kind = blob.media_type if shown else content.UNKNOWN
    # a browser plays H.264 from MOV too, but not under that name
    response["Content-Type"] = content.MP4 if kind == content.MOV else kind
    response["Content-Disposition"] = content_disposition_header(not shown, filename) or "attachment"
    response["Accept-Ranges"], response["ETag"] = "bytes", f'"{blob.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response
