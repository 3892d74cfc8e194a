"""Full tiles on disk against the leaves, built once more while the leaves stream by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from mingjing.ledger.tiles import tile_path
from mingjing.ledger.tree import node_hash
from mingjing.records.log import WIDTH

if TYPE_CHECKING:
    from mingjing.records.audit import Findings


class TileAudit:
    """Collects hashes level by level and compares each tile as it fills."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._levels: list[list[bytes]] = []
        self._numbers: list[int] = []
        self._compared = 0
        self._wanted: set[Path] = set()

    def push(self, leaf: bytes) -> None:
        """Take the next leaf."""
        self._push(0, leaf)

    def _push(self, level: int, hashed: bytes) -> None:
        if level == len(self._levels):
            self._levels.append([])
            self._numbers.append(0)
        row = self._levels[level]
        row.append(hashed)
        if len(row) == WIDTH:
            self._compare(level, self._numbers[level], b"".join(row))
            self._numbers[level] += 1
            self._levels[level] = []
            self._push(level + 1, _root(row))

    def _compare(self, level: int, number: int, data: bytes) -> None:
        path = _folder() / tile_path(level, number)
        self._wanted.add(path)
        self._compared += 1
        if not path.exists():
            self._findings.note(f"日志瓦片 {tile_path(level, number)} 尚无文件（由数据库提供）")
        elif path.read_bytes() != data:
            self._findings.problem(f"日志瓦片 {tile_path(level, number)}：文件与叶子不符")

    def close(self) -> None:
        """Look for files that no tile of this log accounts for."""
        self._findings.count("日志瓦片", self._compared)
        for path in _folder().rglob("*") if _folder().exists() else ():
            if path.is_file() and path not in self._wanted:
                self._findings.problem(f"日志文件夹中有多余的文件：{path.relative_to(_folder())}")


def _folder() -> Path:
    return Path(settings.MINGJING_DATA) / "log"


def _root(row: list[bytes]) -> bytes:
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]
