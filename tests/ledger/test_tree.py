"""The tree of RFC 6962 and the proofs of RFC 9162, by vectors and by property."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.ledger import tree

LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(130)]
ROOTS = [tree.root(LEAVES[:size]) for size in range(len(LEAVES) + 1)]
HASHES = tree.LeafHashes(LEAVES)


def unhex(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def test_leaf_hashes_and_roots_are_those_of_the_vectors(rfc6962: dict[str, Any]) -> None:
    leaves = [tree.leaf_hash(entry) for entry in unhex(rfc6962["leaf_inputs"])]
    assert leaves == unhex(rfc6962["leaf_hashes"])
    assert [tree.root(leaves[:size]) for size in range(9)] == unhex(rfc6962["roots_by_size"])


def test_proofs_are_those_of_the_vectors_and_verify(rfc6962: dict[str, Any]) -> None:
    leaves, roots = unhex(rfc6962["leaf_hashes"]), unhex(rfc6962["roots_by_size"])
    hashes = tree.LeafHashes(leaves)
    for case in rfc6962["inclusion"]:
        index, size, proof = case["index"], case["size"], unhex(case["proof"])
        assert tree.inclusion_proof(index, size, hashes) == proof
        assert tree.verify_inclusion(index, size, leaves[index], proof, roots[size])
    for case in rfc6962["consistency"]:
        old, new, proof = case["old"], case["new"], unhex(case["proof"])
        assert tree.consistency_proof(old, new, hashes) == proof
        assert tree.verify_consistency(old, new, roots[old], roots[new], proof)


def test_spoilt_proofs_of_the_vectors_are_refused(rfc6962: dict[str, Any]) -> None:
    leaves, roots = unhex(rfc6962["leaf_hashes"]), unhex(rfc6962["roots_by_size"])
    for case in rfc6962["inclusion_bad"]:
        for leaf in leaves:
            root = roots[case["size"]]
            assert not tree.verify_inclusion(case["index"], case["size"], leaf, unhex(case["proof"]), root), (
                case
            )


def test_the_roots_of_the_larger_logs_are_those_of_the_vectors(tlog: dict[str, Any]) -> None:
    largest = max(log["size"] for log in tlog["logs"])
    leaves = [tree.leaf_hash(f"案卷记录 {number}".encode()) for number in range(largest)]
    for log in tlog["logs"]:
        root, leaf = bytes.fromhex(log["root"]), leaves[log["inclusion"]["index"]]
        assert tree.root(leaves[: log["size"]]) == root
        assert tree.verify_inclusion(
            log["inclusion"]["index"], log["size"], leaf, unhex(log["inclusion"]["proof"]), root
        )
        before = log["consistency"]
        old_root = bytes.fromhex(before["old_root"])
        assert tree.verify_consistency(before["old"], log["size"], old_root, root, unhex(before["proof"]))


@given(st.data())
def test_every_proof_verifies_and_no_other_place_or_root_does(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(LEAVES)))
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(index, size, HASHES)
    assert tree.verify_inclusion(index, size, LEAVES[index], proof, ROOTS[size])
    elsewhere = data.draw(st.integers(-1, size + 1).filter(lambda place: place != index))
    assert not tree.verify_inclusion(elsewhere, size, LEAVES[index], proof, ROOTS[size])
    assert not tree.verify_inclusion(index, size, LEAVES[index], proof, ROOTS[size - 1])
    assert not tree.verify_inclusion(index, size, LEAVES[index], [*proof, LEAVES[0]], ROOTS[size])


@given(st.data())
def test_every_consistency_proof_verifies_and_no_spoilt_one_does(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, len(LEAVES)))
    old = data.draw(st.integers(1, new))
    proof = tree.consistency_proof(old, new, HASHES)
    assert tree.verify_consistency(old, new, ROOTS[old], ROOTS[new], proof)
    assert not tree.verify_consistency(old, new, ROOTS[old - 1], ROOTS[new], proof)
    assert not tree.verify_consistency(old, new, ROOTS[old], ROOTS[new - 1], proof)
    assert not tree.verify_consistency(old, new, ROOTS[old], ROOTS[new], [*proof, LEAVES[0]])
    for place, digest in enumerate(proof):
        spoilt = [*proof[:place], hashlib.sha256(digest).digest(), *proof[place + 1 :]]
        assert not tree.verify_consistency(old, new, ROOTS[old], ROOTS[new], spoilt)
        assert not tree.verify_consistency(
            old, new, ROOTS[old], ROOTS[new], proof[:place] + proof[place + 1 :]
        )


def test_the_empty_log_is_the_beginning_of_every_log() -> None:
    assert tree.consistency_proof(0, 7, HASHES) == []
    assert tree.verify_consistency(0, 7, tree.EMPTY_ROOT, ROOTS[7], [])
    assert tree.verify_consistency(0, 0, tree.EMPTY_ROOT, tree.EMPTY_ROOT, [])
    assert not tree.verify_consistency(0, 7, ROOTS[1], ROOTS[7], [])
    assert not tree.verify_consistency(0, 0, ROOTS[1], ROOTS[1], [])
    assert not tree.verify_consistency(0, 7, tree.EMPTY_ROOT, ROOTS[7], [ROOTS[1]])


def test_a_shrunken_log_is_no_continuation() -> None:
    assert not tree.verify_consistency(7, 6, ROOTS[7], ROOTS[6], [])
    with pytest.raises(ValueError, match="前后"):
        tree.consistency_proof(7, 6, HASHES)


def test_a_leaf_outside_the_log_has_no_proof() -> None:
    for index, size in ((0, 0), (5, 5), (-1, 5)):
        with pytest.raises(ValueError, match="序号"):
            tree.inclusion_proof(index, size, HASHES)
        assert not tree.verify_inclusion(index, size, LEAVES[0], [], LEAVES[0])


@given(st.integers(0, len(LEAVES)), st.integers(0, 20))
def test_a_frontier_goes_on_from_its_text(size: int, more: int) -> None:
    frontier = tree.Frontier()
    for leaf in LEAVES[:size]:
        frontier.push(leaf)
    again = tree.Frontier.from_json(frontier.to_json())
    assert (again.size, again.root(), again.to_json()) == (size, ROOTS[size], frontier.to_json())
    for leaf in LEAVES[size : size + more]:
        again.push(leaf)
    assert again.root() == ROOTS[min(size + more, len(LEAVES))]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "{}",
        "[[0]]",
        '[["0","00"]]',
        '[[0,"00"]]',
        '[[0,"zz"]]',
        '[[-1,"00"]]',
        f'[[0,"{"00" * 32}"],[1,"{"00" * 32}"]]',
        f'[[0,"{"00" * 32}"],[0,"{"00" * 32}"]]',
        f'[[0, "{"00" * 32}"]]',
    ],
)
def test_a_spoilt_frontier_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        tree.Frontier.from_json(text)
