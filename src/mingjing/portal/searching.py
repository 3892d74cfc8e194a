"""What was asked for on the search page: words and filters, as the index takes them and as the form shows them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from mingjing.portal.shelves import SHELVES
from mingjing.registry.models import Agency
from mingjing.theme.lists import FilterField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

LONGEST = 100
MOST_PAGES = 50
PAGE = re.compile(r"[1-9][0-9]{0,3}")

PLACES = {each.slug: each.label for each in SHELVES} | {"notices": "公告", "lists": "清单"}
"""Parts of the site with what stands in them, in the order in which results are shown."""
KINDS = {
    "decision": ("执法决定", frozenset({"decisions", "licences"})),
    "inspection": ("检查结果", frozenset({"inspections"})),
    "notice": ("公告", frozenset({"notices"})),
    "list": ("清单", frozenset({"lists"})),
}
CATEGORIES = {
    "penalty": ("行政处罚", frozenset({"decisions"})),
    "licence": ("行政许可", frozenset({"licences"})),
    "inspection": ("行政检查", frozenset({"inspections"})),
}
NOWHERE = "-"
"""A place that nothing has: what kind and category together leave where they exclude each other."""


@dataclass(frozen=True)
class Asked:
    """Words, filters, page. `fields`, `kept` and `reset_url` are what the filter row shows."""

    words: str
    places: tuple[str, ...]
    agency: str
    since: dt.date | None
    until: dt.date | None
    number: int
    fields: Sequence[FilterField]
    kept: tuple[()] = ()

    @property
    def reset_url(self) -> str:
        """Return the address of the same words without filters."""
        return self.with_words(self.words)

    @property
    def filtered(self) -> bool:
        """Say whether anything but the words narrows."""
        return bool(self.places or self.agency or self.since or self.until)

    def with_words(self, words: str) -> str:
        """Return the address of a search for other words, without filters."""
        return f"?{urlencode({'q': words})}"


def asked(query: QueryDict) -> Asked:
    """Read what was asked for; what is no kind, day or page is as if it were not there."""
    words = query.get("q", "").strip()[: LONGEST + 1]
    kind, category = _one(query, "kind", KINDS), _one(query, "category", CATEGORIES)
    agencies = {each.ref: each.name for each in Agency.objects.order_by("name")}
    agency = query.get("agency", "") if query.get("agency", "") in agencies else ""
    (since, since_wrong), (until, until_wrong) = _day(query, "from"), _day(query, "to")
    fields = [
        _field("q", "关键词", words, wide=True),
        _field("kind", "种类", kind, choices=[(name, label) for name, (label, _) in KINDS.items()]),
        _field(
            "category",
            "执法类别",
            category,
            choices=[(name, label) for name, (label, _) in CATEGORIES.items()],
        ),
        *(
            [_field("agency", "发布机构", agency, choices=list(agencies.items()))]
            if len(agencies) > 1
            else []
        ),
        _field("from", "日期起", query.get("from", "")[:10], day=True, problem=since_wrong),
        _field("to", "日期止", query.get("to", "")[:10], day=True, problem=until_wrong),
    ]
    number = query.get("page", "")
    return Asked(
        words=words, places=_places(kind, category), agency=agency, since=since, until=until,
        number=min(int(number), MOST_PAGES) if PAGE.fullmatch(number) else 1, fields=fields,
    )  # fmt: skip


def _one(query: QueryDict, name: str, known: dict[str, tuple[str, frozenset[str]]]) -> str:
    return query.get(name, "") if query.get(name, "") in known else ""


def _places(kind: str, category: str) -> tuple[str, ...]:
    chosen = [known[name][1] for known, name in ((KINDS, kind), (CATEGORIES, category)) if name]
    return tuple(sorted(frozenset.intersection(*chosen))) or (NOWHERE,) if chosen else ()


def _day(query: QueryDict, name: str) -> tuple[dt.date | None, str]:
    typed = query.get(name, "").strip()
    if not typed:
        return None, ""
    try:
        return dt.date.fromisoformat(typed), ""
    except ValueError:
        return None, "日期写作 2026-08-27"


def _field(
    name: str,
    label: str,
    value: str,
    *,
    wide: bool = False,
    day: bool = False,
    choices: Sequence[tuple[str, str]] = (),
    problem: str = "",
) -> FilterField:
    kind = "date" if day else "choice" if choices else "text"
    return FilterField(name, label, value, kind, choices, wide, "", problem)  # type: ignore[arg-type]
