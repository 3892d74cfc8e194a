"""Reading everything once more names whatever is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingjing import guarding
from mingjing.storage import audit, store
from mingjing.storage.models import Blob

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings: object, tmp_path: Path) -> Path:
    settings.MINGJING_DATA = tmp_path  # type: ignore[attr-defined]
    return tmp_path / "blobs"


@pytest.fixture
def unguarded() -> None:
    """Stand where the database's owner stands, who can take guards away; the rollback brings them back."""
    guarding.drop()


def _run() -> tuple[list[tuple[str, str]], audit.Tally]:
    tally = audit.Tally()
    return [(problem.fault, problem.name) for problem in audit.audit(tally)], tally


def _path(place: Path, blob: Blob) -> Path:
    return place / blob.sha256[:2] / blob.sha256[2:4] / blob.sha256


def test_an_empty_store_has_no_fault() -> None:
    assert _run() == ([], audit.Tally())


def test_what_is_whole_is_counted() -> None:
    for number in range(7):
        store.put(f"第{number}页".encode())
    assert _run() == ([], audit.Tally(blobs=7, bytes=7 * 7, files=7))


def test_batches_leave_nothing_out(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    monkeypatch.setattr(audit, "BATCH", 3)
    blobs = [store.put(f"第{number}页".encode()) for number in range(10)]
    for blob in blobs:
        _path(place, blob).unlink()
    problems, tally = _run()
    assert problems == [("missing", name) for name in sorted(blob.sha256 for blob in blobs)]
    assert (tally.blobs, tally.problems) == (10, {"missing": 10})


def test_one_changed_bit_is_named(place: Path) -> None:
    store.put("证据一".encode())
    blob = store.put("证据二".encode())
    file = _path(place, blob)
    data = bytearray(file.read_bytes())
    data[4] ^= 1
    file.chmod(0o600)
    file.write_bytes(data)
    assert _run()[0] == [("altered", blob.sha256)]


@pytest.mark.parametrize("change", [{"sm3": "0" * 64}, {"size": 1}, {"media_type": "text/html"}])
@pytest.mark.usefixtures("unguarded")
def test_a_row_that_lies_about_right_bytes_is_named(change: dict[str, object]) -> None:
    blob = store.put("证据".encode())
    Blob.objects.filter(pk=blob.pk).update(**change)
    assert _run()[0] == [("row", blob.sha256)]


@pytest.mark.usefixtures("unguarded")
def test_bytes_without_a_row_are_named_and_lose_nothing() -> None:
    blob = store.put("证据".encode())
    Blob.objects.all().delete()
    assert _run()[0] == [("orphan", blob.sha256)]
    assert not audit.Problem("orphan", blob.sha256).loses


def test_stray_and_unfinished_files_are_named(place: Path) -> None:
    blob = store.put("证据".encode())
    (place / "note.txt").write_text("x")
    (place / blob.sha256).write_text("x")
    (place / "incoming" / "abc.part").write_text("x")
    assert set(_run()[0]) == {
        ("misplaced", blob.sha256),
        ("misplaced", "note.txt"),
        ("unfinished", "abc.part"),
    }
