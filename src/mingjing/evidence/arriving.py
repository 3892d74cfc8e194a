"""Large files arriving in pieces: begun, written on, whole, taken by an act, or forgotten when they never became whole.

The bytes lie in `uploads/` beside the store; how long the file there is says how far it has come. Both hashes are
computed while the bytes pass; after this process was started anew, or a piece was thrown away, by one reading at the
end. Whole means stored: no bytes are copied, and from then on nobody but disposal takes them away.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import fcntl
import hashlib
import os
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol

from django.conf import settings
from django.db import transaction

from mingjing import clock
from mingjing.evidence.models import Arrival
from mingjing.refusal import Refusal
from mingjing.storage import content
from mingjing.storage.store import Hashing, keep_file, put

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from mingjing.evidence.actions import Upload
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Dossier
    from mingjing.registry.models import User
    from mingjing.storage.models import Blob

ACCEPTED = content.PAPERS | content.IMAGES | content.RECORDINGS
LARGEST = 64 << 30
LIFE = dt.timedelta(days=7)
"""How long a file that is not whole yet waits for its next piece."""
MOST_OPEN = 100
"""Files that one person may have under way."""
RESERVE = 1 << 30
"""Bytes of the disk that uploads leave to everything else."""
CHUNK = 1 << 20
ALGORITHMS = ("sha1", "sha256", "sm3")
MOST_REMEMBERED = 256


class DiffersError(Exception):
    """The bytes are not those that the sender's checksum promised."""


class WrongPlaceError(Exception):
    """The piece does not begin where the file ends."""


class BusyError(Exception):
    """Another piece of the same file is just being written."""


class Readable(Protocol):
    """What a piece comes from: a request, or a file."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""
        ...


class _Remembered:
    """The running hashes of files on their way, by their id; forgotten ones are read again at the end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[uuid.UUID, Hashing] = {}

    def at(self, arrival: Arrival, offset: int) -> Hashing | None:
        """Return the hashes where they have seen exactly what lies on the disk."""
        with self._lock:
            known = self._known.get(arrival.pk)
            if known is None and not offset:
                if len(self._known) >= MOST_REMEMBERED:
                    self._known.pop(next(iter(self._known)))
                known = self._known[arrival.pk] = Hashing()
        return known if known and known.size == offset else None

    def forget(self, arrival: Arrival) -> None:
        """Forget the hashes of a file."""
        with self._lock:
            self._known.pop(arrival.pk, None)


remembered = _Remembered()


def begin(*, sender: User, dossier: Dossier, filename: str, length: int, sha256: str = "") -> Arrival:
    """Begin a file: its kind, its length and the room for it are judged before a byte of it comes.

    Raises Refusal: `file.kind_not_allowed`, `file.empty`, `file.too_large`, `upload.no_room`, `upload.too_many`.
    """
    content.named(filename, ACCEPTED)
    if length <= 0:
        raise content.empty()
    if length > LARGEST:
        raise content.too_large(length, LARGEST)
    folder().mkdir(parents=True, exist_ok=True)
    waiting = Arrival.objects.filter(blob=None)
    if waiting.filter(user=sender).count() >= MOST_OPEN:
        raise Refusal(
            "upload.too_many",
            f"您有 {MOST_OPEN} 个文件还没有传完。",
            next_step="请先传完或者取消其中一些。",
        )
    promised = sum(each.length - offset_of(each) for each in waiting)
    if shutil.disk_usage(folder()).free - promised - length < RESERVE:
        raise Refusal(
            "upload.no_room",
            "存储空间不足，没有开始上传。",
            next_step="请通知系统管理员扩容；文件请先保存在设备里。",
        )
    now = clock.now()
    return Arrival.objects.create(
        dossier=dossier, user=sender, filename=filename, length=length, sha256=sha256.lower(), began_at=now,
        expires_at=now + LIFE,
    )  # fmt: skip


def folder() -> Path:
    """Return where files lie while they arrive: the store's own file system, so that none is copied."""
    place: Path = settings.MINGJING_DATA / "uploads"
    return place


def path_of(arrival: Arrival) -> Path:
    """Return the file of an arrival."""
    return folder() / f"{arrival.pk.hex}.part"


def offset_of(arrival: Arrival) -> int:
    """Return how many bytes have arrived."""
    if arrival.blob_id:
        return arrival.length
    try:
        return path_of(arrival).stat().st_size
    except FileNotFoundError:
        return 0


def write(arrival: Arrival, *, offset: int, piece: Readable, size: int, checksum: str = "") -> int:
    """Write a piece behind what is there, durably, and return how far the file has come; the last one makes it whole.

    What had come before the connection broke stays. `checksum` is tus's: the algorithm, a space, base64 of the digest;
    a piece that differs is thrown away (DiffersError), and so is a whole file that is not what was announced. Raises
    WrongPlaceError, BusyError, Refusal `upload.too_long`, `file.content_mismatch`.
    """
    if offset != offset_of(arrival):
        raise WrongPlaceError
    if offset + size > arrival.length:
        raise Refusal("upload.too_long", "传来的字节多于文件的长度。", next_step="请重新选择文件上传。")
    with _alone(arrival) as file:
        if file.seek(0, os.SEEK_END) != offset:
            raise WrongPlaceError
        _add(arrival, file, piece, size, checksum)
        reached = file.tell()
    if arrival.expires_at - clock.now() < LIFE / 2:
        Arrival.objects.filter(pk=arrival.pk).update(expires_at=clock.now() + LIFE)
    if reached == arrival.length:
        finish(arrival)
    return reached


