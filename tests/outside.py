"""Witnesses on loopback: ours, and one that others wrote."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import aics_witness
from aics_witness.config import LogConfig
from aics_witness.service import make_server
from aics_witness.store import WitnessStore, load_or_create_key

from mingjing.config.witnessing import Witness, server_of
from mingjing.ledger.note import COSIGNATURE, SigningKey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import ThreadingHTTPServer
    from pathlib import Path

NAME = "witness.example.gov.cn/w1"
WITNESS = SigningKey.from_seed(NAME, bytes(range(32)), COSIGNATURE)
"""The key of a witness that has answered already."""


@contextmanager
def ours(folder: Path, origin: str, *vkeys: str) -> Iterator[tuple[str, str]]:
    """Run `mingjing witness`; yield its address and its vkey."""
    del origin
    witness = Witness(folder, name=NAME)
    for vkey in vkeys:
        witness.trust(vkey)
    with _running(server_of(witness, "127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.server_port}", witness.key.vkey
    witness.close()


@contextmanager
def independent(folder: Path, origin: str, *vkeys: str) -> Iterator[tuple[str, str]]:
    """Run aics-witness; yield its address and its vkey."""
    folder.mkdir(exist_ok=True)
    store = WitnessStore(folder / "witness.db", create=True)
    key, _, _ = load_or_create_key(folder / "witness.key")
    witness = aics_witness.Witness(NAME, key, store, [LogConfig.from_strings(origin, list(vkeys))])
    with _running(make_server(witness)) as server:
        yield server.url.rstrip("/"), witness.vkey_text
    store.close()


@contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[ThreadingHTTPServer]:
    thread = threading.Thread(target=lambda: server.serve_forever(0.02))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


WITNESSES = {"ours": ours, "independent": independent}
