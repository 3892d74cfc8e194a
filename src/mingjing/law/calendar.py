"""Which day is a working day: weekends, the published holidays (放假) and make-up days (调休上班).

全国年节及纪念日放假办法 says which days are holidays; the State Council's yearly notice says how they move.
A year with at least one published row counts as published. In any other year the answer is provisional
(暂算): weekends and the holidays of 放假办法 第二条, without any moving.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DATA = Path(__file__).parent / "data"
DAY = dt.timedelta(days=1)
SATURDAY = 5

type DayKind = Literal["off", "work"]

_FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


@dataclass(frozen=True)
class Calendar:
    """Working days from published exceptions.

    `exceptions` maps a date to `off` (放假) or `work` (调休上班). `festivals` are the holidays of 放假办法
    第二条 that move with the moon, used in unpublished years only.
    """

    exceptions: Mapping[dt.date, DayKind]
    festivals: frozenset[dt.date] = frozenset()
    years: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", frozenset(day.year for day in self.exceptions))

    def is_published(self, day: dt.date) -> bool:
        """Say whether the day's year has its holiday notice; if not, any answer about it is provisional."""
        return day.year in self.years

    def is_statutory_holiday(self, day: dt.date) -> bool:
        """Say whether the day is listed as 放假 (a holiday that falls on a weekend is not listed)."""
        if self.is_published(day):
            return self.exceptions.get(day) == "off"
        return (day.month, day.day) in _FIXED or day in self.festivals

    def is_workday(self, day: dt.date) -> bool:
        """Say whether people work on the day: no weekend and no holiday, or a make-up day."""
        kind = self.exceptions.get(day)
        if kind is not None:
            return kind == "work"
        return day.weekday() < SATURDAY and not self.is_statutory_holiday(day)

    def next_workday(self, day: dt.date) -> dt.date:
        """Return the first working day after the day."""
        day += DAY
        while not self.is_workday(day):
            day += DAY
        return day

    def last_workday(self, day: dt.date) -> dt.date:
        """Return the day itself, or the nearest working day before it."""
        while not self.is_workday(day):
            day -= DAY
        return day

    def idle_block(self, day: dt.date) -> list[dt.date]:
        """Return the unbroken run of non-working days around the day; empty if the day is a working day."""
        if self.is_workday(day):
            return []
        first = self.last_workday(day) + DAY
        end = self.next_workday(day)
        return [first + DAY * offset for offset in range((end - first).days)]


def read_exceptions(rows: Iterable[Mapping[str, str]]) -> dict[dt.date, DayKind]:
    """Return the exceptions of rows `date,kind` (`off` or `work`); a bad row is refused by its number."""
    exceptions: dict[dt.date, DayKind] = {}
    faults: list[str] = []
    for number, row in enumerate(rows, start=2):
        kind = row.get("kind", "")
        try:
            day = dt.date.fromisoformat(row.get("date", ""))
        except ValueError:
            faults.append(f"第{number}行：日期“{row.get('date', '')}”不是年-月-日")
            continue
        if kind == "off":
            exceptions[day] = "off"
        elif kind == "work":
            exceptions[day] = "work"
        else:
            faults.append(f"第{number}行：类型“{kind}”应为 {'、'.join(get_args(DayKind.__value__))}")
    if faults:
        raise Refusal(
            code="law.calendar_unreadable",
            sentence="日历文件有错，没有导入任何一行。",
            clause="全国年节及纪念日放假办法",
            next_step="改正下列各行后重新导入",
            details=faults,
        )
    return exceptions


def _festivals() -> frozenset[dt.date]:
    days: set[dt.date] = set()
    with (DATA / "festivals.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            eve = dt.date.fromisoformat(row["new_year_eve"])
            days.update(eve + DAY * offset for offset in range(4))
            days.update(
                dt.date.fromisoformat(row[name]) for name in ("tomb_sweeping", "dragon_boat", "mid_autumn")
            )
    return frozenset(days)


@cache
def shipped() -> Calendar:
    """Return the calendar that ships with the project."""
    with (DATA / "workdays.csv").open(encoding="utf-8", newline="") as lines:
        return Calendar(read_exceptions(csv.DictReader(lines)), _festivals())
