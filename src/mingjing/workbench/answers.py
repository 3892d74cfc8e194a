"""Answers that pages share: going on after a form, handing out stored bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header

from mingjing.storage.store import open_range

if TYPE_CHECKING:
    from mingjing.storage.models import Blob

SAVED = "application/octet-stream"
PLAIN = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""Types that keep their name on the way; whatever else came in is handed out as bytes only."""


def see_other(address: str) -> HttpResponseRedirect:
    """Redirect so that a reload does not send the form again."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def stored_file(data: bytes, *, media_type: str, filename: str, attachment: bool = True) -> HttpResponse:
    """Hand out stored bytes: never as a page of this site, never from a cache.

    `media_type` was found from the content when the bytes came in. Only what a browser shows safely may be shown
    instead of saved.
    """
    saved = attachment or media_type not in PLAIN
    response = HttpResponse(data, content_type=media_type if media_type in PLAIN else SAVED)
    response["Content-Disposition"] = content_disposition_header(saved, filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


def stored_stream(blob: Blob, *, filename: str) -> StreamingHttpResponse:
    """Hand out a stored file of any size to be saved, a piece at a time."""
    media_type = blob.media_type if blob.media_type in PLAIN else SAVED
    response = StreamingHttpResponse(open_range(blob), content_type=media_type)
    response["Content-Length"] = str(blob.size)
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"  # noqa: FBT003
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
