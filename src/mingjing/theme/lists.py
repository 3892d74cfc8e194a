"""A list page: filters, sort, pages, over a queryset or a sequence, with two queries and a capped count.

    page = ListPage(request.GET, DECISIONS, published(), row=as_row)

`ListSpec` says once what a list is (columns, filters, sorts); `ListPage` is one view of it, rendered by
`theme/_list.html` or its parts `_filter_row`, `_list_bar`, `_table`, `_pager`. To count 100,000 rows costs more
than the page itself, so counting stops at the spec's cap, and the page says `10,000+`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import QuerySet
from django.http import QueryDict

if TYPE_CHECKING:
    from mingjing.theme.cells import Column, Row

# A queryset or a list; filters take one and give back the same kind.
type Source = Any
type Kind = Literal["text", "date", "choice"]

MOST_TYPED = 100
MOST_DIGITS = 8
PAGES_SHOWN_AROUND = 2
PAGES_SHOWN_TOGETHER = 7
PAGE, SORT = "page", "sort"
RESERVED = {PAGE, "format", "print"}


@dataclass(frozen=True)
class Filter:
    """One field of the filter row; `apply(source, value)` narrows, with `value` a text or a date."""

    name: str
    label: str
    apply: Callable[[Source, Any], Source]
    kind: Kind = "text"
    choices: Sequence[tuple[str, str]] = ()
    wide: bool = False
    placeholder: str = ""


@dataclass(frozen=True)
class Sort:
    """One order: a name in the address, a label (`公开日期↓`), fields as in `order_by`, the last unique."""

    name: str
    label: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ListSpec:
    """What a list is. The first sort is the usual one."""

    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    sorts: Sequence[Sort] = ()
    per_page: int = 20
    cap: int = 10_000


@dataclass(frozen=True)
class FilterField:
    """A filter with what was typed, for the template."""

    name: str
    label: str
    value: str
    kind: Kind
    choices: Sequence[tuple[str, str]]
    wide: bool
    placeholder: str
    problem: str = ""

    @property
    def input_type(self) -> str:
        """Return the type of the input."""
        return "date" if self.kind == "date" else "text"


@dataclass(frozen=True)
class SortLink:
    """One order, for the template."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class PageLink:
    """One page number, or a gap (no url)."""

    number: int
    url: str
    current: bool


