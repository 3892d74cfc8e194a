"""The numbers in a benchmark's words: 处工程合同价款百分之一点三以上、不足百分之一点七的罚款.

A band is what one grade allows: per cent of something, or money in 元. “以上” and “以下” hold the number itself.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from mingjing.law.numerals import to_int

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DIGITS = "零〇一二两三四五六七八九"
_HAN = _DIGITS + "十百千"
_NUMBER = re.compile(
    r"(?P<before>不足|不满|低于|小于|超过|高于|大于)?\s*"
    rf"(?:百分之(?P<han>[{_HAN}点]+|[\d.]+)|(?P<percent>\d[\d.]*)\s*%"
    rf"|(?P<yuan>[\d.,]+\s*[万亿]?|[{_HAN}]+[万亿]?[{_HAN}]*)\s*元)\s*"
    r"(?P<after>以上|以下|以内)?"
)
_SUBJECT = re.compile(r"([一-鿿]{2,6}?(?:单位|企业|个人|人员|负责人|经营者))处")
_RANGE = re.compile(r"\s*(?:-|—+|~|至|到)\s*")
_SHORT_RANGE = re.compile(r"(\d[\d.]*)\s*(?:-|—+|~|至|到)\s*(\d[\d.]*)\s*([万亿]?元|%)")
"""1-2万元: the unit is said once for both ends."""
_FLOOR = frozenset({"以上", "超过", "高于", "大于"})
_CEILING = frozenset({"以下", "以内", "不足", "不满", "低于", "小于"})


@dataclass(frozen=True)
class Band:
    """From `low` to `high` (None: open), per cent of `base` or, with `base` empty, 元. `subject`: whom it is for."""

    low: Decimal | None
    high: Decimal | None
    with_low: bool = True
    with_high: bool = True
    percent: bool = False
    base: str = ""
    subject: str = ""

    def holds(self, value: Decimal) -> bool:
        """Say whether a value lies within."""
        above = self.low is None or value > self.low or (self.with_low and value == self.low)
        below = self.high is None or value < self.high or (self.with_high and value == self.high)
        return above and below

    def near_top(self, value: Decimal) -> bool:
        """Say whether a value lies in the band's highest tenth."""
        if self.high is None:
            return False
        return value >= self.high - (self.high - (self.low or Decimal(0))) / 10

    def overlaps(self, other: Band) -> bool:
        """Say whether both hold more than one number in common, of the same thing for the same people."""
        if (self.percent, self.base, self.subject) != (other.percent, other.base, other.subject):
            return False
        low = max(self.low or Decimal(0), other.low or Decimal(0))
        highs = [each.high for each in (self, other) if each.high is not None]
        return not highs or low < min(highs)


def bands(words: str) -> list[Band]:
    """Return the bands that the words of a penalty name, in order."""
    text = _SHORT_RANGE.sub(r"\1\3-\2\3", unicodedata.normalize("NFKC", words))
    found: list[Band] = []
    waiting: tuple[re.Match[str], Decimal] | None = None
    said = 0
    for match in _NUMBER.finditer(text):
        value = _value(match)
        if value is None:
            continue
        if waiting and _one_band(waiting[0], match, text):
            found.append(_band(text[said : waiting[0].start()], *waiting, match, value))
            waiting, said = None, match.end()
            continue
        if waiting:
            found.append(_alone(text[said : waiting[0].start()], *waiting))
            said = waiting[0].end()
        waiting = (match, value)
    if waiting:
        found.append(_alone(text[said : waiting[0].start()], *waiting))
    return found


def amounts(words: str, name: str) -> list[Decimal]:
    """Return the sums in 元 that a text gives of a thing by name: 工程合同价款 2860 万元."""
    text = unicodedata.normalize("NFKC", words)
    pattern = re.compile(
        re.escape(name) + rf"[^\d。;,，；{_DIGITS}]{{0,8}}([\d.,]+\s*[万亿]?|[{_HAN}]+[万亿]?[{_HAN}]*)\s*元"
    )
    return [value for match in pattern.finditer(text) if (value := money(match[1])) is not None]


