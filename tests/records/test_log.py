"""The log as others read it: any tlog client can follow it, and a signer that lost its place does not go on."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import aics_tlog
import pytest
from django.db import connection
from probing import probe

from mingjing import clock
from mingjing.ledger import tiles, tree
from mingjing.ledger.checkpoint import open_checkpoint
from mingjing.ledger.entry import entry
from mingjing.ledger.note import SigningKey, VerifierKey
from mingjing.records import keys, log
from mingjing.records.actions import open_dossier
from mingjing.records.models import Checkpoint, Dossier, Leaf, LogHead, Record

if TYPE_CHECKING:
    from pathlib import Path

ORIGIN = "test.mingjing.example/log"
pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(db: None) -> Dossier:
    del db
    return open_dossier(kind="probe", ref="1")


@pytest.fixture
def long_log(dossier: Dossier) -> int:
    """Leave a log of a little more than a thousand records under several checkpoints; return its size."""
    for times in (1, 255, 1, 300, 520):
        probe(dossier, times)
        log.integrate_all()
    return Leaf.objects.count()


def _entries() -> list[bytes]:
    heads = Record.objects.order_by("leaf__idx").values_list("head", flat=True)
    return [entry(bytes(each)) for each in heads]


def _write_as_served(folder: Path, size: int) -> None:
    """Write everything that a client may ask for at a size."""
    for ref in (*tiles.full_tiles(0, size), *tiles.partial_tiles(size)):
        path = folder / ref.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(log.read_tile(ref.level or 0, ref.number, ref.width))
        if ref.level == 0:
            entries = folder / tiles.entries_path(ref.number, ref.width)
            entries.parent.mkdir(parents=True, exist_ok=True)
            entries.write_bytes(log.read_entries(ref.number, ref.width))


# ── reading ──


def test_an_independent_client_audits_every_checkpoint_ever_signed(long_log: int, tmp_path: Path) -> None:
    entries = _entries()
    key = aics_tlog.parse_vkey(log.log_head().vkey)
    sizes = list(Checkpoint.objects.order_by("size").values_list("size", flat=True))
    assert sizes[-1] == long_log > 1000
    assert len(sizes) >= 5
    for row in Checkpoint.objects.order_by("size"):
        folder = tmp_path / str(row.size)
        _write_as_served(folder, row.size)
        result = aics_tlog.verify_checkpoint(aics_tlog.parse_note(row.note), key)
        assert result.ok, result.error
        reader = aics_tlog.FileSystemTileReader(folder)
        aics_tlog.audit_tiles(reader, row.size, result.root)
        for index in {0, row.size // 2, row.size - 1}:
            proof = aics_tlog.inclusion_proof_from_tiles(reader, index, row.size)
            assert aics_tlog.verify_leaf_inclusion(entries[index], index, row.size, proof, result.root)


def test_each_checkpoint_continues_the_one_before(long_log: int) -> None:
    hashes = tiles.TileHashes(log.read_tile, long_log)
    newest = log.newest()
    assert newest is not None
    for row in Checkpoint.objects.all():
        proof = tree.consistency_proof(row.size, long_log, hashes)
        assert tree.verify_consistency(row.size, long_log, bytes(row.root), bytes(newest.root), proof)


def test_tiles_from_files_and_from_the_database_are_the_same(long_log: int, data: Path) -> None:
    names = sorted(
        path.relative_to(data / "log").as_posix() for path in (data / "log").rglob("*") if path.is_file()
    )
    assert names == [tiles.tile_path(0, number) for number in range(long_log // 256)]
    from_files = [log.read_tile(0, number) for number in range(long_log // 256)]
    for name in names:
        (data / "log" / name).unlink()
    assert [log.read_tile(0, number) for number in range(long_log // 256)] == from_files
    assert log.read_tile(1, 0, 4) == b"".join(tiles.tile_root(tile) for tile in from_files)


def test_what_the_log_does_not_hold_is_not_served(long_log: int) -> None:
    last, width = divmod(long_log, 256)
    for ask in (
        lambda: log.read_tile(0, last),
        lambda: log.read_tile(0, last, width + 1),
        lambda: log.read_tile(1, 0),
        lambda: log.read_tile(1, 0, last + 1),
        lambda: log.read_entries(last),
        lambda: log.read_entries(last + 1, 1),
    ):
        with pytest.raises(LookupError):
            ask()


def test_proofs_hold_under_any_later_checkpoint(long_log: int) -> None:
    key = VerifierKey.parse(log.log_head().vkey)
    for record in Record.objects.order_by("pk")[::173]:
        for checkpoint in Checkpoint.objects.filter(size__gt=record.leaf.idx):
            proof = log.prove(record, checkpoint)
            assert proof.index == record.leaf.idx
            proof.verify_under(entry(bytes(record.head)), open_checkpoint(proof.checkpoint, key))
    assert long_log > 1000


def test_no_proof_before_integration_or_under_an_older_checkpoint(dossier: Dossier) -> None:
    (first,) = probe(dossier)
    log.integrate_all()
    (second,) = probe(dossier)
    with pytest.raises(LookupError):
        log.prove(second)
    older = log.newest()
    log.integrate_all()
    log.prove(first, older)
    log.prove(second)
    with pytest.raises(LookupError):
        log.prove(second, older)


def test_a_full_tile_left_out_by_a_death_is_written_by_the_next_round(dossier: Dossier, data: Path) -> None:
    probe(dossier, 256)
    log.integrate_all()
    probe(dossier, 600)
    log.integrate_all()
    for number in (1, 2):  # as if it had died before it wrote them
        (data / "log" / "tile" / "0" / f"00{number}").unlink()
    probe(dossier)
    log.integrate_all()
    assert (data / "log" / "tile" / "0" / "001").read_bytes() == log.read_tile(0, 1)
    assert (data / "log" / "tile" / "0" / "002").exists()


# ── publishing ──


def test_outsiders_see_a_checkpoint_after_the_delay(dossier: Dossier, settings: object) -> None:
    settings.MINGJING_PUBLISH_DELAY = 60  # type: ignore[attr-defined]
    probe(dossier)
    log.integrate_all()
    assert log.newest() is not None
    assert log.newest(published=True) is None
    settings.MINGJING_PUBLISH_DELAY = 0  # type: ignore[attr-defined]
    assert log.newest(published=True) == log.newest()


def test_a_checkpoint_bears_the_real_time_whatever_the_acts_bear(dossier: Dossier) -> None:
    with clock.at(dt.date(2020, 1, 1)):
        probe(dossier)
        log.integrate_all()
    newest = log.newest()
    assert newest is not None
    assert abs(newest.signed_at - clock.real()) < dt.timedelta(minutes=1)


# ── identity ──


def test_the_key_is_made_once_and_closed_to_others(data: Path) -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.append(keys.signing_key().vkey)) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(set(made)) == 1
    path = data / "keys" / "log"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["log"]


def test_a_key_from_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    given = SigningKey.generate(ORIGIN)
    monkeypatch.setenv("MINGJING_LOG_KEY", given.secret_text())
    assert keys.signing_key().vkey == given.vkey
    assert not (data / "keys").exists()


def test_the_log_does_not_go_on_under_another_key(dossier: Dossier, data: Path) -> None:
    probe(dossier)
    log.integrate_all()
    (data / "keys" / "log").write_text(SigningKey.generate(ORIGIN).secret_text())
    probe(dossier)
    for ask in (log.integrate, log.check_identity):
        with pytest.raises(log.LogIdentityError, match="密钥"):
            ask()
    assert Checkpoint.objects.count() == 1


def test_a_key_exchanged_before_the_first_record_is_noticed_too(dossier: Dossier, data: Path) -> None:
    log.log_head()
    (data / "keys" / "log").write_text(SigningKey.generate(ORIGIN).secret_text())
    probe(dossier)
    with pytest.raises(log.LogIdentityError):
        log.integrate()


def test_a_database_older_than_what_was_published_signs_nothing(dossier: Dossier, data: Path) -> None:
    """A restored backup: going on would make a second history under the same key."""
    probe(dossier, 10)
    log.integrate_all()
    log.check_identity()
    folder = data / "log" / "tile" / "0"
    folder.mkdir(parents=True)
    (folder / "000").write_bytes(bytes(8192))
    probe(dossier)
    for ask in (log.integrate, log.check_identity):
        with pytest.raises(log.LogIdentityError, match="较早的备份"):
            ask()
    assert Leaf.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_two_integrators_at_once_make_one_log(dossier: Dossier) -> None:
    probe(dossier, 1200)
    faults: list[BaseException] = []

    def integrate() -> None:
        try:
            while log.integrate():
                pass
        except BaseException as error:  # noqa: BLE001 - shown by the test's own thread
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=integrate) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    assert list(Leaf.objects.order_by("idx").values_list("idx", flat=True)) == list(range(1200))
    head = LogHead.objects.get()
    newest = log.newest()
    assert newest is not None
    assert (head.size, newest.size) == (1200, 1200)
    assert bytes(newest.root) == tree.root(
        bytes(each) for each in Leaf.objects.order_by("idx").values_list("hash", flat=True)
    )
