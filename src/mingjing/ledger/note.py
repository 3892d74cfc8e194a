"""Signed notes (c2sp.org/signed-note): a text, an empty line, and signatures by named keys.

Two kinds of key: Ed25519 over the text (a log), and Ed25519 cosignatures with a time (a witness,
c2sp.org/tlog-cosignature).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ED25519 = 0x01
COSIGNATURE = 0x04
KINDS = (ED25519, COSIGNATURE)

KEY_SIZE = 32
ID_SIZE = 4
TIME_SIZE = 8
MOST_SIGNATURES = 100
LARGEST_NOTE = 1_000_000

_SECRET = "PRIVATE+KEY+"  # noqa: S105 - the prefix of a secret, as Go's note package writes it
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteError(ValueError):
    """A note, a key or a signature that cannot be accepted."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name; `kind` is ED25519 or COSIGNATURE, `public` its 32 bytes."""

    name: str
    kind: int
    public: bytes

    def __post_init__(self) -> None:
        _check_key(self.name, self.kind, self.public)

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Return the key of a `name+hex8+base64` text; raise NoteError where it is none known here."""
        name, _, rest = vkey.partition("+")
        stated, _, encoded = rest.partition("+")
        blob = decode_base64(encoded)
        if len(blob) != 1 + KEY_SIZE:
            raise NoteError("公钥文本的长度不对")
        key = cls(name, blob[0], blob[1:])
        if stated != key.id.hex():
            raise NoteError("公钥文本中的编号与公钥不符")
        return key

    @cached_property
    def id(self) -> bytes:
        """The four bytes that stand before each of its signatures."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[
            :ID_SIZE
        ]

    @cached_property
    def vkey(self) -> str:
        """The key as text, to be published and compared."""
        return f"{self.name}+{self.id.hex()}+{encode_base64(bytes([self.kind]) + self.public)}"

    @cached_property
    def fingerprint(self) -> str:
        """Hex SHA-256 of the vkey text: `printf %s "$VKEY" | sha256sum` gives the same."""
        return hashlib.sha256(self.vkey.encode()).hexdigest()

    def verify(self, text: str, signature: bytes) -> bool:
        """Tell whether the signature (without the key's id) is this key's over the text."""
        message = text.encode()
        if self.kind == COSIGNATURE:
            time, signature = signature[:TIME_SIZE], signature[TIME_SIZE:]
            message = _cosigned(text, int.from_bytes(time))
        try:
            self._public_key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @cached_property
    def _public_key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.public)


@dataclass(frozen=True)
class SigningKey:
    """A private key with its name; `seed` is its 32 secret bytes."""

    name: str
    seed: bytes
    kind: int = ED25519

    def __post_init__(self) -> None:
        _check_key(self.name, self.kind, self.seed)

    def __repr__(self) -> str:
        """Return the name only: a secret never reaches a log line."""
        return f"SigningKey({self.name!r})"

    @classmethod
    def generate(cls, name: str, kind: int = ED25519) -> Self:
        """Return a new random key."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw(), kind)

    @classmethod
    def from_seed(cls, name: str, seed: bytes, kind: int = ED25519) -> Self:
        """Return the key of a known seed."""
        return cls(name, seed, kind)

    @classmethod
    def parse(cls, secret: str) -> Self:
        """Return the key of a `PRIVATE+KEY+name+hex8+base64` text."""
        if not secret.startswith(_SECRET):
            raise NoteError("不是私钥文本")
        name, _, rest = secret.removeprefix(_SECRET).strip().partition("+")
        stated, _, encoded = rest.partition("+")
        blob = decode_base64(encoded)
        if len(blob) != 1 + KEY_SIZE:
            raise NoteError("私钥文本的长度不对")
        key = cls(name, blob[1:], blob[0])
        if stated != key.verifier.id.hex():
            raise NoteError("私钥文本中的编号与私钥不符")
        return key

    def secret_text(self) -> str:
        """Return the key as secret text, readable by Go's note package too."""
        blob = encode_base64(bytes([self.kind]) + self.seed)
        return f"{_SECRET}{self.name}+{self.verifier.id.hex()}+{blob}"

    @cached_property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.kind, self._private_key.public_key().public_bytes_raw())

    @property
    def vkey(self) -> str:
        """The public half as text."""
        return self.verifier.vkey

    def sign(self, text: str) -> str:
        """Return the signature line over a text, ending in a newline."""
        if self.kind != ED25519:
            raise NoteError("见证密钥的签名须带时间")
        return self._line(self._private_key.sign(_check_text(text).encode()))

    def cosign(self, text: str, time: int) -> str:
        """Return a witness's line over a text at POSIX second `time`."""
        if self.kind != COSIGNATURE:
            raise NoteError("日志密钥的签名不带时间")
        signature = self._private_key.sign(_cosigned(_check_text(text), time))
        return self._line(time.to_bytes(TIME_SIZE) + signature)

    def _line(self, signature: bytes) -> str:
        return f"— {self.name} {encode_base64(self.verifier.id + signature)}\n"

    @cached_property
    def _private_key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True)
