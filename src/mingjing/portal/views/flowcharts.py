"""执法流程图: drawn from the very file that cases run on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from mingjing.catalog.revisions import flagged
from mingjing.portal import flow
from mingjing.portal.caching import by_epoch
from mingjing.portal.queries import portal_agency, procedures_in_force
from mingjing.workflow.models import ProcedureVersion
from mingjing.workflow.running import procedure_of

if TYPE_CHECKING:
    from django.http import HttpRequest

HOME = ("首页", "/")
FLOWCHARTS = ("执法流程", "/flowcharts/")


@require_safe
@by_epoch
def index(request: HttpRequest) -> HttpResponse:
    """Show every procedure in force."""
    found = [(each, procedure_of(each)) for each in procedures_in_force(portal_agency())]
    context = {"heading": "执法流程", "path": [HOME, FLOWCHARTS], "procedures": found}
    return render(request, "portal/flowcharts.html", context)


@require_safe
@by_epoch
def page(request: HttpRequest, procedure: str) -> HttpResponse:
    """Show a procedure, `?version=N` an older version."""
    versions = _versions(procedure)
    shown = _chosen(request, versions)
    context = {
        "heading": f"{shown.name}流程图",
        "path": [HOME, FLOWCHARTS, (shown.name, "")],
        "shown": shown,
        "chart": flow.chart_of(shown, shown.agency),
        "columns": flow.STEPS,
        "versions": versions,
        "current": versions[0],
        "revising": shown == versions[0] and shown.procedure in flagged(shown.agency, "procedure"),
    }
    return render(request, "portal/flowchart.html", context)


@require_safe
@by_epoch
def sheet(request: HttpRequest, procedure: str) -> HttpResponse:
    """Show a procedure on one A3 sheet for the wall of the hall: the drawing, and every step in a table."""
    shown = _chosen(request, _versions(procedure))
    context = {
        "heading": f"{shown.name}流程图",
        "path": [HOME, FLOWCHARTS, (shown.name, f"/flowcharts/{shown.procedure}/"), ("A3 打印版", "")],
        "shown": shown,
        "chart": flow.chart_of(shown, shown.agency),
        "columns": flow.STEPS,
    }
    return render(request, "portal/flowchart_a3.html", context)


@require_safe
def drawing(request: HttpRequest, procedure: str) -> HttpResponse:
    """Return the drawing as SVG: `?layout=tall` for a narrow page."""
    shown = _chosen(request, _versions(procedure))
    drawn = flow.svg(procedure_of(shown), wide=request.GET.get("layout") != "tall")
    namespaced = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return _file(namespaced, "image/svg+xml", f"{shown.name}-第{shown.version}版.svg", inline=True)


@require_safe
def bpmn(request: HttpRequest, procedure: str) -> HttpResponse:
    """Return the BPMN file itself."""
    shown = _chosen(request, _versions(procedure))
    return _file(shown.bpmn, "application/xml", f"{shown.name}-第{shown.version}版.bpmn", inline=False)


def _versions(procedure: str) -> list[ProcedureVersion]:
    found = list(
        ProcedureVersion.objects.filter(agency=portal_agency(), procedure=procedure)
        .select_related("agency")
        .order_by("-version")
    )
    if not found:
        raise Http404("没有这一程序。")
    return found


def _chosen(request: HttpRequest, versions: list[ProcedureVersion]) -> ProcedureVersion:
    asked = request.GET.get("version", "")
    if not asked:
        return versions[0]
    found = next((each for each in versions if str(each.version) == asked), None)
    if found is None:
        raise Http404("没有这一版。")
    return found


def _file(content: str, kind: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(not inline, name) or ""
    response["Cache-Control"] = "public, max-age=2"
    return response
