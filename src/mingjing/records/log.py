"""The log as others read it: checkpoints, tiles, proofs. Only `integrate` writes it."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from mingjing import clock
from mingjing.ledger.checkpoint import Checkpoint as Note
from mingjing.ledger.entry import entry
from mingjing.ledger.note import sign_note
from mingjing.ledger.proof import TlogProof
from mingjing.ledger.tiles import TileHashes, encode_entries, tile_path
from mingjing.ledger.tree import Frontier, inclusion_proof, leaf_hash, node_hash
from mingjing.records.keys import signing_key
from mingjing.records.models import Checkpoint, Leaf, LogHead, Pending, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 256
BATCH = 500


class LogIdentityError(RuntimeError):
    """The log refuses to go on: another key, another origin, or a database older than what was published."""


def log_head(*, lock: bool = False) -> LogHead:
    """Return the one row, made on first use with the identity that then stays."""
    rows = LogHead.objects.select_for_update() if lock else LogHead.objects
    row = rows.first()
    if row is None:
        LogHead.objects.get_or_create(
            pk=1, defaults={"origin": settings.MINGJING_ORIGIN, "vkey": signing_key().vkey}
        )
        return log_head(lock=lock)
    if row.size and row.vkey != signing_key().vkey:
        raise LogIdentityError("日志密钥与首条记录时的不同：请放回原来的 keys/log。")
    return row


def integrate() -> int:
    """Take what is pending into the log under a new signed checkpoint; return how many records it took.

    Safe against being killed between any two statements: everything but the files of full tiles is one transaction,
    and missing files are made again by the next round.
    """
    if not Pending.objects.exists():
        return 0
    with transaction.atomic():
        head = log_head(lock=True)
        rows = list(Pending.objects.order_by("record_id").values_list("record_id", "record__head")[:BATCH])
        if not rows:
            return 0
        frontier = Frontier.from_json(head.frontier)
        leaves = []
        for offset, (record_id, head_bytes) in enumerate(rows):
            hashed = leaf_hash(entry(bytes(head_bytes)))
            frontier.push(hashed)
            leaves.append(Leaf(idx=head.size + offset, record_id=record_id, hash=hashed))
        Leaf.objects.bulk_create(leaves)
        size, root = head.size + len(rows), frontier.root()
        Checkpoint.objects.create(
            size=size,
            root=root,
            note=sign_note(Note(head.origin, size, root).text(), [signing_key()]),
            signed_at=clock.real(),
        )
        LogHead.objects.filter(pk=head.pk).update(size=size, frontier=frontier.to_json())
        Pending.objects.filter(record_id__in=[record_id for record_id, _ in rows]).delete()
    _write_full_tiles(size)
    return len(rows)


def integrate_all() -> None:
    """Integrate until nothing is pending: what a command does that acts while no worker runs."""
    while integrate():
        pass


def newest(*, published: bool = False) -> Checkpoint | None:
    """Return the newest checkpoint; with `published`, the newest that may be shown to outsiders already."""
    rows = Checkpoint.objects.order_by("-size")
    if published and settings.MINGJING_PUBLISH_DELAY:
        rows = rows.filter(
            signed_at__lte=clock.real() - dt.timedelta(seconds=settings.MINGJING_PUBLISH_DELAY)
        )
    return rows.first()


def prove(record: Record, checkpoint: Checkpoint | None = None) -> TlogProof:
    """Return the proof that a record stands in the log under a checkpoint (the newest by default).

    Raises `LookupError` while the record has not been integrated.
    """
    leaf = Leaf.objects.filter(record=record).first()
    under = checkpoint or newest()
    if leaf is None or under is None or leaf.idx >= under.size:
        raise LookupError("not in the log yet")
    hashes = inclusion_proof(leaf.idx, under.size, hashes_at(under.size))
    return TlogProof(leaf.idx, tuple(hashes), under.note)


def hashes_at(size: int) -> TileHashes:
    """Return a reader of the tree's hashes, by tiles, for a tree of this size."""
    return TileHashes(read_tile, size)


def read_tile(level: int, number: int, width: int = WIDTH) -> bytes:
    """Return a tile's hashes: a full one from its file, a partial one (or one without file) from the database."""
    if width == WIDTH:
        path = _folder() / tile_path(level, number)
        if path.exists():
            return path.read_bytes()
    return b"".join(_hashes(level, number * WIDTH, width))


def _hashes(level: int, start: int, count: int) -> Sequence[bytes]:
    if level == 0:
        rows = Leaf.objects.filter(idx__gte=start, idx__lt=start + count).order_by("idx")
        found = [bytes(each) for each in rows.values_list("hash", flat=True)]
    else:
        found = [_tile_root(read_tile(level - 1, number)) for number in range(start, start + count)]
    if len(found) != count:
        raise LookupError("no such tile")
    return found


def _tile_root(tile: bytes) -> bytes:
    row = [tile[at : at + 32] for at in range(0, len(tile), 32)]
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def read_entries(number: int, width: int = WIDTH) -> bytes:
    """Return an entry tile: the 32-byte commitments of up to 256 records, each with its length."""
    rows = Record.objects.filter(leaf__idx__gte=number * WIDTH, leaf__idx__lt=number * WIDTH + width)
    heads = list(rows.order_by("leaf__idx").values_list("head", flat=True))
    if len(heads) != width:
        raise LookupError("no such tile")
    return encode_entries([entry(bytes(each)) for each in heads])


def _folder() -> Path:
    return Path(settings.MINGJING_DATA) / "log"


def _write_full_tiles(size: int) -> None:
    """Write every full tile that has no file yet, newest first, until one is found that has."""
    level, count = 0, size
    while count >= WIDTH:
        for number in range(count // WIDTH - 1, -1, -1):
            path = _folder() / tile_path(level, number)
            if path.exists():
                break
            _write(path, read_tile(level, number))
        level, count = level + 1, count // WIDTH


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
