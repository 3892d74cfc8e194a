"""Putting things where they can be found, taking them out, and finding them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.search import engines, excerpt, marks
from mingjing.search.models import Entry
from mingjing.search.query import Phrase, parse
from mingjing.search.scope import Scope
from mingjing.search.tokens import stored

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from mingjing.search.excerpt import Part

CAP = 1_000
RANKED = 100
"""Of so many of the newest matches, those come first whose title says it."""
INDEXED = 100_000
_WRITTEN = ["agency", "title", "text", "url", "date", "public", "tokens"]


@dataclass(frozen=True)
class Hit:
    """An entry that was found, its title and a piece of its text in parts that say what matched."""

    kind: str
    ref: str
    agency: str
    url: str
    date: dt.date
    title: tuple[Part, ...]
    excerpt: tuple[Part, ...]


@dataclass(frozen=True)
class Page:
    """Hits, newest first, and how many there are in all: `total` exactly, or `CAP` and `more`."""

    hits: tuple[Hit, ...]
    total: int
    more: bool


def put(
    kind: str,
    ref: str,
    *,
    title: str,
    text: str,
    date: dt.date,
    url: str,
    agency: str = "",
    public: bool = False,
) -> None:
    """Make a thing findable, in place of what was said of it before.

    `text` must already be what readers may see (masked); its first 100,000 characters can be found. `url` is
    a path.
    """
    title, text = title.replace("\0", ""), text.replace("\0", "")  # PostgreSQL keeps no NUL in a text
    entry = Entry(
        kind=kind, ref=ref, agency=agency, title=title, text=text, url=url, date=date, public=public
    )
    # The bar keeps a word from reaching across title and text.
    entry.tokens = stored(f"{title}|{text[:INDEXED]}") + marks.of_entry(entry)
    Entry.objects.bulk_create(
        [entry], update_conflicts=True, unique_fields=["kind", "ref"], update_fields=_WRITTEN
    )


def remove(kind: str, ref: str) -> None:
    """Take a thing out of the index, within the caller's transaction; harmless where it is not in."""
    Entry.objects.filter(kind=kind, ref=ref).delete()


def find(
    query: str,
    *,
    kinds: Collection[str] = (),
    agency: str = "",
    places: Collection[str] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
    limit: int = 20,
    offset: int = 0,
    hidden: bool = False,
) -> Page:
    """Return the entries in which every word of the query stands: the newest, of these first where a title says it.

    `kinds`, `agency`, `places` (the first steps of addresses) and days narrow (empty: all); entries that are not
    public are found only with `hidden`. Nothing beyond the first 1,000 is ever returned. Four statements at most,
    however many entries there are.
    """
    phrases = parse(query)
    if not phrases:
        return Page((), 0, more=False)
    scope = Scope(tuple(kinds), agency, tuple(places), hidden, since, until)
    end = min(offset + limit, CAP)
    ids, count = engines.matching(phrases, scope, want=max(end, RANKED), cap=CAP)
    if offset < RANKED:
        ids[:RANKED] = _titles_first(ids[:RANKED], phrases)
    shown = ids[offset:end]
    entries = Entry.objects.defer("tokens").in_bulk(shown)
    hits = tuple(_hit(entries[id_], phrases) for id_ in shown if id_ in entries)
    return Page(hits, min(count, CAP), more=count > CAP)


def _titles_first(ids: list[int], phrases: tuple[Phrase, ...]) -> list[int]:
    """Put first, of what matches, that whose title says it all; both parts stay in their order."""
    titles = {
        id_: stored(title) for id_, title in Entry.objects.filter(pk__in=ids).values_list("pk", "title")
    }
    return sorted(ids, key=lambda id_: not all(phrase.needle in titles.get(id_, "") for phrase in phrases))


def _hit(entry: Entry, phrases: tuple[Phrase, ...]) -> Hit:
    return Hit(
        kind=entry.kind,
        ref=entry.ref,
        agency=entry.agency,
        url=entry.url,
        date=entry.date,
        title=excerpt.marked(entry.title, phrases),
        excerpt=excerpt.excerpt(entry.text, phrases),
    )
