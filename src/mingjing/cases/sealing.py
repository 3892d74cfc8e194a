"""Sealing who reported: AES-256-GCM under a key that lies outside the database, bound to the reporter's number.

Whoever has the database alone has nothing; a sealed text put in another's place does not open.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from mingjing.refusal import Refusal

NONCE = 12
PURPOSE = b"mingjing.cases.reporter"


@dataclass(frozen=True)
class Identity:
    """Who reported, as the person who took the report wrote it down. Each may be empty: some give a number only."""

    name: str = ""
    contact: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        """Say whether anything was written down."""
        return any(value.strip() for value in asdict(self).values())

    def __repr__(self) -> str:
        """Say nothing: a trace or a log that prints it must not name anybody."""
        return "Identity(…)"


@lru_cache(maxsize=4)
def _cipher(key: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode()))


def seal(identity: Identity, *, number: str) -> bytes:
    """Return the sealed bytes; the same identity sealed twice gives different ones."""
    nonce = secrets.token_bytes(NONCE)
    text = json.dumps(asdict(identity), ensure_ascii=False).encode()
    return nonce + _cipher(settings.MINGJING_SEAL).encrypt(nonce, text, number.encode())


def unseal(sealed: bytes, *, number: str) -> Identity:
    """Return what was sealed under this number; raises Refusal `reporter.key` where key, bytes or number are others."""
    try:
        text = _cipher(settings.MINGJING_SEAL).decrypt(sealed[:NONCE], sealed[NONCE:], number.encode())
    except (InvalidTag, ValueError) as error:
        raise Refusal(
            "reporter.key",
            "密封的身份打不开：密钥不是密封时的那一把，或者密封的内容被动过。",
            "行政处罚法 第五十条",
            "请系统管理员核对密封密钥（MINGJING_SEAL）和备份。",
        ) from error
    return Identity(**json.loads(text))
