"""期限怎样显示：按安全日预警，按各自的单位计数，当事人的权利届满不是机关逾期 (reference §11.3)."""

from __future__ import annotations

import datetime as dt

import pytest

from mingjing.cases.clocks import runs, show
from mingjing.law.terms import due
from mingjing.workflow.models import Clock

START = dt.date(2026, 9, 1)


def _clock(rule: str, start: dt.date = START, met_on: dt.date | None = None) -> Clock:
    term = due(rule, start)
    return Clock(
        rule=rule,
        started_on=start,
        due_on=term.due,
        safe_on=term.safe,
        provisional=term.provisional,
        met_on=met_on,
    )


@pytest.mark.parametrize(
    ("rule", "today", "tone", "left", "late"),
    [
        ("xzcf.serve_7", dt.date(2026, 9, 1), "now", "剩 7 个工作日", False),
        ("xzcf.serve_7", dt.date(2026, 9, 7), "soon", "剩 3 个工作日", False),
        ("xzcf.serve_7", dt.date(2026, 9, 10), "soon", "今天到期", False),
        ("xzcf.serve_7", dt.date(2026, 9, 14), "stop", "已逾期 2 个工作日", True),
        ("xzcf.decision_90", dt.date(2026, 9, 11), "now", "剩 80 日", False),
        ("zj55.statement", dt.date(2026, 9, 8), "now", "今天到期", False),
        ("zj55.statement", dt.date(2026, 9, 9), "ok", "已届满", False),
        ("xzcf.pay_15", dt.date(2026, 9, 30), "stop", "已过缴款期限", False),
    ],
)
def test_what_is_left_and_how_pressing_it_is(
    rule: str, today: dt.date, tone: str, left: str, late: bool
) -> None:
    shown = show(_clock(rule), today)
    assert (shown.tone, shown.left, shown.late) == (tone, left, late)


def test_a_limit_whose_last_days_are_a_holiday_warns_by_its_safe_day() -> None:
    filed = dt.date(2026, 7, 6)
    clock = _clock("xzcf.decision_90", filed)
    assert (clock.safe_on, clock.due_on) == (dt.date(2026, 9, 30), dt.date(2026, 10, 8))
    assert show(clock, dt.date(2026, 10, 5)).tone == "stop"
    assert not show(clock, dt.date(2026, 10, 5)).late
    assert show(clock, dt.date(2026, 9, 28)).due == "安全日 2026-09-30，最迟 2026-10-08"


def test_a_limit_beyond_the_published_calendar_says_that_it_is_provisional() -> None:
    assert "暂算" in show(_clock("zj55.close", dt.date(2026, 12, 20)), dt.date(2026, 12, 21)).due


def test_a_limit_that_was_met_says_when_and_whether_in_time() -> None:
    in_time, too_late = dt.date(2026, 9, 4), dt.date(2026, 9, 18)
    assert show(_clock("xzcf.serve_7", met_on=in_time), too_late).tone == "ok"
    assert show(_clock("xzcf.serve_7", met_on=too_late), too_late).left == "逾期完成"


def test_only_what_still_asks_for_something_runs() -> None:
    after = dt.date(2026, 9, 30)
    assert not runs(_clock("zj55.statement"), after)
    assert runs(_clock("xzcf.pay_15"), after)
    assert runs(_clock("xzcf.serve_7"), after)
    assert not runs(_clock("xzcf.serve_7", met_on=START), after)
