"""The log as others read it: checkpoints, tiles, proofs. Only `integrate` writes it."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Subquery, Value
from django.db.models.functions import Coalesce

from mingjing import clock
from mingjing.ledger.checkpoint import Checkpoint as Note
from mingjing.ledger.entry import entry
from mingjing.ledger.policy import PolicyError
from mingjing.ledger.proof import TlogProof
from mingjing.ledger.tiles import WIDTH, TileHashes, encode_entries, tile_path, tile_root
from mingjing.ledger.tree import Frontier, inclusion_proof, leaf_hash
from mingjing.records import policy
from mingjing.records.keys import at_hand, signing_key
from mingjing.records.models import Checkpoint, Leaf, LogHead, LostEntry, Outsider, Pending, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

BATCH = 500


class LogIdentityError(RuntimeError):
    """The log refuses to go on: another key, another origin, or a database older than what was published."""


class LogContradictedError(LogIdentityError):
    """A witness knows more of this log than the database, or something else: nothing more is signed."""


def log_head(*, lock: bool = False) -> LogHead:
    """Return the one row, made on first use with the identity that then stays.

    Raises `LogIdentityError` where the key at hand is not the log's.
    """
    rows = LogHead.objects.select_for_update() if lock else LogHead.objects
    row = rows.first()
    if row is None:
        LogHead.objects.get_or_create(
            pk=1, defaults={"origin": settings.MINGJING_ORIGIN, "vkey": signing_key().vkey}
        )
        return log_head(lock=lock)
    if not at_hand(row.vkey):
        raise LogIdentityError(
            "日志密钥不在，或者不是日志现用的那一把：请放回 keys/log；确已丢失的，用 mingjing keys lost 换新。"
        )
    return row


def check_identity() -> None:
    """Raise `LogIdentityError` unless this process may go on with the log: asked at start and by every integration.

    A full tile in a file was published; where the database does not fill it, the database is an older copy, and signing
    on would make a second history.
    """
    with transaction.atomic():
        _published_no_more_than(log_head(lock=True).size)


def _published_no_more_than(size: int) -> None:
    if (_folder() / tile_path(0, size // WIDTH)).exists():
        raise LogIdentityError(
            f"已公布的日志比数据库长（数据库只有 {size} 条）：数据库可能是较早的备份，不能继续签发。"
        )


def contradictions() -> list[Outsider]:
    """Return the witnesses of the policy that hold another history of this log; one taken out of it says nothing."""
    told = Outsider.objects.exclude(conflict="").order_by("name")
    if not told:
        return []
    try:
        names = {policy.WITNESS + name for name in policy.named().witnesses}
    except PolicyError:
        return list(told)
    return [each for each in told if each.name in names]


def _not_contradicted() -> None:
    """A witness that holds another history of this log stops the signer until a person has settled it."""
    for told in contradictions():
        raise LogContradictedError(f"{told.name}：{told.conflict}")


def integrate() -> int:
    """Take what is pending into the log under a new signed checkpoint; return how many records it took.

    Safe against being killed between any two statements: everything but the files of full tiles is one transaction,
    and missing files are made again by the next round.
    """
    if not Pending.objects.exists():
        return 0
    with transaction.atomic():
        head = log_head(lock=True)
        _published_no_more_than(head.size)
        _not_contradicted()
        rows = list(Pending.objects.order_by("record_id").values_list("record_id", "record__head")[:BATCH])
        if not rows:
            return 0
        frontier = Frontier.from_json(head.frontier)
        leaves = []
        for record_id, head_bytes in rows:
            hashed = leaf_hash(entry(bytes(head_bytes)))
            leaves.append(Leaf(idx=frontier.size, record_id=record_id, hash=hashed))
            frontier.push(hashed)
        Leaf.objects.bulk_create(leaves)
        note = Note(head.origin, frontier.size, frontier.root())
        signed_at = clock.real()
        chain = link(head.chain, note.size, note.root, signed_at)
        Checkpoint.objects.create(
            size=note.size, root=note.root, note=note.sign(signing_key()), signed_at=signed_at, chain=chain
        )
        LogHead.objects.filter(pk=head.pk).update(
            size=note.size, frontier=frontier.to_json(), checkpoints=head.checkpoints + 1, chain=chain
        )
        Pending.objects.filter(record_id__in=[record_id for record_id, _ in rows]).delete()
    write_full_tiles(note.size)
    return len(rows)


def link(previous: str, size: int, root: bytes, signed_at: dt.datetime) -> str:
    """Return a checkpoint's link, 64 hex digits: SHA-256 of the link before, size, root, and moment in UTC.

    `previous` is empty for the first. Sizes take 8 bytes, so that no two contents spell the same.
    """
    moment = signed_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(bytes.fromhex(previous) + size.to_bytes(8) + root + moment.encode()).hexdigest()


def integrate_all() -> None:
    """Integrate until nothing is pending: what a command does that acts while no worker runs."""
    while integrate():
        pass


def recorded() -> int:
    """Return how many records stand: those in the log and those that wait for it, seen at one moment.

    It grows with every record that is committed, in whatever order of numbers. Counts only what waits.
    """
    waiting = Pending.objects.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n")
    found = LogHead.objects.values_list("size", Coalesce(Subquery(waiting), 0)).first()
    return sum(found) if found else Pending.objects.count()


def newest(*, published: bool = False) -> Checkpoint | None:
    """Return the newest checkpoint; with `published`, the newest that may be shown to outsiders already."""
    rows = shown() if published else Checkpoint.objects.all()
    return rows.order_by("-size").first()


def shown() -> QuerySet[Checkpoint]:
    """Return the checkpoints that may be shown to outsiders already."""
    rows = Checkpoint.objects.all()
    if not settings.MINGJING_PUBLISH_DELAY:
        return rows
    return rows.filter(signed_at__lte=clock.real() - dt.timedelta(seconds=settings.MINGJING_PUBLISH_DELAY))


_EPOCH = (
    "SELECT COALESCE((SELECT MAX(size) FROM records_loghead), 0) + (SELECT COUNT(*) FROM records_pending),"
    " COALESCE((SELECT MAX(size) FROM records_checkpoint), 0)"
)
_EPOCH_SO_LONG_AGO = _EPOCH.replace(
    "FROM records_checkpoint", "FROM records_checkpoint WHERE signed_at <= %s"
)


def epoch() -> tuple[int, int]:
    """Return how many records stand and how far the log has been shown to outsiders, at one moment and cheaply.

    The same as `recorded` and the newest of `shown`; pages of the portal ask with every request.
    """
    delay = settings.MINGJING_PUBLISH_DELAY
    until = clock.real() - dt.timedelta(seconds=delay)
    with connection.cursor() as cursor:
        cursor.execute(
            _EPOCH_SO_LONG_AGO if delay else _EPOCH,
            [connection.ops.adapt_datetimefield_value(until)] if delay else [],
        )
        stand, seen = cursor.fetchone()
    return stand, seen


def note_of(checkpoint: Checkpoint) -> str:
    """Return a checkpoint's note with the lines of the witnesses that have answered."""
    lines = checkpoint.cosignatures.order_by("name", "key_id").values_list("line", flat=True)
    return checkpoint.note + "".join(lines)


