"""Sealing who complains: AES-256-GCM under a key outside the database, bound to the complaint's number.

The code by which a complaint is followed is worked out from its number under the same secret, and kept nowhere.
"""

from __future__ import annotations

import hmac
import json
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from mingjing.refusal import Refusal

NONCE = 12
PURPOSE, CODES = b"mingjing.visits.complainant", b"mingjing.visits.follow"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE = 8


@lru_cache(maxsize=4)
def _key(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def seal(name: str, contact: str, *, number: str) -> bytes:
    """Return the sealed bytes; the same identity sealed twice gives different ones."""
    nonce = secrets.token_bytes(NONCE)
    text = json.dumps([name, contact], ensure_ascii=False).encode()
    return nonce + AESGCM(_key(settings.MINGJING_SEAL, PURPOSE)).encrypt(nonce, text, number.encode())


def unseal(sealed: bytes, *, number: str) -> tuple[str, str]:
    """Return name and contact as sealed under this number, or refuse where key, bytes or number are others."""
    try:
        text = AESGCM(_key(settings.MINGJING_SEAL, PURPOSE)).decrypt(
            sealed[:NONCE], sealed[NONCE:], number.encode()
        )
    except (InvalidTag, ValueError) as error:
        raise Refusal(
            "complainant.key",
            "密封的身份打不开：密钥不是密封时的那一把，或者密封的内容被动过。",
            next_step="请系统管理员核对密封密钥（MINGJING_SEAL）和备份。",
        ) from error
    name, contact = json.loads(text)
    return name, contact


def query_code(number: str) -> str:
    """Return the code that opens a complaint to whoever made it."""
    raw = hmac.digest(_key(settings.MINGJING_SEAL, CODES), number.encode(), "sha256")
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in raw[:CODE])


def opens(number: str, code: str) -> bool:
    """Say whether a code is the one of this number."""
    return hmac.compare_digest(query_code(number).encode(), code.strip().upper().encode())
