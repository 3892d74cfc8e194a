"""Finding the newest matches with an index that has no order.

Three ways, each quick where the others are not. What stands in few entries is read whole and sorted. What stands in
every tenth is met within the newest thousand. What lies between is asked for by months, of which entries bear marks:
one, then two, four, eight …, going back, until enough is found.

A statement's condition stands in a `MATERIALIZED` part: the planner must not choose its way by the limit, for it does
not know how dear it is to unpack a row's vector, and would rather read the whole table.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import connection

from mingjing.search import marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mingjing.search.query import Phrase
    from mingjing.search.scope import Scope

type Pair = tuple[dt.date, int]
type Values = tuple[str | int | dt.date | list[str], ...]

WALKED = 1_000
"""So many of the newest entries are looked at one by one."""
_ANY = (
    "WITH found AS MATERIALIZED (SELECT e.date, e.id FROM search_entry e WHERE {}) SELECT date, id FROM found"
)
_NEWEST = " ORDER BY date DESC, id DESC LIMIT %s"
_WALK = "SELECT e.date, e.id FROM (SELECT * FROM search_entry e WHERE {}{}) e WHERE {} ORDER BY date DESC, id DESC"


def matching(phrases: Sequence[Phrase], scope: Scope, *, want: int, cap: int) -> tuple[list[int], int]:
    """Return the ids of the newest `want` matches, and how many there are, counted up to `cap` + 1."""
    text, values = _condition(phrases, scope)
    some = _ask(f"{_ANY.format(text)} LIMIT %s", (*values, cap + 1))
    if len(some) <= cap or not want:
        return [id_ for _, id_ in sorted(some, reverse=True)[:want]], len(some)
    found = _walk(phrases, scope)
    if len(found) < want:
        found = _by_months(phrases, scope, want)
    return [id_ for _, id_ in found[:want]], len(some)


def _walk(phrases: Sequence[Phrase], scope: Scope) -> list[Pair]:
    """Return the matches among the newest entries of the days in question."""
    narrowed, limits = _narrowed(scope)
    text, values = _condition(phrases, scope)
    return _ask(_WALK.format(narrowed, _NEWEST, text), (*limits, WALKED, *values))


def _by_months(phrases: Sequence[Phrase], scope: Scope, want: int) -> list[Pair]:
    found: list[Pair] = []
    for months in _spans(scope):
        text, values = _condition(phrases, scope, months)
        found += _ask(f"{_ANY.format(text)}{_NEWEST}", (*values, want - len(found)))
        if len(found) >= want:
            break
    return found


def _spans(scope: Scope) -> Iterator[list[str]]:
    """Yield the months of the days in question, the newest first: one, then two, then four …"""
    narrowed, limits = _narrowed(scope)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MIN(date), MAX(date) FROM search_entry e WHERE {narrowed}", limits)  # noqa: S608 - ours
        oldest, newest = cursor.fetchone()
    if newest is None:
        return
    first, last = (each.year * 12 + each.month - 1 for each in (oldest, newest))
    length = 1
    while last >= first:
        months = range(last, max(first, last - length + 1) - 1, -1)
        yield [marks.of_month(dt.date(month // 12, month % 12 + 1, 1)) for month in months]
        last, length = last - length, length * 2


def _condition(phrases: Sequence[Phrase], scope: Scope, months: Sequence[str] = ()) -> tuple[str, Values]:
    """Ask the index for all tokens, then the text for their order.

    Positions in a `tsvector` end at 16,383 and at 256 a lexeme, so the order is not left to them.
    """
    lexemes = [
        f"'{token}'{':*' if phrase.open and number == len(phrase.tokens) else ''}"
        for phrase in phrases
        for number, token in enumerate(phrase.tokens, start=1)
    ]
    groups = [group for group in ([marks.of_place(place) for place in scope.places], months) if group]
    lexemes += [f"({' | '.join(f"'{mark}'" for mark in group)})" for group in groups]
    narrowed, limits = _narrowed(scope)
    clauses: list[str] = ["e.vector @@ %s::tsquery", narrowed]
    values: Values = (" & ".join(lexemes), *limits)
    for phrase in phrases:
        if len(phrase.tokens) > 1:
            clauses.append("strpos(e.tokens, %s) > 0")
            values += (phrase.needle,)
    return " AND ".join(clauses), values


def _narrowed(scope: Scope) -> tuple[str, Values]:
    """Say a scope by columns: what nearly every entry is would only make the index slower."""
    limits = {
        "e.kind = ANY(%s)": list(scope.kinds),
        "e.agency = %s": scope.agency,
        "e.date >= %s": scope.since,
        "e.date <= %s": scope.until,
    }
    given = {clause: limit for clause, limit in limits.items() if limit}
    return " AND ".join(["TRUE" if scope.hidden else "e.public", *given]), tuple(given.values())


def _ask(statement: str, values: Values) -> list[Pair]:
    with connection.cursor() as cursor:
        # The statement is made of constants of this room; every value is a parameter.
        cursor.execute(statement, values)
        rows: list[Pair] = cursor.fetchall()
    return rows