def prove(record: Record, checkpoint: Checkpoint | None = None) -> TlogProof:
    """Return the proof that a record stands in the log under a checkpoint (the newest by default).

    Raises `LookupError` while the record has not been integrated.
    """
    leaf = Leaf.objects.filter(record=record).first()
    under = checkpoint or newest()
    if leaf is None or under is None:
        raise LookupError("not in the log yet")
    return Prover(under).prove(leaf.idx)


class Prover:
    """Proofs under one checkpoint; keeps the tiles it has read, so many proofs cost little more than one."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self._note = note_of(checkpoint)
        self._hashes = TileHashes(read_tile, checkpoint.size)

    def prove(self, index: int) -> TlogProof:
        """Return the proof of the leaf at an index; raise `LookupError` beyond the checkpoint."""
        if index >= self.checkpoint.size:
            raise LookupError("not in the log yet")
        hashes = inclusion_proof(index, self.checkpoint.size, self._hashes)
        return TlogProof(index, tuple(hashes), self._note)


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
        found = [tile_root(read_tile(level - 1, number)) for number in range(start, start + count)]
    if len(found) != count:
        raise LookupError("no such tile")
    return found


def read_entries(number: int, width: int = WIDTH) -> bytes:
    """Return an entry tile: the 32-byte commitments of up to 256 records, each with its length."""
    rows = Record.objects.filter(leaf__idx__gte=number * WIDTH, leaf__idx__lt=number * WIDTH + width)
    found = {idx: entry(bytes(head)) for idx, head in rows.values_list("leaf__idx", "head")}
    if len(found) != width:
        lost = LostEntry.objects.filter(idx__gte=number * WIDTH, idx__lt=number * WIDTH + width)
        found |= {idx: bytes(each) for idx, each in lost.values_list("idx", "entry")}
    if len(found) != width:
        raise LookupError("no such tile")
    return encode_entries([found[idx] for idx in sorted(found)])


def _folder() -> Path:
    return Path(settings.MINGJING_DATA) / "log"


def write_full_tiles(size: int) -> None:
    """Write every full tile that has no file yet, oldest first.

    So files never have a gap behind them, wherever a process is killed, and looking back to the newest file is enough.
    """
    level, count = 0, size // WIDTH
    while count:
        number = count
        while number and not (_folder() / tile_path(level, number - 1)).exists():
            number -= 1
        for each in range(number, count):
            _write(_folder() / tile_path(level, each), read_tile(level, each))
        level, count = level + 1, count // WIDTH


def _write(path: Path, data: bytes) -> None:
    """Write a file that is whole or not there; what a killed process leaves lies in `incoming/`."""
    incoming = _folder() / "incoming"
    for folder in (incoming, path.parent):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=incoming, delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
