"""An on-site task of the cast, told as far as a test needs it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.visits.tasks import approve_visit, propose_visit

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.visits.models import Visit

TODAY = dt.date(2026, 9, 15)
TOLD: dict[str, Any] = {
    "activity": "inspect", "category": "建筑市场", "place": "云川镇滨河路工地（示例）",
    "object": "云岭县青禾置业有限公司（示例）", "content": "查看施工现场的施工许可和安全防护。",
    "basis": "建设工程质量管理条例 第四十三条", "recording": "全过程录像，制作现场检查笔录。",
}  # fmt: skip


def at(hour: int, day: dt.date = TODAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), clock.SHANGHAI)


def proposed(bureau: Bureau, **told: Any) -> Visit:
    """Put a task of two officers before the leader, this morning from nine to twelve."""
    officers = [bureau.people["officer1"], bureau.people["officer2"]]
    given = {**TOLD, "officers": officers, "opens_at": at(9), "closes_at": at(12), **told}
    return propose_visit(user=bureau.users["officer1"], **given)


def approved(bureau: Bureau, **told: Any) -> Visit:
    """Tell a task up to its approval."""
    return approve_visit(user=bureau.users["deputy"], visit=proposed(bureau, **told))
