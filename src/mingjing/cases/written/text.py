"""What a written rule is made of, and the words that settings are said with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.law.numerals import to_chinese
from mingjing.law.terms import Unit, rule
from mingjing.registry.permissions import MAY, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GENERATED = "本文由办案系统按现行设置生成；设置改变，本文随之改变。"


@dataclass(frozen=True)
class Clause:
    """条: its words, its items; `source` is the setting that it says, for whoever reads it beside the system."""

    text: str
    items: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Chapter:
    """章."""

    heading: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Numbered:
    """A clause with its number in the whole text."""

    number: str
    clause: Clause

    @property
    def items(self) -> list[str]:
        """Return the items as a text numbers them."""
        return [f"（{to_chinese(place)}）{item}" for place, item in enumerate(self.clause.items, start=1)]


@dataclass(frozen=True)
class WrittenRules:
    """A rule of the agency as it reads today."""

    slug: str
    title: str
    basis: str
    chapters: tuple[Chapter, ...]

    @property
    def numbered(self) -> list[tuple[str, list[Numbered]]]:
        """Return each chapter's heading with its clauses; articles are numbered through all chapters."""
        found, number = [], 0
        for place, chapter in enumerate(self.chapters, start=1):
            clauses = []
            for clause in chapter.clauses:
                number += 1
                clauses.append(Numbered(f"第{to_chinese(number)}条", clause))
            found.append((f"第{to_chinese(place)}章　{chapter.heading}", clauses))
        return found

    @property
    def lines(self) -> list[str]:
        """Return every line of the text, as page and file hold it."""
        told = []
        for heading, clauses in self.numbered:
            told.append(heading)
            for each in clauses:
                told += [f"{each.number}　{each.clause.text}", *each.items]
        return told


def within(key: str) -> str:
    """Return a time limit in words, as the system counts it: 5 个工作日内."""
    row = rule(key)
    return row.span if row.unit == Unit.AT_ONCE else f"{row.span}内"


def cited(key: str) -> str:
    """Return where a time limit stands."""
    return rule(key).clause


def who(*acts: str) -> str:
    """Return the posts that may do one of the acts, in the order of the table of posts."""
    roles = frozenset[Role]().union(*(MAY[act] for act in acts))
    return "、".join(role.label for role in Role if role in roles)


def several(items: Iterable[str]) -> tuple[str, ...]:
    """Return items without the empty ones."""
    return tuple(item for item in items if item)


def chapter(heading: str, clauses: Sequence[Clause | None]) -> Chapter:
    """Return a chapter; a clause whose setting nobody made is left out."""
    return Chapter(heading, tuple(clause for clause in clauses if clause is not None))
