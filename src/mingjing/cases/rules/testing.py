"""Rules of testing, inspection by experts and appraisal, on plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

TESTING = "住房和城乡建设行政处罚程序规定 第十八条"
NOT_COUNTED = "住房和城乡建设行政处罚程序规定 第二十九条"


def named(text: str, what: str, field: str) -> str:
    """Refuse an entrustment or a report that leaves something out; return the text trimmed."""
    if not text.strip():
        raise Refusal("testing.incomplete", f"未写明{what}。", TESTING, "请照委托书、报告填写。", field)
    return text.strip()


def reported_after(reported_on: dt.date, entrusted_on: dt.date) -> None:
    """Refuse a report from before it was asked for."""
    if reported_on < entrusted_on:
        raise Refusal(
            "testing.report_date",
            f"收到报告的日期早于委托日期 {entrusted_on}。",
            TESTING,
            "请核对日期。",
            "reported_on",
        )


def told_anew(*, before: dt.date | None, now: dt.date, untold: bool) -> None:
    """55号令18: a result is registered once; again, on the same day of receipt, where a notice of it was voided."""
    if before and not untold:
        raise Refusal("testing.reported", "这项委托的结果已经登记。", TESTING, "请看案件页。")
    if before and before != now:
        raise Refusal(
            "testing.report_date", f"收到报告的日期已经登记为 {before}，重新制作告知书不改变它。", TESTING,
            "请填写原来的日期。", "reported_on",
        )  # fmt: skip


def all_told(waiting: Sequence[str]) -> None:
    """55号令18: refuse to end an investigation while a result is awaited or a party was not told of one."""
    if waiting:
        raise Refusal(
            "testing.untold", "检测、检验、鉴定的结果还没有告知当事人。", TESTING,
            "收到报告的，制作结果告知书并送达当事人后，再提交终结报告。", details=list(waiting),
        )  # fmt: skip
