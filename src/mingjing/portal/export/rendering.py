"""Pages as the live site answers them, asked within this process: the same views, the same templates."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.urls import Resolver404, resolve

from mingjing.portal.export.links import ADDRESSES
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponseBase

    from mingjing.disclosure.models import Publication
    from mingjing.portal.context import Site

HOST = "export.invalid"


class FileRequest(WSGIRequest):
    """A visitor without cookies whose answer becomes a file (`as_file`); `at` is where the file will stand.

    What was read for many pages at once comes along: the words around every page, and an item's `versions`.
    """

    as_file = True

    def __init__(
        self, address: str, *, at: str, online: str, words: Site, versions: Sequence[Publication] = ()
    ) -> None:
        parts = urlsplit(address)
        path = unquote(parts.path).encode().decode("iso-8859-1")  # as WSGI writes what is not ASCII
        super().__init__(
            {
                "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": parts.query,
                "SERVER_NAME": HOST, "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
                "wsgi.input": io.BytesIO(),
            }
        )  # fmt: skip
        self.at, self.online = at, online
        self.words, self.versions = words, list(versions)
        self.user = None  # type: ignore[assignment] # nobody has logged in

    def get_host(self) -> str:
        """Return a name that stands for wherever the files will be."""
        return HOST

    def build_absolute_uri(self, location: str | None = None) -> str:
        """Return the full address where the files will stand, or of the live site; nothing where neither is known."""
        base = self.at or self.online
        return f"{base}{location or self.get_full_path()}" if base else ""


def ask(request: FileRequest) -> HttpResponseBase | None:
    """Return what the live site answers; None for what is not there or is refused."""
    try:
        match = resolve(request.path_info, urlconf=ADDRESSES)
        request.resolver_match = match
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except (Http404, Resolver404, Refusal):
        return None
    if hasattr(response, "render") and not getattr(response, "is_rendered", True):
        response = response.render()
    return response


def body(response: HttpResponseBase) -> bytes:
    """Return the bytes of an answer, streamed or not."""
    if not response.streaming:
        return bytes(response.content)  # type: ignore[attr-defined]
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    for close in response._resource_closers:  # type: ignore[attr-defined] # noqa: SLF001 - close() would end a request
        close()
    return content
