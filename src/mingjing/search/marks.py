"""What entries are narrowed by, written among their tokens, so that the text index itself narrows.

A mark begins with a sign that no token of a text can hold. Without it, a common word within a small kind would have to
be looked at in every entry in which it stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.search.models import Entry
    from mingjing.search.scope import Scope

SIGN = "¤"
PUBLIC = f"{SIGN}public"
_OTHER = re.compile(r"[^0-9a-z]+")


def of_kind(kind: str) -> str:
    """Return the mark of a kind of entry."""
    return _mark("k", kind)


def of_agency(agency: str) -> str:
    """Return the mark of an agency."""
    return _mark("a", agency)


def of_place(url: str) -> str:
    """Return the mark of the part of the site that an address belongs to, its first step: `/decisions/…`."""
    return _mark("p", url.strip("/").partition("/")[0].partition("?")[0])


def of_month(day: dt.date) -> str:
    """Return the mark of a day's month."""
    return f"{SIGN}m{day:%Y%m}"


def of_entry(entry: Entry) -> str:
    """Return all marks of an entry, to stand behind its tokens."""
    every = [of_kind(entry.kind), of_agency(entry.agency), of_place(entry.url), of_month(entry.date)]
    return " ".join([*every, *([PUBLIC] if entry.public else []), ""])


def narrowing(scope: Scope) -> tuple[tuple[str, ...], ...]:
    """Return the marks of a scope in groups; an entry must have one of each group."""
    groups = [
        () if scope.hidden else (PUBLIC,),
        tuple(of_kind(kind) for kind in scope.kinds),
        (of_agency(scope.agency),) if scope.agency else (),
        tuple(of_place(place) for place in scope.places),
    ]
    return tuple(group for group in groups if group)


def _mark(letter: str, name: str) -> str:
    return f"{SIGN}{letter}{_OTHER.sub('·', name.casefold())}"
