"""Checkpoints (c2sp.org/tlog-checkpoint): origin, size and root of the log, as a signed note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from mingjing.ledger.note import (
    NoteError,
    SigningKey,
    VerifierKey,
    decode_base64,
    encode_base64,
    open_note,
    sign_note,
)
from mingjing.ledger.tree import HASH_SIZE

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_FIXED_LINES = 3


@dataclass(frozen=True)
class Checkpoint:
    """The log `origin` had `size` leaves and this root of 32 bytes; extension lines are kept unread."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the text that is signed."""
        lines = (self.origin, str(self.size), encode_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    def sign(self, key: SigningKey) -> str:
        """Return the checkpoint as a note signed by the log's key, whose name is the origin."""
        if key.name != self.origin:
            raise NoteError("检查点的来源与密钥名称不符")
        return sign_note(self.text(), [key])

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the checkpoint of a note's text; raise NoteError where it is none."""
        lines = text.split("\n")
        if len(lines) <= _FIXED_LINES or lines[-1] or not all(lines[:-1]):
            raise NoteError("检查点的行数不对")
        origin, size, root, *extensions = lines[:-1]
        if not _SIZE.fullmatch(size):
            raise NoteError("检查点的大小不是十进制整数")
        digest = decode_base64(root)
        if len(digest) != HASH_SIZE:
            raise NoteError("检查点的根散列长度不对")
        return cls(origin, int(size), digest, tuple(extensions))


def open_checkpoint(note: str, verifier: VerifierKey) -> Checkpoint:
    """Return the checkpoint that the log's key signed; raise NoteError for any other note."""
    checkpoint = Checkpoint.parse(open_note(note, [verifier]).text)
    if checkpoint.origin != verifier.name:
        raise NoteError("检查点的来源与密钥名称不符")
    return checkpoint