class ListPage:
    """One page of a list. The database is asked when it is needed: count and page, once each."""

    def __init__(
        self,
        query: QueryDict,
        spec: ListSpec,
        source: Source,
        *,
        row: Callable[[Any], Row],
        total: int | None = None,
    ) -> None:
        """`row` turns an item into a row; `total` is the number of items where somebody already knows it."""
        self.query = query
        self.spec = spec
        self.columns = spec.columns
        self._row = row
        self._known_total = total
        self.fields, narrowed = self._filtered(source)
        self.filtered = any(field.value for field in self.fields)
        self.sort = self._chosen_sort()
        self.source = _ordered(narrowed, self.sort.fields) if self.sort else narrowed

    # ── what was asked ──

    def _filtered(self, source: Source) -> tuple[list[FilterField], Source]:
        fields = []
        for spec in self.spec.filters:
            typed = self.query.get(spec.name, "").strip()[:MOST_TYPED]
            value, problem = _understood(spec, typed)
            if value is not None:
                source = spec.apply(source, value)
            fields.append(
                FilterField(
                    spec.name,
                    spec.label,
                    typed,
                    spec.kind,
                    spec.choices,
                    spec.wide,
                    spec.placeholder,
                    problem,
                )
            )
        return fields, source

    def _chosen_sort(self) -> Sort | None:
        by_name = {sort.name: sort for sort in self.spec.sorts}
        return by_name.get(self.query.get(SORT, "")) or next(iter(self.spec.sorts), None)

    # ── how many ──

    @cached_property
    def _counted(self) -> int:
        """Count up to one more than the cap."""
        if self._known_total is not None and not self.filtered:
            return self._known_total
        if isinstance(self.source, QuerySet):
            return self.source.order_by()[: self.spec.cap + 1].count()
        return len(self.source)

    @property
    def capped(self) -> bool:
        """Say whether there are more than were counted."""
        return (
            isinstance(self.source, QuerySet) and self._known_total is None and self._counted > self.spec.cap
        )

    @property
    def total(self) -> int:
        """Return the number of items, or the cap where there are more."""
        return self.spec.cap if self.capped else self._counted

    @property
    def total_text(self) -> str:
        """Return `148` or `10,000+`."""
        return f"{self.total:,}{'+' if self.capped else ''}"

    @property
    def pages(self) -> int:
        """Return the number of pages that can be opened (narrow the list to see further)."""
        return max(1, -(-self.total // self.spec.per_page))

    @property
    def pages_text(self) -> str:
        """Return the number of pages, with a plus where there are more."""
        return f"{self.pages}{'+' if self.capped else ''}"

    @cached_property
    def number(self) -> int:
        """Return this page's number; nonsense is page one, too far is the last."""
        asked = self.query.get(PAGE, "")
        plausible = asked.isascii() and asked.isdigit() and len(asked) <= MOST_DIGITS
        return min(max(1, int(asked)), self.pages) if plausible else 1

    @property
    def first(self) -> int:
        """Return the number (序号) of the first row."""
        return (self.number - 1) * self.spec.per_page + 1

    # ── what is shown ──

    @cached_property
    def items(self) -> list[Any]:
        """Return the items of this page."""
        return list(self.source[self.first - 1 : self.first - 1 + self.spec.per_page])

    @cached_property
    def rows(self) -> list[Row]:
        """Return the rows of this page."""
        return [self._row(item) for item in self.items]

    def all_rows(self) -> Iterator[Row]:
        """Yield every row of the filtered list, for a file; a queryset is read in chunks."""
        items = (
            self.source.iterator(chunk_size=500) if isinstance(self.source, QuerySet) else iter(self.source)
        )
        return (self._row(item) for item in items)

    # ── links ──

    def url(self, **changes: str) -> str:
        """Return the query of this list with changes; an empty value takes a key out."""
        kept = {key: value for key, value in self._asked if key not in RESERVED}
        query = QueryDict(mutable=True)
        for key, value in {**kept, **changes}.items():
            if value:
                query[key] = value
        return f"?{query.urlencode()}" if query else "?"

    @property
    def _asked(self) -> list[tuple[str, str]]:
        return [(key, value) for key in self.query if (value := self.query.get(key, ""))]

    @property
    def reset_url(self) -> str:
        """Return the list with no filter, keeping what is no filter (tabs, sort)."""
        return self.url(**{field.name: "" for field in self.fields})

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what the filter form must carry along: sort, tabs."""
        names = {field.name for field in self.fields} | RESERVED
        return [(key, value) for key, value in self._asked if key not in names]

    @property
    def sorts(self) -> list[SortLink]:
        """Return the orders."""
        return [SortLink(sort.label, self.url(sort=sort.name), sort is self.sort) for sort in self.spec.sorts]

    def page_url(self, number: int) -> str:
        """Return the link to a page."""
        return self.url(page="" if number == 1 else str(number))

    @property
    def previous_url(self) -> str:
        """Return the link to the page before, or an empty text."""
        return self.page_url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        """Return the link to the next page, or an empty text."""
        return self.page_url(self.number + 1) if self.number < self.pages else ""

    @property
    def pager(self) -> list[PageLink]:
        """Return first, last and the pages around this one, with gaps."""
        shown = _pages_shown(self.number, self.pages)
        links: list[PageLink] = []
        for before, number in zip([0, *shown], shown, strict=False):
            if number - before > 1:
                links.append(PageLink(0, "", current=False))
            links.append(PageLink(number, self.page_url(number), number == self.number))
        return links

    def formats(self, path: str = "") -> list[tuple[str, str]]:
        """Return the links 下载本列表: `path` with `.csv`, `.json`, `.xlsx` in place of its last slash."""
        base = path.rstrip("/")
        return [(label, f"{base}.{end}{self._tail}") for label, end in FORMATS]

    def feeds(self, base: str) -> list[tuple[str, str]]:
        """Return the links to this list's feeds, by the same filters: `base` with `.atom` and `.json`."""
        return [(label, f"{base}.{end}{self._tail}") for label, end in FEEDS]

    @property
    def _tail(self) -> str:
        query = self.url()
        return "" if query == "?" else query


FORMATS = (("CSV", "csv"), ("JSON", "json"), ("Excel", "xlsx"))
FEEDS = (("Atom 订阅", "atom"), ("JSON 订阅", "json"))


def _understood(spec: Filter, typed: str) -> tuple[object, str]:
    """Return the value to filter by (None: do not filter) and what is wrong with the typed text."""
    if not typed:
        return None, ""
    if spec.kind == "date":
        try:
            return dt.date.fromisoformat(typed), ""
        except ValueError:
            return None, "日期写作 2026-08-27"
    if spec.kind == "choice":
        return (typed, "") if typed in {value for value, _ in spec.choices} else (None, "")
    return typed, ""


def _ordered(source: Source, fields: Iterable[str]) -> Source:
    """Order a queryset by the database, a list by its items' attributes or keys (nothing comes last)."""
    fields = tuple(fields)
    if isinstance(source, QuerySet):
        return source.order_by(*fields)
    items = list(source)
    for field in reversed(fields):
        name = field.removeprefix("-")
        known = [item for item in items if _value(item, name) is not None]
        unknown = [item for item in items if _value(item, name) is None]
        known.sort(key=lambda item, name=name: _value(item, name), reverse=field.startswith("-"))  # type: ignore[misc]
        items = known + unknown
    return items


def _value(item: object, name: str) -> Any:
    return item.get(name) if isinstance(item, Mapping) else getattr(item, name)


def _pages_shown(number: int, pages: int) -> list[int]:
    if pages <= PAGES_SHOWN_TOGETHER:
        return list(range(1, pages + 1))
    around = range(number - PAGES_SHOWN_AROUND, number + PAGES_SHOWN_AROUND + 1)
    return sorted({1, pages} | {page for page in around if 1 <= page <= pages})
