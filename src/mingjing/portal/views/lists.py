"""事前公开: the lists in force, their older editions, their differences; each also as a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import Numbered, Stage, compare
from mingjing.catalog.revisions import flagged
from mingjing.portal import columns
from mingjing.portal.caching import by_epoch
from mingjing.portal.queries import list_states, portal_agency, public_rows, readable
from mingjing.theme.exports import export
from mingjing.theme.lists import Filter, ListPage, ListSpec

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, HttpResponseBase
    from django.utils.safestring import SafeString

    from mingjing.catalog.diff import Change
    from mingjing.catalog.models import ListRow
    from mingjing.registry.models import Agency

HOME = ("首页", "/")
LISTS = ("事前公开", "/lists/")
PER_PAGE = 50
MOST_CHANGES = 200
"""A page shows no more of a difference; the counts are whole, and each edition is a file to compare."""
RULES = {
    ListKind.MATTERS: "本机关能管什么、依据什么、怎样办。未列入的事项不得检查；处罚须由负责人写明理由并修订清单。",
    ListKind.OFFICERS: "谁有资格执法。证件在有效期内、类别和区域相符的人员才能办案。",
    ListKind.RECORDINGS: "公布哪些环节必须录音录像，以及怎样记录。",
    ListKind.REVIEW: "哪些决定属于重大执法决定。未经法制审核或者审核未通过的，不得作出决定。",
    ListKind.BENCHMARKS: "同样的违法怎样处罚。偏离基准须经批准并写明理由。",
    ListKind.INSPECTIONS: "随机抽取检查对象、随机选派检查人员时查什么、怎样查、每年最多查几次。",
    ListKind.GUIDES: "怎样申请：在哪里、凭什么、交哪些材料、几天办完、收不收费。",
}


@dataclass(frozen=True)
class Shown:
    """One edition, and the day for which its rows are shown."""

    numbered: Numbered
    on: dt.date
    past: bool


@require_safe
@by_epoch
def index(request: HttpRequest) -> HttpResponse:
    """Show every list with its edition in force."""
    context = {
        "heading": "事前公开",
        "path": [HOME, LISTS],
        "lists": [(state, RULES[ListKind(state.kind)]) for state in list_states(portal_agency())],
    }
    return render(request, "portal/lists.html", context)


@require_safe
@by_epoch
def page(request: HttpRequest, kind: str) -> HttpResponse:
    """Show a list: the edition in force, or `?edition=N`, or `?on=YYYY-MM-DD`."""
    label = _label(kind)
    agency = portal_agency()
    editions = readable(agency, kind) if agency else []
    shown = chosen(request, editions)
    context: dict[str, object] = {
        "heading": label,
        "kind": kind,
        "rule": RULES[ListKind(kind)],
        "path": [HOME, LISTS, (label, "")],
        "tabs": _tabs(kind),
        "editions": editions,
        "on": request.GET.get("on", ""),
    }
    if shown is None:
        context["bad_day"] = bool(request.GET.get("on")) and _day(request) is None
        return render(request, "portal/list.html", context)
    listed = _list_page(request, kind, shown)
    context |= {"shown": shown, "edition": shown.numbered.edition, "page": listed}
    context["published_at"] = shown.numbered.publication and shown.numbered.publication.published_at
    context["formats"] = listed.formats(f"/lists/{kind}/")
    return render(request, "portal/list.html", context)


@require_safe
def file(request: HttpRequest, kind: str, fmt: str) -> HttpResponseBase:
    """Return the whole list, of the same edition and by the same words, as `csv`, `json` or `xlsx`."""
    label = _label(kind)
    agency = portal_agency()
    shown = chosen(request, readable(agency, kind)) if agency else None
    if shown is None:
        raise Http404("这份清单尚未公布。")
    rows = _list_page(request, kind, shown).source
    own, told = columns.as_file(rows, kind)
    return export(fmt, own, told, f"{label}-第{shown.numbered.edition.number}版")


@require_safe
@by_epoch
def editions(request: HttpRequest, kind: str) -> HttpResponse:
    """Show every edition that was ever in force, newest first."""
    label = _label(kind)
    found = readable(_agency(), kind)
    pairs = [(each, found[at + 1] if at + 1 < len(found) else None) for at, each in enumerate(found)]
    context = {
        "heading": f"{label}：历次版本",
        "kind": kind,
        "label": label,
        "path": [HOME, LISTS, (label, f"/lists/{kind}/"), ("历次版本", "")],
        "pairs": pairs,
    }
    return render(request, "portal/editions.html", context)


@require_safe
@by_epoch
def difference(request: HttpRequest, kind: str) -> HttpResponse:
    """Show what an edition changed of another: `?from=N&to=M`; without them, the newest against the one before."""
    label = _label(kind)
    found = readable(_agency(), kind)
    if not found:
        raise Http404("这份清单尚未公布。")
    after = _numbered(found, request.GET.get("to", "")) or found[0]
    at = found.index(after)
    before = _numbered(found, request.GET.get("from", "")) or (found[at + 1] if at + 1 < len(found) else None)
    change = compare(before.edition, after.edition) if before else None
    context = {
        "heading": f"{label}：版本对照",
        "kind": kind,
        "label": label,
        "path": [HOME, LISTS, (label, f"/lists/{kind}/"), ("版本对照", "")],
        "editions": found,
        "before": before,
        "after": after,
        "change": change,
        "changed": [(each.name, each.code, _pairs(each)) for each in change.changed[:MOST_CHANGES]]
        if change
        else [],
        "most": MOST_CHANGES,
        "shown": f":{MOST_CHANGES}",
        "named": kind
        != ListKind.OFFICERS,  # 244号8: who left is taken down everywhere, from differences as well
    }
    return render(request, "portal/difference.html", context)


def _pairs(change: Change) -> list[tuple[str, SafeString]]:
    """Return the changed cells of a row, each with what was struck out and what came in."""
    return [
        (cell.label, render_to_string("theme/_diff.html", {"before": cell.old, "after": cell.new}))
        for cell in change.fields
    ]


def _label(kind: str) -> str:
    try:
        return str(ListKind(kind).label)
    except ValueError:
        raise Http404("没有这份清单。") from None


def _agency() -> Agency:
    agency = portal_agency()
    if agency is None:
        raise Http404("尚未设立执法主体。")
    return agency


def _tabs(kind: str) -> list[dict[str, object]]:
    return [
        {"label": label, "url": f"/lists/{value}/", "count": None, "current": value == kind}
        for value, label in ListKind.choices
    ]


def chosen(request: HttpRequest, editions: list[Numbered]) -> Shown | None:
    """Return the edition asked for: a number, or the one in force on a day, or now. Unknown: 404, or None for a day."""
    today = clock.today()
    if asked := request.GET.get("edition", ""):
        found = _numbered(editions, asked)
        if found is None:
            raise Http404("没有这一版。")
        past = found.stage is not Stage.IN_FORCE
        return Shown(found, _last_day(found, editions) if past else today, past=past)
    if request.GET.get("on"):
        day = _day(request)
        found = _in_force_on(day, editions) if day else None
        return Shown(found, day, past=day < today) if found and day else None
    found = _in_force_on(today, editions)
    return Shown(found, today, past=False) if found else None


def _numbered(editions: list[Numbered], asked: str) -> Numbered | None:
    return next((each for each in editions if str(each.edition.number) == asked), None)


def _day(request: HttpRequest) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


def _published(each: Numbered) -> dt.datetime:
    moment = each.publication.published_at if each.publication else None
    return moment or dt.datetime.max.replace(tzinfo=clock.SHANGHAI)


def _in_force_on(day: dt.date, editions: list[Numbered]) -> Numbered | None:
    """Return the edition last published by the end of a day, as `catalog.queries.in_force` does."""
    end = dt.datetime.combine(day, dt.time.max, clock.SHANGHAI)
    before = [each for each in editions if _published(each) <= end]
    return max(before, key=_published, default=None)


def _last_day(found: Numbered, editions: list[Numbered]) -> dt.date:
    """Return the last day on which a replaced edition was in force: the day when the next one was published."""
    later = [_published(each) for each in editions if _published(each) > _published(found)]
    return min(later).astimezone(clock.SHANGHAI).date() if later else clock.today()


def _list_page(request: HttpRequest, kind: str, shown: Shown) -> ListPage:
    edition = shown.numbered.edition
    rows = public_rows(edition, shown.on)
    past = edition.number if shown.past else None
    revising = () if shown.past else flagged(edition.agency, kind)
    return ListPage(request.GET, _spec(kind), rows, row=columns.on_screen(kind, past=past, revising=revising))


def _spec(kind: str) -> ListSpec:
    def by_words(rows: QuerySet[ListRow], words: str) -> QuerySet[ListRow]:
        for word in words.split():
            condition = Q()
            for field in columns.SEARCHED[kind]:
                condition |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(condition)
        return rows

    filters = (Filter("q", "关键词", by_words, wide=True, placeholder=columns.PLACEHOLDERS[kind]),)
    return ListSpec(columns.ON_SCREEN[kind], filters, per_page=PER_PAGE)
