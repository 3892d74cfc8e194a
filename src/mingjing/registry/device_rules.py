"""Rules about recording devices: how their states follow, whose they were, how wrong their clocks; on plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KEEPING = "种子 二（三）3"
CHECKING = "244号 第十九条"
CLOCK_EVERY = dt.timedelta(days=30)
"""How long a clock check holds; a device may be wrong by three seconds a day (GA/T 947.2)."""
CLOCK_OFF = 60
"""Seconds from which on a clock is shown as wrong."""
LONG_OUT = dt.timedelta(days=3)
"""How long a device is out before its keeper is told: what it holds must be uploaded within twenty-four hours."""

FOLLOWS: dict[str, tuple[frozenset[str], str]] = {
    "clock": (frozenset({"ready", "out", "repair"}), ""),
    "repair": (frozenset({"ready"}), "repair"),
    "repaired": (frozenset({"repair"}), "ready"),
    "lost": (frozenset({"ready", "out", "repair"}), "lost"),
    "found": (frozenset({"lost"}), "ready"),
    "full": (frozenset({"ready", "out"}), ""),
    "emptied": (frozenset({"ready", "out"}), ""),
    "retired": (frozenset({"ready", "repair", "lost"}), "retired"),
}
"""Entry of the register → the states in which it may be made, and the state that follows (none: it stays)."""


@dataclass(frozen=True)
class Held:
    """A loan: whose, from when, until when (None: still)."""

    holder: str
    since: dt.datetime
    until: dt.datetime | None


@dataclass(frozen=True)
class Checked:
    """A clock check: when, and by how many seconds the device was fast."""

    at: dt.datetime
    offset: int


def may_follow(state: str, entry: str, *, said: str) -> str:
    """种子 B3.3: return the state after an entry; refuse one that cannot follow the state the device is in."""
    states, after = FOLLOWS[entry]
    if state not in states:
        raise Refusal(
            "device.state",
            f"设备现在的状态是“{said}”，不能办理这一项。",
            KEEPING,
            "请先办理归还、修复或者找回。",
            "entry_kind",
        )
    return after or state


def may_be_drawn(*, ready: bool, full: bool, carried: bool, said: str) -> None:
    """244号19: a device is checked before it is used: it is there, it is whole, it has room."""
    if not carried:
        raise Refusal("device.fixed", "固定安装的设备不领用。", KEEPING, "请选择可以携带的设备。", "device")
    if not ready:
        raise Refusal(
            "device.not_ready", f"设备{said}，不能领用。", CHECKING, "请换一台，或者先办理归还。", "device"
        )
    if full:
        raise Refusal("device.full", "设备存储已满。", CHECKING, "请先导出并登记“导出清空”。", "device")


def holder_at(loans: Iterable[Held], moment: dt.datetime) -> str:
    """种子 B3.3: return who held a device at a moment; empty where nobody had drawn it out."""
    return next(
        (
            each.holder
            for each in loans
            if each.since <= moment and (each.until is None or moment <= each.until)
        ),
        "",
    )


def offset_at(checks: Sequence[Checked], moment: dt.datetime) -> int:
    """Return by how many seconds a clock was fast at a moment: by the last check before it, else the first after it."""
    before = [each for each in checks if each.at <= moment]
    if before:
        return max(before, key=lambda each: each.at).offset
    return min(checks, key=lambda each: each.at).offset if checks else 0


def corrected(moment: dt.datetime, offset: int) -> dt.datetime:
    """Return what a right clock showed when one that was fast by `offset` seconds showed `moment`."""
    return moment - dt.timedelta(seconds=offset)


def clock_fault(checked_at: dt.datetime | None, offset: int, now: dt.datetime) -> str:
    """Return what is wrong with a clock: never checked, not for long, or too far off; empty when nothing."""
    if checked_at is None:
        return "从未校时"
    if now - checked_at > CLOCK_EVERY:
        return f"超过 {CLOCK_EVERY.days} 日没有校时"
    if abs(offset) > CLOCK_OFF:
        return f"时钟{'快' if offset > 0 else '慢'} {abs(offset)} 秒"
    return ""


def not_to_come(moment: dt.datetime, now: dt.datetime, field: str) -> None:
    """Refuse a time that has not come yet."""
    if moment > now:
        raise Refusal("device.future", "时间晚于现在。", KEEPING, "请改为实际的时间。", field)
