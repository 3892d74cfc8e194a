"""A foreign system that receives pushes and misbehaves as told, on loopback, in a thread of the test's process."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

if TYPE_CHECKING:
    from collections.abc import Callable

CUT, GARBAGE, SLOW, REFUSED_SIGNATURE, LONG = "cut", "garbage", "slow", "signature", "long"


@dataclass
class Foreign:
    """What it holds: messages by their key, in the order in which they first came; how it answers what comes next."""

    code: str
    held: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: list[Any] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    """Every request that came, with its key and how it was answered."""
    refuses: Callable[[dict[str, Any]], int] = lambda _: 0
    address: str = ""
    wrong: list[dict[str, Any]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._start(0)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _start(self, port: int) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/push"

    def stop(self) -> None:
        """Be down: connections are refused."""
        self.server.shutdown()
        self.server.server_close()

    def again(self) -> None:
        """Be up again where it was."""
        self._start(self.server.server_port)

    def of(self, item: str) -> list[dict[str, Any]]:
        """Return what it holds of an item, in the order in which it came."""
        return [each for each in self.held.values() if each["ext_id"] == item]

    @property
    def items(self) -> set[str]:
        """Return what it knows of, taken back or not."""
        return {each["ext_id"] for each in self.held.values()}

    def verify(self, headers: Any, body: bytes) -> None:
        """Verify a push as `docs/对接.md` says, with nothing of ours."""
        key = headers["Mingjing-Key"].split("+", 2)[2]
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key)[1:])
        text = "\n".join(
            [
                "mingjing push v1",
                self.code,
                headers["Mingjing-Timestamp"],
                headers["Idempotency-Key"],
                hashlib.sha256(body).hexdigest(),
                "",
            ]
        )
        public.verify(base64.b64decode(headers["Mingjing-Signature"])[4:], text.encode())

    def keep(self, key: str, told: dict[str, Any]) -> None:
        """Hold a message once by its key; note what does not come in order or is not what its hash says."""
        if key in self.held:
            return
        plain = json.dumps(told["data"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        newest = max((each["version"] for each in self._same(told)), default=-1)
        if told["version"] <= newest or told["hash"] != hashlib.sha256(plain.encode()).hexdigest():
            self.wrong.append(told)
        self.held[key] = told

    def _same(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        return [each for each in self.of(told["ext_id"]) if each["resource"] == told["resource"]]


def _handler(foreign: Foreign) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            foreign.verify(self.headers, body)
            key, told = self.headers["Idempotency-Key"], json.loads(body)
            answer = foreign.answers.pop(0) if foreign.answers else foreign.refuses(told) or 200
            foreign.seen.append((key, str(answer)))
            if answer in (200, CUT, GARBAGE, LONG):
                foreign.keep(key, told)
            if answer == CUT:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if answer == SLOW:
                time.sleep(0.3)
                answer = 500
            with suppress(ConnectionError):  # the other side has hung up
                self._say(answer, key)

        def _say(self, answer: Any, key: str) -> None:
            said = json.dumps({"received": key}).encode()
            status, more = answer if isinstance(answer, tuple) else (answer, {})
            said = {GARBAGE: b"<html>\xff", LONG: b"x" * 70_000}.get(status, said)
            status = {GARBAGE: 200, LONG: 200, REFUSED_SIGNATURE: 401}.get(status, status)
            self.send_response(int(status))
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)
            self.wfile.flush()

    return Handler
