"""From when a statute's text is in force, said with its reason, or left for a person (待核).

The order: a shipped correction; the head; where the statute is new or was revised (修订), its last article;
where it was amended (修正), the date in the file's name. A date that none of these gives is not guessed.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from mingjing.law.calendar import DATA
from mingjing.law.citations import title_key
from mingjing.law.statute_text import Event, ParsedStatute, effective_clause

if TYPE_CHECKING:
    from pathlib import PurePath

type Source = Literal["correction", "head", "last_article", "file_name", "unknown"]

SOURCE_LABELS: dict[Source, str] = {
    "correction": "更正表",
    "head": "题注",
    "last_article": "末条",
    "file_name": "文件名日期",
    "unknown": "施行日期待核",
}


class Dates(NamedTuple):
    """When a version was published, from when it is in force, and how the latter is known."""

    published_on: dt.date | None
    effective_from: dt.date | None
    source: Source


def dates_of(parsed: ParsedStatute, file_name: PurePath) -> Dates:
    """Return the dates of a parsed text whose file may carry a date in its name, `建筑法(2019-04-23).md`."""
    named = _named_date(file_name)
    last = parsed.events[-1] if parsed.events else None
    published = named or (last.on if last else parsed.signed_on)
    corrected = _corrections().get((title_key(parsed.title), published))
    if corrected:
        return Dates(published, corrected, "correction")
    if parsed.head_effective:
        return Dates(published, parsed.head_effective, "head")
    from_article = _from_last_article(parsed, last, named)
    if from_article:
        return Dates(published, from_article, "last_article")
    if named:
        return Dates(published, named, "file_name")
    return Dates(published, None, "unknown")


def _named_date(file_name: PurePath) -> dt.date | None:
    match = re.search(r"[(（](\d{4}-\d{2}-\d{2})[)）]", file_name.stem)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _from_last_article(parsed: ParsedStatute, last: Event | None, named: dt.date | None) -> dt.date | None:
    """Return the last article's date, if it belongs to this version and not to the statute's first one.

    An amendment leaves the old last article standing; so does one that the head does not tell of, which shows
    as a file dated later than the head.
    """
    clause = effective_clause(parsed.last_article)
    if last is None:
        return clause if isinstance(clause, dt.date) and (named is None or clause >= named) else None
    if last.kind == "amended" or (named and last.on < named):
        return None
    if clause == "publication":
        return last.on
    return clause if clause and clause >= last.on else None


@cache
def _corrections() -> dict[tuple[str, dt.date | None], dt.date]:
    with (DATA / "effective_corrections.csv").open(encoding="utf-8", newline="") as lines:
        return {
            (title_key(row["title"]), dt.date.fromisoformat(row["published_on"])): dt.date.fromisoformat(
                row["effective_from"]
            )
            for row in csv.DictReader(lines)
        }
