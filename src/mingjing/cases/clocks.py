"""How a running time limit is shown: what is left of it, counted as its law counts, and how pressing it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.law.calendar import DAY, shipped
from mingjing.law.terms import rule

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.workflow.models import Clock

SOON = 3
"""Working days before the safe day from which a limit is pressing."""

NAMES = {
    "xzcf.decision_90": "作出处罚决定",
    "xzcf.serve_7": "送达决定书",
    "nm.publish7": "公开处罚决定",
    "nm.review5": "法制审核（244号）",
    "zj55.review": "法制审核（55号令）",
    "zj55.close": "结案审批",
}
OWED = frozenset({"xzcf.pay_15"})
"""Windows of a party whose end means that something is owed; the end of the others means that a right has passed."""


@dataclass(frozen=True)
class ShownClock:
    """A time limit in words. `tone`: ok, soon, stop or now. `used` of `total` units, both included."""

    name: str
    left: str
    due: str
    tone: str
    used: int
    total: int
    unit: str
    late: bool
    soon: bool
    clock: Clock


def show(clock: Clock, today: dt.date, *, party: str = "") -> ShownClock:
    """Return a time limit as it stands today. Warnings go by the safe day (reference §11.3)."""
    row = rule(clock.rule)
    total = int(row.value) if row.value.isdigit() else 0
    name = NAMES.get(clock.rule, row.name) + (f"：{party}" if party else "")
    tone, left = _tone(clock, today, row.kind, row.unit)
    return ShownClock(
        name=name,
        left=left,
        due=_due(clock),
        tone=tone,
        used=min(total, units(clock.started_on, today, row.unit)),
        total=total,
        unit=row.unit,
        late=clock.met_on is None and row.kind != "window" and today > clock.due_on,
        soon=clock.met_on is None and clock.due_on >= today and pressing(clock, today),
        clock=clock,
    )


def runs(clock: Clock, today: dt.date) -> bool:
    """Say whether a limit still asks for something: not met, and no right of a party that has simply passed."""
    if clock.met_on:
        return False
    return rule(clock.rule).kind != "window" or today <= clock.due_on or clock.rule in OWED


def pressing(clock: Clock, today: dt.date) -> bool:
    """Say whether three working days or fewer are left to the safe day."""
    return units(today, clock.safe_on, "工作日") <= SOON


def units(start: dt.date, end: dt.date, unit: str) -> int:
    """Return how many days (or working days) lie after `start` up to and with `end`; 0 when it lies before."""
    if end <= start:
        return 0
    if unit != "工作日":
        return (end - start).days
    calendar = shipped()
    return sum(calendar.is_workday(start + DAY * n) for n in range(1, (end - start).days + 1))


def _tone(clock: Clock, today: dt.date, kind: str, unit: str) -> tuple[str, str]:
    if clock.met_on:
        return ("ok", "已完成") if clock.met_on <= clock.due_on else ("soon", "逾期完成")
    if today > clock.due_on:
        if kind == "window":
            return ("stop", "已过缴款期限") if clock.rule in OWED else ("ok", "已届满")
        return "stop", f"已逾期 {units(clock.due_on, today, unit)} {_measure(unit)}"
    if today > clock.safe_on:
        return "stop", f"最迟日 {clock.due_on:%m-%d}"
    left = units(today, clock.safe_on, unit)
    words = f"剩 {left} {_measure(unit)}" if left else "今天到期"
    return ("soon" if kind != "window" and pressing(clock, today) else "now"), words


def _measure(unit: str) -> str:
    return "个工作日" if unit == "工作日" else "日"


def _due(clock: Clock) -> str:
    if clock.met_on:
        return f"{clock.met_on} 完成，期限 {clock.due_on}"
    provisional = "（暂算）" if clock.provisional else ""
    if clock.safe_on != clock.due_on:
        return f"安全日 {clock.safe_on}，最迟 {clock.due_on}{provisional}"
    return f"{clock.due_on} 届满{provisional}"
