"""What a witness cosigns and what it refuses, by the protocol's numbers (B1: nobody rewrites the record unseen)."""

from __future__ import annotations

from typing import Any

import pytest

from mingjing.ledger import tree
from mingjing.ledger.checkpoint import Checkpoint
from mingjing.ledger.note import COSIGNATURE, NoteError, SigningKey
from mingjing.ledger.witness import Held, Request, WitnessRefusal, cosignatures, cosigned, judge, size_in

LOG = SigningKey.from_seed("records.example.gov.cn/cases", bytes(range(32)))
WITNESS = SigningKey.from_seed("witness.example.gov.cn/w1", bytes(range(1, 33)), COSIGNATURE)
LEAVES = [tree.leaf_hash(b"%d" % number) for number in range(20)]
OTHERS = [tree.leaf_hash(b"other %d" % number) for number in range(20)]


def note(size: int, leaves: list[bytes] = LEAVES, key: SigningKey = LOG) -> str:
    return Checkpoint(key.name, size, tree.root(leaves[:size])).sign(key)


def asking(old: int, size: int, leaves: list[bytes] = LEAVES) -> Request:
    proof = tree.consistency_proof(old, size, tree.LeafHashes(leaves[:size]))
    return Request(old, tuple(proof), note(size, leaves))


def held(size: int) -> Held:
    return Held(size, tree.root(LEAVES[:size]))


def refusal(request: Request, at: Held, keys: tuple[SigningKey, ...] = (LOG,)) -> WitnessRefusal:
    with pytest.raises(WitnessRefusal) as refused:
        judge(request, at, [key.verifier for key in keys])
    return refused.value


@pytest.mark.parametrize(("old", "size"), [(0, 1), (0, 20), (7, 20), (8, 8), (19, 20)])
def test_what_continues_the_log_is_cosigned(old: int, size: int) -> None:
    request = Request.parse(asking(old, size).body())
    assert judge(request, held(old) if old else Held(), [LOG.verifier]).size == size
    line = cosigned(request, WITNESS, 1_800_000_000)
    assert cosignatures(line, request.note, {WITNESS.name: WITNESS.verifier}) == {WITNESS.name: line}


def test_a_fork_is_refused_whatever_it_proves() -> None:
    assert refusal(asking(7, 20, OTHERS), held(7)).status == 422
    same_size = refusal(Request(7, (), note(7, OTHERS)), held(7))
    assert (same_size.status, same_size.held) == (409, 7)


def test_a_stale_size_is_answered_with_the_size_held() -> None:
    stale = refusal(asking(3, 20), held(7))
    assert (stale.status, stale.held) == (409, 7)
    rolled_back = refusal(asking(5, 5), held(7))
    assert (rolled_back.status, rolled_back.held) == (409, 7)


def test_an_unknown_log_and_an_untrusted_signature_are_told_apart() -> None:
    other = SigningKey.from_seed(LOG.name, bytes(32))
    assert refusal(asking(0, 3), Held(), ()).status == 404
    assert refusal(asking(0, 3), Held(), (other,)).status == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 1\n",
        b"old 01\n\nx\n",
        b"new 1\n\nx\n",
        b"old 1\nAAAA\n\nx\n",
        b"old 1\n" + b"\xff\n\nx\n",
        b"old 0\n" + b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 64 + b"\nx\n",
    ],
)
def test_what_is_no_request_is_refused_as_malformed(body: bytes) -> None:
    with pytest.raises(WitnessRefusal) as refused:
        judge(Request.parse(body), Held(), [LOG.verifier])
    assert refused.value.status in (400, 403)
    assert refused.value.status == 400 or body.endswith(b"x\n")


def test_an_old_size_beyond_the_checkpoint_is_malformed() -> None:
    assert refusal(Request(9, (), note(7)), held(9)).status == 400


def test_a_line_that_is_not_the_witnesss_is_not_taken() -> None:
    request = asking(0, 3)
    keys = {WITNESS.name: WITNESS.verifier}
    stranger = SigningKey.from_seed("stranger.example/w", bytes(32), COSIGNATURE)
    assert cosignatures(cosigned(request, stranger, 1), request.note, keys) == {}
    with pytest.raises(NoteError, match="签名无效"):
        cosignatures(cosigned(asking(0, 4), WITNESS, 1), request.note, keys)


def test_the_size_of_a_conflict_is_read_strictly() -> None:
    answers: dict[bytes, Any] = {b"7\n": 7, b"0\n": 0, b"7": None, b"07\n": None, b"\xff\n": None}
    assert {body: size_in(body) for body in answers} == answers
