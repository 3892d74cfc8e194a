"""Rules of what is asked for in the course of a case, on plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.refusal import Refusal, holds

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Set as AbstractSet

BEFORE_DECISION = ("investigation", "conclusion", "review", "notice", "hearing", "discussion", "decision")
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


def opinion_where_refused(*, agreed: bool, opinion: str) -> None:
    """Refuse a refusal without its reasons."""
    if not agreed and not opinion.strip():
        raise Refusal(
            "petition.no_opinion", "不同意的，请写明理由。", next_step="写明理由。", field="opinion"
        )


def another_decides(*, same: bool) -> None:
    """§11.6 no. 21: who asks does not grant."""
    if same:
        raise Refusal(
            "petition.own",
            "呈请人不能自己批准。",
            "本机关审批链设置",
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


EXTENDING = "住房和城乡建设行政处罚程序规定 第二十九条"
FIRST_EXTENSION, MOST_SECOND = 30, 60
MOST_EXTENSIONS = 2


def second_extension(granted: int) -> bool:
    """55号令29: say whether the next extension is the second; refuse a third."""
    if granted >= MOST_EXTENSIONS:
        raise Refusal(
            "extension.exhausted",
            "办案期限已经两次延长，不能再延。",
            EXTENDING,
            "请在期限内作出决定；逾期的照实办理，逾期留在记录里。",
        )
    return granted == 1


def extension_days(days: int) -> int:
    """55号令29: the second extension is between one and sixty days."""
    if not 0 < days <= MOST_SECOND:
        raise Refusal("extension.days", "再次延长的期限不得超过六十日。", EXTENDING, "请填 1 至 60。", "days")
    return days


def not_yet_passed(due_on: dt.date, today: dt.date) -> None:
    """55号令29: an extension is asked for and granted before the limit has passed."""
    if today > due_on:
        raise Refusal(
            "extension.late",
            f"办案期限已于 {due_on} 届满，不能再延长。",
            EXTENDING,
            "请尽快作出决定；逾期照实留在记录里，审核和监督可见。",
        )


def extendable(*, due_on: dt.date, today: dt.date, granted: int, waiting: AbstractSet[str]) -> bool:
    """55号令29: say whether an extension may be asked for: in time, twice at most, while none waits for its answer."""
    return (
        holds(lambda: not_yet_passed(due_on, today))
        and holds(lambda: second_extension(granted))
        and not waiting & {"extension", "second-extension"}
    )
