"""Rules of what is asked for in the course of a case, on plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt

BEFORE_DECISION = ("investigation", "conclusion", "review", "notice", "discussion", "decision")
"""Steps between filing and decision: where a case may be suspended, extended, withdrawn."""
SUSPENDING = "住房和城乡建设行政处罚程序规定 第三十条"


def with_reason(reason: str, *, field: str = "reason") -> str:
    """Refuse a request or a step without its reasons; return them trimmed."""
    if not reason.strip():
        raise Refusal("petition.no_reason", "请写明理由。", next_step="写明事实和依据的条款。", field=field)
    return reason.strip()


def none_pending(*, pending: bool, label: str) -> None:
    """Refuse a second request for the same thing while the first waits."""
    if pending:
        raise Refusal(
            "petition.pending", f"“{label}”已经呈请，尚待负责人批准。", next_step="请等批准后再办。"
        )


def some_pending(*, pending: bool, label: str) -> None:
    """Refuse to grant what nobody asked for."""
    if not pending:
        raise Refusal("petition.none", f"没有待批准的“{label}”。", next_step="请由承办人先呈请。")


def another_decides(*, same: bool) -> None:
    """§11.6 no. 21: who asks does not grant."""
    if same:
        raise Refusal(
            "petition.own",
            "呈请人不能自己批准。",
            "审批链设置（§11.6 第21项）",
            "请由另一名负责人批准。",
        )


def running_on(*, suspended_since: dt.date | None) -> None:
    """55号令30: while a case is suspended nothing of it is investigated or decided."""
    if suspended_since:
        raise Refusal(
            "case.suspended",
            f"案件自 {suspended_since} 起中止调查，中止期间不能办理这一事项。",
            SUSPENDING,
            "中止的情形消失的，请先登记恢复调查。",
        )
