"""Resumable uploads by the tus 1.0 protocol (creation, checksum, expiration, termination): https://tus.io/protocols.

A client sends a large file in pieces and asks after every break how far it has come. Who may upload is whoever handles
the case or did; the file is theirs alone until an act takes it. Answers are plain words, for scripts show them too.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from functools import wraps
from typing import TYPE_CHECKING

from django.http import HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mingjing.cases.actions.common import allow
from mingjing.cases.actions.recording import who_was_there
from mingjing.evidence import arriving
from mingjing.evidence.arriving import BusyError, DiffersError, WrongPlaceError
from mingjing.evidence.models import Arrival
from mingjing.refusal import Refusal
from mingjing.registry.models import User
from mingjing.registry.queries import roles_of
from mingjing.theme.refusals import status_of
from mingjing.workbench.views.acts.base import case_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from mingjing.workbench.sessions import StaffRequest

    type View = Callable[..., HttpResponse]

TUS = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
PIECE = "application/offset+octet-stream"
LARGEST_PIECE = 64 << 20
"""What one request may carry: a piece holds one of the few threads that answer."""
NOT_HERE, CONFLICT, TOO_LARGE, REFUSED, LOCKED, DIFFERS = 404, 409, 413, 422, 423, 460


def tus(view: View) -> View:
    """Speak the protocol: its version on every answer, refusals as plain words, nobody but who is logged in."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = _guarded(view, request, *args, **kwargs)
        response["Tus-Resumable"] = TUS
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return never_cache(spoken)


def _guarded(view: View, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
    user = request.user
    if not isinstance(user, User):
        return _said(401, "登录已经结束，请重新登录；已经传完的部分还在。")
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != TUS:
        response = _said(412, "只支持 tus 1.0.0。")
        response["Tus-Version"] = TUS
        return response
    request.roles = roles_of(user)  # type: ignore[attr-defined]
    try:
        return view(request, *args, **kwargs)
    except Refusal as refusal:
        status = status_of(refusal)
        # a conflict (409) tells a client to ask again and go on; a refusal is no such thing
        return _said(REFUSED if status == CONFLICT else status, f"{refusal.sentence}{refusal.next_step}")
    except tuple(HINDRANCES) as error:
        return _said(*HINDRANCES[type(error)])


HINDRANCES: dict[type[Exception], tuple[int, str]] = {
    WrongPlaceError: (CONFLICT, "这一段接不上已经传来的部分，请重新询问进度。"),
    BusyError: (LOCKED, "这个文件的上一段还在写入，请稍后再试。"),
    DiffersError: (DIFFERS, "校验值不符，没有收下。"),
    UnreadablePostError: (400, "连接中断，已经传来的部分还在。"),
}
"""What hinders a piece → the answer."""


def _said(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


@require_http_methods(["POST", "OPTIONS"])
@tus
def uploads(request: StaffRequest) -> HttpResponse:
    """Begin a file (POST), or say what is spoken here (OPTIONS)."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Tus-Version"], response["Tus-Extension"] = TUS, EXTENSIONS
        response["Tus-Max-Size"] = str(arriving.LARGEST)
        response["Tus-Checksum-Algorithm"] = ",".join(arriving.ALGORITHMS)
        return response
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    case = case_of(request.user.agency, _ref(told.get("case", "")))
    allow(request.user, "evidence.record", case, ended=True)
    who_was_there(request.user, case)
    arrival = arriving.begin(
        sender=request.user, dossier=case.dossier, filename=told.get("filename", "")[-200:],
        length=_number(request.headers.get("Upload-Length", "")), sha256=told.get("sha256", "")[:64],
    )  # fmt: skip
    response = HttpResponse(status=201)
    response["Location"] = reverse("upload", args=[arrival.pk])
    return _expires(response, arrival)


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@tus
def upload(request: StaffRequest, upload: str) -> HttpResponse:
    """Say how far a file has come (HEAD), take its next piece (PATCH), or forget it (DELETE)."""
    arrival = Arrival.objects.filter(pk=upload, user=request.user).first()
    if arrival is None:
        return _said(NOT_HERE, "没有这个上传，或者它已经失效。")
    if request.method == "PATCH":
        return _patch(request, arrival)
    if request.method == "DELETE":
        if arrival.blob_id:
            raise Refusal("upload.whole", "文件已经收下，不能取消。", next_step="请到音像记录页登记。")
        arriving.drop(arrival)
        return HttpResponse(status=204)
    reached = arriving.offset_of(arrival)
    if reached == arrival.length:
        arriving.finish(arrival)
    response = HttpResponse(status=200)
    response["Upload-Offset"], response["Upload-Length"] = str(reached), str(arrival.length)
    return _expires(response, arrival)


def _patch(request: StaffRequest, arrival: Arrival) -> HttpResponse:
    if request.content_type != PIECE:
        return _said(415, f"请以 {PIECE} 发送。")
    size = _number(request.headers.get("Content-Length", ""))
    if size > LARGEST_PIECE:
        return _said(TOO_LARGE, f"每一段不超过 {LARGEST_PIECE >> 20} MB。")
    reached = arriving.write(
        arrival, offset=_number(request.headers.get("Upload-Offset", "")), piece=request, size=size,
        checksum=request.headers.get("Upload-Checksum", ""),
    )  # fmt: skip
    response = HttpResponse(status=204)
    response["Upload-Offset"] = str(reached)
    return _expires(response, arrival)


def _expires(response: HttpResponse, arrival: Arrival) -> HttpResponse:
    if arrival.blob_id is None:
        response["Upload-Expires"] = http_date(arrival.expires_at.astimezone(dt.UTC).timestamp())
    return response


def _ref(text: str) -> str:
    if re.fullmatch("[0-9a-f]{32}", text):
        return text
    raise Refusal("case.unknown", "没有这个案件。", next_step="请从案件页进入。")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):  # noqa: PLR2004 - a file's length fits 63 bits
        raise Refusal("upload.number", "长度或者位置无法读取。", next_step="请重新上传。")
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """Read tus's metadata: `key base64(value)`, separated by commas."""
    told = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Refusal("upload.metadata", "上传的说明无法读取。", next_step="请重新上传。") from None
    return told
