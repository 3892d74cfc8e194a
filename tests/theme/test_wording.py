"""What must not break stays whole, titles break at phrases, and nothing is let through unescaped."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from mingjing.theme import wording


@pytest.mark.parametrize(
    "whole",
    [
        "2026-08-27",
        "2026-08-27 09:12",
        "2026年8月27日",
        "2026 年 8 月 27 日",
        "〔2026〕第012号",
        "〔2026〕12号",
        "0000-1234567",
        "CF-JZ-003",
        "YLZJ-CF-2026-00012",
    ],
)
def test_dates_and_numbers_do_not_break(whole: str) -> None:
    assert wording.nb(f"见{whole}。") == f'见<span class="nb">{whole}</span>。'


def test_text_around_a_number_is_escaped() -> None:
    assert wording.nb("<b>2026-08-27</b>&") == '&lt;b&gt;<span class="nb">2026-08-27</span>&lt;/b&gt;&amp;'


def test_safe_markup_keeps_its_attributes() -> None:
    given_html = mark_safe('<time datetime="2026-08-27">2026-08-27</time>')
    assert wording.nb(given_html) == '<time datetime="2026-08-27"><span class="nb">2026-08-27</span></time>'


def test_nothing_is_an_empty_text() -> None:
    assert wording.nb(None) == ""


def test_a_title_breaks_at_its_phrases() -> None:
    title = "云岭县青禾置业有限公司（示例）未取得施工许可证擅自施工案行政处罚决定"
    assert wording.phrases(title) == [
        "云岭县青禾置业有限公司（示例）",
        "未取得施工许可证",
        "擅自施工案",
        "行政处罚决定",
    ]


def test_a_title_is_escaped() -> None:
    assert wording.wbr("<script>，未经许可") == "&lt;script&gt;，<wbr>未经许可"


@given(st.text(alphabet="公司未经擅自施工（）《》：，、案 a<&"))
def test_a_broken_title_is_the_same_title(title: str) -> None:
    assert "".join(wording.phrases(title)) == title


def test_dates_are_written_in_chinese() -> None:
    moment = dt.datetime(2026, 8, 7, 1, 5, tzinfo=dt.UTC)
    assert wording.cn_date(dt.date(2026, 8, 7)) == "2026年8月7日"
    assert wording.cn_datetime(moment) == "2026年8月7日 09:05"
    assert wording.cn_date(None) == wording.cn_datetime(None) == "—"


def test_a_moment_late_in_the_utc_day_belongs_to_the_next_local_day() -> None:
    assert wording.cn_date(dt.datetime(2026, 8, 7, 17, 0, tzinfo=dt.UTC)) == "2026年8月8日"


def test_a_moment_is_machine_readable() -> None:
    assert wording.moment(dt.date(2026, 8, 7)) == '<time datetime="2026-08-07">2026-08-07</time>'
    shown = wording.moment(dt.datetime(2026, 8, 7, 1, 5, tzinfo=dt.UTC))
    assert shown == '<time datetime="2026-08-07T09:05:00+0800">2026-08-07 09:05</time>'


def test_money_has_two_decimals() -> None:
    assert wording.money(123400) == "1,234.00"
    assert wording.money(5) == "0.05"
    assert wording.money(None) == "—"
