"""The tree built once more while the leaves stream by: its root at any size, and its full tiles against their files."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from mingjing.ledger.tiles import TILE_LEVELS, WIDTH, tile_path
from mingjing.ledger.tree import EMPTY_ROOT, node_hash

if TYPE_CHECKING:
    from mingjing.records.audit import Findings


class TreeAudit:
    """A tree of tiles: `_rows[L]` are the hashes of level L's open tile, `_roots[L]` its complete subtrees.

    What lies in the log's folder is listed at the start: make this before the first look at the database, and a tile
    that is written meanwhile is no surprise.
    """

    def __init__(self, findings: Findings) -> None:
        self.size = 0
        self._findings = findings
        self._folder = Path(settings.MINGJING_DATA) / "log"
        self._there = {path for path in self._folder.rglob("*") if path.is_file()}
        self._rows: list[list[bytes]] = [[]]
        self._roots: list[list[bytes]] = [[]]
        self._compared = 0

    def push(self, leaf: bytes) -> None:
        """Take the next leaf. This is the audit's innermost loop: nothing is called that can stand here."""
        row, roots = self._rows[0], self._roots[0]
        place = len(row)
        row.append(leaf)
        while place & 1:
            leaf = sha256(b"\x01" + roots.pop() + leaf).digest()
            place >>= 1
        roots.append(leaf)
        self.size += 1
        if len(row) == WIDTH:
            self._close(0)

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        parts = [root for roots in self._roots for root in reversed(roots)]  # the smallest first
        if not parts:
            return EMPTY_ROOT
        digest = parts[0]
        for left in parts[1:]:
            digest = node_hash(left, digest)
        return digest

    def _close(self, level: int) -> None:
        """Compare a tile that is full and put its root into the level above."""
        number = (self.size >> TILE_LEVELS * (level + 1)) - 1
        self._compare(tile_path(level, number), b"".join(self._rows[level]))
        above = self._roots[level].pop()
        self._rows[level].clear()
        if level + 1 == len(self._rows):
            self._rows.append([])
            self._roots.append([])
        row, roots = self._rows[level + 1], self._roots[level + 1]
        place = len(row)
        row.append(above)
        while place & 1:
            above = node_hash(roots.pop(), above)
            place >>= 1
        roots.append(above)
        if len(row) == WIDTH:
            self._close(level + 1)

    def _compare(self, name: str, data: bytes) -> None:
        path = self._folder / name
        self._there.discard(path)
        self._compared += 1
        try:
            if path.read_bytes() != data:
                self._findings.problem(f"日志瓦片 {name}：文件与叶子不符")
        except OSError:
            self._findings.note(f"日志瓦片 {name} 尚无文件（由数据库提供）")

    def finish(self) -> None:
        """Look for files that no tile of this log accounts for."""
        self._findings.count("日志瓦片", self._compared)
        for path in sorted(self._there):
            name = path.relative_to(self._folder)
            if name.parts[0] == "incoming":
                self._findings.note(f"日志文件夹中有未写完的文件：{name}（写入中断留下的，不影响记录）")
            else:
                self._findings.problem(f"日志文件夹中有多余的文件：{name}（数据库可能比已公布的日志旧）")
