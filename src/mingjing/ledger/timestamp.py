"""Timestamps (RFC 3161): what an authority outside says of when some bytes were there.

The answer is kept raw, as it came: `openssl ts -verify -data FILE -in ANSWER -CAfile CA` reads it without us. The
library is strict about DER; an authority that embeds its certificates unsorted is read by the system's `openssl`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

REQUEST_TYPE = "application/timestamp-query"
_TIME = re.compile(r"^Time stamp: (.+)$", re.MULTILINE)
_WRITTEN = ("%b %d %H:%M:%S %Y GMT", "%b %d %H:%M:%S.%f %Y GMT")


class TimestampError(ValueError):
    """An answer that attests nothing: a short sentence why."""


def request(data: bytes) -> tuple[bytes, int]:
    """Return the query for the SHA-256 of some bytes, and the nonce that its answer must repeat."""
    made = (
        TimestampRequestBuilder()
        .data(data)
        .hash_algorithm(HashAlgorithm.SHA256)
        .cert_request(cert_request=True)
    )
    query = made.nonce(nonce=True).build()
    return query.as_bytes(), query.nonce or 0


def read(answer: bytes, data: bytes, *, authorities: bytes = b"", nonce: int | None = None) -> dt.datetime:
    """Return the time that an answer attests for some bytes; raise TimestampError where it attests nothing.

    `authorities` are the certificates (PEM) that are trusted; without any only the bytes are compared, and the time is
    what the answer claims.
    """
    try:
        response = decode_timestamp_response(answer)
        claimed = response.tst_info
    except ValueError:
        return _by_openssl(answer, data, authorities)
    if PKIStatus(response.status) not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
        raise TimestampError("时间戳机构拒绝了请求")
    if claimed.message_imprint.message != hashlib.sha256(data).digest():
        raise TimestampError("时间戳说的不是这些内容")
    if nonce is not None and claimed.nonce != nonce:
        raise TimestampError("时间戳没有重复请求里的随机数")
    if authorities:
        _verify(response, data, authorities, nonce)
    return claimed.gen_time


def _verify(response: TimeStampResponse, data: bytes, authorities: bytes, nonce: int | None) -> None:
    try:
        builder = VerifierBuilder(roots=x509.load_pem_x509_certificates(authorities))
        if nonce is not None:
            builder = builder.nonce(nonce)
        builder.build().verify_message(response, data)
    except (VerificationError, ValueError) as error:
        raise TimestampError("时间戳的签名或证书链不成立") from error


def _by_openssl(answer: bytes, data: bytes, authorities: bytes) -> dt.datetime:
    """Ask `openssl ts`, which takes what the library is too strict for; nothing unverified is taken this way."""
    program = shutil.which("openssl")
    if not program or not authorities:
        raise TimestampError("时间戳的格式不合规范，本机不能核对")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part, content in (("answer", answer), ("data", data), ("ca", authorities)):
            (folder / part).write_bytes(content)
        verifying = ("-verify", "-data", str(folder / "data"), "-CAfile", str(folder / "ca"))
        _run(program, "ts", *verifying, "-in", str(folder / "answer"))
        told = _run(program, "ts", "-reply", "-text", "-in", str(folder / "answer"))
    found = _TIME.search(told)
    for written in _WRITTEN if found else ():
        try:
            return dt.datetime.strptime(found[1], written).replace(tzinfo=dt.UTC)  # type: ignore[index]
        except ValueError:
            continue
    raise TimestampError("时间戳里没有时间")


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, check=False, timeout=30)  # noqa: S603 - our own arguments
    if done.returncode:
        raise TimestampError("时间戳的签名或证书链不成立")
    return done.stdout.decode(errors="replace")
