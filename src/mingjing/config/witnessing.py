"""`mingjing witness`: a witness for other agencies' logs (c2sp.org/tlog-witness), one folder and one command.

The folder holds its key, the logs it answers for (`logs`: one vkey a line, several for a log that changed its key) and
what it cosigned last of each. It knows nothing of Django, for it runs where no bureau is.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, override

from mingjing.ledger.checkpoint import Checkpoint
from mingjing.ledger.note import COSIGNATURE, ED25519, NoteError, SigningKey, VerifierKey
from mingjing.ledger.witness import (
    LARGEST_REQUEST,
    SIZE_TYPE,
    Held,
    Request,
    WitnessRefusal,
    cosigned,
    judge,
    origin_of,
)
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from typing import Any

TEXT = "text/plain; charset=utf-8"
OK, NOT_FOUND, TOO_LONG = 200, 404, 413
PATIENCE = 15


class Witness:
    """A key, the logs it answers for, and what it cosigned last of each: written down before it is said."""

    def __init__(self, folder: Path, *, name: str = "") -> None:
        self._folder = folder
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._only = (folder / "lock").open("w")
        try:
            fcntl.flock(self._only, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.close()
            raise Refusal("witness.running", f"{folder} 已有一个见证程序在用。") from error
        try:
            self.key = self._open_key(name)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let another process take the folder."""
        self._only.close()

    def trust(self, vkey: str) -> None:
        """Answer for a log from now on."""
        try:
            key = VerifierKey.parse(vkey.strip())
        except NoteError as error:
            raise Refusal("witness.vkey", f"{vkey}：{error}。", field="log") from error
        if key.kind != ED25519:
            raise Refusal("witness.vkey", f"{vkey}：不是日志的公钥。", field="log")
        if key not in self._keys():
            with (self._folder / "logs").open("a") as file:
                file.write(f"{key.vkey}\n")

    def add(self, body: bytes) -> str:
        """Return the line over a request's checkpoint; raise WitnessRefusal. What it cosigns it holds first."""
        request = Request.parse(body)
        origin = origin_of(request.note)
        keys = [key for key in self._keys() if key.name == origin]
        with self._lock:
            checkpoint = judge(request, self._held(origin), keys)
            line = cosigned(request, self.key, int(time.time()))
            self._hold(origin, request.note + line)
        sys.stderr.write(f"{origin} {checkpoint.size}\n")
        return line

    def latest(self, digest: str) -> str:
        """Return the note cosigned last of the log with this hex SHA-256 of its origin, or an empty text."""
        path = self._folder / "held" / digest
        return path.read_text() if digest.isalnum() and path.exists() else ""

    def _keys(self) -> list[VerifierKey]:
        path = self._folder / "logs"
        lines = path.read_text().split("\n") if path.exists() else []
        return [VerifierKey.parse(line.strip()) for line in lines if line.strip() and line[0] != "#"]

    def _held(self, origin: str) -> Held:
        note = self.latest(_digest(origin))
        if not note:
            return Held()
        found = Checkpoint.parse(note[: note.rindex("\n\n") + 1])
        return Held(found.size, found.root)

    def _hold(self, origin: str, note: str) -> None:
        _write(self._folder / "held" / _digest(origin), note)

    def _open_key(self, name: str) -> SigningKey:
        """Return the key, made with its folder on the first start; a key without what it cosigned must not go on."""
        path, held = self._folder / "key", self._folder / "held"
        if path.exists():
            if not held.is_dir():
                raise Refusal(
                    "witness.lost",
                    f"{held} 不见了：见证人忘了自己副署过什么，不能再用这把密钥。",
                    next_step="请恢复该文件夹；恢复不了的，换一个空文件夹重新开始，并公布新的公钥。",
                )
            return SigningKey.parse(path.read_text())
        try:
            key = SigningKey.generate(name, COSIGNATURE)
        except NoteError as error:
            raise Refusal("witness.name", f"{error}。", field="name") from error
        held.mkdir(exist_ok=True)
        _write(path, key.secret_text())
        return key


def _digest(origin: str) -> str:
    return hashlib.sha256(origin.encode()).hexdigest()


def _write(path: Path, text: str) -> None:
    """Write a file whole and durably: the witness answers only after this has returned."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class _Server(ThreadingHTTPServer):
    def __init__(self, place: tuple[str, int], witness: Witness) -> None:
        super().__init__(place, _Handler)
        self.witness = witness


class _Handler(BaseHTTPRequestHandler):
    timeout = PATIENCE
    server: _Server

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != "/add-checkpoint":
            self._answer(NOT_FOUND, "not here\n")
        elif not length.isdigit() or int(length) > LARGEST_REQUEST:
            self._answer(TOO_LONG, "too long\n")
        else:
            self._add(self.rfile.read(int(length)))

    def _add(self, body: bytes) -> None:
        try:
            self._answer(OK, self.server.witness.add(body))
        except WitnessRefusal as refused:
            if refused.held is None:
                self._answer(refused.status, f"{refused}\n")
            else:
                self._answer(refused.status, f"{refused.held}\n", SIZE_TYPE)

    def do_GET(self) -> None:
        digest, _, rest = self.path.lstrip("/").partition("/")
        note = self.server.witness.latest(digest) if rest == "checkpoint" else ""
        if self.path == "/vkey":
            self._answer(OK, f"{self.server.witness.key.vkey}\n")
        elif note:
            self._answer(OK, note)
        else:
            self._answer(NOT_FOUND, "not here\n")

    def _answer(self, status: int, text: str, kind: str = TEXT) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of who asked."""


def server_of(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """Return a server that answers `POST /add-checkpoint` and `GET /<origin hash>/checkpoint`."""
    return _Server((host, port), witness)


def witness(*, folder: Path, name: str, logs: list[str], host: str, port: int) -> int:
    """Run a witness until told to stop."""
    one = Witness(folder, name=name)
    for vkey in logs:
        one.trust(vkey)
    server = server_of(one, host, port)
    sys.stdout.write(f"见证人公钥：{one.key.vkey}\n地址：http://{host}:{server.server_port}\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
        one.close()
    return 0
