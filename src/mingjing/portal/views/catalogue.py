"""公开目录 as a page and a file, now or as of a day; and the second address of the discretion benchmarks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.portal.caching import by_epoch
from mingjing.portal.catalogue import COLUMNS, catalogue
from mingjing.portal.queries import portal_agency
from mingjing.theme.exports import export

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

FORMATS = (("CSV", "csv"), ("JSON", "json"), ("Excel", "xlsx"))


@require_safe
@by_epoch
def page(request: HttpRequest) -> HttpResponse:
    """Show the catalogue of today, or `?on=YYYY-MM-DD`."""
    agency, asked = portal_agency(), request.GET.get("on", "")
    day = _day(asked)
    context = {
        "heading": "公开目录",
        "path": [("首页", "/"), ("事前公开", "/lists/"), ("公开目录", "")],
        "columns": COLUMNS,
        "rows": catalogue(agency, day) if agency and day else [],
        "on": asked,
        "day": day,
        "past": day is not None and day < clock.today(),
        "formats": [
            (label, f"/lists/catalogue.{fmt}{f'?on={day}' if asked else ''}") for label, fmt in FORMATS
        ],
    }
    return render(request, "portal/catalogue.html", context)


@require_safe
def file(request: HttpRequest, fmt: str) -> HttpResponseBase:
    """Return the same as `csv`, `json` or `xlsx`."""
    agency, day = portal_agency(), _day(request.GET.get("on", ""))
    if agency is None or day is None:
        raise Http404("没有这一天的公开目录。")
    columns = [type(column)(column.label, column.label, width=column.width) for column in COLUMNS]
    rows = [{column.label: row[column.key] for column in COLUMNS} for row in catalogue(agency, day)]
    return export(fmt, columns, rows, f"公开目录-{day}")


def _day(asked: str) -> dt.date | None:
    """Return the day asked for, today without one; None for words that are no day."""
    if not asked:
        return clock.today()
    try:
        return dt.date.fromisoformat(asked)
    except ValueError:
        return None


@require_safe
def discretion(request: HttpRequest, rest: str = "", fmt: str = "") -> HttpResponse:
    """Lead to the list of benchmarks for good: one list has one address."""
    query = request.META.get("QUERY_STRING", "")
    tail = f".{fmt}" if fmt else f"/{rest}"
    return HttpResponsePermanentRedirect(f"/lists/benchmarks{tail}{f'?{query}' if query else ''}")
