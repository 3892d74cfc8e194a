"""Inclusion proofs at a million leaves, from stored tiles, against `pymerkle` on its own SQLite store.

Building is not measured. Both begin with nothing in memory and answer the same random questions; `pymerkle` keeps what
it has computed, so it grows faster with every proof, and the number of proofs is bounded and said.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import section, verdict
from pymerkle import SqliteTree

from mingjing.ledger import tiles, tree

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 1_000_000
PROOFS = 200
PLACE = Path(os.environ.get("MINGJING_DATA") or ".")
LEAVES = [tree.leaf_hash(b"%d" % number) for number in range(SIZE)]


def write_tiles() -> None:
    """Write the log's tiles as `integrate` would."""

    def leaves(start: int, count: int) -> list[bytes]:
        return LEAVES[start : start + count]

    for ref in (*tiles.full_tiles(0, SIZE), *tiles.partial_tiles(SIZE)):
        path = PLACE / ref.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            tiles.build_tile(ref.level or 0, ref.number, ref.width, leaves=leaves, read_tile=read)
        )


def read(level: int, number: int, width: int) -> bytes:
    return (PLACE / tiles.tile_path(level, number, width)).read_bytes()


def timed(prove: Callable[[int], object], questions: list[int]) -> float:
    """Return proofs a second."""
    start = time.perf_counter()
    for index in questions:
        prove(index)
    return len(questions) / (time.perf_counter() - start)


def main() -> None:
    write_tiles()
    peer = SqliteTree(str(PLACE / "pymerkle.sqlite3"))
    peer.append_entries(b"%d" % number for number in range(SIZE))
    root = tree.root(LEAVES)
    assert peer.get_root() == root, "the same tree"
    peer.cache_clear()
    rnd = random.Random(1)  # noqa: S311 - repeatable, not secret
    questions = [rnd.randrange(SIZE) for _ in range(PROOFS)]

    cold = timed(lambda index: tree.inclusion_proof(index, SIZE, tiles.TileHashes(read, SIZE)), questions)
    hashes = tiles.TileHashes(read, SIZE)
    kept = timed(lambda index: tree.inclusion_proof(index, SIZE, hashes), questions)
    theirs = timed(lambda index: peer.prove_inclusion(index + 1, SIZE), questions)
    for index in questions:
        assert tree.verify_inclusion(
            index, SIZE, LEAVES[index], tree.inclusion_proof(index, SIZE, hashes), root
        )
    ours_later, theirs_later = (
        timed(prove, [rnd.randrange(SIZE) for _ in range(PROOFS)])
        for prove in (
            lambda index: tree.inclusion_proof(index, SIZE, hashes),
            lambda index: peer.prove_inclusion(index + 1, SIZE),
        )
    )
    section(
        f"Inclusion proofs at {SIZE:,} leaves",
        ["from what is stored", "proofs a second", "to pymerkle"],
        [
            [f"pymerkle 7 on SQLite, the first {PROOFS}", f"{theirs:.1f}", "1"],
            [f"from tiles, the first {PROOFS}, tiles kept in memory", kept, f"{kept / theirs:.0f}"],
            [f"from tiles, {PROOFS}, each as if it were the first", cold, f"{cold / theirs:.1f}"],
            [f"pymerkle, {PROOFS} more", f"{theirs_later:.1f}", "1 (its own cache warm)"],
            [f"from tiles, {PROOFS} more", ours_later, f"{ours_later / theirs_later:.0f} (both warm)"],
        ],
        verdict("at least 100 times pymerkle's", met=kept >= 100 * theirs),
        f"Every proof was verified. pymerkle computes a subtree from its leaves when it is first asked and then keeps "
        f"it, so its rate rises with the number of proofs; the first {PROOFS} after a start are compared, and {PROOFS} "
        "more are shown.",
    )


if __name__ == "__main__":
    main()
