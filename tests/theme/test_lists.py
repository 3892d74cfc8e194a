"""A list is filtered, sorted and paged in two queries, and never counts further than it must."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.template.loader import render_to_string

from mingjing import clock
from mingjing.theme.cells import Column, Link, Row
from mingjing.theme.lists import Filter, ListPage, ListSpec, Sort

COLUMNS = [
    Column("no", "文号", fit=True),
    Column("party", "当事人"),
    Column("day", "决定日期", number=True, short="决定"),
]


def with_word(items: list[Any], word: str) -> list[Any]:
    return [item for item in items if word in item["party"]]


def since(items: list[Any], day: dt.date) -> list[Any]:
    return [item for item in items if item["day"] >= day]


SPEC = ListSpec(
    COLUMNS,
    filters=[
        Filter("kw", "关键词", with_word, wide=True),
        Filter("from", "起", since, kind="date"),
        Filter("kind", "种类", lambda items, _: items, kind="choice", choices=[("fine", "罚款")]),
    ],
    sorts=[Sort("day", "日期↓", ("-day", "no")), Sort("no", "文号", ("no",))],
    per_page=10,
)
DECISIONS: list[dict[str, Any]] = [
    {
        "no": f"第{number:03d}号",
        "party": "甲公司" if number % 2 else "乙公司",
        "day": dt.date(2026, 1, 1) + dt.timedelta(number),
    }
    for number in range(1, 96)
]


def row(item: dict[str, Any]) -> Row:
    return {**item, "no": Link(item["no"], f"/d/{item['no']}")}


def page(query: str = "", spec: ListSpec = SPEC, source: Any = None, **more: Any) -> ListPage:
    return ListPage(QueryDict(query), spec, DECISIONS if source is None else source, row=row, **more)


def test_the_first_sort_is_the_usual_one() -> None:
    assert page().items[0]["no"] == "第095号"
    assert page("sort=no").items[0]["no"] == "第001号"
    assert page("sort=nonsense").items[0]["no"] == "第095号"


def test_filters_narrow_and_keep_what_was_typed() -> None:
    filtered = page("kw=+甲公司+&from=2026-03-01")
    assert filtered.total == len(
        [d for d in DECISIONS if d["party"] == "甲公司" and d["day"] >= dt.date(2026, 3, 1)]
    )
    assert [field.value for field in filtered.fields] == ["甲公司", "2026-03-01", ""]


def test_a_date_that_is_none_is_said_and_does_not_filter() -> None:
    shown = page("from=2026-02-30")
    assert shown.total == 95
    assert shown.fields[1].problem == "日期写作 2026-08-27"


def test_a_choice_that_is_none_does_not_filter() -> None:
    assert page("kind=<x>").total == 95


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("999", 10), ("²", 1), ("9" * 30, 1)],
)
def test_a_nonsense_page_number_is_a_page_all_the_same(asked: str, number: int) -> None:
    assert page(f"page={asked}").number == number


def test_rows_are_numbered_through() -> None:
    last = page("page=10")
    assert (last.first, len(last.rows)) == (91, 5)
    assert (last.next_url, bool(last.previous_url)) == ("", True)


def test_links_keep_filter_and_sort_and_leave_out_the_page() -> None:
    shown = page("kw=甲&sort=no&page=3&tab=x")
    assert shown.url() == "?kw=%E7%94%B2&sort=no&tab=x"
    assert shown.page_url(1) == shown.url()
    assert shown.page_url(4).endswith("&page=4")
    assert shown.reset_url == "?sort=no&tab=x"
    assert shown.kept == [("sort", "no"), ("tab", "x")]
    assert shown.formats("/decisions/")[0] == ("CSV", "/decisions.csv?kw=%E7%94%B2&sort=no&tab=x")


def test_the_pager_shows_both_ends_and_the_neighbours() -> None:
    assert [link.number for link in page("page=5").pager] == [1, 0, 3, 4, 5, 6, 7, 0, 10]
    assert [link.number for link in page("kw=乙").pager] == [1, 2, 3, 4, 5]


def test_nothing_comes_last_in_a_sorted_list() -> None:
    items = [{"no": "1", "day": None, "party": ""}, {"no": "2", "day": dt.date(2026, 1, 1), "party": ""}]
    assert [item["no"] for item in page(source=items).items] == ["2", "1"]


def test_a_file_gets_every_row_of_the_filtered_list() -> None:
    assert len(list(page("kw=甲公司&page=2").all_rows())) == 48


def test_the_list_is_rendered_with_cards_for_the_phone() -> None:
    html = render_to_string(
        "theme/_list.html", {"page": page("kw=甲公司"), "caption": "决定列表", "formats": [("CSV", "/x.csv")]}
    )
    assert 'data-label="决定"' in html
    assert "共 48 条，第 1 / 5 页" in html
    assert 'value="甲公司"' in html
    assert '<caption class="visually-hidden">决定列表</caption>' in html
    assert 'aria-current="page"' in html


def test_an_empty_list_says_so() -> None:
    assert "本月无此类信息" in render_to_string("theme/_list.html", {"page": page("kw=丙")})


BY_ID = ListSpec([Column("no", "编号")], sorts=[Sort("id", "编号", ("session_key",))], per_page=5, cap=12)


def stored(query: str = "", spec: ListSpec = BY_ID, **more: Any) -> ListPage:
    return ListPage(QueryDict(query), spec, Session.objects.all(), row=lambda item: {"no": item.pk}, **more)


@pytest.fixture
def many(db: None) -> None:
    del db
    Session.objects.bulk_create(
        Session(session_key=f"k{number:02d}", session_data="", expire_date=clock.now())
        for number in range(30)
    )


@pytest.mark.usefixtures("many")
def test_a_page_of_a_table_costs_two_queries(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        render_to_string("theme/_list.html", {"page": stored("page=2")})


@pytest.mark.usefixtures("many")
def test_counting_stops_at_the_cap(django_assert_num_queries: Any) -> None:
    shown = stored("page=99")
    with django_assert_num_queries(1) as asked:
        assert (shown.total_text, shown.pages_text, shown.number) == ("12+", "3+", 3)
    assert "LIMIT 13" in asked.captured_queries[0]["sql"]


@pytest.mark.usefixtures("many")
def test_a_known_total_is_not_counted_again(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        shown = stored(total=148)
        assert shown.total_text == "148"
        assert len(shown.rows) == 5


@pytest.mark.usefixtures("many")
def test_a_file_reads_the_table_once(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        rows = list(stored("page=3").all_rows())
    assert len(rows) == Session.objects.count()
