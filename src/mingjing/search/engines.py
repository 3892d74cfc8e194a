"""Asking either database which entries match: both answer as `phrase.needle in entry.tokens` would.

SQLite keeps its index in the order of dates (see `guards`): the newest matches are the first that it names, and
reading stops there. For PostgreSQL see `postgres`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import connection

from mingjing.search import marks, postgres
from mingjing.search.guards import place
from mingjing.search.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.search.query import Phrase

__all__ = ["Scope", "matching"]

# CROSS JOIN: the index leads, in its own order, so that reading stops at the limit.
_SQLITE = (
    "SELECT e.id FROM search_index CROSS JOIN search_entry e INDEXED BY search_entry_place"
    " ON e.place = search_index.rowid"
    " WHERE search_index MATCH %s AND search_index.rowid > %s AND search_index.rowid < %s"
    " ORDER BY search_index.rowid LIMIT %s"
)


def matching(phrases: Sequence[Phrase], scope: Scope, *, want: int, cap: int) -> tuple[list[int], int]:
    """Return the ids of the newest `want` matches, and how many there are, counted up to `cap` + 1."""
    if connection.vendor != "sqlite":
        return postgres.matching(phrases, scope, want=want, cap=cap)
    after = place(scope.until + dt.timedelta(days=1), 0) if scope.until else -(1 << 62)
    before = place(scope.since, 0) if scope.since else 0
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE, [_fts(phrases, scope), after, before, cap + 1])
        found = [id_ for (id_,) in cursor.fetchall()]
    return found[:want], len(found)


def _fts(phrases: Sequence[Phrase], scope: Scope) -> str:
    """Say it in FTS5's language; tokens and marks hold nothing that needs escaping."""
    words = [f'"{" ".join(phrase.tokens)}"{" *" if phrase.open else ""}' for phrase in phrases]
    narrowing = [f"({' OR '.join(f'"{mark}"' for mark in group)})" for group in marks.narrowing(scope)]
    return " AND ".join(words + narrowing)
