"""The `.tlog-proof` file."""

from __future__ import annotations

from typing import Any

import pytest

from mingjing.ledger import tree
from mingjing.ledger.checkpoint import Checkpoint
from mingjing.ledger.note import NoteError, SigningKey, VerifierKey
from mingjing.ledger.proof import ProofError, TlogProof

KEY = SigningKey.from_seed("records.example.gov.cn/cases", bytes(range(32)))
ENTRIES = [f"案卷记录 {number}".encode() for number in range(11)]
LEAVES = [tree.leaf_hash(entry) for entry in ENTRIES]
NOTE = Checkpoint(KEY.name, 11, tree.root(LEAVES)).sign(KEY)


def proof(index: int) -> TlogProof:
    return TlogProof(index, tuple(tree.inclusion_proof(index, 11, tree.LeafHashes(LEAVES))), NOTE)


def test_a_proof_is_read_back_and_verifies_for_its_own_entry_only() -> None:
    for index, entry in enumerate(ENTRIES):
        again = TlogProof.parse(proof(index).format())
        assert again == proof(index)
        assert again.verify(entry, KEY.verifier).size == 11
        with pytest.raises(ProofError, match="不在检查点"):
            again.verify(ENTRIES[index - 1], KEY.verifier)


def test_the_proofs_of_the_vectors_verify(tlog: dict[str, Any]) -> None:
    key = VerifierKey.parse(tlog["log_vkey"])
    for log in tlog["logs"]:
        index, hashes = log["inclusion"]["index"], log["inclusion"]["proof"]
        found = TlogProof(index, tuple(bytes.fromhex(digest) for digest in hashes), log["checkpoint"])
        checkpoint = TlogProof.parse(found.format()).verify(f"案卷记录 {index}".encode(), key)
        assert (checkpoint.size, checkpoint.root.hex()) == (log["size"], log["root"])


def test_another_key_proves_nothing() -> None:
    other = SigningKey.from_seed(KEY.name, bytes(32))
    with pytest.raises(NoteError, match="没有已知"):
        proof(3).verify(ENTRIES[3], other.verifier)


def test_extra_bytes_are_kept() -> None:
    for extra in (b"", b"\x00\xff"):
        found = TlogProof(0, (), NOTE, extra)
        assert TlogProof.parse(found.format()) == found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 3", "index 03"),
        ("index 3", "index -3"),
        ("index 3\n", ""),
        ("index 3", "extra A\nindex 3"),
        ("index 3", "index 3\nAAAA"),
        ("index 3", "index 3\n?"),
        ("index 3\n", "index 3\n" + (("A" * 43) + "=\n") * 64),
        ("\n\n", "\n"),
    ],
)
def test_a_spoilt_file_is_refused(old: str, new: str) -> None:
    text = proof(3).format()
    assert old in text
    with pytest.raises(ProofError):
        TlogProof.parse(text.replace(old, new))


def test_no_flipped_character_of_the_proof_verifies() -> None:
    text = proof(3).format()
    for place, character in enumerate(text):
        spoilt = text[:place] + ("A" if character != "A" else "B") + text[place + 1 :]
        with pytest.raises(ValueError, match=r"."):
            TlogProof.parse(spoilt).verify(ENTRIES[3], KEY.verifier)
