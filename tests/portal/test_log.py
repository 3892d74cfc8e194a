"""The log is served as C2SP says: a client that shares no code with ours reads and verifies it over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aics_tlog
import pytest
from django.test import Client, override_settings

from mingjing.ledger import tiles
from mingjing.records import log, rekeying
from mingjing.records.actions import append, open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.models import Leaf
from mingjing.records.vocabulary import Act

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
DONE = Act("test.done", "办理", "{actor}办理。")


@pytest.fixture(autouse=True)
def own_folder(settings: SettingsWrapper, tmp_path: Path) -> None:
    """Keys that a test changes are its own."""
    settings.MINGJING_DATA = tmp_path


class OverHttp:
    """A tile reader of `aics-tlog` that asks our views."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def read(self, path: str) -> bytes | None:
        response = self.client.get(f"/log/{path}")
        return bytes(response.content) if response.status_code == 200 else None

    def read_tile(self, level: int, index: int, width: int | None) -> bytes | None:
        return self.read(tiles.tile_path(level, index, width or tiles.WIDTH))

    def read_entry_bundle(self, index: int, width: int | None) -> bytes | None:
        return self.read(tiles.entries_path(index, width or tiles.WIDTH))


def records(count: int) -> None:
    from django.db import transaction

    dossier = open_dossier(kind="test", ref="log")
    with transaction.atomic():
        for _ in range(count):
            append(dossier=dossier, act=DONE, actor=SYSTEM)
    log.integrate_all()


def root_of(client: Client) -> tuple[int, bytes]:
    vkey = client.get("/log/key").content.decode().strip()
    note = aics_tlog.parse_note(client.get("/log/checkpoint").content.decode())
    result = aics_tlog.verify_checkpoint(note, aics_tlog.parse_vkey(vkey))
    assert result.ok, result.error
    lines = client.get("/log/checkpoint").content.decode().split("\n")
    return int(lines[1]), result.root


def test_an_independent_client_audits_the_served_log(client: Client) -> None:
    records(600)
    size, root = root_of(client)
    assert size == 600
    aics_tlog.audit_tiles(OverHttp(client), size, root)
    entries = tiles.decode_entries(client.get("/log/tile/entries/002.p/88").content)
    proof = aics_tlog.inclusion_proof_from_tiles(OverHttp(client), 599, size)
    assert aics_tlog.verify_leaf_inclusion(entries[-1], 599, size, proof, root)


def test_an_independent_client_refuses_a_tampered_log(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    records(10)
    size, root = root_of(client)
    honest = log.read_tile

    def tampered(level: int, number: int, width: int = 256) -> bytes:
        data = bytearray(honest(level, number, width))
        data[40] ^= 1
        return bytes(data)

    monkeypatch.setattr(log, "read_tile", tampered)
    with pytest.raises(aics_tlog.TileVerificationError):
        aics_tlog.audit_tiles(OverHttp(client), size, root)


def test_types_and_caching_are_those_of_the_specification(client: Client) -> None:
    records(3)
    checkpoint, tile = client.get("/log/checkpoint"), client.get("/log/tile/0/000.p/3")
    assert checkpoint["Content-Type"] == "text/plain; charset=utf-8"
    assert checkpoint["Cache-Control"] == "public, max-age=2"
    assert tile["Content-Type"] == "application/octet-stream"
    assert "immutable" in tile["Cache-Control"]
    assert len(tile.content) == 96
    assert "Vary" not in tile or "Cookie" not in tile["Vary"]


def test_every_width_up_to_the_newest_checkpoint_is_served_and_none_beyond(client: Client) -> None:
    records(3)
    assert [status(client, f"tile/0/000.p/{width}") for width in (1, 2, 3, 4)] == [200, 200, 200, 404]


@pytest.mark.parametrize(
    "path",
    ["tile/0/000", "tile/1/000.p/1", "tile/0/001.p/1", "tile/0/0", "tile/0/000.p/0", "tile/00/000.p/1", "tile/64/000",
     "tile/entries/000.p/4", "tile/entries/x001/000", "tile", "nothing"],
)  # fmt: skip
def test_an_impossible_tile_is_not_there(client: Client, path: str) -> None:
    records(3)
    response: HttpResponse = client.get(f"/log/{path}")
    assert response.status_code == 404
    assert "immutable" not in response.get("Cache-Control", "")


def test_what_no_published_checkpoint_covers_is_not_served(client: Client) -> None:
    records(3)
    assert Leaf.objects.count() == 3
    with override_settings(MINGJING_PUBLISH_DELAY=60):
        assert [
            status(client, path) for path in ("checkpoint", "tile/0/000.p/3", "tile/entries/000.p/1")
        ] == [404] * 3


def test_an_empty_log_has_no_checkpoint(client: Client) -> None:
    assert [status(client, path) for path in ("checkpoint", "key", "tile/0/000.p/1")] == [404, 404, 404]


def status(client: Client, path: str) -> int:
    return client.get(f"/log/{path}").status_code


def test_keys_and_policy_are_published(client: Client) -> None:
    assert [status(client, path) for path in ("keys", "policy")] == [404, 404]
    records(3)
    vkey = client.get("/log/key").content.decode().strip()
    assert client.get("/log/keys").content.decode() == f"1- {vkey}\n"
    assert client.get("/log/policy").content.decode() == f"log {vkey}\nquorum none\n"
    changed = rekeying.rotate(actor=SYSTEM)
    assert client.get("/log/keys").content.decode() == f"1-3 {vkey}\n4- {changed}\n"
    assert client.get("/log/policy").content.decode() == f"log {vkey}\nlog {changed}\nquorum none\n"