def _one_band(first: re.Match[str], second: re.Match[str], text: str) -> bool:
    """Say whether two numbers are the ends of one band: a floor and then a ceiling, or 5万元-20万元."""
    if (first["yuan"] is None) != (second["yuan"] is None):
        return False
    between = text[first.end() : second.start()]
    if _is(first, _FLOOR):
        return _is(second, _CEILING) and re.fullmatch(r"[\s、,]*(?:直?至)?", between) is not None
    return not _is(first, _CEILING) and _RANGE.fullmatch(between) is not None


def _is(match: re.Match[str], words: frozenset[str]) -> bool:
    return match["before"] in words or match["after"] in words


def _band(before: str, first: re.Match[str], low: Decimal, second: re.Match[str], high: Decimal) -> Band:
    base, subject = _about(before, first)
    return Band(
        low,
        high,
        with_low=not first["before"],
        with_high=not second["before"],
        percent=first["yuan"] is None,
        base=base,
        subject=subject,
    )


def _alone(before: str, match: re.Match[str], value: Decimal) -> Band:
    base, subject = _about(before, match)
    floor, ceiling = _is(match, _FLOOR), _is(match, _CEILING)
    return Band(
        None if ceiling else value,
        None if floor else value,
        with_low=not (floor and match["before"]),
        with_high=not (ceiling and match["before"]),
        percent=match["yuan"] is None,
        base=base,
        subject=subject,
    )


def _about(before: str, match: re.Match[str]) -> tuple[str, str]:
    """Return what a percentage is of, and whom the band is for."""
    subjects = _SUBJECT.findall(before)
    subject = subjects[-1].removeprefix("对") if subjects else ""
    base = before.rpartition("处")[2].strip("以按的 ") if match["yuan"] is None else ""
    return base, subject


def _value(match: re.Match[str]) -> Decimal | None:
    if match["yuan"] is not None:
        return money(match["yuan"])
    said = match["percent"] or match["han"]
    if said[0].isascii():
        return _decimal(said)
    whole, _, part = said.partition("点")
    decimals = "".join(str(to_int(char)) for char in part)
    return Decimal(f"{to_int(whole)}.{decimals or 0}")


def money(said: str) -> Decimal | None:
    """Return a sum in 元 written without 元: `5万`, `五万`, `50,000`; None where it is none."""
    plain = re.sub(r"[\s,]", "", said)
    if not re.fullmatch(rf"(?:\d[\d.]*|[{_HAN}]+)[万亿]?[{_HAN}]*", plain):
        return None
    if plain[0].isascii():
        number = _decimal(plain.rstrip("万亿"))
        scale = {"万": 10_000, "亿": 100_000_000}.get(plain[-1], 1)
        return None if number is None else number * scale
    for unit, scale in (("亿", 100_000_000), ("万", 10_000)):
        if unit in plain:
            head, _, tail = plain.partition(unit)
            if not head:
                return None
            return Decimal(to_int(head) * scale + _tail(tail, scale))
    return Decimal(to_int(plain))


def _tail(tail: str, scale: int) -> int:
    """Return what follows 万: 二万五千 is twenty-five thousand, and so is 二万五."""
    if not tail:
        return 0
    return to_int(tail) * (scale // 10 if len(tail) == 1 else 1)


def _decimal(said: str) -> Decimal | None:
    try:
        return Decimal(said.strip(","))
    except ArithmeticError:
        return None


def overlapping(rows: Iterable[tuple[int, Mapping[str, object]]]) -> list[tuple[int, int]]:
    """国办发〔2022〕27号: two grades of one matter whose bands overlap leave it open which of them applies.

    `rows`: each row's number and values; returns the number of each row that clashes with an earlier one, and whose.
    """
    said: dict[tuple[object, ...], list[tuple[int, object, Band]]] = {}
    found: dict[int, int] = {}
    for number, values in rows:
        others = said.setdefault(
            tuple(values.get(key) for key in ("matter_code", "matter_name", "basis")), []
        )
        grade, own = values.get("grade"), bands(str(values.get("penalty", "")))
        for other, its_grade, taken in others:
            if its_grade != grade and number not in found and any(band.overlaps(taken) for band in own):
                found[number] = other
        others += [(number, grade, band) for band in own]
    return list(found.items())
