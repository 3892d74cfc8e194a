"""A real S3 server for the tests that ask for it: SeaweedFS on loopback, with versions and Object Lock.

It starts once a run, in about three seconds, and every test gets a bucket of its own.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY, SECRET = "test-key", "test-secret-test-secret"
SETTINGS = ("STORE", "STORE_ENDPOINT", "STORE_BUCKET", "STORE_KEY", "STORE_SECRET")
WAIT_SECONDS = 60


@dataclass(frozen=True)
class ObjectStore:
    """A running server: its S3 endpoint, and the filer beneath it that knows no lock."""

    endpoint: str
    filer: str

    @staticmethod
    def ask(address: str, method: str = "GET", data: bytes | None = None) -> int:
        """Send a request past every client library; return the status."""
        host, _, path = address.removeprefix("http://").partition("/")
        with contextlib.closing(http.client.HTTPConnection(host, timeout=10)) as link:
            link.request(method, f"/{path}", data)
            return link.getresponse().status

    def environment(self, name: str) -> dict[str, str]:
        """Return what a process needs in its environment to store in a bucket."""
        values = ("s3", self.endpoint, name, KEY, SECRET)
        return {f"MINGJING_{key}": value for key, value in zip(SETTINGS, values, strict=True)}


@pytest.fixture(scope="session")
def object_store() -> Iterator[ObjectStore]:
    """Run one server for the whole session."""
    home = Path(tempfile.mkdtemp(prefix="mingjing-s3-"))
    (home / "s3.json").write_text(
        json.dumps(
            {
                "identities": [
                    {
                        "name": "test",
                        "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
                        "actions": ["Admin", "Read", "Write", "List"],
                    }
                ]
            }
        )
    )
    store, command = _command(home)
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=home, start_new_session=True)
    try:
        _wait(store, server, home)
        yield store
    finally:
        server.kill()  # nothing it holds outlives the run
        server.wait()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def s3_bucket(object_store: ObjectStore, settings: object, tmp_path: Path) -> str:
    """Store in a bucket of the test's own, locked for a day."""
    from mingjing.storage import bucket  # what nobody else loads

    name = f"evidence-{uuid.uuid4().hex[:12]}"
    for key, value in object_store.environment(name).items():
        setattr(settings, key, value)
    settings.MINGJING_STORE_LOCK_DAYS = 1  # type: ignore[attr-defined]
    settings.MINGJING_DATA = tmp_path / "data"  # type: ignore[attr-defined]
    bucket.prepare()
    return name


def _command(home: Path) -> tuple[ObjectStore, list[str]]:
    flags = (
        "s3.port", "s3.port.grpc", "s3.port.iceberg", "s3.port.lance", "master.port", "master.port.grpc",
        "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc",
    )  # fmt: skip
    ports = dict(zip(flags, _free_ports(len(flags)), strict=True))
    command = [
        str(Path(sys.executable).with_name("weed")), "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        f"-dir={home}", "-s3", f"-s3.config={home / 's3.json'}", "-s3.iam=false",
        "-master.volumeSizeLimitMB=64", "-master.telemetry=false", "-volume.max=0",
        *(f"-{flag}={port}" for flag, port in ports.items()),
    ]  # fmt: skip
    address = "http://127.0.0.1:{}"
    return ObjectStore(address.format(ports["s3.port"]), address.format(ports["filer.port"])), command


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _wait(store: ObjectStore, server: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        with contextlib.suppress(OSError):
            if store.ask(f"{store.endpoint}/healthz") == HTTPStatus.OK:
                return
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError((home / "server.log").read_text(errors="replace")[-3000:])
        time.sleep(0.1)
