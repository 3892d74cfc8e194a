"""Tiles (c2sp.org/tlog-tiles): the log as immutable files of 256 hashes, and proofs read from them.

A tile of level 0 holds leaf hashes; a hash of level L+1 is the root over one full tile of level L. A partial
tile is never hashed upward and never empty.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.ledger.tree import HASH_SIZE, node_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    type ReadTile = Callable[[int, int, int], bytes]
    type Leaves = Callable[[int, int], Sequence[bytes]]

WIDTH = 256
TILE_LEVELS = 8  # levels of the tree that one tile spans
HIGHEST_LEVEL = 63
LARGEST_ENTRY = 0xFFFF
_LENGTH_SIZE = 2

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)"
    r"/(?P<number>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True)
class TileRef:
    """Which tile a path means. `level` is None for an entry bundle; `width` is 1 to 256."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The path below the log's prefix."""
        if self.level is None:
            return entries_path(self.number, self.width)
        return tile_path(self.level, self.number, self.width)


def tile_path(level: int, n: int, width: int = WIDTH) -> str:
    """Return `tile/<level>/<n>`, with `.p/<width>` for a partial tile."""
    if not 0 <= level <= HIGHEST_LEVEL:
        raise ValueError(f"瓦片层级 {level} 不在 0 至 {HIGHEST_LEVEL} 之间")
    return f"tile/{level}/{_number_path(n, width)}"


def entries_path(n: int, width: int = WIDTH) -> str:
    """Return `tile/entries/<n>`, with `.p/<width>` for a partial bundle."""
    return f"tile/entries/{_number_path(n, width)}"


def parse_path(path: str) -> TileRef:
    """Return what a path below the log's prefix means; raise ValueError for any other spelling of it."""
    found = _PATH.fullmatch(path)
    if not found:
        raise ValueError(f"不是瓦片的路径：{path!r}")
    level = None if found["level"] == "entries" else int(found["level"])
    number = int(re.sub("[x/]", "", found["number"]))
    ref = TileRef(level, number, int(found["width"] or WIDTH))
    if ref.path != path:
        raise ValueError(f"不是瓦片的规范路径：{path!r}")
    return ref


def width_at(size: int, level: int, n: int) -> int:
    """Return how many hashes tile `n` of a level holds in a log of `size` leaves, 0 to 256."""
    return max(0, min(WIDTH, (size >> (TILE_LEVELS * level)) - n * WIDTH))


def full_tiles(old: int, new: int) -> Iterator[TileRef]:
    """Yield the tiles that became full while the log grew from `old` to `new` leaves, lower levels first."""
    level = 0
    while new >> (TILE_LEVELS * (level + 1)):
        span = TILE_LEVELS * (level + 1)
        for number in range(old >> span, new >> span):
            yield TileRef(level, number)
        level += 1


