"""Bytes by their hash: what is stored once stays as it was."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction

from mingjing import guarding
from mingjing.refusal import Refusal
from mingjing.storage import backend, content, store
from mingjing.storage.models import Blob, Hold

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n\xe2\xe3\xcf\xd3 a decision\n%%EOF\n"
LETTER = "现场检查笔录：脚手架缺少剪刀撑。\n".encode()


@pytest.fixture(autouse=True)
def place(settings: object, tmp_path: Path) -> Path:
    settings.MINGJING_DATA = tmp_path  # type: ignore[attr-defined]
    return tmp_path / "blobs"


def _files(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


def test_a_content_lies_under_its_hash_and_is_typed_by_what_it_is(place: Path) -> None:
    blob = store.put(PDF)
    name = hashlib.sha256(PDF).hexdigest()
    assert (blob.sha256, blob.size, blob.media_type) == (name, len(PDF), content.PDF)
    assert blob.sm3 == hashlib.new("sm3", PDF).hexdigest()
    assert _files(place) == [place / name[:2] / name[2:4] / name]
    assert store.read(blob) == PDF


def test_a_stream_is_stored_like_bytes() -> None:
    big = bytes(range(256)) * 20_000
    blob = store.put(io.BytesIO(big))
    assert blob.media_type == content.UNKNOWN
    assert store.read(blob) == big


def test_a_file_that_lies_on_the_disk_is_kept_without_being_copied(place: Path, tmp_path: Path) -> None:
    upload = tmp_path / "upload.part"
    upload.write_bytes(PDF)
    hashed = store.Hashing()
    for start in range(0, len(PDF), 7):
        hashed.update(PDF[start : start + 7])
    blob = store.keep_file(upload, hashed=hashed, media_type={content.PDF})
    assert (blob.sha256, blob.sm3) == (hashlib.sha256(PDF).hexdigest(), hashlib.new("sm3", PDF).hexdigest())
    (kept,) = [path for path in _files(place) if path.name == blob.sha256]
    assert kept.stat().st_ino == upload.stat().st_ino
    upload.unlink()
    assert store.read(blob) == PDF


def test_a_file_that_changed_after_it_was_hashed_is_not_kept(place: Path, tmp_path: Path) -> None:
    upload = tmp_path / "upload.part"
    upload.write_bytes(PDF + b"more")
    hashed = store.Hashing()
    hashed.update(PDF)
    with pytest.raises(store.AlteredBytesError):
        store.keep_file(upload, hashed=hashed)
    assert _files(place) == []


def test_a_file_beyond_the_limit_is_refused_while_it_arrives(place: Path, tmp_path: Path) -> None:
    upload = tmp_path / "upload.part"
    upload.write_bytes(LETTER)
    for ask in (
        lambda: store.put(io.BytesIO(LETTER), limit=len(LETTER) - 1),
        lambda: store.keep_file(upload, limit=len(LETTER) - 1),
    ):
        with pytest.raises(Refusal) as refused:
            ask()
        assert refused.value.code == "file.too_large"
    assert _files(place) == []
    assert store.put(io.BytesIO(LETTER), limit=len(LETTER)) == store.keep_file(upload, limit=len(LETTER))


def test_bytes_are_given_out_in_pieces_and_checked_at_the_end(place: Path) -> None:
    blob = store.put(LETTER * 9_000)
    assert b"".join(store.checked(blob)) == LETTER * 9_000
    with store.opened(blob) as stream:
        stream.seek(3)
        assert stream.read(9) == LETTER[3:12]
    (file,) = _files(place)
    file.chmod(0o600)
    file.write_bytes(LETTER * 9_000 + b"!")
    with pytest.raises(store.AlteredBytesError):
        list(store.checked(blob))


def test_what_is_destroyed_is_gone_and_only_that() -> None:
    blob, other = store.put(LETTER), store.put(PDF)
    store.backend().destroy(blob.sha256)
    store.backend().destroy(blob.sha256)
    with pytest.raises(store.MissingBytesError):
        store.read(blob)
    assert store.read(other) == PDF


def test_the_same_content_is_stored_once(place: Path) -> None:
    first = store.put(LETTER)
    file = _files(place)[0]
    written = file.stat().st_ino
    assert store.put(io.BytesIO(LETTER)) == first
    assert [path.stat().st_ino for path in _files(place)] == [written]
    assert Blob.objects.count() == 1


def test_stored_files_are_read_only_and_nothing_is_left_in_the_anteroom(place: Path) -> None:
    store.put(LETTER)
    assert _files(place)[0].stat().st_mode & 0o777 == 0o440
    assert list((place / "incoming").iterdir()) == []


def test_a_range_is_half_open_and_stays_inside_the_content() -> None:
    blob = store.put(LETTER)
    assert b"".join(store.open_range(blob, 3, 12)) == LETTER[3:12]
    assert b"".join(store.open_range(blob, 5)) == LETTER[5:]
    assert b"".join(store.open_range(blob, 4, 4)) == b""
    for start, end in ((-1, 3), (5, 3), (0, len(LETTER) + 1)):
        with pytest.raises(Refusal) as refused:
            store.open_range(blob, start, end)
        assert refused.value.code == "file.range"


def test_an_unexpected_content_is_refused_and_nothing_is_kept(place: Path) -> None:
    with pytest.raises(Refusal) as refused:
        store.put(LETTER, media_type={content.PDF})
    assert refused.value.code == "file.content_mismatch"
    assert "PDF 文档" in refused.value.sentence
    assert _files(place) == []
    assert not Blob.objects.exists()


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        store.put(b"")
    assert refused.value.code == "file.empty"


def test_a_held_content_says_so() -> None:
    blob = store.put(LETTER)
    assert not store.stat(blob).held
    store.hold(blob)
    store.hold(blob)
    assert store.stat(blob).held
    assert store.stat(blob).size == len(LETTER)
    assert Hold.objects.count() == 1


def test_lost_bytes_are_missing_and_changed_bytes_are_not_served(place: Path) -> None:
    blob = store.put(LETTER)
    file = _files(place)[0]
    file.chmod(0o600)
    file.write_bytes(LETTER[:-1] + b"!")
    with pytest.raises(store.AlteredBytesError):
        store.read(blob)
    file.unlink()
    for ask in (store.read, store.open_range, store.stat):
        with pytest.raises(store.MissingBytesError):
            ask(blob)  # type: ignore[operator]


def test_a_cut_file_is_noticed_when_its_content_comes_again(place: Path) -> None:
    store.put(LETTER)
    file = _files(place)[0]
    file.chmod(0o600)
    file.write_bytes(LETTER[:10])
    with pytest.raises(store.AlteredBytesError):
        store.put(LETTER)
    assert file.read_bytes() == LETTER[:10]  # not even a repair overwrites


def test_an_act_that_is_rolled_back_leaves_bytes_but_no_row() -> None:
    with transaction.atomic():
        store.put(LETTER)
        transaction.set_rollback(True)
    assert not Blob.objects.exists()
    assert store.read(store.put(LETTER)) == LETTER


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_a_name_that_is_no_hash_reaches_no_file(place: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        backend.LocalDisk(place).size(name)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE storage_blob SET media_type = 'text/html'",
        "DELETE FROM storage_blob",
        "DELETE FROM storage_hold",
        "UPDATE storage_hold SET held_at = '2020-01-01'",
    ],
)
def test_a_row_is_neither_changed_nor_deleted_by_sql(statement: str) -> None:
    store.hold(store.put(LETTER))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_row_is_not_replaced_or_emptied_by_sql() -> None:
    blob = store.put(LETTER)
    name = blob.sha256
    if connection.vendor == "sqlite":
        row = (
            f"SELECT sha256, sm3, 7, media_type, version, stored_at FROM storage_blob WHERE sha256 = '{name}'"
        )
        attack = f"INSERT OR REPLACE INTO storage_blob {row}"
    else:
        attack = "TRUNCATE storage_blob CASCADE"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_the_guards_are_among_those_that_are_looked_for_at_start() -> None:
    assert {"storage_blob_no_update", "storage_hold_no_delete"} <= {guard.name for guard in guarding.guards()}
