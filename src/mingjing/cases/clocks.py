"""How a running time limit is shown: what is left of it, counted as its law counts, and how pressing it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.law.calendar import DAY, shipped
from mingjing.law.terms import rule

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.workflow.models import Clock

HOURS = "小时"
"""A limit in hours is shown by the day on which it ends; the hour stands on the case page."""
SOON = 3
"""Working days before the safe day from which a limit is pressing."""

NAMES = {
    "xzcf.decision_90": "作出处罚决定",
    "xzcf.serve_7": "送达决定书",
    "xzcf.pre_register": "处理先行登记保存",
    "nm.publish7": "公开处罚决定",
    "nm.review5": "法制审核（244号）",
    "zj55.review": "法制审核（55号令）",
    "zj55.close": "结案审批",
    "zj55.verify": "线索核查",
}
KIND_LABELS = {
    "window": "当事人权利期",
    "duty": "机关办理期",
    "duration": "持续期",
    "elapse": "经过期",
    "back": "倒算期",
    "calendar": "历日",
}
"""What kind of limit it is (reference §11.3), in the words of the desk."""
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
    total = int(row.value) if row.value.isdigit() else units(clock.started_on, clock.due_on, row.unit)
    total = units(clock.started_on, clock.due_on, "日") if row.unit == HOURS else total
    total += sum(each["days"] for each in clock.extensions)
    stopped, open_ = clock.stopped_since, clock.met_on is None and clock.ended_on is None
    counted = _counted(stopped, today)
    name = NAMES.get(clock.rule, row.name) + (f"：{party}" if party else "")
    tone, left = _tone(clock, today, row.kind, row.unit)
    return ShownClock(
        name=name,
        left=left,
        due=_due(clock),
        tone=tone,
        used=min(
            total,
            max(0, units(clock.started_on, counted, row.unit) - _left_out(clock, row.unit, until=counted)),
        ),
        total=total,
        unit="日" if row.unit == HOURS else row.unit,
        late=open_ and stopped is None and row.kind != "window" and today > clock.due_on,
        soon=open_ and clock.due_on >= today and pressing(clock, today),
        clock=clock,
    )


def runs(clock: Clock, today: dt.date) -> bool:
    """Say whether a limit still asks for something: not met, and no right of a party that has simply passed."""
    if clock.met_on or clock.ended_on:
        return False
    return rule(clock.rule).kind != "window" or today <= clock.due_on or clock.rule in OWED


def pressing(clock: Clock, today: dt.date) -> bool:
    """Say whether three working days or fewer are left to the safe day; nothing presses that is stopped."""
    return clock.stopped_since is None and units(today, clock.safe_on, "工作日") <= SOON


def units(start: dt.date, end: dt.date, unit: str) -> int:
    """Return how many days (or working days) lie after `start` up to and with `end`; 0 when it lies before."""
    if end <= start:
        return 0
    if unit != "工作日":
        return (end - start).days
    calendar = shipped()
    return sum(calendar.is_workday(start + DAY * n) for n in range(1, (end - start).days + 1))


def _counted(stopped: dt.date | None, today: dt.date) -> dt.date:
    """Return the last day that counts up to today."""
    return today if stopped is None else min(today, stopped - DAY)


def _left_out(clock: Clock, unit: str, *, until: dt.date | None = None) -> int:
    """Return how much was left out, in all or of what has been counted up to a day."""
    return sum(units(first - DAY, min(last, until or last), unit) for first, last in clock.left_out)


def _tone(clock: Clock, today: dt.date, kind: str, unit: str) -> tuple[str, str]:
    if clock.met_on:
        return ("ok", "已完成") if clock.met_on <= clock.due_on else ("soon", "逾期完成")
    if clock.ended_on or clock.stopped_since:
        return "off", _halted(clock, today, unit)
    if today > clock.due_on:
        if kind == "window":
            return ("stop", "已过缴款期限") if clock.rule in OWED else ("ok", "已届满")
        return "stop", f"已逾期 {units(clock.due_on, today, unit)} {_measure(unit)}"
    if today > clock.safe_on:
        return "stop", f"最迟日 {clock.due_on:%m-%d}"
    left = units(today, clock.safe_on, unit)
    words = f"剩 {left} {_measure(unit)}" if left else "今天到期"
    return ("soon" if kind != "window" and pressing(clock, today) else "now"), words


def _halted(clock: Clock, today: dt.date, unit: str) -> str:
    if clock.ended_on or clock.stopped_since is None:
        return "不再计算"
    left = units(_counted(clock.stopped_since, today), clock.safe_on, unit)
    return f"停止计算，剩 {left} {_measure(unit)}"


def _measure(unit: str) -> str:
    return "个工作日" if unit == "工作日" else "日"


def _due(clock: Clock) -> str:
    if clock.met_on:
        return f"{clock.met_on} 完成，期限 {clock.due_on}"
    if clock.ended_on:
        return f"{clock.ended_on} {clock.ended_why}，不再计算；期限原为 {clock.due_on}"
    if clock.stopped_since:
        why = "、".join(each["why"] for each in clock.stops if not each["until"])
        return f"{clock.stopped_since} 起停止计算：{why}；恢复后重新推算"
    notes = ["暂算"] if clock.provisional else []
    if taken := _left_out(clock, "日"):
        notes.append(f"已扣除 {taken} 日")
    if added := sum(each["days"] for each in clock.extensions):
        notes.append(f"已延长 {added} {_measure(rule(clock.rule).unit)}")
    noted = f"（{'，'.join(notes)}）" if notes else ""
    if clock.safe_on != clock.due_on:
        return f"安全日 {clock.safe_on}，最迟 {clock.due_on}{noted}"
    return f"{clock.due_on} 届满{noted}"
