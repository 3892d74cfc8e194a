"""全国年节及纪念日放假办法 and the State Council's yearly notices: which day is a working day."""

import datetime as dt

import pytest

from mingjing.law.calendar import Calendar, read_exceptions, shipped
from mingjing.refusal import Refusal


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("2026-09-18", True),
        ("2026-09-19", False),
        ("2026-09-20", True),  # 调休上班
        ("2026-09-25", False),  # 中秋
        ("2026-10-01", False),
        ("2026-10-10", True),  # 调休上班
        ("2026-02-15", False),  # 春节前的星期日
    ],
)
def test_weekends_holidays_and_make_up_days(text: str, works: bool) -> None:
    assert shipped().is_workday(day(text)) is works


def test_the_shipped_calendar_is_published_until_the_end_of_its_last_year() -> None:
    assert shipped().is_published(dt.date(2026, 12, 31))
    assert shipped().is_published(dt.date(2020, 1, 1))
    assert not shipped().is_published(dt.date(2019, 12, 31))
    assert not shipped().is_published(dt.date(2027, 1, 1))


def test_a_year_without_a_notice_still_has_the_holidays_of_the_decree() -> None:
    for text in (
        "2027-01-01",
        "2027-02-05",
        "2027-02-08",
        "2027-04-05",
        "2027-06-09",
        "2027-09-15",
        "2027-10-01",
    ):
        assert shipped().is_statutory_holiday(day(text)), text
    assert shipped().is_workday(day("2027-02-09"))
    assert not shipped().is_workday(day("2027-01-02"))


def test_years_beyond_every_table_keep_weekends_and_fixed_holidays() -> None:
    assert not shipped().is_workday(dt.date(2051, 5, 1))
    assert shipped().is_workday(dt.date(2051, 5, 3))


def test_an_empty_calendar_knows_weekends_only_and_claims_nothing() -> None:
    bare = Calendar({})
    assert not bare.is_published(dt.date(2026, 9, 18))
    assert bare.is_workday(dt.date(2026, 9, 18))
    assert not bare.is_workday(dt.date(2026, 9, 20))


def test_a_bad_row_refuses_the_whole_file_and_names_the_row() -> None:
    rows = [
        {"date": "2027-01-01", "kind": "off"},
        {"date": "二月", "kind": "off"},
        {"date": "2027-02-09", "kind": "休"},
    ]
    with pytest.raises(Refusal) as refused:
        read_exceptions(rows)
    assert [line[:3] for line in refused.value.details] == ["第3行", "第4行"]
