"""A restored log takes up where it was published, so that it never becomes a second history.

What was recorded after the backup is lost; that it was recorded is not: entry tiles that anybody kept hold the
commitments. They become leaves without a record, the restored log goes on behind them, and its first new record names
the range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from mingjing import clock
from mingjing.ledger.checkpoint import Checkpoint as Note
from mingjing.ledger.checkpoint import open_checkpoint
from mingjing.ledger.entry import entry
from mingjing.ledger.note import NoteError, VerifierKey
from mingjing.ledger.tiles import WIDTH, decode_entries, entries_path, width_at
from mingjing.ledger.tree import Frontier, leaf_hash
from mingjing.records import acts, log
from mingjing.records.actions import append, lock, open_dossier
from mingjing.records.keys import LOG_KIND, LOG_REF, keys_of_log
from mingjing.records.models import Checkpoint, Leaf, LogHead, LostEntry, Pending
from mingjing.records.published import unreadable
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.records.actors import Actor
    from mingjing.records.published import Fetch


@dataclass(frozen=True)
class Taken:
    """What a restored database held and what was published beyond it.

    Of the leaves from `size` to `until`, `found` belong to records that had waited in the backup; `lost` have none.
    """

    size: int
    until: int
    found: int = 0

    @property
    def lost(self) -> int:
        """How many records are gone."""
        return self.until - self.size - self.found


def take(fetch: Fetch) -> Taken:
    """Take what was published beyond the database into it, as leaves without a record, under the published checkpoint.

    Everything is checked first: the checkpoint's signature by a key of this log, and its root over the database's
    leaves and the published entries. Raises Refusal: `restore.published_unreadable`, `restore.other_history`.
    """
    note = fetch("checkpoint").decode(errors="replace")
    with transaction.atomic():
        head = LogHead.objects.select_for_update().get()
        signed = _opened(note)
        if signed.size <= head.size:
            _compare(signed)
            return Taken(head.size, head.size)
        entries = list(_entries(fetch, head.size, signed.size))
        frontier = Frontier.from_json(head.frontier)
        waiting = {
            entry(bytes(head_bytes)): record
            for record, head_bytes in Pending.objects.values_list("record_id", "record__head")
        }
        leaves, lost = [], []
        for index, each in enumerate(entries, head.size):
            hashed = leaf_hash(each)
            frontier.push(hashed)
            leaves.append(Leaf(idx=index, record_id=waiting.get(each), hash=hashed))
            if each not in waiting:
                lost.append(LostEntry(idx=index, entry=each))
        if frontier.root() != signed.root:
            raise _other_history(signed.size)
        _write(head, signed, note, frontier, (leaves, lost))
    log.write_full_tiles(signed.size)
    return Taken(head.size, signed.size, found=len(leaves) - len(lost))


def _opened(note: str) -> Note:
    for key in reversed(keys_of_log()):
        try:
            return open_checkpoint(note, VerifierKey.parse(key.vkey))
        except NoteError:
            continue
    raise Refusal("restore.other_log", "所给的检查点不是本日志的密钥签的。")


def _compare(signed: Note) -> None:
    """Compare a checkpoint that the database reaches with the database's own leaves."""
    frontier = Frontier()
    leaves = Leaf.objects.filter(idx__lt=signed.size).order_by("idx")
    for hashed in leaves.values_list("hash", flat=True).iterator():
        frontier.push(bytes(hashed))
    if frontier.root() != signed.root:
        raise _other_history(signed.size)


def _other_history(size: int) -> Refusal:
    return Refusal(
        "restore.other_history",
        f"已公布的日志（{size} 条）不是备份里那一份的延续：有一份被改写过。",
        next_step="不要开放这个系统；请保全备份和已公布的日志，交由上级核查。",
    )


def _entries(fetch: Fetch, start: int, end: int) -> Iterator[bytes]:
    """Yield the published entries of [start, end)."""
    for number in range(start // WIDTH, -(-end // WIDTH)):
        width = width_at(end, 0, number)
        path = entries_path(number, width)
        try:
            found = decode_entries(fetch(path))
        except ValueError as error:
            raise unreadable(path, str(error)) from error
        if len(found) != width:
            raise unreadable(path, f"只有 {len(found)} 个条目")
        yield from found[max(0, start - number * WIDTH) :]


def _write(
    head: LogHead, signed: Note, note: str, frontier: Frontier, rows: tuple[list[Leaf], list[LostEntry]]
) -> None:
    leaves, lost = rows
    Leaf.objects.bulk_create(leaves, batch_size=500)
    LostEntry.objects.bulk_create(lost, batch_size=500)
    Pending.objects.filter(record_id__in=[each.record_id for each in leaves if each.record_id]).delete()
    now = clock.real()
    chain = log.link(head.chain, signed.size, signed.root, now)
    Checkpoint.objects.create(size=signed.size, root=signed.root, note=note, signed_at=now, chain=chain)
    LogHead.objects.filter(pk=head.pk).update(
        size=signed.size, frontier=frontier.to_json(), checkpoints=head.checkpoints + 1, chain=chain
    )


def record(*, actor: Actor, moment: str, taken: Taken) -> None:
    """Append the first new record of a restored log: from which backup, and which range has lost its records."""
    with transaction.atomic():
        append(
            dossier=lock(open_dossier(kind=LOG_KIND, ref=LOG_REF)),
            act=acts.RESTORED,
            actor=actor,
            facts={"backup": moment, "size": taken.size, "until": taken.until, "lost": taken.lost},
        )
