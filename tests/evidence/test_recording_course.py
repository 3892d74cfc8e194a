"""244号 art. 17–19: interruptions with times and spoken reason, whole courses without a gap nobody explained, marks."""

from __future__ import annotations

import datetime as dt

import pytest

from mingjing import clock
from mingjing.evidence.recording_course import (
    Pause,
    Span,
    covered,
    faults,
    gaps,
    hours,
    read_marks,
    read_pauses,
    said_at,
    said_marks,
    said_pauses,
)
from telling import refusal

DAY = dt.date(2026, 9, 15)


def at(hour: int, minute: int, second: float = 0) -> dt.datetime:
    whole = int(second)
    micro = int((second - whole) * 1_000_000)
    return dt.datetime(2026, 9, 15, hour, minute, whole, micro, tzinfo=clock.SHANGHAI)


MORNING = Span(at(10, 0), at(10, 30))


def test_two_files_of_one_course_may_lie_a_second_apart_and_no_more() -> None:
    """244号17: segments of a device leave 0.04 s; over one second is a gap."""
    assert gaps([MORNING, Span(at(10, 30, 1), at(11, 0))], []) == []
    (gap,) = gaps([MORNING, Span(at(10, 30, 1.1), at(11, 0))], [])
    assert gap == Span(at(10, 30), at(10, 30, 1.1))


def test_the_order_in_which_files_come_and_that_they_overlap_makes_no_gap() -> None:
    """Two cameras: what one does not show the other does."""
    second, third = Span(at(10, 40), at(11, 0)), Span(at(10, 10), at(10, 50))
    assert gaps([second, MORNING, third], []) == []
    assert gaps([second, MORNING], []) == [Span(at(10, 30), at(10, 40))]
    assert gaps([], []) == []


def test_an_interruption_written_to_the_minute_explains_the_gap_it_holds() -> None:
    """244号19: interruptions with times and reason."""
    rows = [MORNING, Span(at(10, 40, 30), at(11, 0))]
    assert gaps(rows, [Span(at(10, 30), at(10, 40))]) == []
    assert gaps(rows, [Span(at(10, 32), at(10, 40))]) == [Span(at(10, 30), at(10, 40, 30))]
    assert gaps(rows, [Span(at(10, 30), at(10, 38))]) == [Span(at(10, 30), at(10, 40, 30))]


def test_a_whole_course_begins_and_ends_with_its_activity_where_its_hours_are_known() -> None:
    """244号17: from the beginning to the end, to the minute in which people write hours."""
    activity = hours(DAY, dt.time(10), DAY, dt.time(11))
    assert activity == Span(at(10, 0), at(11, 0))
    assert hours(DAY, None, DAY, dt.time(11)) is None
    late = [Span(at(10, 5), at(10, 59, 30))]
    assert gaps(late, [], within=activity) == [Span(at(10, 0), at(10, 5))]
    early = [Span(at(9, 50), at(10, 40))]
    assert gaps(early, [], within=activity) == [Span(at(10, 40), at(11, 0))]
    assert gaps([Span(at(10, 0, 40), at(10, 59, 30))], [], within=activity) == []


def test_a_file_covers_as_long_as_it_lasts_whatever_was_typed() -> None:
    """244号17: gaps are found from the files' own lengths."""
    assert covered(at(10, 0), at(10, 30), 600_000) == Span(at(10, 0), at(10, 10))
    assert covered(at(10, 0), at(10, 30), None) == MORNING
    assert covered(at(10, 0), at(10, 10), 6_000_000) == Span(at(10, 0), at(10, 10))


def test_interruptions_are_read_one_a_line() -> None:
    """244号19: from when to when, why, and whether the reason was said in the recording."""
    first, second = read_pauses("10:08 至 10:11 换电池\n\n10:20:05-10:20:30，存储卡更换（未说明）", DAY)
    assert first == Pause(Span(at(10, 8), at(10, 11)), "换电池", spoken=True)
    assert second == Pause(Span(at(10, 20, 5), at(10, 20, 30)), "存储卡更换", spoken=False)
    assert [Pause.read(each.kept) for each in (first, second)] == [first, second]
    assert read_pauses(said_pauses([first, second]), DAY) == [first, second]
    assert str(second) == "10:20:05 至 10:20:30 存储卡更换（未语音说明）"


@pytest.mark.parametrize(
    "line",
    ["电池没电", "10:11 至 10:08 换电池", "10:08 至 10:11", "25:00 至 26:00 换电池", "10:08 至 10:11 未说明"],
)
def test_an_interruption_without_times_or_reason_is_asked_for_again(line: str) -> None:
    """244号19: an interruption is explained with its time and its reason."""
    with refusal("recording.interruption"):
        read_pauses(line, DAY)


def test_points_are_marked_where_they_are_seen() -> None:
    """244号18: the focus points with their time marks, within the recording."""
    found = read_marks("1 0:30，3 12:05；6 1:02:03", dt.timedelta(hours=2))
    assert found == {"1": 30, "3": 725, "6": 3723}
    assert said_marks(found) == "1 0:30，3 12:05，6 1:02:03"
    assert said_at(59) == "0:59"
    for text in ("8 0:30", "开始时", "1 99:99:99"):
        with refusal("recording.mark"):
            read_marks(text, dt.timedelta(hours=2))


def test_what_was_not_done_is_a_fault_and_what_nobody_said_is_none() -> None:
    """244号18、19; §11.6 no. 11: the truth is recorded, and nobody is made to tick what was not."""
    silent = Pause(MORNING, "换电池", spoken=False)
    assert faults(announced=None, checked=None, both_sides=None, pauses=[]) == []
    assert faults(announced=False, checked=False, both_sides=False, pauses=[silent]) == [
        "开始时未告知正在录制",
        "录制前未检查设备",
        "没有同时记录执法人员和当事人双方",
        "中断 1 次未语音说明原因",
    ]
