"""Putting bytes in and getting them back. Every other room stores through here and nowhere else."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction

from mingjing import clock
from mingjing.ledger import digests
from mingjing.refusal import Refusal
from mingjing.storage import content
from mingjing.storage.backend import Backend, LocalDisk, MissingBytesError
from mingjing.storage.models import Blob, Hold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

__all__ = [
    "AlteredBytesError",
    "MissingBytesError",
    "Stat",
    "backend",
    "hold",
    "open_range",
    "put",
    "read",
    "stat",
]

CHUNK = 1 << 20


class AlteredBytesError(Exception):
    """Stored bytes no longer have the hash under which they were stored."""


@dataclass(frozen=True)
class Stat:
    """What lies in the store for a blob: bytes found there, when its row was made, whether it is held."""

    size: int
    stored_at: dt.datetime
    held: bool


def backend() -> Backend:
    """Return the place for bytes that the settings name."""
    return LocalDisk(settings.MINGJING_DATA / "blobs")


def put(source: bytes | IO[bytes], *, media_type: Collection[str] = ()) -> Blob:
    """Store bytes once and return their row; the same content again returns the row that is there.

    The file is durable before the row exists, so a row never speaks of bytes that a crash took away.
    `media_type` holds the expected types (none: any; an unknown one becomes `application/octet-stream`).
    Raises Refusal: `file.empty`, `file.content_mismatch`; AlteredBytesError where a file of another size lies
    under this hash.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    place = backend()
    with place.stage() as staged:
        sha256, sm3, size = _copy(stream, staged)
        if not size:
            raise content.empty()
        staged.flush()
        found = content.detect(staged)
        if media_type and found not in media_type:
            raise content.mismatch(found, media_type)
        place.keep(staged, sha256)
    if place.size(sha256) != size:
        raise AlteredBytesError(sha256)
    return _row(sha256=sha256, sm3=sm3, size=size, media_type=found or content.UNKNOWN)


def read(blob: Blob) -> bytes:
    """Return all bytes, checked against the hash; raise MissingBytesError or AlteredBytesError."""
    data = b"".join(backend().read(blob.sha256))
    if hashlib.sha256(data).hexdigest() != blob.sha256:
        raise AlteredBytesError(blob.sha256)
    return data


def open_range(blob: Blob, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """Return the bytes of [start, end) in chunks, unchecked (`audit` checks).

    Raises MissingBytesError, before the first chunk is asked for, and Refusal `file.range` where the range
    lies outside the content.
    """
    stop = blob.size if end is None else end
    if not 0 <= start <= stop <= blob.size:
        raise Refusal("file.range", "请求的范围超出了文件。", next_step="请从文件开头重新下载。")
    place = backend()
    place.size(blob.sha256)
    return place.read(blob.sha256, start, stop)


def stat(blob: Blob) -> Stat:
    """Return what lies there; raise MissingBytesError."""
    held = Hold.objects.filter(blob_id=blob.pk).exists()
    return Stat(size=backend().size(blob.sha256), stored_at=blob.stored_at, held=held)


def hold(blob: Blob) -> None:
    """Keep a content from disposal, whatever its retention period says. Holding twice is holding once."""
    Hold.objects.get_or_create(blob=blob, defaults={"held_at": clock.now()})


def _copy(stream: IO[bytes], staged: IO[bytes]) -> tuple[str, str, int]:
    """Copy a stream and return sha256 and sm3 in hex and the size."""
    first, second, size = hashlib.sha256(), digests.sm3(), 0
    while chunk := stream.read(CHUNK):
        first.update(chunk)
        second.update(chunk)
        staged.write(chunk)
        size += len(chunk)
    return first.hexdigest(), second.digest().hex(), size


def _row(*, sha256: str, sm3: str, size: int, media_type: str) -> Blob:
    known = Blob.objects.filter(pk=sha256).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return Blob.objects.create(
                sha256=sha256, sm3=sm3, size=size, media_type=media_type, stored_at=clock.now()
            )
    except IntegrityError:  # somebody stored the same content a moment ago
        return Blob.objects.get(pk=sha256)
