"""What was destroyed by an approved list: bytes and salts gone, hashes, records and leaves as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.records.models import Destruction, Opening
from mingjing.storage.store import MissingBytesError, stat

if TYPE_CHECKING:
    from mingjing.records.audit import Findings


def destroyed() -> dict[str, int]:
    """Return which record destroyed each content, by SHA-256."""
    return dict(Destruction.objects.values_list("blob_id", "record_id"))


def check_destructions(findings: Findings) -> None:
    """Say what was destroyed by which record, and name bytes and salts that should be gone and are not."""
    salted = _salted()
    by_record: dict[int, int] = {}
    for row in Destruction.objects.select_related("blob"):
        sha256, record = row.blob_id, row.record_id
        by_record[record] = by_record.get(record, 0) + 1
        if sha256 in salted:
            findings.problem(f"文件 {sha256}：记录 {record} 已销毁它，承诺的盐仍在")
        try:
            stat(row.blob)
        except MissingBytesError:
            continue
        findings.note(f"文件 {sha256}：记录 {record} 已批准销毁，字节尚未清除（存储锁定或者清除中断）")
    for record, count in sorted(by_record.items()):
        findings.note(f"{count} 个文件已依记录 {record} 销毁，摘要和记录仍在")
    findings.count("已销毁的文件", sum(by_record.values()))


def _salted() -> set[str]:
    gone = Destruction.objects.values("blob_id")
    rows = Opening.objects.filter(sha256__in=gone).values_list("sha256", "salt")
    return {sha256 for sha256, salt in rows if bytes(salt)}
