"""What a record puts into the log: a head, its 32-byte entry, and commitments to what must be destroyable.

body = JCS{act, actor, at, nonce, subjects: [{kind, ref, commitment}…], …}
head = JCS{body: hex SHA256(body), dossier, prev: hex entry of seq-1 or "", seq, v: 1}
entry = SHA256(head)
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from mingjing.ledger import canonical

SALT_SIZE = 32
DIGEST_SIZE = 32
_HEX = re.compile(r"[0-9a-f]{64}")
_DOSSIER = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Head:
    """A parsed head: `body` and `prev` are hex digests (`prev` empty for seq 1), `dossier` a UUID."""

    body: str
    dossier: str
    prev: str
    seq: int


def head(body_sha256_hex: str, dossier: str, prev_hex: str, seq: int) -> bytes:
    """Return the canonical head of a record.

    Formatted, not serialised: an audit rebuilds millions of heads from columns and compares bytes. The
    arguments, hex digests and a UUID, hold no character that JSON would escape.
    """
    return (
        f'{{"body":"{body_sha256_hex}","dossier":"{dossier}","prev":"{prev_hex}","seq":{seq},"v":1}}'.encode()
    )


def parse_head(data: bytes) -> Head:
    """Return the parts of a head; raise ValueError unless it is exactly what `head` writes."""
    found = canonical.parse(data)
    if not isinstance(found, dict) or set(found) != {"body", "dossier", "prev", "seq", "v"}:
        raise ValueError("记录头的字段不对")
    body, dossier, prev, seq = found["body"], found["dossier"], found["prev"], found["seq"]
    if type(found["v"]) is not int or found["v"] != 1:
        raise ValueError("记录头的版本不是 1")
    if not isinstance(body, str) or not _HEX.fullmatch(body):
        raise ValueError("记录头的 body 不是 SHA-256 散列")
    if not isinstance(dossier, str) or not _DOSSIER.fullmatch(dossier):
        raise ValueError("记录头的 dossier 不是案卷标识")
    if type(seq) is not int or seq < 1:
        raise ValueError("记录头的 seq 不是正整数")
    if not isinstance(prev, str) or not (_HEX.fullmatch(prev) if seq > 1 else prev == ""):
        raise ValueError("记录头的 prev 与 seq 不符")
    return Head(body, dossier, prev, seq)


def entry(head: bytes) -> bytes:
    """Return the 32 bytes that an entry tile holds for a head."""
    return hashlib.sha256(head).digest()


def value_commitment(tag: str, salt: bytes, value: bytes) -> bytes:
    """Return the commitment to a value under its own salt of 32 random bytes; `tag` is the subject's kind."""
    return hashlib.sha256(_prefix(tag, salt) + value).digest()


def file_commitment(tag: str, salt: bytes, sha256: bytes, sm3: bytes) -> bytes:
    """Return the commitment to a file by its two digests (32 bytes each) under its own salt."""
    if len(sha256) != DIGEST_SIZE or len(sm3) != DIGEST_SIZE:
        raise ValueError("SHA-256 与 SM3 散列均应为 32 字节")
    return hashlib.sha256(_prefix(tag, salt) + sha256 + sm3).digest()


def _prefix(tag: str, salt: bytes) -> bytes:
    if not tag or not tag.isascii() or not tag.isprintable():
        raise ValueError(f"承诺的种类须为可打印的 ASCII 文字：{tag!r}")
    if len(salt) != SALT_SIZE:
        raise ValueError("盐应为 32 字节")
    return tag.encode() + b"\n" + salt
