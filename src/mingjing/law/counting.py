"""Counting days on a calendar, remembering whether an unpublished year was asked about."""

from __future__ import annotations

import calendar as month_lengths
import datetime as dt
from typing import TYPE_CHECKING

from mingjing.law.calendar import DAY, Calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS_A_YEAR = 12


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the corresponding day that many months later, or that month's last day (民法典202)."""
    index = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_A_YEAR)
    length = month_lengths.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, length))


class Count:
    """One computation: every day that it looks at in an unpublished year makes its result provisional."""

    def __init__(self, calendar: Calendar, suspended: Sequence[tuple[dt.date, dt.date]] = ()) -> None:
        self._calendar = calendar
        self._suspended = suspended
        self.provisional = False

    def workdays(self, start: dt.date, amount: int) -> dt.date:
        """Return the last of `amount` working days after the start, suspended days left out."""
        day = start
        while amount:
            day += DAY
            if self._is_workday(day) and not self._is_suspended(day):
                amount -= 1
        return day

    def days(self, start: dt.date, amount: int) -> dt.date:
        """Return the last of `amount` natural days after the start, suspended days left out."""
        if not self._suspended:
            return start + DAY * amount
        day = start
        while amount:
            day += DAY
            if not self._is_suspended(day):
                amount -= 1
        return day

    def workdays_before(self, event: dt.date, amount: int) -> dt.date:
        """Return the first of the `amount` whole working days that lie directly before the event."""
        day = event
        while amount:
            day -= DAY
            if self._is_workday(day):
                amount -= 1
        return day

    def in_holiday(self, day: dt.date) -> bool:
        """Say whether the day lies in an unbroken run of free days that holds a statutory holiday."""
        self._look(day)
        block = self._calendar.idle_block(day)
        for free in block:
            self._look(free)
        return any(self._calendar.is_statutory_holiday(free) for free in block)

    def workday_from(self, day: dt.date) -> dt.date:
        """Return the day itself, or the first working day after it."""
        while not self._is_workday(day):
            day += DAY
        return day

    def workday_until(self, day: dt.date) -> dt.date:
        """Return the day itself, or the nearest working day before it."""
        while not self._is_workday(day):
            day -= DAY
        return day

    def _is_workday(self, day: dt.date) -> bool:
        self._look(day)
        return self._calendar.is_workday(day)

    def _is_suspended(self, day: dt.date) -> bool:
        return any(first <= day <= last for first, last in self._suspended)

    def _look(self, day: dt.date) -> None:
        self.provisional = self.provisional or not self._calendar.is_published(day)
