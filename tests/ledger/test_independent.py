"""Two implementations that share no code with ours accept our log, and refuse a tampered one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aics_tlog
import pytest
from cryptography.exceptions import InvalidSignature
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tlog import InclusionProofInvalid

from mingjing.ledger import tiles, tree
from mingjing.ledger.checkpoint import Checkpoint
from mingjing.ledger.note import COSIGNATURE, SigningKey

if TYPE_CHECKING:
    from pathlib import Path

LOG = SigningKey.from_seed("records.example.gov.cn/cases", bytes(range(32)))
WITNESS = SigningKey.from_seed("witness.example.gov.cn/w1", bytes(range(1, 33)), COSIGNATURE)
ENTRIES = [f"案卷记录 {number}".encode() for number in range(66_000)]
LEAVES = [tree.leaf_hash(entry) for entry in ENTRIES]
SIZES = [1, 255, 256, 257, 1000, 66_000]


def write_log(folder: Path, size: int) -> str:
    """Write a log's tiles, entries and checkpoint below a folder as they would be served; return the note."""

    def leaves(start: int, count: int) -> list[bytes]:
        return LEAVES[start : start + count]

    def read(level: int, n: int, width: int) -> bytes:
        return (folder / tiles.tile_path(level, n, width)).read_bytes()

    for ref in (*tiles.full_tiles(0, size), *tiles.partial_tiles(size)):
        path = folder / ref.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            tiles.build_tile(ref.level or 0, ref.number, ref.width, leaves=leaves, read_tile=read)
        )
        if ref.level == 0:
            start = ref.number * tiles.WIDTH
            bundle = folder / tiles.entries_path(ref.number, ref.width)
            bundle.parent.mkdir(parents=True, exist_ok=True)
            bundle.write_bytes(tiles.encode_entries(ENTRIES[start : start + ref.width]))
    checkpoint = Checkpoint(LOG.name, size, tree.root(LEAVES[:size]))
    note = checkpoint.sign(LOG) + WITNESS.cosign(checkpoint.text(), 1_800_000_000)
    (folder / "checkpoint").write_text(note)
    return note


@pytest.mark.parametrize("size", SIZES)
def test_aics_tlog_audits_our_log(tmp_path: Path, size: int) -> None:
    note = aics_tlog.parse_note(write_log(tmp_path, size))
    key, witness = aics_tlog.parse_vkey(LOG.vkey), aics_tlog.parse_vkey(WITNESS.vkey)
    result = aics_tlog.verify_checkpoint(note, key, [witness], quorum=1)
    assert result.ok, result.error
    reader = aics_tlog.FileSystemTileReader(tmp_path)
    aics_tlog.audit_tiles(reader, size, result.root)
    root = tree.root(LEAVES[:size])
    hashes = tiles.TileHashes(
        lambda level, n, width: (tmp_path / tiles.tile_path(level, n, width)).read_bytes(), size
    )
    for index in {0, size // 2, size - 1}:
        proof = tree.inclusion_proof(index, size, hashes)
        assert proof == aics_tlog.inclusion_proof_from_tiles(reader, index, size)
        assert aics_tlog.verify_leaf_inclusion(ENTRIES[index], index, size, proof, root)
        assert not aics_tlog.verify_leaf_inclusion(ENTRIES[index] + b"!", index, size, proof, root)
    for old in {1, max(1, size // 3), size}:
        proof = tree.consistency_proof(old, size, hashes)
        assert aics_tlog.verify_consistency(old, size, tree.root(LEAVES[:old]), root, proof)


@pytest.mark.parametrize("size", SIZES)
def test_tlog_scales_reads_our_log(tmp_path: Path, size: int) -> None:
    write_log(tmp_path, size)
    reader = TilesReader(LocalBackend(tmp_path))
    checkpoint = reader.get_checkpoint()
    checkpoint.verify(Vkey.from_string(LOG.vkey))
    checkpoint.verify(Vkey.from_string(WITNESS.vkey))
    assert reader.calculate_root_hash() == checkpoint.root_hash
    for index in {0, size // 2, size - 1}:
        reader.get_inclusion_proof(index, size).check(LEAVES[index], checkpoint.root_hash)
        assert reader.get_entry(index) == ENTRIES[index]
    old = max(1, size // 2)
    reader.get_consistency_proof(old, size).check(tree.root(LEAVES[:old]), checkpoint.root_hash)


@pytest.mark.parametrize("name", ["tile/0/002", "tile/0/003.p/232", "tile/1/000.p/3", "tile/entries/001"])
def test_both_refuse_a_tampered_tile(tmp_path: Path, name: str) -> None:
    write_log(tmp_path, 1000)
    path = tmp_path / name
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)
    root = tree.root(LEAVES[:1000])
    with pytest.raises(aics_tlog.TileVerificationError):
        aics_tlog.audit_tiles(aics_tlog.FileSystemTileReader(tmp_path), 1000, root)
    if "entries" in name:
        return  # tlog-scales hands entries over unchecked
    reader = TilesReader(LocalBackend(tmp_path))
    reader.set_size(1000)
    index = {"tile/0/002": 512, "tile/0/003.p/232": 768, "tile/1/000.p/3": 700}[name]
    with pytest.raises(InclusionProofInvalid):
        reader.get_inclusion_proof(index, 1000).check(LEAVES[index], root)


def test_both_refuse_a_tampered_checkpoint(tmp_path: Path) -> None:
    note = write_log(tmp_path, 257).replace("\n257\n", "\n256\n")
    (tmp_path / "checkpoint").write_text(note)
    assert not aics_tlog.verify_checkpoint(aics_tlog.parse_note(note), aics_tlog.parse_vkey(LOG.vkey)).ok
    with pytest.raises(InvalidSignature):
        TilesReader(LocalBackend(tmp_path)).get_checkpoint().verify(Vkey.from_string(LOG.vkey))