class OpenedNote:
    """A note's text, and the known keys that signed it, in the order of their lines."""

    text: str
    verified: tuple[VerifierKey, ...]


def sign_note(text: str, keys: Sequence[SigningKey]) -> str:
    """Return the note of a text (ending in a newline) signed by log keys."""
    if not keys:
        raise NoteError("没有签名密钥")
    return f"{_check_text(text)}\n" + "".join(key.sign(text) for key in keys)


def open_note(note: str, verifiers: Iterable[VerifierKey]) -> OpenedNote:
    """Return the text of a note and which known keys signed it.

    Lines of unknown keys are ignored. Raises NoteError for a malformed note, for a known key's failing line,
    and where no known key signed.
    """
    known = {(key.name, key.id): key for key in verifiers}
    text, lines = _split(note)
    verified: dict[VerifierKey, None] = {}
    for line in lines:
        name, blob = _parse_line(line)
        key = known.get((name, blob[:ID_SIZE]))
        if key is None:
            continue
        if not key.verify(text, blob[ID_SIZE:]):
            raise NoteError(f"{name} 的签名无效")
        verified[key] = None
    if not verified:
        raise NoteError("没有已知密钥的签名")
    return OpenedNote(text, tuple(verified))


def signature_lines(note: str) -> list[tuple[str, str, bytes]]:
    """Return each signature line of a note as (line, key name, id ‖ signature); raise NoteError if malformed."""
    return [(line, *_parse_line(line)) for line in _split(note)[1]]


def encode_base64(data: bytes) -> str:
    """Return standard padded base64."""
    return base64.b64encode(data).decode()


def decode_base64(text: str) -> bytes:
    """Return the bytes of standard padded base64; raise NoteError for any other spelling of them."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise NoteError("不是 base64 文本") from error
    if encode_base64(data) != text:
        raise NoteError("不是规范的 base64 文本")
    return data


def _split(note: str) -> tuple[str, list[str]]:
    if len(note) > LARGEST_NOTE:
        raise NoteError("签名文本过长")
    cut = note.rfind("\n\n")
    if cut < 0 or not note.endswith("\n"):
        raise NoteError("签名文本没有签名部分")
    lines = note[cut + 2 : -1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError("签名行过多")
    return _check_text(note[: cut + 1]), lines


def _parse_line(line: str) -> tuple[str, bytes]:
    found = _LINE.fullmatch(line)
    if not found:
        raise NoteError("签名行的格式不对")
    blob = decode_base64(found[2])
    if len(blob) <= ID_SIZE:
        raise NoteError("签名行过短")
    return found[1], blob


def _check_text(text: str) -> str:
    if not text.endswith("\n") or _CONTROL.search(text):
        raise NoteError("签名文本须以换行结尾，且不含其他控制字符")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NoteError("签名文本不能写成 UTF-8") from error
    return text


def _check_key(name: str, kind: int, blob: bytes) -> None:
    if not _NAME.fullmatch(name):
        raise NoteError("密钥名称不能为空，不能含空白或加号")
    if kind not in KINDS:
        raise NoteError(f"不支持的密钥种类 0x{kind:02x}")
    if len(blob) != KEY_SIZE:
        raise NoteError("Ed25519 密钥应为 32 字节")


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()
