"""The witness's protocol (c2sp.org/tlog-witness): a log asks, a witness judges and adds its line.

Both sides stand here, without network and without files: the log's request and what the answer means, and the
judgement of a witness that holds the last checkpoint it cosigned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from mingjing.ledger.checkpoint import Checkpoint
from mingjing.ledger.note import NoteError, decode_base64, encode_base64, open_note, signature_lines
from mingjing.ledger.tree import EMPTY_ROOT, HASH_SIZE, verify_consistency

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mingjing.ledger.note import SigningKey, VerifierKey

MOST_PROOF_LINES = 63
LARGEST_REQUEST = 1 << 16
SIZE_TYPE = "text/x.tlog.size"

MALFORMED, UNSIGNED, UNKNOWN, CONFLICT, INCONSISTENT = 400, 403, 404, 409, 422

_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")
_SIZE = re.compile(r"(0|[1-9][0-9]{0,18})\n")


class WitnessRefusal(Exception):  # noqa: N818 - the protocol's word
    """The witness does not cosign: the HTTP status, what the body says, and the size held where that is said."""

    def __init__(self, status: int, words: str, held: int | None = None) -> None:
        super().__init__(words)
        self.status = status
        self.held = held


@dataclass(frozen=True)
class Request:
    """`add-checkpoint`: the size the witness is thought to hold, the proof from there, and the checkpoint note."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    def body(self) -> bytes:
        """Return the bytes to post."""
        lines = [f"old {self.old}", *(encode_base64(digest) for digest in self.proof)]
        return ("\n".join(lines) + "\n\n" + self.note).encode()

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Return the request of a body; raise WitnessRefusal (400) for anything else."""
        try:
            head, separator, note = data.decode().partition("\n\n")
            first, *lines = head.split("\n")
            proof = tuple(decode_base64(line) for line in lines)
        except ValueError as error:
            raise WitnessRefusal(MALFORMED, "request is not text") from error
        old = _OLD.fullmatch(first)
        if old is None or not separator or len(proof) > MOST_PROOF_LINES:
            raise WitnessRefusal(MALFORMED, "request is malformed")
        if any(len(digest) != HASH_SIZE for digest in proof):
            raise WitnessRefusal(MALFORMED, "proof is malformed")
        return cls(int(old[1]), proof, note)


@dataclass(frozen=True)
class Held:
    """What a witness cosigned last of a log: nothing yet is the empty tree."""

    size: int = 0
    root: bytes = EMPTY_ROOT


def origin_of(note: str) -> str:
    """Return the origin that a note claims, unverified."""
    return note.partition("\n")[0]


def judge(request: Request, held: Held, keys: Sequence[VerifierKey]) -> Checkpoint:
    """Return the checkpoint that a witness may cosign: signed by the log, and the continuation of what it holds.

    Raises WitnessRefusal: 404 where there is no key for this origin, 403 without a trusted signature, 409 with the
    size held where the old size is another or two roots of one size differ, 422 where the proof does not prove.
    """
    if not keys:
        raise WitnessRefusal(UNKNOWN, "unknown log")
    try:
        checkpoint = Checkpoint.parse(open_note(request.note, keys).text)
    except NoteError as error:
        raise WitnessRefusal(UNSIGNED, "no trusted signature") from error
    if checkpoint.origin != keys[0].name:
        raise WitnessRefusal(UNSIGNED, "origin and key name differ")
    if request.old > checkpoint.size:
        raise WitnessRefusal(MALFORMED, "old size beyond the checkpoint")
    if request.old != held.size:
        raise WitnessRefusal(CONFLICT, "another size is held", held.size)
    if request.old == checkpoint.size and checkpoint.root != held.root:
        raise WitnessRefusal(CONFLICT, "another root is held", held.size)
    if not verify_consistency(held.size, checkpoint.size, held.root, checkpoint.root, request.proof):
        raise WitnessRefusal(INCONSISTENT, "not a continuation")
    return checkpoint


def size_in(body: bytes) -> int | None:
    """Return the size that a 409 answer states, or None where it states none."""
    found = _SIZE.fullmatch(body.decode("ascii", errors="replace"))
    return int(found[1]) if found else None


def cosignatures(answer: str, note: str, keys: Mapping[str, VerifierKey]) -> dict[str, str]:
    """Return the lines of a 200 answer that the keys (by name) made over the note; others are left out.

    Raises NoteError where the answer is malformed or a known key's line fails.
    """
    text = note[: note.rindex("\n\n") + 1]
    good = {}
    for line, name, blob in signature_lines(f"{text}\n{answer}"):
        key = keys.get(name)
        if key is None or blob[: len(key.id)] != key.id:
            continue
        if not key.verify(text, blob[len(key.id) :]):
            raise NoteError(f"{name} 的签名无效")
        good[name] = f"{line}\n"
    return good


def cosigned(request: Request, key: SigningKey, time: int) -> str:
    """Return the witness's line over a request's checkpoint."""
    return key.cosign(request.note[: request.note.rindex("\n\n") + 1], time)