def partial_tiles(size: int) -> Iterator[TileRef]:
    """Yield the partial tiles at the right edge of a log, lower levels first."""
    level = 0
    while count := size >> (TILE_LEVELS * level):
        if count % WIDTH:
            yield TileRef(level, count // WIDTH, count % WIDTH)
        level += 1


def build_tile(
    level: int, n: int, width: int = WIDTH, *, leaves: Leaves, read_tile: ReadTile | None = None
) -> bytes:
    """Return the bytes of a tile.

    `leaves(start, count)` gives leaf hashes; `read_tile(level, n, 256)` full tiles of lower levels, which are
    otherwise built anew from leaves.
    """
    if level == 0:
        hashes = leaves(n * WIDTH, width)
    else:
        below = range(n * WIDTH, n * WIDTH + width)
        hashes = [tile_root(_full_tile(level - 1, number, leaves, read_tile)) for number in below]
    if len(hashes) != width:
        raise ValueError(f"瓦片 {tile_path(level, n, width)} 的叶子不全")
    return b"".join(hashes)


def tile_root(tile: bytes) -> bytes:
    """Return the root over a full tile: the hash that stands for it one level up."""
    if len(tile) != WIDTH * HASH_SIZE:
        raise ValueError("只有满瓦片才有上层散列")
    return _rows(tile)[TILE_LEVELS]


def encode_entries(entries: Sequence[bytes]) -> bytes:
    """Return an entry bundle: each entry after its length (uint16, big-endian)."""
    if any(len(entry) > LARGEST_ENTRY for entry in entries):
        raise ValueError(f"日志条目不能超过 {LARGEST_ENTRY} 字节")
    return b"".join(len(entry).to_bytes(_LENGTH_SIZE) + entry for entry in entries)


def decode_entries(bundle: bytes) -> list[bytes]:
    """Return the entries of a bundle; raise ValueError where it is cut off."""
    entries, start = [], 0
    while start < len(bundle):
        end = start + _LENGTH_SIZE + int.from_bytes(bundle[start : start + _LENGTH_SIZE])
        if start + _LENGTH_SIZE > len(bundle) or end > len(bundle):
            raise ValueError("条目瓦片不完整")
        entries.append(bundle[start + _LENGTH_SIZE : end])
        start = end
    return entries


class TileHashes:
    """Hashes of complete subtrees, read from tiles; a `HashReader` for the proofs of `tree`.

    `read_tile(level, n, width)` returns a tile's bytes. Only tiles of the log of `size` leaves are asked for.
    The last `cache` tiles stay in memory with the nodes above them (16 kB each). They are trusted: whoever
    is given a proof verifies it.
    """

    def __init__(self, read_tile: ReadTile, size: int, cache: int = 1024) -> None:
        self._read_tile = read_tile
        self._size = size
        self._cache = cache
        self._tiles: OrderedDict[tuple[int, int], list[bytes]] = OrderedDict()

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of the subtree over the 2^level leaves from leaf index·2^level on."""
        if (index + 1) << level > self._size:
            raise IndexError(f"子树 {level}/{index} 超出日志大小 {self._size}")
        tile_level, row = divmod(level, TILE_LEVELS)
        shift = TILE_LEVELS - row
        number = index >> shift
        start = (index - (number << shift)) * HASH_SIZE
        return self._tile(tile_level, number)[row][start : start + HASH_SIZE]

    def _tile(self, level: int, number: int) -> list[bytes]:
        key = (level, number)
        rows = self._tiles.get(key)
        if rows is not None:
            self._tiles.move_to_end(key)
            return rows
        width = width_at(self._size, level, number)
        tile = self._read_tile(level, number, width)
        if len(tile) != width * HASH_SIZE:
            raise ValueError(f"瓦片 {tile_path(level, number, width)} 的长度不对")
        rows = self._tiles[key] = _rows(tile)
        if len(self._tiles) > self._cache:
            self._tiles.popitem(last=False)
        return rows


def _rows(tile: bytes) -> list[bytes]:
    """Return a tile's hashes and, row by row, the complete nodes above them, each row joined."""
    rows = [tile]
    for _ in range(TILE_LEVELS):
        below = rows[-1]
        pairs = range(0, len(below) - 2 * HASH_SIZE + 1, 2 * HASH_SIZE)
        middle = HASH_SIZE
        rows.append(
            b"".join(node_hash(below[at : at + middle], below[at + middle : at + 2 * middle]) for at in pairs)
        )
    return rows


def _full_tile(level: int, number: int, leaves: Leaves, read_tile: ReadTile | None) -> bytes:
    if read_tile is not None:
        return read_tile(level, number, WIDTH)
    return build_tile(level, number, leaves=leaves)


def _number_path(n: int, width: int) -> str:
    if n < 0 or not 1 <= width <= WIDTH:
        raise ValueError(f"没有编号 {n}、宽 {width} 的瓦片")
    groups = f"{n:,}".split(",")
    path = "/".join([*(f"x{group:0>3}" for group in groups[:-1]), f"{groups[-1]:0>3}"])
    return path if width == WIDTH else f"{path}.p/{width}"
