"""Asking either database which entries match: both answer as `phrase.needle in entry.tokens` would."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mingjing.search.query import Phrase

type Key = tuple[dt.date | str, int]

_NEWEST = "ORDER BY e.date DESC, e.id DESC LIMIT %s"


@dataclass(frozen=True)
class Clause:
    """A condition of SQL with its parameters; the text holds no value."""

    text: str
    params: tuple[str | int, ...]

    def __and__(self, other: Clause) -> Clause:
        return Clause(f"{self.text} AND {other.text}", self.params + other.params)


def some(phrases: Sequence[Phrase], scope: Clause, limit: int) -> list[int]:
    """Return the ids of at most `limit` matches, newest first if all of them are there, else any."""
    if connection.vendor == "sqlite":
        # CROSS JOIN: the index leads, so that reading stops at the limit.
        source = "search_index CROSS JOIN search_entry e ON e.id = search_index.rowid"
        match = Clause("search_index MATCH %s", (_fts(phrases),))
    else:
        source, match = "search_entry e", _vector(phrases)
    rows = _rows(source, match & scope, "LIMIT %s", limit)
    return [id_ for _, id_ in sorted(rows, reverse=True)]


def newest(phrases: Sequence[Phrase], scope: Clause, limit: int) -> list[int]:
    """Return the ids of the newest `limit` matches by walking down the dates.

    For what stands in very many entries: the walk soon ends, while the index would have to name them all.
    """
    match = _read(phrases) if connection.vendor == "sqlite" else _vector(phrases)
    return [id_ for _, id_ in _rows("search_entry e", match & scope, _NEWEST, limit)]


def _rows(source: str, where: Clause, tail: str, limit: int) -> list[Key]:
    with connection.cursor() as cursor:
        # Source, condition and tail are constants of this room; every value is a parameter.
        select = f"SELECT e.date, e.id FROM {source} WHERE {where.text} {tail}"  # noqa: S608
        cursor.execute(select, [*where.params, limit])
        rows: list[Key] = cursor.fetchall()
    return rows


def _read(phrases: Sequence[Phrase]) -> Clause:
    """Look for phrases in the tokens themselves."""
    clauses = [Clause("instr(e.tokens, %s) > 0", (phrase.needle,)) for phrase in phrases]
    return functools.reduce(Clause.__and__, clauses)


def _fts(phrases: Sequence[Phrase]) -> str:
    """Say phrases in FTS5's language; tokens hold letters and digits only, nothing that needs escaping."""
    return " AND ".join(f'"{" ".join(phrase.tokens)}"{" *" if phrase.open else ""}' for phrase in phrases)


def _vector(phrases: Sequence[Phrase]) -> Clause:
    """Ask the index for all tokens, then the text for their order.

    Positions in a `tsvector` end at 16,383 and at 256 a lexeme, so the order is not left to them.
    """
    lexemes = " & ".join(
        f"'{token}'{':*' if phrase.open and number == len(phrase.tokens) else ''}"
        for phrase in phrases
        for number, token in enumerate(phrase.tokens, start=1)
    )
    clause = Clause("e.vector @@ %s::tsquery", (lexemes,))
    for phrase in phrases:
        if len(phrase.tokens) > 1:
            clause &= Clause("strpos(e.tokens, %s) > 0", (phrase.needle,))
    return clause
