"""Asking either database which entries match: both answer as `phrase.needle in entry.tokens` would.

SQLite keeps its index in the order of dates (see `guards`): the newest matches are the first that it names, and
reading stops there. PostgreSQL's index has no order: few matches are sorted, very many are found by walking down the
dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from mingjing.search.guards import place

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mingjing.search.query import Phrase

SORTED = 10_000
"""So many matches PostgreSQL sorts; beyond, a walk down the dates is shorter."""


@dataclass(frozen=True)
class Scope:
    """Marks in groups, of which an entry must have one each, and the days between which it lies."""

    marks: tuple[tuple[str, ...], ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Clause:
    """A condition of SQL with its parameters; the text holds no value."""

    text: str
    params: tuple[str | int | dt.date, ...]

    def __and__(self, other: Clause) -> Clause:
        return Clause(f"{self.text} AND {other.text}", self.params + other.params)


def matching(phrases: Sequence[Phrase], scope: Scope, *, want: int, cap: int) -> tuple[list[int], int]:
    """Return the ids of the newest `want` matches, and how many there are, counted up to `cap` + 1."""
    if connection.vendor == "sqlite":
        found = _ids(_in_order(phrases, scope), cap + 1)
        return found[:want], len(found)
    match = _vector(phrases, scope)
    if not want:
        return [], len(_pairs(match, "LIMIT %s", cap + 1))
    some = sorted(_pairs(match, "LIMIT %s", max(SORTED, cap) + 1), reverse=True)
    if len(some) <= SORTED:
        return [id_ for _, id_ in some[:want]], min(len(some), cap + 1)
    newest = _pairs(match, "ORDER BY e.date DESC, e.id DESC LIMIT %s", want)
    return [id_ for _, id_ in newest], cap + 1


def _pairs(match: Clause, tail: str, limit: int) -> list[tuple[dt.date, int]]:
    # Condition and tail are constants of this room; every value is a parameter.
    select = f"SELECT e.date, e.id FROM search_entry e WHERE {match.text} {tail}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(select, [*match.params, limit])
        rows: list[tuple[dt.date, int]] = cursor.fetchall()
    return rows


def _ids(match: Clause, limit: int) -> list[int]:
    # CROSS JOIN: the index leads, in its own order, so that reading stops at the limit.
    source = (
        "search_index CROSS JOIN search_entry e INDEXED BY search_entry_place ON e.place = search_index.rowid"
    )
    select = f"SELECT e.id FROM {source} WHERE {match.text} ORDER BY search_index.rowid LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(select, [*match.params, limit])
        return [id_ for (id_,) in cursor.fetchall()]


def _in_order(phrases: Sequence[Phrase], scope: Scope) -> Clause:
    """Say it in FTS5's language; tokens and marks hold letters and digits only, nothing that needs escaping."""
    words = [f'"{" ".join(phrase.tokens)}"{" *" if phrase.open else ""}' for phrase in phrases]
    marks = [f"({' OR '.join(f'"{mark}"' for mark in group)})" for group in scope.marks]
    clause = Clause("search_index MATCH %s", (" AND ".join(words + marks),))
    if scope.until:
        clause &= Clause("search_index.rowid > %s", (place(scope.until, 1),))
    if scope.since:
        clause &= Clause("search_index.rowid < %s", (place(scope.since, 0),))
    return clause


def _vector(phrases: Sequence[Phrase], scope: Scope) -> Clause:
    """Ask the index for all tokens, then the text for their order.

    Positions in a `tsvector` end at 16,383 and at 256 a lexeme, so the order is not left to them.
    """
    lexemes = [
        f"'{token}'{':*' if phrase.open and number == len(phrase.tokens) else ''}"
        for phrase in phrases
        for number, token in enumerate(phrase.tokens, start=1)
    ]
    marks = [f"({' | '.join(f"'{mark}'" for mark in group)})" for group in scope.marks]
    clause = Clause("e.vector @@ %s::tsquery", (" & ".join(lexemes + marks),))
    for phrase in phrases:
        if len(phrase.tokens) > 1:
            clause &= Clause("strpos(e.tokens, %s) > 0", (phrase.needle,))
    if scope.since:
        clause &= Clause("e.date >= %s", (scope.since,))
    if scope.until:
        clause &= Clause("e.date <= %s", (scope.until,))
    return clause
