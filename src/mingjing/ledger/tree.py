"""The Merkle tree of RFC 6962, with the proofs and checks of RFC 9162 §2.1.

A leaf is SHA256(0x00‖entry), a node SHA256(0x01‖left‖right); a tree splits at the largest power of two
below its size.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


class HashReader(Protocol):
    """Whatever can tell the hash of a complete subtree."""

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of the subtree over the 2^level leaves from leaf index·2^level on."""
        ...


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf that holds these bytes."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the complete subtrees at a tree's right edge: enough to append and to know the root."""

    __slots__ = ("_roots", "size")

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []

    def push(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        size, roots, digest = self.size, self._roots, leaf
        while size & 1:
            digest = node_hash(roots.pop(), digest)
            size >>= 1
        roots.append(digest)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        return _join(self._roots) if self._roots else EMPTY_ROOT

    def to_json(self) -> str:
        """Return the frontier as compact text: `[[level, hex root], …]`, the largest first; empty, `[]`."""
        levels = [level for level in reversed(range(self.size.bit_length())) if self.size >> level & 1]
        pairs = zip(levels, (digest.hex() for digest in self._roots), strict=True)
        return json.dumps(list(pairs), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the frontier of `to_json`; raise ValueError where the text is not one."""
        frontier = cls()
        try:
            for level, digest in json.loads(text):
                frontier.size += 1 << level
                frontier._roots.append(bytes.fromhex(digest))
        except (TypeError, ValueError) as error:
            raise ValueError("不是日志边缘的文本") from error
        if len(frontier._roots) != frontier.size.bit_count() or frontier.to_json() != text:
            raise ValueError("日志边缘的文本不规范")
        if any(len(digest) != HASH_SIZE for digest in frontier._roots):
            raise ValueError("日志边缘中的散列长度不对")
        return frontier


class LeafHashes:
    """A reader over leaf hashes held in memory, for small trees."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._leaves = leaves

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree, computed anew each time."""
        start, stop = index << level, (index + 1) << level
        if stop > len(self._leaves):
            raise IndexError(f"子树 {level}/{index} 超出叶子数 {len(self._leaves)}")
        return root(self._leaves[start:stop])


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    frontier = Frontier()
    for leaf in leaf_hashes:
        frontier.push(leaf)
    return frontier.root()


def root_at(size: int, hashes: HashReader) -> bytes:
    """Return the root that the tree had at an earlier size."""
    return _range(0, size, hashes) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, hashes: HashReader) -> list[bytes]:
    """Return the path of leaf `index` in a tree of `size` leaves, its sibling first (RFC 9162 §2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"序号 {index} 不在大小为 {size} 的日志之内")
    siblings: list[tuple[int, int]] = []
    start, count = 0, size
    while count > 1:
        split = _split(count)
        if index - start < split:
            siblings.append((start + split, count - split))
            count = split
        else:
            siblings.append((start, split))
            start, count = start + split, count - split
    return [_range(start, count, hashes) for start, count in reversed(siblings)]


def consistency_proof(old: int, new: int, hashes: HashReader) -> list[bytes]:
    """Return the proof that the tree of `new` leaves begins with that of `old` leaves (RFC 9162 §2.1.4.1).

    Empty for equal sizes and for the empty old tree.
    """
    if not 0 <= old <= new:
        raise ValueError(f"大小 {old} 与 {new} 不构成前后关系")
    if old in (0, new):
        return []
    pieces: list[tuple[int, int]] = []
    start, count, known = 0, new, True  # known: the old root itself is this very subtree
    while old - start != count:
        split = _split(count)
        if old - start <= split:
            pieces.append((start + split, count - split))
            count = split
        else:
            pieces.append((start, split))
            start, count, known = start + split, count - split, False
    if not known:
        pieces.append((start, count))
    return [_range(start, count, hashes) for start, count in reversed(pieces)]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the path leads from the leaf hash at `index` to the root of `size` leaves.

    RFC 9162 §2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    sides = _sides(index, size - 1, len(proof))
    if sides is None:
        return False
    digest = leaf
    for on_left, sibling in zip(sides, proof, strict=True):
        digest = node_hash(sibling, digest) if on_left else node_hash(digest, sibling)
    return digest == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows the old tree to be the beginning of the new one (RFC 9162 §2.1.4.2).

    The empty tree is the beginning of every tree, with an empty proof.
    """
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        return (
            not proof
            and old_root == (new_root if old else EMPTY_ROOT)
            and (new > 0 or new_root == EMPTY_ROOT)
        )
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    shared = (
        old ^ (old - 1)
    ).bit_length() - 1  # levels below the first hash of the path: trailing ones of old - 1
    sides = _sides((old - 1) >> shared, (new - 1) >> shared, len(path) - 1)
    if sides is None:
        return False
    before = after = path[0]
    for on_left, sibling in zip(sides, path[1:], strict=True):
        if on_left:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
        else:
            after = node_hash(after, sibling)
    return before == old_root and after == new_root


def _sides(position: int, last: int, count: int) -> list[bool] | None:
    """Return for each sibling above a node whether it is on the left; None where there are not `count`.

    `position` is the node's place on its level, `last` that of the level's last node.
    """
    sides: list[bool] = []
    while last:
        on_left = bool(position & 1) or position == last
        sides.append(on_left)
        while on_left and position and not position & 1:  # the right edge has no sibling here: go straight up
            position, last = position >> 1, last >> 1
        position, last = position >> 1, last >> 1
    return sides if len(sides) == count else None


def _split(count: int) -> int:
    """Return the largest power of two smaller than `count` (two at least)."""
    return 1 << ((count - 1).bit_length() - 1)


def _range(start: int, count: int, hashes: HashReader) -> bytes:
    """Return the root over `count` leaves from `start`, a multiple of every complete subtree within."""
    roots: list[bytes] = []
    while count:
        level = count.bit_length() - 1
        roots.append(hashes.node(level, start >> level))
        start, count = start + (1 << level), count - (1 << level)
    return _join(roots)


def _join(roots: Sequence[bytes]) -> bytes:
    """Return the root above complete subtrees given from left to right, the largest first."""
    digest = roots[-1]
    for left in reversed(roots[:-1]):
        digest = node_hash(left, digest)
    return digest
