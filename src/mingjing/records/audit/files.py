"""Stored bytes against their hashes, and against what records committed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.records.audit.contents import committed_files
from mingjing.records.audit.destroyed import destroyed
from mingjing.storage.audit import Tally, audit
from mingjing.storage.models import Blob

if TYPE_CHECKING:
    from mingjing.records.audit import Findings

WORDS = {
    "missing": "文件不见了",
    "altered": "文件内容已变",
    "row": "文件的摘要、大小或类型登记有误",
    "orphan": "文件没有登记（办理中断留下的，不影响记录）",
    "misplaced": "不认识的文件",
    "covered": "对象之上另有版本或删除标记（登记的版本仍在）",
    "unfinished": "未写完的文件（办理中断留下的，不影响记录）",
}


def check_files(findings: Findings) -> None:
    """Re-hash everything stored: a file lost, altered or falsely registered is named; one destroyed is not lost."""
    tally, gone = Tally(), destroyed()
    for problem in audit(tally):
        if problem.fault == "missing" and problem.name in gone:
            continue
        line = f"{WORDS[problem.fault]}：{problem.name}"
        if problem.loses or problem.fault in {"misplaced", "covered"}:
            findings.problem(line)
        else:
            findings.note(line)
    findings.count("文件", tally.blobs)
    findings.count("文件字节", tally.bytes)


def check_committed_files(findings: Findings) -> None:
    """Every file that a record committed to must be stored, under both its hashes."""
    sm3_of = dict(Blob.objects.values_list("sha256", "sm3").iterator())
    count = 0
    for sha256, sm3, who in committed_files():
        count += 1
        if sm3_of.get(sha256) != sm3:
            findings.problem(f"{who}：记录所承诺的文件没有保存")
    findings.count("文件承诺", count)
