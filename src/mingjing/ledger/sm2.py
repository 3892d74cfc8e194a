"""The second signature line of a checkpoint: SM2 with SM3 (GB/T 32918), by the system's `openssl`.

    key id = SHA256(name ‖ 0x0A ‖ type ‖ public key)[:4]     type = 0xff ‖ "gm.<domain>/sm2-sm3/v1"
    line   = — <name> <base64(key id ‖ DER signature over the text)>, the signer's id being 1234567812345678

The type is the one that the signed-note format leaves to everybody, so standard clients ignore the line. The
library that this system signs with has no SM2; `openssl` 3 has, and needs ten milliseconds a signature.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from mingjing.ledger.note import ID_SIZE, NoteError, decode_base64, encode_base64

KIND = 0xFF
SIGNER = "1234567812345678"
POINT = 65
# SubjectPublicKeyInfo of an EC key on the curve SM2, up to its point.
_PREFIX = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
_OPTIONS = ("-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{SIGNER}")
PATIENCE = 20


class Sm2Error(RuntimeError):
    """This machine cannot sign or verify SM2, or a key cannot be read."""


@dataclass(frozen=True)
class Sm2Public:
    """A public key with the log's name: its uncompressed point."""

    name: str
    point: bytes

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Return the key of a `name+hex8+base64` text; raise NoteError where it is none."""
        name, _, rest = vkey.strip().partition("+")
        stated, _, encoded = rest.partition("+")
        blob = decode_base64(encoded)
        key = cls(name, blob[-POINT:])
        if key.vkey != f"{name}+{stated}+{encoded}":
            raise NoteError("公钥文本与 SM2 公钥不符")
        return key

    @cached_property
    def _typed(self) -> bytes:
        domain = self.name.partition("/")[0]
        return bytes([KIND]) + f"gm.{domain}/sm2-sm3/v1".encode() + self.point

    @cached_property
    def id(self) -> bytes:
        """The four bytes before each of its signatures."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._typed).digest()[:ID_SIZE]

    @cached_property
    def vkey(self) -> str:
        """The key as text."""
        return f"{self.name}+{self.id.hex()}+{encode_base64(self._typed)}"

    def verify(self, text: str, signature: bytes) -> bool:
        """Tell whether a signature is this key's over the text; raise Sm2Error where this machine cannot tell."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "key").write_bytes(_PREFIX + self.point)
            (folder / "text").write_bytes(text.encode())
            (folder / "signature").write_bytes(signature)
            key = ("-pubin", "-keyform", "DER", "-inkey", str(folder / "key"))
            files = ("-in", str(folder / "text"), "-sigfile", str(folder / "signature"))
            return _openssl("pkeyutl", "-verify", *key, *files, *_OPTIONS).returncode == 0


@dataclass(frozen=True)
class Sm2Key:
    """A private key in a PEM file."""

    name: str
    path: Path

    @classmethod
    def generate(cls, name: str, path: Path) -> Self:
        """Return a new key, written to a file of mode 0600."""
        made = _openssl("genpkey", "-algorithm", "SM2", "-out", str(path))
        if made.returncode:
            raise Sm2Error("本机的 openssl 不支持 SM2")
        path.chmod(0o600)
        return cls(name, path)

    @cached_property
    def public(self) -> Sm2Public:
        """The public half."""
        told = _openssl("pkey", "-in", str(self.path), "-pubout", "-outform", "DER")
        if told.returncode or not told.stdout.startswith(_PREFIX) or len(told.stdout) != len(_PREFIX) + POINT:
            raise Sm2Error("SM2 密钥文件读不出")
        return Sm2Public(self.name, told.stdout[-POINT:])

    def sign(self, text: str) -> str:
        """Return the signature line over a text."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "text").write_bytes(text.encode())
            files = ("-in", str(folder / "text"), "-out", str(folder / "signature"))
            done = _openssl("pkeyutl", "-sign", "-inkey", str(self.path), *files, *_OPTIONS)
            if done.returncode:
                raise Sm2Error("SM2 签名没有成功")
            signature = (folder / "signature").read_bytes()
        return f"— {self.name} {encode_base64(self.public.id + signature)}\n"


def _openssl(*words: str) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("openssl")
    if program is None:
        raise Sm2Error("本机没有 openssl")
    return subprocess.run([program, *words], capture_output=True, check=False, timeout=PATIENCE)  # noqa: S603
