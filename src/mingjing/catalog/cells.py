"""Reading one cell: a text, a date, several words. A cell that cannot be read raises ValueError with a sentence."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from mingjing import clock
from mingjing.catalog.bands import money
from mingjing.records.legible import UNKEEPABLE

type Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
"""A cell as a file gives it: always text in CSV, typed in Excel."""

PENALTY_KINDS = (
    "警告", "通报批评", "罚款", "没收违法所得", "没收非法财物", "暂扣许可证件", "降低资质等级", "吊销许可证件",
    "限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业",
)  # fmt: skip
"""行政处罚法9, as the penalties of a decision are named."""

OPEN_ENDED = frozenset({"长期", "长期有效", "永久"})
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_DATE = re.compile(r"(\d{4})(?:年|-|/|\.)(\d{1,2})(?:月|-|/|\.)(\d{1,2})日?(?:\s+00?:00(?::00)?)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SPAN = re.compile(r"\s*(?:至|到|~|—+|–|--)\s*|(?<=[\d日])\s*-\s*(?=\d{4}\D)")
_SEPARATORS = re.compile(r"[、,，;；\n]+")


def text(cell: Cell) -> str:  # noqa: PLR0911 - one return a type
    """Return a cell as text without the blanks around it; a whole number has no decimals, a date is ISO text."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case float():
            return str(int(cell)) if cell.is_integer() else str(cell)
        case dt.datetime():
            return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
        case dt.date() | dt.time():
            return cell.isoformat()
        case str():
            return _clean(cell)
        case _:
            return str(cell)


def _clean(words: str) -> str:
    plain = (
        words.replace("\r\n", "\n").replace("\r", "\n").replace("\u3000", " ").replace("\xa0", " ").strip()
    )
    if plain in _ERRORS:
        raise ValueError(f"是出错的公式（{plain}）")
    if UNKEEPABLE.search(plain):
        raise ValueError("含有无法保存的控制字符")
    return plain


def date(cell: Cell) -> dt.date | None:
    """Return a date; nothing for an empty cell. Only what names year, month and day is a date."""
    match cell:
        case dt.datetime():
            return cell.date()
        case dt.date():
            return cell
    said = text(cell)
    if not said:
        return None
    plain = unicodedata.normalize("NFKC", said)
    found = _DATE.fullmatch(plain) or _COMPACT_DATE.fullmatch(plain)
    if found is None:
        raise ValueError(f"“{said}”不是日期，应写成 2026-09-15")
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise ValueError(f"“{said}”不是日历上的日子") from None


def date_or_open(cell: Cell) -> dt.date | None:
    """Return a date; nothing for an empty cell or 长期."""
    return None if isinstance(cell, str) and cell.strip() in OPEN_ENDED else date(cell)


def past_date(cell: Cell) -> dt.date | None:
    """Return a date that is not in the future."""
    day = date(cell)
    if day and day > clock.today():
        raise ValueError(f"“{day.isoformat()}”是将来的日期")
    return day


def span(cell: Cell) -> tuple[dt.date | None, dt.date | None]:
    """Return the two dates of `2023-07-01至2029-06-30`; nothing twice for an empty cell."""
    said = text(cell)
    if not said:
        return None, None
    ends = _SPAN.split(unicodedata.normalize("NFKC", said))
    if len(ends) != 2:  # noqa: PLR2004 - a span has two ends
        raise ValueError(f"“{said}”应写成 2023-07-01至2029-06-30")
    return date(ends[0]), date(ends[1])


def yuan(cell: Cell) -> int | None:
    """Return a sum in whole 元, written `50000`, `5万` or `五万元`; nothing for an empty cell."""
    said = text(cell)
    if not said:
        return None
    value = money(unicodedata.normalize("NFKC", said).removesuffix("元"))
    if value is None or value != int(value):
        raise ValueError(f"“{said}”不是以元计的整数，应写成 50000")
    return int(value)


def times(cell: Cell) -> int | None:
    """Return how often, written `2` or `2次`; nothing for an empty cell."""
    said = text(cell)
    if not said:
        return None
    found = re.fullmatch(r"(\d{1,3})次?", unicodedata.normalize("NFKC", said))
    if found is None:
        raise ValueError(f"“{said}”应写成次数，如 2")
    return int(found[1])


def yes(cell: Cell) -> bool:
    """Return whether a cell says yes; an empty one says no."""
    said = text(cell)
    if said not in {"", "是", "否"}:
        raise ValueError(f"“{said}”应写“是”或“否”")
    return said == "是"


def penalty_kinds(cell: Cell) -> list[str]:
    """Return kinds of penalty by their names (行政处罚法9); one that is none would never be met."""
    named = words(cell)
    if strange := [each for each in named if each not in PENALTY_KINDS]:
        raise ValueError(f"“{'、'.join(strange)}”不是处罚种类，应写：{'、'.join(PENALTY_KINDS)}")
    return named


def words(cell: Cell) -> list[str]:
    """Return the words of `市政、燃气`."""
    return [word for word in (part.strip() for part in _SEPARATORS.split(text(cell))) if word]
