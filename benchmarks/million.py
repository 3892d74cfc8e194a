"""A log of many records, written as `append` and `integrate` would have written them, but in bulk.

Every record has two subjects; openings are left out (they are measured apart). Guards are put back when it is done.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction

from mingjing import clock, guarding
from mingjing.ledger.checkpoint import Checkpoint as Note
from mingjing.ledger.entry import entry, head
from mingjing.ledger.tiles import full_tiles
from mingjing.ledger.tree import Frontier, leaf_hash
from mingjing.records import log
from mingjing.records.keys import signing_key
from mingjing.records.models import Checkpoint, Dossier, LogHead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

START = dt.datetime(2026, 1, 5, 9, 0, tzinfo=clock.SHANGHAI)
EIGHT = dt.timedelta(hours=8)
CHUNK = 10_000
DOSSIERS = 20_000

RECORD = ("id", "dossier_id", "seq", "act", "actor", "subject", "happened_on", "recorded_at", "head", "body")
LEAF = ("idx", "record_id", "hash")


def fill(count: int, each: int = 100) -> None:
    """Fill an empty database with `count` records, a signed checkpoint for every `each` of them."""
    guarding.drop()
    with transaction.atomic():
        dossiers = _dossiers()
        records: list[tuple[Any, ...]] = []
        leaves: list[tuple[Any, ...]] = []
        frontier, identity = Frontier(), log.log_head()
        checkpoints: list[Checkpoint] = []
        chain = ""
        chain = ""
        for number, row, hashed in _records(count, dossiers):
            records.append(row)
            leaves.append((number, number + 1, hashed))
            frontier.push(hashed)
            if frontier.size % each == 0:
                note = Note(identity.origin, frontier.size, frontier.root())
                chain = log.link(chain, note.size, note.root, START)
                checkpoints.append(
                    Checkpoint(
                        size=note.size,
                        root=note.root,
                        note=note.sign(signing_key()),
                        signed_at=START,
                        chain=chain,
                    )
                )
            if len(records) == CHUNK or frontier.size == count:
                _insert("records_record", RECORD, records)
                _insert("records_leaf", LEAF, leaves)
                records.clear()
                leaves.clear()
        Checkpoint.objects.bulk_create(checkpoints, batch_size=1000)
        LogHead.objects.update(
            size=frontier.size, frontier=frontier.to_json(), checkpoints=len(checkpoints), chain=chain
        )
        Dossier.objects.bulk_create(
            [
                Dossier(id=key, kind="case", ref=key.hex, seq=seq, head=last)
                for key, seq, last in dossiers
                if seq
            ],
            batch_size=1000,
        )
    guarding.create()
    _write_tiles(count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _dossiers() -> list[list[Any]]:
    return [[uuid.uuid4(), 0, ""] for _ in range(DOSSIERS)]


def _records(count: int, dossiers: list[list[Any]]) -> Iterator[tuple[int, tuple[Any, ...], bytes]]:
    postgres = connection.vendor == "postgresql"
    hexes = [place[0].hex for place in dossiers]
    for number in range(count):
        which = number * 7919 % DOSSIERS
        place, name = dossiers[which], hexes[which]
        key, seq, last = place
        at = START + dt.timedelta(seconds=number)
        body = _body(number, name, at, first=not seq)
        data = head(hashlib.sha256(body).hexdigest(), name, last, seq + 1)
        committed = entry(data)
        place[1:] = [seq + 1, committed.hex()]
        moment: Any = at if postgres else f"{at - EIGHT:%Y-%m-%d %H:%M:%S}"
        row = (number + 1, key if postgres else name, seq + 1, "case.probed", f"officer:{number % 40:032x}",
               f"cases.case:{name}", None, moment, data, body)  # fmt: skip
        yield number, row, leaf_hash(committed)


def _body(number: int, dossier: str, at: dt.datetime, *, first: bool) -> bytes:
    """Return a body in canonical form, formatted because a million of them are wanted."""
    what = f'"dossier":{{"agency":"","kind":"case","ref":"{dossier}"}},' if first else ""
    one, two = (hashlib.sha256(b"%d/%d" % (number, place)).hexdigest() for place in range(2))
    return (
        f'{{"act":"case.probed","actor":{{"kind":"officer","ref":"{number % 40:032x}"}},'
        f'"at":"{at:%Y-%m-%dT%H:%M:%S}.000+08:00",{what}"nonce":"{number:032x}","subjects":['
        f'{{"commitment":"{one}","kind":"cases.case","ref":"{dossier}"}},'
        f'{{"commitment":"{two}","kind":"cases.party","ref":"{number:032x}"}}],"written":[0]}}'
    ).encode()


def _write_tiles(count: int) -> None:
    for ref in full_tiles(0, count):
        path = Path(settings.MINGJING_DATA) / "log" / ref.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(log.read_tile(ref.level or 0, ref.number))


def _insert(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["?"] * len(columns))
            cursor.cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            return
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
