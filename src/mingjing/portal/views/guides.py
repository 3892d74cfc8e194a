"""服务指南: how each matter is applied for, with the forms to fill in, on a screen, at the window, on paper (A2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mingjing.catalog.blank_forms import public_forms
from mingjing.catalog.columns import labels_of
from mingjing.catalog.guides import materials_of, steps_of
from mingjing.catalog.models import GuideRow, ListKind
from mingjing.catalog.queries import matter_in_force, rows_of
from mingjing.law.queries import Lawbook
from mingjing.portal.caching import by_epoch
from mingjing.portal.columns import form_url, matter_url
from mingjing.portal.queries import guides_of, portal_agency, readable
from mingjing.portal.views.lists import chosen
from mingjing.portal.views.matters import bases
from mingjing.storage.store import MissingBytesError, open_range
from mingjing.theme.cells import Column, Link

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from mingjing.catalog.models import BlankForm
    from mingjing.registry.models import Agency
    from mingjing.theme.cells import Row

HOME, LISTS, GUIDES = ("首页", "/"), ("事前公开", "/lists/"), ("服务指南", "/guides/")
MATERIALS = (
    Column("name", "材料名称"),
    Column("shape", "形式", fit=True),
    Column("copies", "份数", fit=True),
    Column("source", "来源"),
    Column("form", "表格下载"),
)
STEPS = (
    Column("name", "环节", fit=True),
    Column("actor", "办理人"),
    Column("limit", "时限", fit=True),
    Column("standard", "审查标准"),
)


@require_safe
@by_epoch
def index(request: HttpRequest) -> HttpResponse:
    """Show every guide in force, by category."""
    agency = portal_agency()
    grouped: dict[str, list[GuideRow]] = {}
    for row in guides_of(agency) if agency else []:
        grouped.setdefault(row.category or "其他", []).append(row)
    context = {"heading": "服务指南", "path": [HOME, LISTS, GUIDES], "groups": list(grouped.items())}
    return render(request, "portal/guides.html", context)


@require_safe
@by_epoch
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show a guide of the edition in force, or `?edition=N`, or `?on=YYYY-MM-DD`; the forms are those in force."""
    agency = portal_agency()
    shown = chosen(request, readable(agency, ListKind.GUIDES)) if agency else None
    row = rows_of(shown.numbered.edition, shown.on).filter(code=code).first() if shown else None
    if agency is None or shown is None or not isinstance(row, GuideRow):
        raise Http404("没有这份服务指南，或者它已不是现行的。")
    publication = shown.numbered.publication
    context = {
        "heading": row.name,
        "path": [HOME, LISTS, GUIDES, (row.name, "")],
        "row": row,
        "edition": shown.numbered.edition,
        "past": shown.past,
        "published_at": publication and publication.published_at,
        "facts": _facts(agency, row),
        "window": _told(row, "hours", "address", "phone"),
        "redress": _told(row, "supervision", "accountability", "relief"),
        "basis": bases(row.basis, Lawbook()),
        "conditions": [line for line in row.conditions.splitlines() if line.strip()],
        "material_columns": MATERIALS,
        "materials": _materials(row, {} if shown.past else public_forms(agency)),
        "step_columns": STEPS,
        "steps": [vars(each) for each in steps_of(row.steps)],
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "portal/guide.html", context)


def _facts(agency: Agency, row: GuideRow) -> list[tuple[str, object]]:
    told = _told(row, "category", "accepting_body", "approving_body", "time_limit", "promised_limit")
    told += _told(row, "fee", "preferences", "outcome")
    if row.matter_code and matter_in_force(agency, row.matter_code):
        told.insert(1, ("执法事项", Link(row.matter_code, matter_url(row.matter_code))))
    return told + [(str(label), value) for label, value in row.others]


def _told(row: GuideRow, *names: str) -> list[tuple[str, object]]:
    """Return labels and what stands there, a paragraph a line, without empty ones."""
    labels = labels_of(ListKind.GUIDES)
    said = [(labels[name], str(getattr(row, name))) for name in names]
    return [(label, value.splitlines() if "\n" in value else value) for label, value in said if value]


def _materials(row: GuideRow, forms: dict[str, BlankForm]) -> list[Row]:
    return [vars(each) | {"form": _download(each.form, forms)} for each in materials_of(row.materials)]


def _download(name: str, forms: dict[str, BlankForm]) -> object:
    """Return the link to a form; of a past edition its name alone."""
    form = forms.get(name)
    return Link(f"{name}（{form.extension}）", form_url(form)) if form else name


@require_safe
@never_cache
def form(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return the blank form that the guides in force were checked with, by its name with or without the ending."""
    del request
    agency = portal_agency()
    forms = public_forms(agency) if agency else {}
    found = forms.get(name) or next((each for each in forms.values() if each.filename == name), None)
    if found is None:
        raise Http404("没有这份表格。")
    try:
        response = StreamingHttpResponse(open_range(found.blob), content_type=found.blob.media_type)
    except MissingBytesError:
        raise Http404("没有这份表格。") from None
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=found.filename) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Length"] = str(found.blob.size)
    return response
