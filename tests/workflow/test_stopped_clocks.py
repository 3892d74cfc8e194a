"""55号令29、30; reference §11.3: days that do not count are a record on the limit, and its end is reckoned anew."""

from __future__ import annotations

import datetime as dt

from mingjing.cases.clocks import show
from mingjing.law.terms import due
from mingjing.workflow.models import Clock

FILED = dt.date(2026, 6, 22)


def decision_clock(**told: object) -> Clock:
    term = due("xzcf.decision_90", FILED)
    return Clock(rule="xzcf.decision_90", started_on=FILED, due_on=term.due, safe_on=term.safe, **told)


def test_an_extension_runs_from_the_unrolled_end_and_may_be_shorter_than_the_law_allows() -> None:
    """55号令29: 再次延长的期限不得超过六十日."""
    first = due("xzcf.decision_90", FILED)
    assert first.end == dt.date(2026, 9, 20)
    second = due("zj55.ext1", first.end)
    assert second.end == dt.date(2026, 10, 20)
    assert due("zj55.ext2", second.end, amount=20).end == dt.date(2026, 11, 9)
    assert due("zj55.ext2", second.end, amount=90).end == due("zj55.ext2", second.end).end


def test_days_left_out_move_the_end_of_the_ninety_days_and_not_that_of_the_ten_days_of_review() -> None:
    """55号令25 knows no stop; 55号令30 does."""
    span = [(dt.date(2026, 7, 1), dt.date(2026, 7, 10))]
    assert due("xzcf.decision_90", FILED, suspended=span).end == dt.date(2026, 9, 30)
    assert due("zj55.review", FILED, suspended=span) == due("zj55.review", FILED)


def test_a_stopped_limit_says_why_since_when_and_what_is_left_and_is_never_late() -> None:
    stop = {"kind": "suspension", "why": "不可抗力", "from": "2026-07-02", "until": ""}
    shown = show(decision_clock(stops=[stop]), dt.date(2027, 1, 5))
    assert (shown.tone, shown.late, shown.soon) == ("off", False, False)
    assert shown.left == "停止计算，剩 81 日"
    assert shown.due == "2026-07-02 起停止计算：不可抗力；恢复后重新推算"
    assert shown.used == 9


def test_a_limit_that_was_stopped_and_extended_tells_both() -> None:
    stop = {"kind": "suspension", "why": "不可抗力", "from": "2026-07-02", "until": "2026-07-11"}
    clock = decision_clock(stops=[stop], extensions=[{"rule": "zj55.ext1", "days": 30}])
    shown = show(clock, dt.date(2026, 7, 12))
    assert shown.total == 120
    assert shown.used == 10
    assert "已扣除 10 日，已延长 30 日" in shown.due


def test_a_day_on_which_two_reasons_stop_a_limit_is_left_out_once() -> None:
    """55号令29、30: a hearing while the case is suspended takes no day out twice."""
    stops = [
        {"kind": "hearing", "why": "听证", "from": "2026-07-06", "until": "2026-07-15"},
        {"kind": "suspension", "why": "不可抗力", "from": "2026-07-02", "until": "2026-07-11"},
        {"kind": "hearing", "why": "听证", "from": "2026-07-20", "until": "2026-07-21"},
    ]
    clock = decision_clock(stops=stops)
    assert clock.left_out == [
        (dt.date(2026, 7, 2), dt.date(2026, 7, 15)),
        (dt.date(2026, 7, 20), dt.date(2026, 7, 21)),
    ]
    shown = show(clock, dt.date(2026, 7, 22))
    assert shown.used == 30 - 16
    assert "已扣除 16 日" in shown.due


def test_what_ended_while_another_reason_still_stops_the_limit_takes_nothing_from_the_days_used() -> None:
    stops = [
        {"kind": "suspension", "why": "不可抗力", "from": "2026-07-02", "until": ""},
        {"kind": "hearing", "why": "听证", "from": "2026-07-06", "until": "2026-07-15"},
    ]
    assert show(decision_clock(stops=stops), dt.date(2026, 8, 3)).used == 9
