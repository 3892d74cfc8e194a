"""A receipt (回执): the log's signed word that a record stands at an index, and which bytes it is about.

Given to whoever was served, as a QR code. It is a signed note of its own kind, small enough to print:

    mingjing receipt v1
    <origin>
    <index>
    <base64 entry>            the 32 bytes that the entry tile holds at this index
    <base64 SHA-256>          of the file that was served
    <size>
    <base64 root>             the checkpoint under which the record stands

The signature is what cannot be denied; the entry, index and checkpoint are what a log that was changed cannot show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

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

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADER = "mingjing receipt v1"
LARGEST = 900
"""Bytes of a receipt: a QR code of this length is still read from paper."""
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_LINES = 7


class ReceiptError(ValueError):
    """What is no receipt, or not one of this log."""


@dataclass(frozen=True)
class Receipt:
    """`entry` stands at `index` of the log `origin`, which had `size` leaves and this root; `file` was served."""

    origin: str
    index: int
    entry: bytes
    file: bytes
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text that is signed."""
        lines = (
            HEADER,
            self.origin,
            str(self.index),
            encode_base64(self.entry),
            encode_base64(self.file),
            str(self.size),
            encode_base64(self.root),
        )
        return "".join(f"{line}\n" for line in lines)

    def sign(self, key: SigningKey) -> str:
        """Return the receipt as a note; raise ReceiptError where it would be too long to print."""
        note = sign_note(self.text(), [key])
        if len(note.encode()) > LARGEST:
            raise ReceiptError("日志的名称过长，回执印不下")
        return note

    @classmethod
    def open(cls, note: str, keys: Iterable[VerifierKey]) -> Self:
        """Return the receipt that one of the log's keys signed; raise ReceiptError for anything else."""
        try:
            opened = open_note(note, keys)
            receipt = cls._parse(opened.text)
        except NoteError as error:
            raise ReceiptError(str(error)) from error
        if all(key.name != receipt.origin for key in opened.verified):
            raise ReceiptError("回执的来源与密钥名称不符")
        return receipt

    @classmethod
    def _parse(cls, text: str) -> Self:
        lines = text.split("\n")
        if len(lines) != _LINES + 1 or lines[0] != HEADER:
            raise ReceiptError("不是回执")
        _, origin, index, entry, file, size, root, _ = lines
        if not (_NUMBER.fullmatch(index) and _NUMBER.fullmatch(size) and int(index) < int(size)):
            raise ReceiptError("回执的序号不对")
        digests = [decode_base64(each) for each in (entry, file, root)]
        if any(len(digest) != HASH_SIZE for digest in digests):
            raise ReceiptError("回执的散列长度不对")
        return cls(origin, int(index), digests[0], digests[1], int(size), digests[2])
