"""The ledger alone (entry, leaf, tiles, signed checkpoint, all durable) against a bare insert on the same database."""

from __future__ import annotations

import hashlib
import itertools
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import interleaved, section, verdict

from mingjing.ledger.checkpoint import Checkpoint
from mingjing.ledger.note import SigningKey
from mingjing.ledger.tiles import build_tile, full_tiles
from mingjing.ledger.tree import Frontier, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = 200
EVERY = 100
BATCHES = 50
ORIGIN = "bench.example/log"
PLACE = Path(os.environ.get("MINGJING_DATA") or ".")


def database() -> sqlite3.Connection:
    """Return a SQLite database as durable as the site's."""
    client = sqlite3.connect(PLACE / "ledger.sqlite3", isolation_level=None)
    client.executescript(
        """PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE bare (id integer PRIMARY KEY, data blob NOT NULL);
        CREATE TABLE leaf (idx integer PRIMARY KEY, entry blob NOT NULL, hash blob NOT NULL);
        CREATE TABLE checkpoint (size integer PRIMARY KEY, root blob NOT NULL, note text NOT NULL);
        CREATE TRIGGER leaf_no_update BEFORE UPDATE ON leaf BEGIN SELECT RAISE(ABORT, 'append-only'); END;
        CREATE TRIGGER leaf_no_delete BEFORE DELETE ON leaf BEGIN SELECT RAISE(ABORT, 'append-only'); END;
        CREATE TRIGGER leaf_no_replace BEFORE INSERT ON leaf WHEN EXISTS (SELECT 1 FROM leaf WHERE idx = NEW.idx)
        BEGIN SELECT RAISE(ABORT, 'append-only'); END;"""
    )
    return client


def bare(client: sqlite3.Connection) -> Callable[[], None]:
    """Return a work that inserts rows of 300 bytes, each in its own durable transaction."""

    def insert() -> None:
        for _ in range(COUNT):
            client.execute("INSERT INTO bare (data) VALUES (?)", [b"x" * 300])

    return insert


class Log:
    """A log of 300-byte entries on SQLite; full tiles are files."""

    def __init__(self, client: sqlite3.Connection) -> None:
        self.client = client
        self.key = SigningKey.generate(ORIGIN)
        self.frontier = Frontier()
        self.numbers = itertools.count()

    def append(self, count: int) -> None:
        """Take entries in under one signed checkpoint."""
        old = self.frontier.size
        rows = []
        for _ in range(count):
            data = b"%300d" % next(self.numbers)
            hashed = leaf_hash(hashlib.sha256(data).digest())
            rows.append((self.frontier.size, data, hashed))
            self.frontier.push(hashed)
        size, root = self.frontier.size, self.frontier.root()
        self.client.execute("BEGIN IMMEDIATE")
        self.client.executemany("INSERT INTO leaf VALUES (?, ?, ?)", rows)
        note = Checkpoint(ORIGIN, size, root).sign(self.key)
        self.client.execute("INSERT INTO checkpoint VALUES (?, ?, ?)", (size, root, note))
        self.client.execute("COMMIT")
        for ref in full_tiles(old, size):
            path = PLACE / "ledger" / ref.path
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(build_tile(ref.level or 0, ref.number, leaves=self._leaves))
                file.flush()
                os.fsync(file.fileno())

    def _leaves(self, start: int, count: int) -> list[bytes]:
        rows = self.client.execute(
            "SELECT hash FROM leaf WHERE idx >= ? ORDER BY idx LIMIT ?", (start, count)
        )
        return [hashed for (hashed,) in rows]


def main() -> None:
    client = database()
    log = Log(client)
    found = interleaved(
        {
            "bare insert, 300 bytes, fsync": (COUNT, bare(client)),
            "ledger, one entry a checkpoint": (COUNT, lambda: [log.append(1) for _ in range(COUNT)]),
            "ledger, 100 entries a checkpoint": (
                EVERY * BATCHES,
                lambda: [log.append(EVERY) for _ in range(BATCHES)],
            ),
        }
    )
    base, *_, batched = found.values()
    ratio = batched.rate / base.rate
    section(
        "The ledger alone, SQLite",
        ["entries of 300 bytes, durable", "a second", "to a bare insert"],
        [[name, each.rate, f"{each.rate / base.rate:.1f}"] for name, each in found.items()],
        verdict("100 entries a checkpoint at least 10 times a bare insert", met=ratio >= 10),
    )


if __name__ == "__main__":
    main()
