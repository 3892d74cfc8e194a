"""How far the consumers of the log have come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.records import consumers
from mingjing.records.models import Cursor, Leaf

if TYPE_CHECKING:
    from mingjing.records.audit import Findings


def check_cursors(findings: Findings) -> None:
    """No consumer may have read further than the log reaches: what came there later would never be acted on.

    Nor may a cursor stand under a name that no consumer has.
    """
    size, known, count = Leaf.objects.count(), consumers.names(), 0
    for name, place in Cursor.objects.order_by("name").values_list("name", "next_idx"):
        count += 1
        if name not in known:
            findings.problem(f"后续办理 {name}：没有这一项后续办理")
        elif not isinstance(place, int) or not 0 <= place <= size:
            findings.problem(f"后续办理 {name}：进度 {place} 超出日志的 {size} 条")
    findings.count("后续办理", count)
