"""`mingjing mirror PLACE DIR`: somebody outside keeps the published log, so that no disaster can shorten it.

A mirror holds the newest checkpoint and every entry tile. It needs no database and no key; and because it computes the
root over what it kept before, a log that was rewritten since is found out here.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mingjing.ledger.checkpoint import Checkpoint, open_checkpoint
from mingjing.ledger.note import NoteError, VerifierKey
from mingjing.ledger.tiles import WIDTH, decode_entries, entries_path, width_at
from mingjing.ledger.tree import Frontier, leaf_hash
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    type Fetch = Callable[[str], bytes]


def run(options: argparse.Namespace) -> int:
    """Bring a mirror up to date and say how far it reaches."""
    from mingjing.records.published import published_at  # noqa: PLC0415

    try:
        key = VerifierKey.parse(options.key)
    except NoteError as error:
        raise Refusal("mirror.key_unreadable", f"公钥读不懂：{error}") from error
    known = mirror(published_at(options.place), Path(options.folder), key)
    sys.stdout.write(f"{known.origin}：{known.size} 条，都在 {options.folder}。\n")
    return 0


def mirror(fetch: Fetch, folder: Path, key: VerifierKey) -> Checkpoint:
    """Fetch what is new, check everything against the signed root, and keep it; the checkpoint is written last.

    Raises Refusal: `mirror.not_signed`, `mirror.shorter`, `mirror.rewritten`, `restore.published_unreadable`.
    """
    note = fetch("checkpoint")
    known = _opened(note, key)
    before = _size_kept(folder)
    if known.size < before:
        raise Refusal(
            "mirror.shorter", f"公布的日志只有 {known.size} 条，这里留存的有 {before} 条：日志被截短了。"
        )
    frontier = Frontier()
    new: dict[Path, bytes] = {}
    for number in range(-(-known.size // WIDTH)):
        width = width_at(known.size, 0, number)
        path = folder / entries_path(number, width)
        tile = path.read_bytes() if path.exists() else fetch(entries_path(number, width))
        kept = width_at(before, 0, number)
        if kept and not tile.startswith((folder / entries_path(number, kept)).read_bytes()):
            raise _rewritten(folder)
        if not path.exists():
            new[path] = tile
        for entry in decode_entries(tile):
            frontier.push(leaf_hash(entry))
    if (frontier.size, frontier.root()) != (known.size, known.root):
        raise _rewritten(folder)
    for path, tile in [*new.items(), (folder / "checkpoint", note)]:
        _keep(path, tile)
    return known


def _opened(note: bytes, key: VerifierKey) -> Checkpoint:
    try:
        return open_checkpoint(note.decode(errors="replace"), key)
    except NoteError as error:
        raise Refusal(
            "mirror.not_signed",
            f"检查点不是所给的公钥签的（{error}）。",
            next_step="日志换过密钥的，请先核实新公钥，再用 --key 写明。",
        ) from error


def _size_kept(folder: Path) -> int:
    """Return how many entries are kept: what lies here needs no signature, for the log's key may have changed."""
    path = folder / "checkpoint"
    if not path.exists():
        return 0
    return Checkpoint.parse(path.read_text(encoding="utf-8").partition("\n\n")[0] + "\n").size


def _rewritten(folder: Path) -> Refusal:
    return Refusal(
        "mirror.rewritten",
        "公布的日志不是这里留存的那一份的延续：日志被改写过。",
        next_step=f"请保全 {folder}，它就是证据；不要再更新它。",
    )


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