def _add(arrival: Arrival, file: IO[bytes], piece: Readable, size: int, checksum: str) -> None:
    began = file.tell()
    running, check = remembered.at(arrival, began), _check(checksum)
    left = size
    try:
        while left and (chunk := piece.read(min(CHUNK, left))):
            file.write(chunk)
            left -= len(chunk)
            if running:
                running.update(chunk)
            if check:
                check.hashed.update(chunk)
    finally:
        file.flush()
        os.fdatasync(file.fileno())
    if check and (left or check.hashed.digest() != check.promised):
        file.truncate(began)
        file.seek(began)
        os.fdatasync(file.fileno())
        remembered.forget(arrival)
        raise DiffersError


@dataclass(frozen=True)
class _Check:
    hashed: hashlib._Hash
    promised: bytes


def _check(checksum: str) -> _Check | None:
    if not checksum:
        return None
    name, _, promised = checksum.partition(" ")
    if name not in ALGORITHMS:
        raise Refusal("upload.algorithm", "不支持这种校验算法。", next_step="请用 sha256、sm3 或者 sha1。")
    try:
        return _Check(hashlib.new(name, usedforsecurity=False), base64.b64decode(promised, validate=True))
    except binascii.Error:
        raise Refusal("upload.checksum", "校验值无法读取。", next_step="请用 base64 表示。") from None


@contextmanager
def _alone(arrival: Arrival) -> Iterator[IO[bytes]]:
    """Open the file for one writer; a piece whose connection hangs keeps the next one out until it is let go."""
    with path_of(arrival).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError from None
        yield file


def finish(arrival: Arrival) -> Blob:
    """Store a file whose bytes are all there. Doing it twice is doing it once; a crash between is made good here.

    What is not what was announced is thrown away: DiffersError, Refusal `file.content_mismatch`.
    """
    try:
        with transaction.atomic():
            locked = Arrival.objects.select_for_update().get(pk=arrival.pk)
            blob = locked.blob or _stored(locked)
            if locked.blob is None:
                locked.blob, locked.arrived_at = blob, clock.now()
                locked.save(update_fields=["blob", "arrived_at"])
    except (DiffersError, Refusal):
        drop(arrival)
        raise
    remembered.forget(arrival)
    path_of(arrival).unlink(missing_ok=True)
    arrival.blob, arrival.arrived_at = blob, locked.arrived_at
    return blob


def _stored(arrival: Arrival) -> Blob:
    path, running = path_of(arrival), remembered.at(arrival, arrival.length)
    if running is None:
        running = Hashing()
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                running.update(chunk)
    if arrival.sha256 and running.sha256 != arrival.sha256:
        raise DiffersError
    return keep_file(path, hashed=running, media_type=(content.named(arrival.filename, ACCEPTED),))


def drop(arrival: Arrival) -> None:
    """Forget a file that is not whole, or is not what was announced: nothing of it was ever taken in."""
    remembered.forget(arrival)
    path_of(arrival).unlink(missing_ok=True)
    Arrival.objects.filter(pk=arrival.pk, blob=None).delete()


def sweep() -> int:
    """Forget what was interrupted and never went on; store what is whole and was not told so. Return how many went."""
    now = clock.now()
    gone = 0
    for arrival in Arrival.objects.filter(blob=None).order_by("began_at"):
        if offset_of(arrival) == arrival.length:
            _finish_quietly(arrival)
        elif arrival.expires_at <= now:
            drop(arrival)
            gone += 1
    _sweep_files()
    return gone


def _finish_quietly(arrival: Arrival) -> None:
    try:
        finish(arrival)
    except (DiffersError, Refusal):
        drop(arrival)


def _sweep_files() -> None:
    """Remove files whose row is gone or whose bytes are stored: a process ended between the two."""
    if not folder().is_dir():
        return
    lying = list(folder().iterdir())  # before the rows: what begins meanwhile has its row before its file
    wanted = {path_of(each).name for each in Arrival.objects.filter(blob=None)}
    for path in lying:
        if path.name not in wanted and path.suffix == ".part":
            path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Arrived:
    """A large file that has arrived, as a form names it."""

    id: uuid.UUID


@dataclass(frozen=True)
class Taken:
    """A file as an act takes it: its bytes, its name, when it came in."""

    blob: Blob
    filename: str
    at: dt.datetime


def receive(work: Deed, upload: Upload | Arrived | Taken, allowed: Collection[str], *, as_: str) -> Taken:
    """Take a file into an act: one that a form carried, a large one that has arrived before, one of the inbox."""
    if isinstance(upload, Taken):
        return upload
    if isinstance(upload, Arrived):
        return take(work, upload, allowed, as_=as_)
    accepted = content.accept(upload.stream, upload.name, allowed, limit=content.FILE_LIMIT)
    return Taken(put(upload.stream, media_type=(accepted.media_type,)), upload.name, clock.now())


def take(work: Deed, arrived: Arrived, allowed: Collection[str], *, as_: str) -> Taken:
    """Take a whole file into the act that says what it is; once, and for the file of the case it was sent for."""
    row = Arrival.objects.select_for_update().filter(pk=arrived.id, dossier=work.dossier).first()
    if row is None:
        raise Refusal("upload.unknown", "没有这个上传的文件。", next_step="请重新上传。", field="file")
    if row.taken_as:
        raise Refusal("upload.taken", "这个文件已经登记过。", next_step="请选择另一个文件。", field="file")
    blob = row.blob
    if blob is None or row.arrived_at is None:
        raise Refusal(
            "upload.unfinished", "文件还没有传完。", next_step="请等上传完成后再提交。", field="file"
        )
    if blob.media_type not in allowed:
        raise content.mismatch(blob.media_type, allowed)
    row.taken_as = as_
    row.save(update_fields=["taken_as"])
    return Taken(blob, row.filename, row.arrived_at)
