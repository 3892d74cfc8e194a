"""The two digests that every file bears: SHA-256 and SM3 (GB/T 32905)."""

from __future__ import annotations

import hashlib
from typing import BinaryIO, NamedTuple, Protocol

CHUNK = 1 << 20


class Hash(Protocol):
    """What hashlib's objects can do, as far as it is needed here."""

    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""
        ...

    def digest(self) -> bytes:
        """Return the digest of what was taken in."""
        ...


class Digests(NamedTuple):
    """Both digests of the same bytes, 32 bytes each."""

    sha256: bytes
    sm3: bytes


def sm3(data: bytes = b"") -> Hash:
    """Return a running SM3; raise RuntimeError where the OpenSSL beneath Python was built without it."""
    try:
        return hashlib.new("sm3", data)
    except ValueError as error:
        raise RuntimeError(
            "本机的 OpenSSL 不含国密 SM3 算法：请换用 OpenSSL 1.1.1 以上、未裁剪国密的版本"
        ) from error


def digests_of(data: bytes) -> Digests:
    """Return both digests of bytes in memory."""
    return Digests(hashlib.sha256(data).digest(), sm3(data).digest())


def digests_of_stream(stream: BinaryIO) -> Digests:
    """Return both digests of what is left in a stream, reading it once, a mebibyte at a time."""
    first, second = hashlib.sha256(), sm3()
    while chunk := stream.read(CHUNK):
        first.update(chunk)
        second.update(chunk)
    return Digests(first.digest(), second.digest())
