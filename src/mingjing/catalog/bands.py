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
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_BIG = {"万": 10_000, "亿": 100_000_000}
_UNITS = "".join(_SMALL | _BIG)
_HAN = _DIGITS + "".join(_SMALL)
_SUM = rf"(?<![数几余多\d.{_HAN}万亿])(?:\d[\d.,]{{0,20}}+|[{_HAN}万亿]){{1,20}}+(?:\s+[{_UNITS}]+)*+"
"""A sum without its 元, as people write it: 5万, 1万5千, 二万五千, 2860 万, 万; never a part of 数万 or 十几万."""
_NUMBER = re.compile(
    r"(?P<before>不足|不满|低于|小于|超过|高于|大于)?\s*"
    rf"(?:百分之(?P<han>[{_HAN}点]{{1,12}}|[\d.]{{1,12}})|(?P<percent>(?<!\d)\d[\d.]{{0,12}})\s*%|(?P<yuan>{_SUM})\s*元)\s*"
    r"(?P<after>以上|以下|以内)?"
)
_SUBJECT = re.compile(r"([一-鿿]{2,6}?(?:单位|企业|个人|人员|负责人|经营者))处")
_TO = r"\s*(?:-|—+|~|至|到)\s*"
_RANGE = re.compile(_TO)
_SHORT_PERCENT = re.compile(rf"(\d[\d.]*)(?={_TO}\d[\d.]*\s*%)")
_SHORT_HAN_PERCENT = re.compile(rf"(百分之[{_HAN}点]+{_TO})(?=[{_DIGITS}点]+(?![{_UNITS}元倍]))")
_SHORT_SUM = re.compile(rf"({_SUM})(?={_TO}({_SUM})\s*元)")
"""1-2万元, 三千至五千元, 百分之一至二: the unit is said once for both ends."""
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
    text = _said_in_full(" ".join(unicodedata.normalize("NFKC", words).split()))
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
    pattern = re.compile(re.escape(name) + rf"[^\d。;,，；{_DIGITS}]{{0,8}}({_SUM})\s*元")
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


def _said_in_full(text: str) -> str:
    """Return a text in which both ends of every range have their unit."""
    text = _SHORT_PERCENT.sub(r"\1%", text)
    text = _SHORT_HAN_PERCENT.sub(r"\1百分之", text)
    return _SHORT_SUM.sub(lambda match: f"{match[1]}{_shared(match[1], match[2])}元", text)


def _shared(low: str, high: str) -> str:
    """Return the unit that the lower end takes from the upper: 万 in 十至十五万, none in 五百至一万."""
    least = money(low)
    ends = re.search(rf"[{_UNITS}]*$", high)
    units = ends[0] if ends else ""
    for start in range(len(units)):
        most = money(high.removesuffix(units[start:]))
        if least is not None and most is not None and least < most:
            return units[start:]
    return ""


def _value(match: re.Match[str]) -> Decimal | None:
    if match["yuan"] is not None:
        return money(match["yuan"])
    said = match["percent"] or match["han"]
    if said[0].isascii():
        return _decimal(said)
    parts = re.fullmatch(rf"([{_HAN}]*)(?:点([{_DIGITS}]*))?", said)
    if parts is None or not (parts[1] or parts[2]):
        return None
    decimals = "".join(str(to_int(char)) for char in parts[2] or "0")
    return Decimal(f"{to_int(parts[1]) if parts[1] else 0}.{decimals}")


def money(said: str) -> Decimal | None:
    """Return a sum in 元 written without 元: `5万`, `1万5千`, `五万`, `50,000`; None where it is none."""
    plain = re.sub(r"[\s,]", "", said)
    words = re.findall(rf"\d[\d.]*|[{_DIGITS}]+|[{_UNITS}]", plain)
    if not words or "".join(words) != plain:
        return None
    done, part, last = Decimal(0), Decimal(0), 1
    number: Decimal | None = None
    for word in words:
        if word in _SMALL:
            last = _SMALL[word]
            part, number = part + (1 if number is None else number) * last, None
        elif word in _BIG:
            last = _BIG[word]
            done, part, number = _with_big(done, part + (number or 0), last), Decimal(0), None
        elif number is not None:
            return None
        elif word.strip("零〇"):
            number = _plain_number(word)
            if number is None:
                return None
            number *= _left_out(word, last) if word is words[-1] else 1
        else:
            last = 1
    return done + part + (number or Decimal(0))


def _with_big(done: Decimal, part: Decimal, unit: int) -> Decimal:
    """Return a sum as a 万 or 亿 ends one of its parts: 一万二千亿 counts 亿, 一亿二千万 adds 万; 万 alone is one."""
    if not part:
        return (done or Decimal(1)) * unit
    return (done + part) * unit if done < unit else done + part * unit


def _left_out(word: str, last: int) -> int:
    """Return what a last digit counts: 二万五 is said for 二万五千."""
    return last // 10 if len(word) == 1 and last > 1 else 1


def _plain_number(word: str) -> Decimal | None:
    return _decimal(word) if word[0].isascii() else Decimal(to_int(word))


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
