"""Rules of paying, on plain values: the payment itself, deferral and instalments, the late fine (行政处罚法66–73)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAYING = "行政处罚法 第六十七条"
RECEIPT = "行政处罚法 第七十条"
DEFERRING = "行政处罚法 第六十六条第二款"
LATE = "行政处罚法 第七十二条第一款第一项；行政强制法 第四十五条"
PAYMENT_CODE = re.compile(r"\d{20}")
"""缴款码: twenty digits, one for each sum that is to be paid into the treasury."""
RECEIPT_NUMBER = re.compile(r"(\d{8})?\d{10}|\d{8}")
"""财政票据: the ten digits of an electronic receipt, with or without its eight-digit code; eight on paper."""
DAY = dt.timedelta(days=1)
LATE_PERCENT = 3
MOST_INSTALMENTS = 12


@dataclass(frozen=True)
class Owed:
    """What was owed and paid before a payment, in 分: on the decision, and as late fine."""

    due: int
    before: int
    late_due: int = 0
    late_before: int = 0


def payment(
    owed: Owed, *, amount: int, late_amount: int = 0, channel: str, payment_code: str, receipt_number: str
) -> None:
    """行政处罚法67、70: a payment is no more than what is owed, goes to the bank or electronically, with its receipt.

    Amounts in 分. An order carried out has no amount and needs nothing of it.
    """
    if amount < 0 or late_amount < 0:
        raise Refusal("payment.negative", "缴款数额不得为负。", field="amount", next_step="请核对票据金额。")
    if not amount + late_amount:
        return
    if owed.before + amount > owed.due:
        raise Refusal(
            "payment.too_much", "登记的缴款超过应缴数额。", field="amount", next_step="请核对票据金额。"
        )
    if owed.late_before + late_amount > owed.late_due:
        raise Refusal(
            "payment.late_too_much",
            f"登记的加处罚款超过到这一天应缴的数额 {owed.late_due / 100:,.2f} 元。",
            LATE,
            "决定书写明不加处的，不收加处罚款；写明加处的，按日计算，不超过罚款数额。",
            "late_amount",
        )
    if not channel:
        raise Refusal(
            "payment.no_channel", "请写明向指定银行还是通过电子支付系统缴纳。", PAYING, "请选择缴款方式。",
            "channel",
        )  # fmt: skip
    _formed(payment_code, receipt_number)


def _formed(payment_code: str, receipt_number: str) -> None:
    if not PAYMENT_CODE.fullmatch(payment_code.strip()):
        raise Refusal(
            "payment.no_code",
            "缴款须登记非税缴款码，缴款码是 20 位数字。",
            PAYING,
            "请照缴款通知或者票据填写 20 位缴款码。",
            "payment_code",
        )
    if not receipt_number.strip():
        raise Refusal(
            "payment.no_receipt", "缴款须登记财政票据号。", RECEIPT, "请填写票据号。", "receipt_number"
        )
    if not RECEIPT_NUMBER.fullmatch(receipt_number.strip()):
        raise Refusal(
            "payment.receipt_form",
            "财政票据号不成形：电子票据 10 位数字（可以连同 8 位票据代码），纸质票据 8 位。",
            RECEIPT,
            "请照票据填写，不加空格和文字。",
            "receipt_number",
        )


# ── deferral and instalments ──


def plan(instalments: Sequence[tuple[dt.date, int]], *, owed: int, today: dt.date) -> None:
    """行政处罚法66第二款: dates ahead and in order, amounts that together make what is still owed (分)."""
    if not instalments or any(amount <= 0 for _, amount in instalments):
        raise Refusal(
            "deferral.empty", "请写明各期的日期和金额。", DEFERRING, "一行一期：日期，金额（元）。", "plan"
        )
    if len(instalments) > MOST_INSTALMENTS:
        raise Refusal(
            "deferral.too_many", f"不超过 {MOST_INSTALMENTS} 期。", DEFERRING, "请合并为较少的期次。", "plan"
        )
    days = [day for day, _ in instalments]
    if days != sorted(set(days)) or days[0] <= today:
        raise Refusal(
            "deferral.order", "各期的日期须在今天之后，先后不重复。", DEFERRING, "请改写各期的日期。", "plan"
        )
    total = sum(amount for _, amount in instalments)
    if total != owed:
        raise Refusal(
            "deferral.total",
            f"各期合计 {total / 100:,.2f} 元，与尚未缴纳的 {owed / 100:,.2f} 元不符。",
            DEFERRING,
            "延期、分期只改日期，不减罚款：请使各期合计等于尚未缴纳的数额。",
            "plan",
        )


# ── the late fine ──


@dataclass(frozen=True)
class Schedule:
    """What is to be paid by when, from a day on: the decision's own term, or the plan of a deferral that followed."""

    since: dt.date
    instalments: tuple[tuple[dt.date, int], ...]

    def overdue(self, on: dt.date, *, total: int, paid: int) -> int:
        """Return what was due before a day and had not been paid before it, in 分."""
        planned = sum(amount for _, amount in self.instalments)
        late = sum(amount for due, amount in self.instalments if due < on)
        return max(0, total - planned + late - paid)


def late_fine(
    schedules: Sequence[Schedule],
    payments: Iterable[tuple[dt.date, int]],
    *,
    fine: int,
    on: dt.date,
    left_out: Sequence[tuple[dt.date, dt.date]] = (),
) -> int:
    """行政处罚法72; 行政强制法45: 3% a day of what is overdue, from the day after the term to the day of payment.

    In 分, never more than the fine. `schedules` by the day from which each holds, the first that of the decision;
    while a deferral holds only what of its plan has passed unpaid counts (66). 33 days make 99%, the 34th the whole.
    `left_out`: spans of reconsideration or litigation, both days included, in which nothing is reckoned (73).
    """
    made = sorted(payments)
    day, gathered = schedules[0].instalments[0][0] + DAY, 0
    while day <= on and gathered < fine * 100:
        holds = [each for each in schedules if each.since <= day][-1]
        paid = sum(amount for done, amount in made if done < day)
        base = min(fine, holds.overdue(day, total=_total(schedules), paid=paid))
        if not base and paid >= _total(schedules):
            break
        if not any(first <= day <= last for first, last in left_out):
            gathered += base * LATE_PERCENT
        day += DAY
    return min(fine, gathered // 100)


def _total(schedules: Sequence[Schedule]) -> int:
    return sum(amount for _, amount in schedules[0].instalments)
