"""The reading interface (`/api/`): what the portal shows, for programs, as the OpenAPI document says it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing.catalog.models import ListKind
from mingjing.disclosure.corrections import corrections
from mingjing.disclosure.models import Publication
from mingjing.portal.caching import by_epoch
from mingjing.portal.datasets import decision_row, list_table
from mingjing.portal.openapi import IN_LIST, MOST, USUAL, document
from mingjing.portal.queries import decision_versions, list_states, open_decisions, portal_agency
from mingjing.portal.views.decisions import SPEC, correction_told, current_of, files_told
from mingjing.theme.cells import plain
from mingjing.theme.lists import SORT, ListPage

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from mingjing.portal.queries import ListState
    from mingjing.theme.cells import Row

State = Publication.State
MOST_DIGITS = 4
INBOUND = "/api/inbound/openapi.json"
"""Where other systems read how they send: a room beside this one answers there."""


class CursorError(ValueError):
    """A cursor that this interface never gave out."""


def _json(told: object, status: int = 200) -> HttpResponse:
    answer = JsonResponse(told, safe=False, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _problem(status: int, code: str, message: str, next_step: str) -> HttpResponse:
    answer = _json({"code": code, "message": message, "next_step": next_step}, status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@by_epoch
def index(request: HttpRequest) -> HttpResponse:
    """Say in words what the interface answers."""
    told = document(_base(request))
    context = {
        "heading": "读取接口",
        "path": [("首页", "/"), ("开放数据", "/data/"), ("读取接口", "")],
        "base": _base(request),
        "inbound": INBOUND,
        "asks": [
            (path, way["get"]["summary"], way["get"]["parameters"]) for path, way in told["paths"].items()
        ],
    }
    return render(request, "portal/api.html", context)


@require_safe
@by_epoch
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document."""
    return _json(document(_base(request)))


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@require_safe
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer every other address below the interface as a program expects it."""
    del request, rest
    return _problem(404, "unknown", "接口没有这个地址。", "地址见 /api/openapi.json。")


@require_safe
@by_epoch
def publications(request: HttpRequest) -> HttpResponse:
    """Return a page of the decisions that are public, by the portal's filters."""
    query = request.GET.copy()
    query.pop(SORT, None)
    found = ListPage(query, SPEC, open_decisions().select_related("agency"), row=_listed)
    if wrong := next((each for each in found.fields if each.problem), None):
        return _problem(400, f"bad.{wrong.name}", f"{wrong.label}：{wrong.problem}", "请改正后再问。")
    limit = _limit(query.get("limit", ""))
    if limit is None:
        return _problem(400, "bad.limit", f"limit 是 1 到 {MOST} 的整数。", "请改正后再问。")
    try:
        rows = _after(found.source, query.get("cursor", ""))
    except CursorError:
        return _problem(400, "bad.cursor", "没有给出过这个 cursor。", "请从第一页开始。")
    items = list(rows[: limit + 1])
    more = items[limit - 1] if len(items) > limit else None
    return _json(
        {"items": [_listed(each) for each in items[:limit]], "next": _next(request, more) if more else None}
    )


def _limit(typed: str) -> int | None:
    if not typed:
        return USUAL
    plausible = typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS
    return int(typed) if plausible and 1 <= int(typed) <= MOST else None


def _after(rows: QuerySet[Publication], cursor: str) -> QuerySet[Publication]:
    """Return what comes after a cursor in the order of the list: day downwards, then id upwards."""
    if not cursor:
        return rows
    day, _, ref = cursor.partition("_")
    try:
        made_on, last = dt.date.fromisoformat(day), uuid.UUID(hex=ref)
    except ValueError:
        raise CursorError from None
    return rows.filter(Q(made_on__lt=made_on) | Q(pk__gt=last), made_on__lte=made_on)


def _next(request: HttpRequest, last: Publication) -> str:
    kept = [(key, value) for key, value in request.GET.items() if key not in {"cursor", SORT}]
    cursor = ("cursor", f"{last.made_on.isoformat()}_{last.ref}")
    return f"{request.path}?{urlencode([*kept, cursor])}"


def _told(row: Row) -> dict[str, object]:
    """Return a row for JSON: dates as ISO text, the content as it is."""
    return {key: value if isinstance(value, dict) else plain(value) for key, value in row.items()}


def _listed(publication: Publication) -> dict[str, object]:
    return _told(decision_row(publication, [each.column.key for each in IN_LIST]))


@require_safe
@by_epoch
def publication(request: HttpRequest, ref: str) -> HttpResponse:
    """Return a decision in full; 410 once it was withdrawn, and the current version in place of one replaced."""
    del request
    versions = decision_versions(ref)
    if versions and versions[0].state == State.WITHDRAWN:
        return _problem(410, "withdrawn", "该信息已撤下，或者公示期已满。", "请删除留存的副本。")
    current = current_of(versions)
    if current is None or current.natural:
        return _problem(404, "unknown", "没有这份决定，或者没有作为开放数据公开。", "请从列表里取编号。")
    if current.ref != ref:
        moved = HttpResponseRedirect(reverse("portal:api-publication", args=[current.ref]))
        moved["Access-Control-Allow-Origin"] = "*"
        return moved
    return _json(
        {
            **_told(decision_row(current)),
            "masks": [{"label": each.get("label"), "rule": each.get("rule")} for each in current.masks],
            "pdf": reverse("portal:decision-pdf", args=[current.ref]) if current.pdf_id else None,
            "pdf_sha256": current.pdf_id or "",
            "files": files_told(current),
            "corrections": [correction_told(each) for each in corrections(versions)],
        }
    )


@require_safe
@by_epoch
def lists(request: HttpRequest) -> HttpResponse:
    """Return every list with its edition in force."""
    del request
    return _json({"items": [_list(each) for each in list_states(portal_agency())]})


@require_safe
@by_epoch
def one_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Return a list as it is in force today."""
    del request
    states = {each.kind: each for each in list_states(portal_agency())} if kind in ListKind.values else {}
    state = states.get(kind)
    if state is None or state.edition is None:
        return _problem(404, "unknown", "没有这份清单，或者尚未公布。", "请从 /api/lists 里选。")
    columns, rows = list_table(kind)
    told = [{each.key: plain(row.get(each.key)) for each in columns} for row in rows]
    return _json({**_list(state), "columns": [each.key for each in columns], "rows": told})


def _list(state: ListState) -> dict[str, object]:
    return {
        "kind": state.kind,
        "label": str(state.label),
        "edition": state.edition.number if state.edition else None,
        "published_on": plain(state.published_on),
        "count": state.rows,
    }
