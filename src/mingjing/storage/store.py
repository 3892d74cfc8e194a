"""Putting bytes in and getting them back. Every other room stores through here and nowhere else."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction

from mingjing import clock
from mingjing.ledger import digests
from mingjing.refusal import Refusal
from mingjing.storage import content
from mingjing.storage.backend import Backend, LocalDisk, LockedBytesError, MissingBytesError
from mingjing.storage.models import Blob, Hold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator
    from contextlib import AbstractContextManager

__all__ = [
    "AlteredBytesError",
    "Hashing",
    "LockedBytesError",
    "MissingBytesError",
    "Stat",
    "backend",
    "checked",
    "hold",
    "keep_file",
    "open_range",
    "opened",
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


class Hashing:
    """Both hashes and the size of bytes while they pass: whoever receives a file in pieces feeds it."""

    def __init__(self) -> None:
        self._first, self._second, self.size = hashlib.sha256(), digests.sm3(), 0

    def update(self, chunk: bytes) -> None:
        """Take in more bytes."""
        self._first.update(chunk)
        self._second.update(chunk)
        self.size += len(chunk)

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of what has passed, in hex."""
        return self._first.hexdigest()

    @property
    def sm3(self) -> str:
        """Return the SM3 of what has passed, in hex."""
        return self._second.digest().hex()


def backend() -> Backend:
    """Return the place for bytes that the settings name."""
    root = settings.MINGJING_DATA / "blobs"
    if settings.MINGJING_STORE == "s3":
        from mingjing.storage.bucket import client  # noqa: PLC0415 - who stores on the disk never loads it
        from mingjing.storage.s3 import Bucket  # noqa: PLC0415

        return Bucket(client(), settings.MINGJING_STORE_BUCKET, root)
    return LocalDisk(root)


def put(source: bytes | IO[bytes], *, media_type: Collection[str] = (), limit: int | None = None) -> Blob:
    """Store bytes once and return their row; the same content again returns the row that is there.

    The bytes pass through in pieces, hashed as they pass: a file of any size costs the same memory. They are durable
    before the row exists, so a row never speaks of bytes that a crash took away.
    `media_type` holds the expected types (none: any; an unknown one becomes `application/octet-stream`); `limit` is in
    bytes.
    Raises Refusal: `file.empty`, `file.too_large`, `file.content_mismatch`; AlteredBytesError where a file of another
    size lies under this hash.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    hashed = Hashing()
    with backend().stage() as staged:
        while chunk := stream.read(CHUNK):
            hashed.update(chunk)
            if limit is not None and hashed.size > limit:
                raise content.too_large(hashed.size, limit)
            staged.write(chunk)
        staged.flush()
        return _kept(staged, hashed, media_type)


def keep_file(
    path: Path,
    *,
    hashed: Hashing | None = None,
    media_type: Collection[str] = (),
    limit: int | None = None,
) -> Blob:
    """Store a file that lies whole on this machine's disk and return its row, as `put` does.

    On a local disk in the same file system (anywhere in `MINGJING_DATA`) no byte is copied: the file gets a second
    name. `hashed` has seen exactly these bytes as they arrived; without it the file is read once. The file stays for
    the caller to remove, best after the act's transaction, and must not be written to any more.
    """
    with path.open("rb") as staged:
        if hashed is None:
            hashed = Hashing()
            while chunk := staged.read(CHUNK):
                hashed.update(chunk)
        if limit is not None and hashed.size > limit:
            raise content.too_large(hashed.size, limit)
        if staged.seek(0, io.SEEK_END) != hashed.size:
            raise AlteredBytesError(hashed.sha256)
        return _kept(staged, hashed, media_type)


def read(blob: Blob) -> bytes:
    """Return all bytes, checked against the hash; raise MissingBytesError or AlteredBytesError."""
    data = b"".join(backend().read(blob.sha256, version=blob.version))
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
    place.size(blob.sha256, version=blob.version)
    return place.read(blob.sha256, start, stop, version=blob.version)


def checked(blob: Blob) -> Iterator[bytes]:
    """Yield all bytes in chunks, and raise AlteredBytesError after the last where they are not what was stored.

    Raises MissingBytesError. Whoever writes them somewhere takes that back when this raises.
    """
    running = hashlib.sha256()
    for chunk in backend().read(blob.sha256, version=blob.version):
        running.update(chunk)
        yield chunk
    if running.hexdigest() != blob.sha256:
        raise AlteredBytesError(blob.sha256)


def opened(blob: Blob) -> AbstractContextManager[IO[bytes]]:
    """Return a context with the bytes as a seekable stream, unchecked; raise MissingBytesError."""
    return backend().open(blob.sha256, version=blob.version)


def stat(blob: Blob) -> Stat:
    """Return what lies there; raise MissingBytesError."""
    held = Hold.objects.filter(blob_id=blob.pk).exists()
    return Stat(size=backend().size(blob.sha256, version=blob.version), stored_at=blob.stored_at, held=held)


def hold(blob: Blob) -> None:
    """Keep a content from disposal, whatever its retention period says. Holding twice is holding once."""
    Hold.objects.get_or_create(blob=blob, defaults={"held_at": clock.now()})


def _kept(staged: IO[bytes], hashed: Hashing, media_type: Collection[str]) -> Blob:
    """Judge a staged file by its content, keep it, and return its row."""
    if not hashed.size:
        raise content.empty()
    found = content.detect(staged)
    if media_type and found not in media_type:
        raise content.mismatch(found, media_type)
    place = backend()
    version = place.keep(Path(staged.name), hashed.sha256)
    if place.size(hashed.sha256, version=version) != hashed.size:
        raise AlteredBytesError(hashed.sha256)
    return _row(hashed, media_type=found or content.UNKNOWN, version=version)


def _row(hashed: Hashing, *, media_type: str, version: str) -> Blob:
    known = Blob.objects.filter(pk=hashed.sha256).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return Blob.objects.create(
                sha256=hashed.sha256,
                sm3=hashed.sm3,
                size=hashed.size,
                media_type=media_type,
                version=version,
                stored_at=clock.now(),
            )
    except IntegrityError:  # somebody stored the same content a moment ago
        return Blob.objects.get(pk=hashed.sha256)
