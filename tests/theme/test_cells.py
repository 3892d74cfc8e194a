"""A value looks right in a table, and a file gets its plain form."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mingjing.theme.cells import Column, Link, Mark, Masked, Yuan, html, plain, values

EVIL = "<img src=x onerror=alert(1)>"


def test_text_from_people_is_escaped_in_every_kind_of_cell() -> None:
    for value in (EVIL, [EVIL], Link(EVIL, "/x"), Mark("ok", EVIL), Masked(EVIL, EVIL, EVIL, EVIL)):
        assert "<img" not in html(value)


def test_nothing_is_a_dash() -> None:
    assert html(None) == html("") == html([]) == "—"


def test_paragraphs_stay_paragraphs() -> None:
    assert html(["一、责令改正；", "二、罚款。"]) == "<p>一、责令改正；</p><p>二、罚款。</p>"


def test_an_action_is_a_button() -> None:
    assert (
        html(Link("查看", "/c/1", button="quiet")) == '<a class="btn btn-sm btn-quiet" href="/c/1">查看</a>'
    )


def test_a_state_is_a_word_and_a_shape() -> None:
    assert html(Mark("ok", "已公开")) == '<span class="status is-ok">已公开</span>'


def test_a_masked_value_says_what_was_hidden_and_why() -> None:
    shown = html(Masked("云川镇", "门牌已隐去", "遮盖规则第 4 项"))
    assert shown == '云川镇<span class="mask" title="遮盖规则第 4 项">门牌已隐去</span>'


def test_amounts_and_truths_are_written_out() -> None:
    assert html(Yuan(31460000)) == "314,600.00 元"
    assert html(value=True) == "是"


def test_a_file_gets_plain_values() -> None:
    assert plain(Link("第012号", "/d/12")) == "第012号"
    assert plain(Mark("ok", "已公开")) == "已公开"
    assert plain(Masked("周")) == "周〔已隐去〕"
    assert plain(Yuan(31460000)) == Decimal(314600)
    assert plain(dt.date(2026, 8, 27)) == "2026-08-27"
    assert plain(["甲", "乙"]) == "甲；乙"


def test_a_missing_value_is_nothing() -> None:
    column = Column("no", "文号")
    assert values({}, [column]) == [(column, None)]
