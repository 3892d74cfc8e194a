"""Who may say that what cites a changed article stays as it is, and when (种子 A2.0), on plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt

CLAUSE = "种子 一（二）1；244号 第十三条；政府信息公开条例 第二十六条"


def may_stay(*, done_on: dt.date | None, reason: str) -> None:
    """种子 A2.0: it stays only for a reason, and that is said once."""
    if done_on is not None:
        raise Refusal("revision.done", f"这项修订任务已于 {done_on} 办结。", next_step="无须再办。")
    if not reason.strip():
        raise Refusal(
            "revision.no_reason",
            "没有写明不需修订的理由。",
            CLAUSE,
            "请对照修改前后的条文写明理由。",
            "reason",
        )


def own_revision(own: str, unit: str, *, everything: bool) -> None:
    """A section speaks for what it answers for itself; the head of the legal department for everything."""
    if not everything and own != unit:
        raise Refusal(
            "revision.foreign",
            f"这项修订任务由{unit}负责，您所在的机构不能说明。",
            CLAUSE,
            "请由责任机构或者法制机构负责人办理。",
        )
