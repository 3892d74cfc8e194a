"""Time limits: the rows of `data/terms.csv`, and how each is counted.

Each row carries its own unit (each law counts its own way: 处罚法85, 强制法69, 许可法82, 55号令45,
复议法88), its kind and how it rolls:

- `window`: a party's right; an end on any non-working day moves to the next working day.
- `duty`: an agency's obligation; the safe day never moves, the last day moves only for a statutory holiday.
- `duration` (seal, preservation) and `elapse` (public notice): never move.
- `back`: counted backward, strictly: the full number of whole days lies between.
- `calendar`: a date of the year. `threshold` and `note` are no time limits.
"""

from __future__ import annotations

import csv
import datetime as dt
import enum
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from mingjing.clock import SHANGHAI
from mingjing.law.calendar import DATA, DAY, Calendar, shipped
from mingjing.law.counting import Count, months_later
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

type Kind = Literal["window", "duty", "duration", "elapse", "back", "calendar", "threshold", "note"]
type Roll = Literal["", "none", "any_nonworkday", "statutory_holiday"]
type Span = tuple[dt.date, dt.date]


class Unit(enum.StrEnum):
    """What a limit is counted in."""

    HOURS = "小时"
    WORKDAYS = "工作日"
    DAYS = "日"
    MONTHS = "月"
    YEARS = "年"
    AT_ONCE = "立即"


# Days that the law takes out of a limit, and the clause that does so. Other limits run on (55号令25).
SUSPENDED_BY = {
    "xzcf.decision_90": "住建部55号令 第二十九条、第三十条",
    "zj55.ext1": "住建部55号令 第二十九条、第三十条",
    "zj55.ext2": "住建部55号令 第二十九条、第三十条",
    "nm.review5": "内蒙古244号令 第三十一条",
    "nm.review5ext": "内蒙古244号令 第三十一条",
    "qz.seal": "行政强制法 第二十五条",
    "qz.seal_ext": "行政强制法 第二十五条",
    "xk.decide": "行政许可法 第四十五条",
    "xk.decide_ext": "行政许可法 第四十五条",
    "xk.joint": "行政许可法 第四十五条",
    "xk.joint_ext": "行政许可法 第四十五条",
    "xk.deliver": "行政许可法 第四十五条",
    "gk.reply": "政府信息公开条例 第三十三条",
}


@dataclass(frozen=True)
class TermRule:
    """One row: a time limit, an amount, or a note, with the clause it comes from."""

    key: str
    category: str
    name: str
    start_event: str
    value: str
    unit: str
    direction: str
    law: str
    article: str
    system_action: str
    kind: Kind
    roll: Roll
    same_as: str
    extends: str

    @property
    def is_time_limit(self) -> bool:
        """Say whether the row counts time at all."""
        return self.kind not in {"threshold", "note"} and bool(self.value)

    @property
    def span(self) -> str:
        """Return how long it is: `5 个工作日`, `60 日`, `6 个月`; `立即` where it is at once."""
        if self.unit == Unit.AT_ONCE:
            return self.unit
        return f"{self.value} {'个' if self.unit in {Unit.WORKDAYS, Unit.MONTHS} else ''}{self.unit}"

    @property
    def clause(self) -> str:
        """Return law and article as a citation that people read: `行政处罚法 第60条`."""
        return f"{self.law} 第{self.article}条" if self.article else self.law


@dataclass(frozen=True)
class Due:
    """When a limit ends.

    `due` is the last lawful day (a time where the unit is hours), `safe` the day to work towards, `end` the
    last day before any rolling (an extension continues from it), `provisional` says that a calendar was asked
    that is not published yet.
    """

    due: dt.date | dt.datetime
    safe: dt.date | dt.datetime
    provisional: bool
    kind: Kind
    unit: str
    end: dt.date | dt.datetime


@cache
def rules() -> dict[str, TermRule]:
    """Return all shipped rows by key."""
    with (DATA / "terms.csv").open(encoding="utf-8", newline="") as lines:
        return {row["key"]: TermRule(**cast("dict[str, str]", row)) for row in csv.DictReader(lines)}  # type: ignore[arg-type]


NAMED = {
    "source.reply": TermRule(
        "source.reply", "行政处罚", "答复来件", "收到来件", "", Unit.WORKDAYS, "不超过", "来件载明的答复期限", "", "",
        "duty", "", "", "",
    ),
    "correction.answer": TermRule(
        "correction.answer", "公示", "答复更正申请", "收到更正申请", "5", Unit.WORKDAYS, "不超过",
        "本机关公示规则（非法定）", "", "", "duty", "", "", "",
    ),
    "complaint.answer": TermRule(
        "complaint.answer", "监督", "答复投诉举报", "收到投诉举报", "15", Unit.WORKDAYS, "不超过",
        "本机关监督制度（非法定）", "", "", "duty", "", "", "",
    ),
    "visit.approve": TermRule(
        "visit.approve", "现场执法", "紧急先行实施后补批", "先行实施", "1", Unit.WORKDAYS, "不超过",
        "国办发〔2024〕54号只写“及时”，期限为本机关设置", "", "", "duty", "", "", "",
    ),
}  # fmt: skip
"""Limits that no law has: a last day that somebody outside names for each thing they send, and our own promises."""


def until(day: dt.date) -> Due:
    """Return a limit whose last day is named: it never rolls, and is worked towards on a working day."""
    count = Count(shipped())
    safe = count.workday_until(day)
    return Due(day, safe, provisional=count.provisional, kind="duty", unit=Unit.WORKDAYS, end=day)


