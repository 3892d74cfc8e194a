"""Tiles and their paths, and proofs read from tiles."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.ledger import tiles, tree

LEAVES = [tree.leaf_hash(number.to_bytes(4)) for number in range(66_000)]


def leaves(start: int, count: int) -> list[bytes]:
    return LEAVES[start : start + count]


def read_tile(level: int, n: int, width: int) -> bytes:
    return tiles.build_tile(level, n, width, leaves=leaves)


def test_paths_are_those_of_the_vectors(tlog: dict[str, Any]) -> None:
    for number, path in tlog["tile_paths"].items():
        assert tiles.tile_path(0, int(number)) == f"tile/0/{path}"
        assert tiles.entries_path(int(number), 7) == f"tile/entries/{path}.p/7"


def test_the_tiles_of_a_log_are_those_of_the_vectors(tlog: dict[str, Any]) -> None:
    for log in tlog["logs"]:
        size = log["size"]
        full, partial = list(tiles.full_tiles(0, size)), {ref.level: ref for ref in tiles.partial_tiles(size)}
        for wanted in log["tiles"]:
            assert sum(ref.level == wanted["level"] for ref in full) == wanted["full"]
            edge = partial.pop(wanted["level"], None)
            assert (edge.width if edge else 0) == wanted["partial_width"]
        assert not partial


@given(st.none() | st.integers(0, 63), st.integers(0, 2**60), st.integers(1, 256))
def test_a_path_is_read_back(level: int | None, number: int, width: int) -> None:
    ref = tiles.TileRef(level, number, width)
    assert tiles.parse_path(ref.path) == ref


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/000/",
        "/tile/0/000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001/x002",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/０００",
        "tile/entries/000\n",
        "tile/data/000",
        "tile/0/../checkpoint",
    ],
)
def test_every_other_spelling_of_a_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="瓦片"):
        tiles.parse_path(path)


def test_a_tile_that_cannot_be_is_refused() -> None:
    for level, number, width in ((64, 0, 1), (-1, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)):
        with pytest.raises(ValueError, match="瓦片"):
            tiles.tile_path(level, number, width)
    with pytest.raises(ValueError, match="不全"):
        tiles.build_tile(0, len(LEAVES) // 256, leaves=leaves)
    with pytest.raises(ValueError, match="满瓦片"):
        tiles.tile_root(b"".join(LEAVES[:255]))


@given(st.integers(0, 140_000), st.integers(0, 140_000))
def test_growth_in_two_steps_completes_the_tiles_of_one(first: int, more: int) -> None:
    whole = set(tiles.full_tiles(0, first + more))
    steps = [*tiles.full_tiles(0, first), *tiles.full_tiles(first, first + more)]
    assert len(steps) == len(whole)
    assert set(steps) == whole


def test_upper_tiles_are_the_same_from_leaves_and_from_full_tiles() -> None:
    asked = []

    def stored(level: int, n: int, width: int) -> bytes:
        asked.append((level, n, width))
        return read_tile(level, n, width)

    assert tiles.build_tile(1, 0, 3, leaves=leaves, read_tile=stored) == read_tile(1, 0, 3)
    assert asked == [(0, 0, 256), (0, 1, 256), (0, 2, 256)]
    assert read_tile(2, 0, 1) == tree.root(LEAVES[:65536])


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 65_535, 65_536, 65_537, 66_000])
def test_proofs_from_tiles_verify_at_the_edges(size: int) -> None:
    hashes = tiles.TileHashes(read_tile, size)
    root = tree.root(LEAVES[:size])
    for index in {0, 1, size // 2, size - 2, size - 1} & set(range(size)):
        proof = tree.inclusion_proof(index, size, hashes)
        assert tree.verify_inclusion(index, size, LEAVES[index], proof, root)
    for old in {1, 2, 255, 256, size // 3, size - 1} & set(range(1, size)):
        proof = tree.consistency_proof(old, size, hashes)
        assert tree.verify_consistency(old, size, tree.root(LEAVES[:old]), root, proof)


@given(st.data())
def test_tiles_tell_what_leaves_tell(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 700))
    index = data.draw(st.integers(0, size - 1))
    hashes = tiles.TileHashes(read_tile, size, cache=1)
    assert tree.inclusion_proof(index, size, hashes) == tree.inclusion_proof(
        index, size, tree.LeafHashes(LEAVES)
    )


def test_a_cached_tile_is_read_once_and_the_cache_is_bounded() -> None:
    asked = []

    def counted(level: int, n: int, width: int) -> bytes:
        asked.append((level, n, width))
        return read_tile(level, n, width)

    hashes = tiles.TileHashes(counted, 1000, cache=2)
    for _ in range(2):
        hashes.node(0, 5)
        hashes.node(8, 0)
    assert asked == [(0, 0, 256), (1, 0, 3)]
    hashes.node(0, 999)
    hashes.node(0, 5)
    assert asked[2:] == [(0, 3, 232), (0, 0, 256)]


def test_a_subtree_beyond_the_log_or_a_short_tile_is_refused() -> None:
    hashes = tiles.TileHashes(lambda level, n, width: read_tile(level, n, width)[:-32], 300)
    with pytest.raises(IndexError):
        hashes.node(8, 1)
    with pytest.raises(ValueError, match="长度"):
        hashes.node(0, 299)


@given(st.lists(st.binary(max_size=40), max_size=10))
def test_entry_bundles_are_read_back(entries: list[bytes]) -> None:
    bundle = tiles.encode_entries(entries)
    assert tiles.decode_entries(bundle) == entries
    if bundle:
        with pytest.raises(ValueError, match="不完整"):
            tiles.decode_entries(bundle + b"\x00")
        if entries[-1]:
            with pytest.raises(ValueError, match="不完整"):
                tiles.decode_entries(bundle[:-1])


def test_an_entry_beyond_its_length_field_is_refused() -> None:
    assert len(tiles.encode_entries([bytes(65_535)])) == 65_537
    with pytest.raises(ValueError, match="65535"):
        tiles.encode_entries([bytes(65_536)])
