"""Bytes in an object store: a real server that keeps versions and refuses to let go of what is locked."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from django.db import transaction

from mingjing.config.startup import reasons_not_to_start
from mingjing.records import audit as audit_of_records
from mingjing.storage import audit, bucket, s3, store
from mingjing.storage.models import Blob

if TYPE_CHECKING:
    from object_store import ObjectStore

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("s3_bucket")]

PDF = b"%PDF-1.7\n\xe2\xe3\xcf\xd3 a decision\n%%EOF\n"
LETTER = "现场检查笔录：脚手架缺少剪刀撑。\n".encode()


def _problems() -> list[tuple[str, str]]:
    return [(each.fault, each.name) for each in audit.audit(audit.Tally())]


def _refused(call: Any, **arguments: Any) -> str:
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return str(refused.value.response["Error"]["Code"])


def test_bytes_go_in_and_come_out_whole_and_in_ranges() -> None:
    blob = store.put(LETTER)
    assert blob.sha256 == hashlib.sha256(LETTER).hexdigest()
    assert blob.version
    assert store.read(blob) == b"".join(store.checked(blob)) == LETTER
    assert b"".join(store.open_range(blob, 3, 12)) == LETTER[3:12]
    assert b"".join(store.open_range(blob, 5)) == LETTER[5:]
    assert b"".join(store.open_range(blob, 4, 4)) == b""
    assert store.stat(blob).size == len(LETTER)
    with store.opened(blob) as stream:
        assert stream.read(6) == LETTER[:6]
        stream.seek(-4, io.SEEK_END)
        assert stream.read() == LETTER[-4:]
    assert list(store.backend().names()) == [(blob.sha256, True)]
    assert _problems() == []


def test_the_same_content_is_stored_once(s3_bucket: str) -> None:
    first = store.put(LETTER)
    assert store.put(io.BytesIO(LETTER)) == first
    listed = bucket.client().list_object_versions(Bucket=s3_bucket)
    assert [each["VersionId"] for each in listed["Versions"]] == [first.version]


def test_what_was_stored_before_a_crash_took_its_row_is_found_again() -> None:
    with transaction.atomic():
        lost = store.put(LETTER)
        transaction.set_rollback(True)
    assert not Blob.objects.exists()
    assert store.put(LETTER).version == lost.version


def test_a_large_file_goes_up_in_parts_each_with_its_checksum(
    s3_bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "PART", 5 << 20)
    data = bytes(range(256)) * (45 << 10)  # 11.25 MiB: three parts
    upload = tmp_path / "film.part"
    upload.write_bytes(data)
    blob = store.keep_file(upload)
    told = bucket.client().head_object(Bucket=s3_bucket, Key=blob.sha256)
    assert told["ETag"].endswith('-3"')
    assert told["ObjectLockMode"] == "COMPLIANCE"
    assert b"".join(store.checked(blob)) == data
    assert store.keep_file(upload) == blob
    assert list(store.backend().unfinished()) == []
    assert _problems() == []


def test_a_stored_object_is_neither_deleted_nor_overwritten(s3_bucket: str) -> None:
    blob = store.put(LETTER)
    client, target = bucket.client(), {"Bucket": s3_bucket, "Key": blob.sha256}
    assert _refused(client.delete_object, **target, VersionId=blob.version) == "AccessDenied"
    assert (
        _refused(client.delete_object, **target, VersionId=blob.version, BypassGovernanceRetention=True)
        == "AccessDenied"
    )
    assert _refused(client.put_object, **target, Body=b"!", IfNoneMatch="*") == "PreconditionFailed"
    assert _refused(client.delete_bucket, Bucket=s3_bucket) == "BucketNotEmpty"
    with pytest.raises(store.LockedBytesError):
        store.backend().destroy(blob.sha256)
    assert store.read(blob) == LETTER


def test_what_is_laid_over_an_object_hides_nothing_and_is_named(s3_bucket: str) -> None:
    """Versions cannot be taken away, but others can be put over them: the one that was kept is read all the same."""
    forged, hidden = store.put(LETTER), store.put(PDF)
    bucket.client().put_object(Bucket=s3_bucket, Key=forged.sha256, Body=LETTER[:-1] + b"!")
    bucket.client().delete_object(Bucket=s3_bucket, Key=hidden.sha256)
    assert (store.read(forged), store.read(hidden)) == (LETTER, PDF)
    assert sorted(_problems()) == sorted([("covered", forged.sha256), ("covered", hidden.sha256)])
    lines = audit_of_records.run(without=frozenset(audit_of_records.names()) - {"文件"}).problems
    assert f"对象之上另有版本或删除标记（登记的版本仍在）：{hidden.sha256}" in lines


def test_past_the_lock_a_cut_swapped_or_missing_object_is_named(
    object_store: ObjectStore, s3_bucket: str
) -> None:
    """Who reaches the filer beneath the S3 door needs no permission and meets no lock: only the audit finds out."""
    cut, swapped, other, gone = (store.put(f"第{number}页证据".encode()) for number in range(4))
    place = f"{object_store.filer}/buckets/{s3_bucket}"

    def filer(method: str, blob: Blob, data: bytes | None = None) -> None:
        assert object_store.ask(f"{place}/{blob.sha256}.versions/v_{blob.version}", method, data) < 300

    filer("PUT", cut, "第0页证".encode())
    filer("PUT", swapped, store.read(other))
    filer("DELETE", gone)
    assert sorted(each for each in _problems() if each[0] != "covered") == sorted(
        [("altered", cut.sha256), ("altered", swapped.sha256), ("missing", gone.sha256)]
    )


def test_an_object_without_a_row_and_one_without_a_hash_for_its_name_are_named(s3_bucket: str) -> None:
    blob = store.put(LETTER)
    orphan = hashlib.sha256(PDF).hexdigest()
    for name in (orphan, "holiday.jpg"):
        bucket.client().put_object(Bucket=s3_bucket, Key=name, Body=PDF)
    assert _problems() == [("misplaced", "holiday.jpg"), ("orphan", orphan)]
    assert store.read(blob) == LETTER


def test_a_bucket_that_would_let_go_of_bytes_is_not_used(s3_bucket: str, settings: Any) -> None:
    assert bucket.faults() == []
    settings.MINGJING_STORE_LOCK_DAYS = 30
    assert bucket.faults() == [f"存储桶 {s3_bucket} 的默认保留期不足 30 天（对象锁定）。"]
    assert f"存储桶 {s3_bucket} 的默认保留期不足 30 天（对象锁定）。" in reasons_not_to_start()
    plain = f"plain-{s3_bucket}"
    bucket.client().create_bucket(Bucket=plain)
    settings.MINGJING_STORE_BUCKET = plain
    assert bucket.faults() == [
        f"存储桶 {plain} 没有启用版本控制。",
        f"存储桶 {plain} 的默认保留期不足 30 天（对象锁定）。",
    ]
    settings.MINGJING_STORE_BUCKET = f"none-{s3_bucket}"
    assert "不能用" in bucket.faults()[0]
    bucket.prepare()
    assert bucket.faults() == []
    settings.MINGJING_STORE = "disc"
    assert any("只能是 disk 或 s3" in reason for reason in reasons_not_to_start())


def test_without_a_lock_a_content_can_be_destroyed_with_all_its_versions(
    s3_bucket: str, settings: Any
) -> None:
    settings.MINGJING_STORE_LOCK_DAYS = 0
    settings.MINGJING_STORE_BUCKET = f"open-{s3_bucket}"
    bucket.prepare()
    assert bucket.faults() == []
    blob, other = store.put(LETTER), store.put(PDF)
    bucket.client().delete_object(Bucket=settings.MINGJING_STORE_BUCKET, Key=blob.sha256)
    store.backend().destroy(blob.sha256)
    store.backend().destroy(blob.sha256)
    with pytest.raises(store.MissingBytesError):
        store.read(blob)
    assert store.read(other) == PDF
    assert _problems() == [("missing", blob.sha256)]


def test_a_bucket_filled_from_a_backup_serves_bytes_under_the_old_rows(s3_bucket: str, settings: Any) -> None:
    """The versions of the old bucket are not there any more: the object under the hash is what is read."""
    blob = store.put(LETTER)
    settings.MINGJING_STORE_BUCKET = f"new-{s3_bucket}"
    bucket.prepare()
    with pytest.raises(store.MissingBytesError):
        store.read(blob)
    with store.backend().stage() as staged:
        staged.write(LETTER)
        staged.flush()
        store.backend().keep(Path(staged.name), blob.sha256)
    assert store.read(blob) == LETTER
