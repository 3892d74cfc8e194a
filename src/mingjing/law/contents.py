"""One version of a statute on its way into the database: from an imported file, or from a shipped outline."""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mingjing.law.calendar import DATA
from mingjing.law.citations import title_key
from mingjing.law.effective import SOURCE_LABELS
from mingjing.law.statute_files import read_statute_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from mingjing.law.statute_files import StatuteFile


@dataclass(frozen=True)
class ArticleContent:
    """An article's place and structure, and its words where they were imported."""

    number: int
    suffix: int
    items: list[int]
    chapter: str = ""
    text: str = ""


@dataclass(frozen=True)
class VersionContent:
    """Everything that one version brings with it."""

    title: str
    document_number: str
    aliases: list[str]
    published_on: dt.date | None
    effective_from: dt.date | None
    effective_source: str
    note: str
    has_text: bool
    preamble: str
    articles: list[ArticleContent]

    @property
    def key(self) -> str:
        """Return what identifies the statute."""
        return title_key(self.title)


def from_file(file: StatuteFile) -> VersionContent:
    """Return the content of an imported text."""
    parsed, dates = file
    notes = [*parsed.notes]
    if dates.effective_from is None:
        notes.insert(0, SOURCE_LABELS[dates.source])
    return VersionContent(
        title=parsed.title,
        document_number=parsed.document_number,
        aliases=aliases_of(parsed.title, parsed.document_number),
        published_on=dates.published_on,
        effective_from=dates.effective_from,
        effective_source=dates.source,
        note="；".join(notes),
        has_text=True,
        preamble=parsed.preamble,
        articles=[
            ArticleContent(each.number, each.suffix, each.items, each.chapter, each.text)
            for each in parsed.articles
        ],
    )


def aliases_of(title: str, document_number: str) -> list[str]:
    """Return the short names that people cite the statute by."""
    found = [alias for key, alias in _aliases() if key == title_key(title)]
    return found + ([document_number] if document_number else [])


@cache
def _aliases() -> list[tuple[str, str]]:
    with (DATA / "aliases.csv").open(encoding="utf-8", newline="") as lines:
        return [(title_key(row["title"]), row["alias"]) for row in csv.DictReader(lines)]


def make_outlines(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Return the outlines of texts: titles, dates, and the structure of the articles. Facts, no words."""
    outlines: dict[str, dict[str, Any]] = {}
    for path in sorted(paths):
        content = from_file(read_statute_file(path.name, path.read_bytes()))
        outline = outlines.setdefault(
            content.key,
            {
                "title": content.title,
                "document_number": content.document_number,
                "aliases": content.aliases,
                "versions": [],
            },
        )
        outline["versions"].append(_version_outline(content))
    for outline in outlines.values():
        outline["versions"].sort(key=lambda version: version["published_on"] or "")
    return [outlines[key] for key in sorted(outlines)]


def _version_outline(content: VersionContent) -> dict[str, Any]:
    return {
        "published_on": content.published_on and content.published_on.isoformat(),
        "effective_from": content.effective_from and content.effective_from.isoformat(),
        "effective_source": content.effective_source,
        "note": content.note,
        "articles": [[each.number, each.suffix, each.items] for each in content.articles],
    }


def format_outlines(outlines: Iterable[dict[str, Any]]) -> str:
    """Return outlines as JSON, a line for each statute, so that a change of one shows as one line."""
    lines = ",\n".join(json.dumps(outline, ensure_ascii=False, separators=(",", ":")) for outline in outlines)
    return f"[\n{lines}\n]\n"


def shipped_outlines() -> list[VersionContent]:
    """Return the versions of the outlines that ship with the project, oldest first within a statute."""
    outlines = json.loads((DATA / "outlines.json").read_text(encoding="utf-8"))
    return [_from_outline(outline, version) for outline in outlines for version in outline["versions"]]


def _from_outline(outline: dict[str, Any], version: dict[str, Any]) -> VersionContent:
    return VersionContent(
        title=outline["title"],
        document_number=outline["document_number"],
        aliases=outline["aliases"],
        published_on=_day(version["published_on"]),
        effective_from=_day(version["effective_from"]),
        effective_source=version["effective_source"],
        note=version["note"],
        has_text=False,
        preamble="",
        articles=[ArticleContent(number, suffix, items) for number, suffix, items in version["articles"]],
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
