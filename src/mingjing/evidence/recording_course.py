"""The course of a recording (244号18、19): what it covers, its interruptions, its gaps, its marks; on plain values."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mingjing.records.models import Json

COURSE, POINTS = "244号 第十九条", "244号 第十八条"
GAP = dt.timedelta(seconds=1)
"""What two recordings of the same course may lie apart; devices leave 0.04 s between their files (GA/T 947.2)."""
MINUTE = dt.timedelta(minutes=1)
"""How exactly a person writes down a time."""


@dataclass(frozen=True)
class Span:
    """From when to when."""

    since: dt.datetime
    until: dt.datetime

    def __str__(self) -> str:
        since, until = (each.astimezone(clock.SHANGHAI) for each in (self.since, self.until))
        return f"{since:%H:%M:%S} 至 {until:%H:%M:%S}"


@dataclass(frozen=True)
class Pause:
    """中断: from when to when, why, and whether the reason was said aloud in the recording."""

    span: Span
    reason: str
    spoken: bool

    @classmethod
    def read(cls, kept: Mapping[str, str | bool]) -> Pause:
        """Return an interruption as a row keeps it."""
        since, until = (dt.datetime.fromisoformat(str(kept[name])) for name in ("since", "until"))
        return cls(Span(since, until), str(kept["reason"]), bool(kept["spoken"]))

    @property
    def kept(self) -> dict[str, Json]:
        """Return it as a row keeps it."""
        return {
            "since": self.span.since.astimezone(clock.SHANGHAI).isoformat(timespec="seconds"),
            "until": self.span.until.astimezone(clock.SHANGHAI).isoformat(timespec="seconds"),
            "reason": self.reason,
            "spoken": self.spoken,
        }

    def __str__(self) -> str:
        return f"{self.span} {self.reason}（{'已' if self.spoken else '未'}语音说明）"


def covered(started_at: dt.datetime, ended_at: dt.datetime, length_ms: int | None) -> Span:
    """Return what a file covers: as long as its metadata say that it lasts, else as long as it is said to last."""
    if length_ms is None:
        return Span(started_at, ended_at)
    return Span(started_at, min(ended_at, started_at + dt.timedelta(milliseconds=length_ms)))


def hours(since: dt.date, began: dt.time | None, until: dt.date, ended: dt.time | None) -> Span | None:
    """Return from when to when an activity went on; None where nobody wrote it down."""
    if began is None or ended is None:
        return None
    zone = clock.SHANGHAI
    return Span(dt.datetime.combine(since, began, zone), dt.datetime.combine(until, ended, zone))


def gaps(segments: Iterable[Span], pauses: Sequence[Span], *, within: Span | None = None) -> list[Span]:
    """244号17、19: return the gaps of over one second in a whole course that no interruption explains.

    `within`: the hours of the activity, written to the minute; before and after them nothing has to be recorded.
    """
    rows = sorted(segments, key=lambda each: each.since)
    if not rows:
        return []
    found = []
    reached = rows[0].since if within is None else max(within.since, rows[0].since - MINUTE)
    if within is not None and rows[0].since - within.since > MINUTE:
        found.append(Span(within.since, rows[0].since))
    for each in rows:
        if each.since - reached > GAP and each is not rows[0]:
            found.append(Span(reached, each.since))
        reached = max(reached, each.until)
    if within is not None and within.until - reached > MINUTE:
        found.append(Span(reached, within.until))
    return [each for each in found if not any(_explains(pause, each) for pause in pauses)]


def _explains(pause: Span, gap: Span) -> bool:
    """Say whether an interruption, written to the minute, holds a gap."""
    return pause.since - MINUTE <= gap.since and gap.until <= pause.until + MINUTE


LINE = re.compile(
    r"(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?\s*(?:至|到|-|—|~|～)+\s*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?[\s，,]*(.+)"
)
SILENT = re.compile(r"[（(，,\s]*未(?:语音)?说明[）)。]*$")
MARK = re.compile(r"([1-7])\s*[:： ]\s*(?:(\d{1,2})[:：])?(\d{1,3})[:：](\d{2})")
SIXTY = 60


def read_pauses(text: str, on: dt.date) -> list[Pause]:
    """244号19: read interruptions, one a line: `10:08 至 10:11 换电池`, with `未说明` where nobody said why."""
    return [_read_pause(line.strip(), on) for line in text.splitlines() if line.strip()]


def _read_pause(line: str, on: dt.date) -> Pause:
    found = LINE.fullmatch(line)
    if found is None:
        raise _unreadable(f"这一行读不出起止时间和原因：{line}")
    hour, minute, second, to_hour, to_minute, to_second = (int(each or 0) for each in found.groups()[:6])
    try:
        since, until = dt.time(hour, minute, second), dt.time(to_hour, to_minute, to_second)
    except ValueError:
        raise _unreadable(f"没有这个时间：{line}") from None
    said = found.group(7)
    reason = SILENT.sub("", said).strip("，,。 ")
    if not reason or until < since:
        raise _unreadable(f"须写明原因，结束不早于开始：{line}")
    span = Span(*(dt.datetime.combine(on, each, clock.SHANGHAI) for each in (since, until)))
    return Pause(span, reason, spoken=SILENT.search(said) is None)


def _unreadable(sentence: str) -> Refusal:
    return Refusal(
        "recording.interruption",
        sentence,
        COURSE,
        "每次中断写一行，例如：10:08 至 10:11 换电池。",
        "interruption",
    )


def read_marks(text: str, length: dt.timedelta) -> dict[str, int]:
    """244号18: read where a point is seen, `1 0:30，3 12:05`: point → seconds from the start."""
    parts = [each for each in re.split(r"[，,；;\n]+", text) if each.strip()]
    found = {}
    for part in parts:
        read = MARK.fullmatch(part.strip())
        if read is None:
            raise _unmarked(f"读不出这个时间点：{part.strip()}")
        hour, minute, second = (int(each or 0) for each in read.groups()[1:])
        at = (hour * SIXTY + minute) * SIXTY + second
        if at > max(1, length.total_seconds()):
            raise _unmarked(f"时间点晚于录制的结束：{part.strip()}")
        found[read.group(1)] = at
    return found


def _unmarked(sentence: str) -> Refusal:
    return Refusal(
        "recording.mark", sentence, POINTS, "写项号和从开始起的时间，例如：1 0:30，3 12:05。", "marks"
    )


def said_at(seconds: int) -> str:
    """Return a mark as people write it: `12:05`, `1:02:03`."""
    minutes, second = divmod(seconds, SIXTY)
    hour, minute = divmod(minutes, SIXTY)
    return f"{hour}:{minute:02d}:{second:02d}" if hour else f"{minute}:{second:02d}"


def said_marks(marks: Mapping[str, int]) -> str:
    """Return marks as they are typed."""
    return "，".join(f"{key} {said_at(marks[key])}" for key in sorted(marks))


def said_pauses(pauses: Iterable[Pause]) -> str:
    """Return interruptions as they are typed."""
    return "\n".join(f"{each.span} {each.reason}{'' if each.spoken else '（未说明）'}" for each in pauses)


def faults(
    *, announced: bool | None, checked: bool | None, both_sides: bool | None, pauses: Sequence[Pause]
) -> list[str]:
    """244号18、19: return what was not as it has to be while recording; what nobody said is no fault but not known."""
    found = []
    if announced is False:
        found.append("开始时未告知正在录制")
    if checked is False:
        found.append("录制前未检查设备")
    if both_sides is False:
        found.append("没有同时记录执法人员和当事人双方")
    silent = sum(not each.spoken for each in pauses)
    if silent:
        found.append(f"中断 {silent} 次未语音说明原因")
    return found
