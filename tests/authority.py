"""A timestamp authority on loopback: `openssl ts` behind a small HTTP server, with a certificate of its own."""

from __future__ import annotations

import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from mingjing.ledger import timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[tsa]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ts]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """Where it answers, the certificate that it must lead to, and what is wrong with it for now."""

    url: str
    ca: Path
    status: int = 200
    spoil: bool = False


@contextmanager
def authority(folder: Path) -> Iterator[Authority]:
    """Run an authority."""
    _make(folder)
    made = Authority("", folder / "ca.pem")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            answer = _answer(folder, query)
            self.send_response(made.status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer[:-1] + bytes([answer[-1] ^ 1]) if made.spoil else answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=lambda: server.serve_forever(0.02))
        thread.start()
        made.url = f"http://127.0.0.1:{server.server_port}/"
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


def stamped(folder: Path, data: bytes) -> bytes:
    """Return an authority's answer about some bytes, by nobody's network; the folder keeps the authority."""
    if not (folder / "tsa.pem").exists():
        _make(folder)
    return _answer(folder, timestamp.request(data)[0])


def openssl(*words: object) -> bytes:
    """Run openssl; return what it printed."""
    command = ["openssl", *(str(word) for word in words)]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "openssl.cnf"
    config.write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650")
    openssl(
        "req", "-x509", *new, "-subj", "/CN=Demo CA", "-keyout", folder / "ca.key", "-out", folder / "ca.pem",
        "-addext", "keyUsage=critical,keyCertSign",
    )  # fmt: skip
    openssl(
        "req", *new[:-2], "-subj", "/CN=Demo TSA", "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr"
    )
    openssl(
        "x509", "-req", "-in", folder / "tsa.csr", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key",
        "-days", "3650", "-extfile", config, "-extensions", "tsa", "-out", folder / "tsa.pem",
    )  # fmt: skip


def _answer(folder: Path, query: bytes) -> bytes:
    (folder / "query").write_bytes(query)
    openssl(
        "ts", "-reply", "-queryfile", folder / "query", "-config", folder / "openssl.cnf", "-section", "here",
        "-out", folder / "answer",
    )  # fmt: skip
    return (folder / "answer").read_bytes()
