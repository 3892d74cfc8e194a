"""Sums in capitals must say exactly what the figures say (住建部令第55号 27; 案卷评查: 金额大小写一致)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.typeset import capital, figures
from mingjing.typeset.amount import LARGEST

DIGITS = {char: number for number, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read(text: str) -> int:
    """Read capitals back to fen, by a way of its own."""
    total = group = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in PLACES:
            group, digit = group + digit * PLACES[char], 0
        elif char in "万亿":
            total, group, digit = total + (group + digit) * {"万": 10**4, "亿": 10**8}[char], 0, 0
        elif char == "元":
            total, group, digit = (total + group + digit) * 100, 0, 0
        elif char in "角分":
            total, digit = total + digit * {"角": 10, "分": 1}[char], 0
    return total


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (31_460_000, "叁拾壹万肆仟陆佰元整"),
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (105, "壹元零伍分"),
        (1_000, "壹拾元整"),
        (10_050, "壹佰元伍角整"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_000_100, "壹万零壹元整"),
        (100_005_000, "壹佰万零伍拾元整"),
        (10_000_500_000, "壹亿零伍仟元整"),
        (10_050_000_000, "壹亿零伍拾万元整"),
        (600_703_014, "陆佰万柒仟零叁拾元壹角肆分"),
        (LARGEST, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_a_sum_in_capitals(fen: int, text: str) -> None:
    assert capital(fen) == text


@given(st.integers(0, LARGEST))
def test_capitals_say_what_the_figures_say(fen: int) -> None:
    text = capital(fen)
    assert read(text) == fen
    assert "零零" not in text
    assert figures(fen).replace(",", "").replace(".", "").lstrip("0") == str(fen).lstrip("0")


@pytest.mark.parametrize("fen", [-1, LARGEST + 1])
def test_a_sum_that_no_document_can_hold_is_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        capital(fen)


@pytest.mark.parametrize(("fen", "text"), [(31_460_000, "314,600.00"), (5, "0.05"), (-123_456, "-1,234.56")])
def test_a_sum_in_figures(fen: int, text: str) -> None:
    assert figures(fen) == text
