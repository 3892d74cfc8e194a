"""Time limits, each counted as its law counts (reference §2.1 and §11.3)."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from mingjing.clock import SHANGHAI
from mingjing.law import terms
from mingjing.law.calendar import Calendar, shipped
from mingjing.law.counting import Count, months_later
from mingjing.refusal import Refusal


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


WORKING_DAYS = [
    ("2026-02-10", 5, "2026-02-24"),
    ("2026-02-10", 7, "2026-02-26"),
    ("2026-04-29", 5, "2026-05-09"),
    ("2026-09-28", 7, "2026-10-13"),
    ("2025-12-30", 20, "2026-01-28"),
    ("2026-02-12", 20, "2026-03-18"),
]


@pytest.mark.parametrize(("start", "amount", "end"), WORKING_DAYS)
def test_working_days_are_counted_from_the_day_after(start: str, amount: int, end: str) -> None:
    assert Count(shipped()).workdays(day(start), amount) == day(end)


LAST_DAYS = [
    ("xzcf.pay_15", "2026-02-01", "2026-02-24"),
    ("xzcf.decision_90", "2026-07-03", "2026-10-08"),
    ("zj55.review", "2026-04-24", "2026-05-12"),
    ("zj55.verify", "2026-06-12", "2026-07-06"),
    ("xzcf.revoke_publish", "2026-09-18", "2026-09-22"),
    ("nm.publish20", "2026-01-30", "2026-03-05"),
    ("xzcf.pre_register", "2026-02-06", "2026-02-24"),
    ("zj55.close", "2026-09-14", "2026-10-10"),
    ("qz.urge10", "2026-09-17", "2026-10-08"),
    ("xzcf.decision_90", "2026-06-22", "2026-09-20"),
    ("xzcf.decision_90", "2026-04-13", "2026-07-12"),
    ("qz.seal", "2026-09-01", "2026-10-01"),
    ("xzcf.hearing_notice", "2026-10-20", "2026-10-09"),
    ("zj55.hearing_notice", "2026-10-20", "2026-10-09"),
    ("xk.renew", "2026-06-30", "2026-05-31"),
    ("xzcf.pay_15", "2026-09-17", "2026-10-08"),
    ("sd.public", "2026-01-20", "2026-02-19"),
]


@pytest.mark.parametrize(("key", "start", "last"), LAST_DAYS)
def test_the_last_lawful_day_is_the_one_the_reference_names(key: str, start: str, last: str) -> None:
    result = terms.due(key, day(start))
    assert result.due == day(last)
    assert not result.provisional


def test_the_verification_of_a_lead_is_extended_from_its_own_end() -> None:
    assert terms.due("zj55.verify", day("2026-06-12"), extended=True).due == day("2026-07-20")


def test_an_extension_continues_from_the_unrolled_end_and_rolls_once() -> None:
    first = terms.due("xzcf.decision_90", day("2026-07-03"))
    longer = terms.due("xzcf.decision_90", day("2026-07-03"), extended=True)
    assert first.end == day("2026-10-01")
    assert longer.due == day("2026-10-31")
    assert longer.due == terms.due("zj55.ext1", day("2026-10-01")).due


def test_a_limit_that_no_law_extends_is_refused_an_extension() -> None:
    with pytest.raises(Refusal, match="没有可以延长的规定"):
        terms.due("zj55.review", day("2026-04-24"), extended=True)


def test_an_agency_works_towards_the_safe_day_before_a_weekend() -> None:
    result = terms.due("xzcf.decision_90", day("2026-04-13"))
    assert (result.safe, result.due) == (day("2026-07-10"), day("2026-07-12"))


def test_an_agencys_safe_day_lies_before_the_holiday_and_its_last_day_after_it() -> None:
    result = terms.due("xzcf.decision_90", day("2026-07-03"))
    assert (result.safe, result.due) == (day("2026-09-30"), day("2026-10-08"))


def test_an_agencys_last_day_does_not_move_for_an_ordinary_weekend() -> None:
    assert terms.due("ss.answer", day("2026-06-26")).due == day("2026-07-11")  # Saturday


def test_a_partys_window_moves_for_any_free_day_and_its_safe_day_with_it() -> None:
    result = terms.due("xzcf.pay_15", day("2026-06-26"))
    assert (result.safe, result.due) == (day("2026-07-13"), day("2026-07-13"))


def test_a_weekend_that_touches_a_holiday_moves_an_agencys_last_day() -> None:
    # 2026-02-14 works, 02-15 is the Sunday that runs into the Spring Festival
    assert terms.due("ys.3", day("2026-02-12")).due == day("2026-02-24")


def test_a_seal_never_outlasts_its_days_and_warns_on_the_last_working_day() -> None:
    result = terms.due("qz.seal", day("2026-09-01"))
    assert (result.safe, result.due) == (day("2026-09-30"), day("2026-10-01"))


def test_between_notice_and_hearing_lie_seven_whole_working_days() -> None:
    calendar = shipped()
    result = terms.due("xzcf.hearing_notice", day("2026-10-20"))
    assert isinstance(result.due, dt.date)
    between = (result.due + dt.timedelta(days=n) for n in range(1, (day("2026-10-20") - result.due).days))
    assert sum(calendar.is_workday(each) for each in between) == 7


def test_substitute_performance_is_urged_three_whole_working_days_before() -> None:
    result = terms.due("qz.daixing", day("2026-09-24"))  # 23, 22, 21 lie between; 20 is a make-up day
    assert result.due == day("2026-09-20")


def test_hours_run_to_the_minute() -> None:
    start = dt.datetime(2026, 9, 15, 16, 30, tzinfo=SHANGHAI)
    assert terms.due("nm.av24", start).due == start + dt.timedelta(hours=24)
    assert terms.due("nm.av24", dt.datetime(2026, 9, 15, 16, 30)).due == start + dt.timedelta(hours=24)  # noqa: DTZ001
    assert terms.due("qz.urgent", day("2026-09-15")).due == dt.datetime(2026, 9, 16, tzinfo=SHANGHAI)


def test_months_end_on_the_corresponding_day_or_the_months_last() -> None:
    assert months_later(day("2026-08-31"), 6) == day("2027-02-28")
    assert months_later(day("2024-02-29"), 12) == day("2025-02-28")
    assert terms.due("ss.6m", day("2026-01-15")).due == day("2026-07-15")


def test_two_years_of_liability_end_on_the_same_day_and_never_move() -> None:
    assert terms.due("xzcf.limitation", day("2024-10-01")).due == day("2026-10-01")


def test_yearly_dates_are_the_next_such_day() -> None:
    assert terms.due("nm.annual", day("2026-01-31")).due == day("2026-01-31")
    assert terms.due("nm.annual", day("2025-02-01")).due == day("2026-01-31")
    assert terms.due("zj55.stat", day("2026-02-03")).due == day("2026-03-31")
    assert terms.due("jd.1220", day("2026-02-03")).due == day("2026-12-20")


def test_at_once_is_the_same_day() -> None:
    assert terms.due("nm.withdraw", day("2026-09-18")).due == day("2026-09-18")


def test_beyond_the_last_published_calendar_a_date_is_provisional_and_not_an_error() -> None:
    result = terms.due("nm.publish20", day("2026-12-10"))
    assert result.provisional
    assert result.due == day("2027-01-08")  # 元旦 is a holiday by 放假办法 第二条
    assert not terms.due("nm.publish7", day("2026-12-10")).provisional


def test_publishing_the_next_calendar_settles_what_was_provisional() -> None:
    later = Calendar({**shipped().exceptions, day("2027-01-01"): "off", day("2027-01-04"): "off"})
    result = terms.due("nm.publish20", day("2026-12-10"), calendar=later)
    assert (result.due, result.provisional) == (day("2027-01-11"), False)


@pytest.mark.parametrize(
    "key",
    [
        "xzcf.summary_fine_person",
        "xzcf.late_fine",
        "xzcf.hearing_agents",
        "zj55.daykind",
        "fy.gov",
        "xk.exclude",
    ],
)
def test_what_is_no_time_limit_is_refused(key: str) -> None:
    with pytest.raises(Refusal) as refused:
        terms.due(key, day("2026-09-18"))
    assert refused.value.code == "law.not_a_time_limit"


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        terms.due("zj55.nothing", day("2026-09-18"))
    assert refused.value.code == "law.term_unknown"


def test_days_of_appraisal_are_not_counted_in_the_ninety() -> None:
    span = (day("2026-05-01"), day("2026-05-10"))
    plain = terms.due("xzcf.decision_90", day("2026-04-13"))
    pushed = terms.due("xzcf.decision_90", day("2026-04-13"), suspended=[span])
    assert pushed.end == plain.end + dt.timedelta(days=10)


def test_overlapping_suspensions_are_left_out_once() -> None:
    spans = [(day("2026-05-01"), day("2026-05-10")), (day("2026-05-05"), day("2026-05-12"))]
    assert terms.due("xzcf.decision_90", day("2026-04-13"), suspended=spans).end == day("2026-07-24")


def test_supplementing_the_file_stops_the_five_days_of_the_region_but_not_the_ten_of_the_ministry() -> None:
    span = [(day("2026-04-27"), day("2026-04-28"))]
    assert terms.due("nm.review5", day("2026-04-24"), suspended=span).due == day("2026-05-08")
    assert terms.due("zj55.review", day("2026-04-24"), suspended=span).due == day("2026-05-12")


def test_every_time_limit_counts_from_any_day() -> None:
    limits = [row for row in terms.rules().values() if row.is_time_limit]
    assert len(limits) > 70
    for row in limits:
        for offset in range(0, 400, 13):
            result = terms.due(row.key, day("2025-06-01") + dt.timedelta(days=offset))
            if row.kind == "window":
                assert result.safe == result.due
            else:
                assert result.safe <= result.due


def test_extensions_and_twins_name_rows_that_exist() -> None:
    for row in terms.rules().values():
        assert not row.extends or row.extends in terms.rules()
        assert not row.same_as or row.same_as in terms.rules()


def test_the_shipped_rows_are_the_published_ones_without_their_quotations(shared: Path) -> None:
    with (shared / "data" / "deadlines.csv").open(encoding="utf-8-sig", newline="") as lines:
        published = list(csv.DictReader(lines))
    assert [row["key"] for row in published] == list(terms.rules())
    for row in published:
        shipped_row = vars(terms.rules()[row["key"]])
        assert "quote" not in shipped_row
        assert {name: row[name] for name in shipped_row} == shipped_row
