"""The log as C2SP tlog-tiles: static GETs, no cookie, no page. Only what a published checkpoint covers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mingjing.ledger.tiles import parse_path, width_at
from mingjing.records import log, sm2_line, witnesses
from mingjing.records.keys import keys_of_log
from mingjing.records.models import LogHead
from mingjing.records.policy import configured

if TYPE_CHECKING:
    from django.http import HttpRequest

TEXT = "text/plain; charset=utf-8"
MUTABLE = "public, max-age=2"
PATIENCE = dt.timedelta(minutes=10)
"""How long a checkpoint that its witnesses have signed is preferred to a newer one that they have not."""
IMMUTABLE = "public, max-age=31536000, immutable"


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Return the newest published checkpoint with its cosignatures; 404 while there is none.

    Where the log has witnesses it is one that their quorum has signed, unless they have been silent for a while.
    """
    del request
    newest = log.newest(published=True)
    if newest is None:
        return _nothing("尚无检查点")
    witnessed = witnesses.witnessed(published=True)
    if witnessed and newest.signed_at - witnessed.signed_at < PATIENCE:
        newest = witnessed
    return _answer(log.note_of(newest).encode(), TEXT, MUTABLE)


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """Return the log's verifier key (`vkey`), a line; 404 before the first record."""
    del request
    vkey = LogHead.objects.values_list("vkey", flat=True).first()
    return _answer(f"{vkey}\n".encode(), TEXT, MUTABLE) if vkey else _nothing("日志尚未开始")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Return every key the log ever had, a vkey a line, the one in use last, after the sizes that it signs.

    The key of the second line (SM2), where there is one, stands last and says so.
    """
    del request
    lines = [
        f"{each.after + 1}-{'' if each.until is None else each.until} {each.vkey}" for each in keys_of_log()
    ]
    second = sm2_line.public()
    lines += [f"sm2 {second.vkey}"] if second else []
    return _answer(("\n".join(lines) + "\n").encode(), TEXT, MUTABLE) if lines else _nothing("日志尚未开始")


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Return the policy of this log, C2SP text: its keys, its witnesses, its quorum; 404 before the first record."""
    del request
    said = configured()
    return _answer(said.format().encode(), TEXT, MUTABLE) if said.logs else _nothing("日志尚未开始")


@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """Return `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`.

    404 for another spelling, and for hashes that no published checkpoint covers: an outsider must not learn from
    a tile what the checkpoint does not tell yet.
    """
    del request
    newest = log.newest(published=True)
    try:
        ref = parse_path(path)
        if newest is None or ref.width > width_at(newest.size, ref.level or 0, ref.number):
            return _nothing("没有这一瓦片")
        read = (
            log.read_entries(ref.number, ref.width)
            if ref.level is None
            else log.read_tile(ref.level, ref.number, ref.width)
        )
    except (ValueError, LookupError):
        return _nothing("没有这一瓦片")
    return _answer(read, "application/octet-stream", IMMUTABLE)


def _answer(content: bytes, kind: str, cache: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Cache-Control"] = cache
    response["Access-Control-Allow-Origin"] = "*"  # any page may verify this log
    return response


def _nothing(words: str) -> HttpResponse:
    response = HttpResponse(f"{words}\n", content_type=TEXT, status=404)
    response["Cache-Control"] = MUTABLE
    return response
