"""Numbers as laws write them: 第一百三十三条, 第133条."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
NUMBER = "(?:[0-9]{1,4}|[零〇一二两三四五六七八九十百千]{1,9})"

_VALUES = {char: value for value, char in enumerate(DIGITS)} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TEN = 10


def to_int(text: str) -> int:
    """Return the value of Arabic or Chinese digits (`64`, `六十四`, `一百零八`, `二〇二一`)."""
    if text.isascii():
        return int(text)
    if not any(char in _UNITS for char in text):
        return int("".join(str(_VALUES[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _VALUES[char]
    return total + digit


def to_chinese(number: int) -> str:
    """Return a number below ten thousand as laws write it: 十五, 六十四, 一百零八."""
    if number < _TEN:
        return DIGITS[number]
    text, gap = "", False
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, value)
        if digit:
            text += ("零" if gap else "") + DIGITS[digit] + unit
            gap = False
        elif text and number:
            gap = True
    return text.removeprefix("一") if text.startswith("一十") else text