def working_days(start: dt.date, amount: int) -> dt.date:
    """Return the last of so many working days after a day, for a limit that is a habit and no law's."""
    return Count(shipped()).workdays(start, amount)


def rule(key: str) -> TermRule:
    """Return the row of the key, or refuse: an unknown rule is never guessed."""
    found = rules().get(key) or NAMED.get(key)
    if found is None:
        raise Refusal(
            code="law.term_unknown",
            sentence=f"没有名为“{key}”的期限规则。",
            next_step="在期限规则表中查找正确的键名",
        )
    return found


def extension_of(key: str) -> TermRule | None:
    """Return the row whose `extends` names the key, if the law knows one."""
    return next((row for row in rules().values() if row.extends == key), None)


def due(
    rule_key: str,
    start: dt.date | dt.datetime,
    *,
    extended: bool = False,
    calendar: Calendar | None = None,
    suspended: Sequence[Span] = (),
    amount: int | None = None,
) -> Due:
    """Return when the limit that begins with `start` ends; the day of the event itself is never counted.

    `extended` continues with the extension from the unrolled end. `suspended` are spans (both days included)
    that are not counted, where the law takes them out of this limit (`SUSPENDED_BY`); elsewhere they change
    nothing. `amount` is fewer units than the row's own, where whoever grants the limit may grant less ("不得超过
    六十日"); never more. A limit in hours that starts on a date starts with that day's midnight.
    Refuses rows that are no time limit.
    """
    row = rule(rule_key)
    _require_time_limit(row)
    if amount is not None:
        row = replace(row, value=str(min(amount, int(row.value))))
    count = Count(calendar or shipped(), suspended if rule_key in SUSPENDED_BY else ())
    end = _end(row, start, count)
    if extended:
        row = _extension(row)
        end = _end(row, end, count)
    return _rolled(row, end, count)


def _require_time_limit(row: TermRule) -> None:
    if not row.is_time_limit:
        raise Refusal(
            code="law.not_a_time_limit",
            sentence=f"“{row.name}”（{row.key}）不是期限，算不出日期。",
            clause=row.clause,
            next_step="选择一条有起算日和期间的规则",
        )


def _extension(row: TermRule) -> TermRule:
    extension = extension_of(row.key)
    if extension is None:
        raise Refusal(
            code="law.term_not_extendable",
            sentence=f"“{row.name}”（{row.key}）没有可以延长的规定。",
            clause=row.clause,
            next_step="按原期限办理",
        )
    return extension


def _end(row: TermRule, start: dt.date | dt.datetime, count: Count) -> dt.date | dt.datetime:
    """Return the last day (or moment) before rolling."""
    if row.unit == Unit.HOURS:
        return _moment(start) + dt.timedelta(hours=int(row.value))
    day = start.date() if isinstance(start, dt.datetime) else start
    if row.kind == "calendar":
        return _date_of_the_year(row, day)
    if row.kind == "back":
        return _counted_back(row, day, count)
    return _counted(row, day, count)


def _counted(row: TermRule, day: dt.date, count: Count) -> dt.date:
    amount = int(row.value)
    match row.unit:
        case Unit.AT_ONCE:
            return day
        case Unit.WORKDAYS:
            return count.workdays(day, amount)
        case Unit.DAYS:
            return count.days(day, amount)
        case Unit.MONTHS:
            return months_later(day, amount)
        case Unit.YEARS:
            return months_later(day, amount * 12)
        case _:
            raise ValueError(f"{row.key}: unit {row.unit}")


def _moment(start: dt.date | dt.datetime) -> dt.datetime:
    if not isinstance(start, dt.datetime):
        return dt.datetime.combine(start, dt.time(), SHANGHAI)
    return start if start.tzinfo else start.replace(tzinfo=SHANGHAI)


def _counted_back(row: TermRule, day: dt.date, count: Count) -> dt.date:
    """Return the last day after which the full number of whole days still lies before the event.

    A validity that expires (届满) ends with its last day, so that day counts as a whole one (许可法50).
    """
    before = day + DAY if "届满" in row.start_event else day
    amount = int(row.value)
    if row.unit == Unit.WORKDAYS:
        return count.workdays_before(before, amount) - DAY
    return before - DAY * (amount + 1)


_MONTH_DAY = re.compile(r"(\d+)月(?:(\d+)日|底)")


def _date_of_the_year(row: TermRule, day: dt.date) -> dt.date:
    """Return the first such date on or after the day (1月31日, 3月底)."""
    match = _MONTH_DAY.fullmatch(row.value)
    if match is None:
        raise ValueError(f"{row.key}: date {row.value}")
    month = int(match[1])
    for year in (day.year, day.year + 1):
        candidate = (
            dt.date(year, month, int(match[2]))
            if match[2]
            else months_later(dt.date(year, month, 1), 1) - DAY
        )
        if candidate >= day:
            break
    return candidate


def _rolled(row: TermRule, end: dt.date | dt.datetime, count: Count) -> Due:
    if isinstance(end, dt.datetime) or row.unit == Unit.AT_ONCE:
        return Due(end, end, provisional=count.provisional, kind=row.kind, unit=row.unit, end=end)
    last = end
    if row.roll == "any_nonworkday" or (row.roll == "statutory_holiday" and count.in_holiday(end)):
        last = count.workday_from(end)
    safe = last if row.kind == "window" else count.workday_until(end)
    return Due(last, safe, provisional=count.provisional, kind=row.kind, unit=row.unit, end=end)
