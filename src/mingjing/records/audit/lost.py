"""Leaves whose records were lost between a backup and its restoring: only where a record of the log says so."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from mingjing.records import acts
from mingjing.records.models import LostEntry, Record

if TYPE_CHECKING:
    from mingjing.records.audit import Findings


class Lost:
    """The ranges that `log.restored` records name, and how many leaves without a record were met in each."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._entries = {idx: bytes(entry) for idx, entry in LostEntry.objects.values_list("idx", "entry")}
        self._ranges: list[tuple[int, int, int, int]] = []
        rows = Record.objects.filter(act=acts.RESTORED.name, leaf__isnull=False).order_by("id")
        for number, idx, body in rows.values_list("id", "leaf__idx", "body"):
            try:
                facts = json.loads(bytes(body))["facts"]
                size, until, lost = facts["size"], facts["until"], facts["lost"]
            except (ValueError, KeyError, TypeError):
                continue  # a spoiled body is named by what reads every body
            if until <= idx:  # a record cannot excuse what came after it
                self._ranges.append((size, until, lost, number))
        self._met = [0] * len(self._ranges)

    def excuses(self, idx: int, leaf: bytes) -> bool:
        """Say whether a record names this leaf as lost, and its entry is the one that was published."""
        entry = self._entries.pop(idx, None)
        if entry is None or sha256(b"\x00" + entry).digest() != leaf:
            return False
        for place, (size, until, _, _) in enumerate(self._ranges):
            if size <= idx < until:
                self._met[place] += 1
                return True
        return False

    def finish(self) -> None:
        """Count what is lost, and compare it with what the records say."""
        for (size, until, lost, number), met in zip(self._ranges, self._met, strict=True):
            if met != lost:
                self._findings.problem(f"记录 {number} 载明恢复备份时遗失 {lost} 条记录，实有 {met} 条")
            elif lost:
                self._findings.note(
                    f"日志第 {size} 至 {until - 1} 位之间，有 {lost} 条记录在恢复备份时遗失（记录 {number} 载明），"
                    "叶子和条目仍在"
                )
        for idx in self._entries:
            self._findings.problem(f"日志第 {idx} 位：记录在，却另登记为遗失")
        if self._ranges:
            self._findings.count("遗失的记录", sum(self._met))
