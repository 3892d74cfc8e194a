"""Checkpoints are stamped by a timestamp authority (RFC 3161): hourly, and at once where an act asks for it.

Only the worker asks. What is stamped is the SHA-256 of the checkpoint's note as the log signed it; the answer is kept
raw beside the checkpoint.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from mingjing import clock
from mingjing.ledger.timestamp import REQUEST_TYPE, TimestampError, read, request
from mingjing.records import log, outgoing, outsiders
from mingjing.records.models import Checkpoint, Record, Timestamp
from mingjing.records.outgoing import OutsideError

NAME = "timestamps"
EVERY = dt.timedelta(hours=1)
OK = 200

_at_once: set[str] = set()


def at_once(*acts: str) -> None:
    """Have the checkpoint that covers a record of these acts stamped without waiting for the hour."""
    _at_once.update(acts)


def authority() -> str:
    """Return the authority's address, or an empty text where none is configured."""
    return str(settings.MINGJING_TSA)


def trusted() -> bytes:
    """Return the certificates (PEM) that the authority's answers must lead to; empty where none were given."""
    path = settings.MINGJING_TSA_CA
    return _content(path, Path(path).stat().st_mtime_ns) if path else b""


@lru_cache(maxsize=2)
def _content(path: str, changed: int) -> bytes:
    del changed
    return Path(path).read_bytes()


def stamp_due() -> bool:
    """Have the newest checkpoint stamped if its time has come; say whether a stamp was kept."""
    if not authority():
        return False
    newest, last = log.newest(), Timestamp.objects.order_by("-checkpoint_id").first()
    if newest is None or (last and last.checkpoint_id >= newest.size) or not _due(last):
        return False
    row = outsiders.claim(NAME)
    if row is None:
        return False
    try:
        _stamp(newest)
    except (OutsideError, TimestampError, OSError) as failure:
        outsiders.failed(row, str(failure)[:200])
        return False
    outsiders.answered(row, size=newest.size)
    return True


def _due(last: Timestamp | None) -> bool:
    if last is None or clock.real() - last.received_at >= EVERY:
        return True
    since = last.checkpoint_id
    return bool(_at_once) and Record.objects.filter(leaf__idx__gte=since, act__in=_at_once).exists()


def _stamp(checkpoint: Checkpoint) -> None:
    data = checkpoint.note.encode()
    query, nonce = request(data)
    answer = outgoing.send("POST", authority(), query, kind=REQUEST_TYPE)
    if answer.status != OK:
        raise OutsideError(f"回答了 {answer.status}")
    stamped_at = read(answer.body, data, authorities=trusted(), nonce=nonce)
    try:
        with transaction.atomic():
            Timestamp.objects.create(
                checkpoint=checkpoint,
                response=answer.body,
                stamped_at=stamped_at,
                received_at=clock.real(),
            )
    except IntegrityError:
        return  # another worker had it stamped
