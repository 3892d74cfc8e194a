"""What is public as a feed: Atom and JSON Feed 1.1, of everything, of a kind, of a category, of a query (A5.1).

A feed reads publications as they stand, so what is withdrawn is out of it at once; natural persons are in none
(reference §11.5).
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed

from mingjing import clock
from mingjing.disclosure import kinds
from mingjing.disclosure.models import Publication
from mingjing.portal.finding import publications_with
from mingjing.portal.queries import portal_agency
from mingjing.portal.shelves import OUTCOMES
from mingjing.portal.views.decisions import SPEC
from mingjing.registry.rules import credit_code_fault
from mingjing.theme.lists import ListPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, QueryDict

ALL = "all"
DECISION = "decision"
FIRMS = "firms/"
LENGTH = 50
NARROWING = ("category", *(each.name for each in SPEC.filters))
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True)
class Selection:
    """What a feed holds: a kind's slug (`all` for every kind), its label, the query, the publications."""

    slug: str
    label: str
    query: str
    rows: QuerySet[Publication]

    def address(self, fmt: str) -> str:
        """Return the feed's own address in a format."""
        return f"/feeds/{self.slug}.{fmt}{f'?{self.query}' if self.query else ''}"


def slug_of(kind: str) -> str:
    """Return how a kind is written in an address."""
    return kind.replace(".", "-")


def slugs() -> list[tuple[str, str]]:
    """Return the slug and the label of everything that can be subscribed to."""
    return [
        (ALL, "全部公示"),
        *((slug_of(each), kinds.kind(each).label) for each in kinds.names()),
    ]


def select(slug: str, query: QueryDict) -> Selection:
    """Return what an address asks for; an unknown kind is a 404.

    `category` narrows every feed, `q` by words; that of the decisions takes all filters of their list.
    """
    names = {slug_of(each): each for each in kinds.names()}
    if slug != ALL and slug not in names:
        raise Http404("没有这种订阅。")
    rows = Publication.objects.filter(
        kind__in=kinds.names() if slug == ALL else kinds.PENALTIES if slug == DECISION else [names[slug]],
        state=Publication.State.PUBLISHED,
        natural=False,
    ).defer("content", "masks", "remark")
    if category := query.get("category", ""):
        rows = rows.filter(rule__category=category)
    if slug == DECISION:
        rows = ListPage(query, SPEC, rows, row=lambda _: {}).source
    elif words := query.get("q", ""):
        rows = publications_with(rows, words)
    asked = [(name, query.get(name, "")) for name in NARROWING if query.get(name)]
    label = "全部公示" if slug == ALL else kinds.kind(names[slug]).label
    told = "、".join(value for _, value in asked)
    return Selection(slug, f"{label}（{told}）" if told else label, urlencode(asked), rows)


def of_firm(code: str) -> Selection:
    """Return everything public in which a firm's credit code stands; what is no credit code is a 404.

    The code is found as the search finds it: in what is public, as it is public; of natural persons nothing.
    """
    if credit_code_fault(code):
        raise Http404("统一社会信用代码不对。")
    rows = Publication.objects.filter(state=Publication.State.PUBLISHED, natural=False)
    narrowed = publications_with(rows.defer("content", "masks", "remark"), code)
    return Selection(f"{FIRMS}{code}", f"{code} 的公示信息", "", narrowed)


def newest_of(selection: Selection, count: int = LENGTH) -> Sequence[Publication]:
    """Return the newest publications of a selection."""
    return list(selection.rows.order_by("-published_at", "id")[:count])


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 in the manner of Django's feed generators."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[bytes], encoding: str) -> None:
        """Write the feed."""
        told = {
            "version": JSON_FEED,
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"]}] if self.feed["author_name"] else [],
            "items": [_item(each) for each in self.items],
        }
        outfile.write(json.dumps(told, ensure_ascii=False, indent=1).encode(encoding))


def _item(item: dict[str, Any]) -> dict[str, object]:
    return {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "content_text": item["description"],
        "date_published": item["pubdate"].isoformat(),
        "tags": list(item["categories"]),
    }


class AtomFeed(Atom1Feed):
    """Atom; one without items has not changed since ever, and not at whatever moment it is asked for."""

    def latest_post_date(self) -> dt.datetime:
        """Return when the newest item came."""
        return super().latest_post_date() if self.items else NEVER


class Publications(Feed[Publication, Selection]):
    """The newest publications of a selection, as Atom."""

    feed_type: type[SyndicationFeed] = AtomFeed
    fmt = "atom"
    language = "zh-CN"
    item_guid_is_permalink = False
    subtitle = "依行政执法公示制度公开"
    description = subtitle

    def get_object(self, request: HttpRequest, *_: Any, **asked: Any) -> Selection:
        """Return what the address asks for."""
        return of_firm(asked["code"]) if "code" in asked else select(asked["slug"], request.GET)

    def title(self, selection: Selection) -> str:
        """Return whose and what."""
        return f"{self.author_name()}：{selection.label}"

    def link(self, selection: Selection) -> str:
        """Return the page of which this is the feed."""
        if selection.slug.startswith(FIRMS):
            return f"/search?{urlencode({'q': selection.slug.removeprefix(FIRMS)})}"
        if selection.slug == DECISION:
            return f"/decisions/{f'?{selection.query}' if selection.query else ''}"
        outcome = next((each for each in OUTCOMES.values() if selection.slug == slug_of(each.kinds[0])), None)
        if outcome or selection.slug == slug_of(kinds.PENALTIES[-1]):
            return outcome.root if outcome else "/decisions/"
        return f"/lists/{selection.slug.removeprefix('list-')}/" if selection.slug != ALL else "/"

    def feed_url(self, selection: Selection) -> str:
        """Return its own address."""
        return selection.address(self.fmt)

    def author_name(self) -> str:
        """Return the agency's name."""
        agency = portal_agency()
        return agency.name if agency else "行政执法公示"

    def items(self, selection: Selection) -> Sequence[Publication]:
        """Return the newest."""
        return newest_of(selection)

    def item_title(self, item: Publication) -> str:
        """Return the title, as everywhere."""
        return item.title

    def item_description(self, item: Publication) -> str:
        """Return the number, or what kind of publication it is."""
        return item.number or kinds.kind(item.kind).label

    def item_link(self, item: Publication) -> str:
        """Return its page."""
        return kinds.kind(item.kind).address(item)

    def item_guid(self, item: Publication) -> str:
        """Return what stays the same wherever the site stands."""
        return f"urn:uuid:{item.pk}"

    def item_pubdate(self, item: Publication) -> dt.datetime:
        """Return when it was made public."""
        return item.published_at or clock.now()

    def item_updateddate(self, item: Publication) -> dt.datetime:
        """Return the same: a new version is an item of its own."""
        return self.item_pubdate(item)

    def item_categories(self, item: Publication) -> tuple[str, ...]:
        """Return kind and matter."""
        return tuple(each for each in (kinds.kind(item.kind).label, item.matter_name) if each)


class JsonPublications(Publications):
    """The same as JSON Feed."""

    feed_type = JsonFeed
    fmt = "json"


FORMATS: dict[str, Publications] = {each.fmt: each for each in (Publications(), JsonPublications())}
