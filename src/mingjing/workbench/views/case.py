"""The page of a case: where it stands, what is missing, who must act, what has been done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from mingjing.cases.clocks import runs, show
from mingjing.cases.gates.steps import ahead
from mingjing.cases.queries.loading import loaded
from mingjing.catalog.revisions import running
from mingjing.procedures import draw
from mingjing.records.queries import Line, timeline
from mingjing.registry.permissions import may
from mingjing.visits.models import Visit
from mingjing.workbench import after_panel
from mingjing.workbench.acting import timeline_item
from mingjing.workbench.addresses import case_url, task_url
from mingjing.workbench.casefile import defects, documents, evidence_rows, party_panels
from mingjing.workbench.happenings import activity_rows, defects_of_activities
from mingjing.workbench.offers import chances
from mingjing.workbench.reading import open_to
from mingjing.workbench.report_panel import report_panel
from mingjing.workbench.taken_panel import taken_panel
from mingjing.workbench.views.acts.base import case_of, standing_at
from mingjing.workbench.views.cases import state_of
from mingjing.workbench.waiting import who

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.cases.gates.gate import Ahead, Gate
    from mingjing.cases.models import Case
    from mingjing.cases.standing import Standing
    from mingjing.cases.tasks import Task
    from mingjing.catalog.models import LawRevision
    from mingjing.workbench.sessions import StaffRequest

SHOWN_RECORDS, MOST_RECORDS = 20, 1000


@require_safe
@open_to("case.read")
def case_page(request: StaffRequest, case: str) -> HttpResponse:
    """Show one case of one's own agency."""
    standing = standing_at(request.user.agency, case)
    coming = ahead(standing)
    offered = chances(standing, request)
    told = timeline(standing.case.dossier, limit=SHOWN_RECORDS, known=loaded(standing.case))
    context = {
        "case": standing.case,
        "standing": standing,
        "state": state_of(standing.case),
        "revising": _revising(standing.case),
        "clocks": _clocks(standing),
        **_flow(standing),
        "gates": _gates(standing, coming, request),
        "missing": coming.missing,
        "ahead": coming,
        "closing": [_closing(standing, task, request) for task in coming.closing],
        "offers": [each for each in offered if each.party is None],
        "report_panel": report_panel(standing, request),
        "taken_pairs": taken_panel(standing),
        "file_pairs": after_panel.file_pairs(standing.case),
        "panels": party_panels(standing, offered),
        "records": [timeline_item(line) for line in told],
        "documents": documents(standing),
        "defects": [*defects(standing), *defects_of_activities(standing)],
        "activities": activity_rows(standing),
        "visits": Visit.objects.filter(about_kind="case", about_ref=standing.case.ref).order_by("-opens_at"),
        "may_visit": not standing.case.ending and may(request.roles, "visit.make"),
        "may_export": may(request.roles, "case.bundle"),
        **evidence_rows(standing.case),
        "path": [("待办", reverse("desk")), ("案件", reverse("cases")), (standing.case.number or "线索", "")],
    }
    return render(request, "workbench/case.html", context)


def _revising(case: Case) -> LawRevision | None:
    """Return the task of a case whose law has changed: asked for only where there is one."""
    asked = getattr(case, "revising", False)
    return running(case.agency, "case").filter(subject=case.ref).first() if asked else None


def _clocks(standing: Standing) -> list[Any]:
    names = {line.party.ref: line.party.name for line in standing.lines}
    several = len(names) > 1
    return [
        show(each, standing.today, party=names.get(each.party, "") if several else "")
        for each in standing.clocks
        if each.ended_on
        or (runs(each, standing.today) and not standing.case.ending and not _published(standing, each))
    ]


def _published(standing: Standing, running: Any) -> bool:
    """Say whether the publication a time limit asks for is public: its record lies on a dossier of its own."""
    if running.rule != "nm.publish7" or standing.case.agency.posts_elsewhere:
        return False
    lines = [line for line in standing.lines if line.party.ref == running.party]
    return any(line.publication and line.publication.state in {"published", "replaced"} for line in lines)


def _flow(standing: Standing) -> dict[str, Any]:
    """Draw the procedure the case runs on, with where it is and when it was where."""
    passages = list(standing.case.dossier.passages.order_by("turn"))
    captions: dict[str, str] = {}
    for each in passages:
        until = f" 至 {each.left_on:%m-%d}" if each.left_on and each.left_on != each.entered_on else ""
        captions[each.step] = f"{each.entered_on:%m-%d}{until}"
    now = standing.case.dossier.position.step or None
    done = {each.step for each in passages if each.left_on}
    if now:
        order = [step.id for step in standing.procedure.steps]
        done = {step for step in done if order.index(step) < order.index(now)}
    arguments: dict[str, Any] = {
        "done": done,
        "now": None if standing.case.ending else now,
        "captions": captions,
    }
    wide, tall = (draw(standing.procedure, layout=layout, **arguments) for layout in ("wide", "tall"))
    # the drawing escapes whatever comes from the file or the case
    return {
        "flow_wide": mark_safe(wide),  # noqa: S308
        "flow_tall": mark_safe(tall),  # noqa: S308
        "procedure": standing.case.dossier.position.procedure,
    }


def _gates(standing: Standing, coming: Ahead, request: StaffRequest) -> list[dict[str, Any]]:
    """Return the gates for the list, missing ones first; a button for whoever may open one, else who must."""
    order = {"note": 0, "stop": 1, "open": 2, "off": 3}
    return [
        _gate(standing, each, request) for each in sorted(coming.gates, key=lambda gate: order[gate.state])
    ]


def _gate(standing: Standing, gate: Gate, request: StaffRequest) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "state": gate.state, "sentence": gate.sentence, "clause": gate.clause, "remark": gate.remark, "actions": [],
    }  # fmt: skip
    if gate.task is None:
        return shown
    if _may(gate.task, standing, request):
        shown["actions"] = [(gate.task.verb.label, _url(standing, gate.task), True)]
    else:
        shown["remark"] = f"由{who(gate.task, standing)}办理"
    return shown


def _closing(standing: Standing, task: Task, request: StaffRequest) -> dict[str, Any]:
    return {
        "label": task.verb.label,
        "sentence": task.sentence,
        "url": _url(standing, task),
        "mine": _may(task, standing, request),
        "who": who(task, standing),
    }


def _may(task: Task, standing: Standing, request: StaffRequest) -> bool:
    return task.for_whom(roles=request.roles, officer=request.user.officer, handlers=standing.handlers)


def _url(standing: Standing, task: Task) -> str:
    line = next((each for each in standing.lines if each.party == task.party), None)
    return task_url(standing.case, task, line.submission if line else None)


@require_safe
@open_to("case.read")
def case_records(request: StaffRequest, case: str) -> HttpResponse:
    """Show everything that was recorded on a case."""
    found = case_of(request.user.agency, case)
    records = [_with_proof(line) for line in timeline(found.dossier, limit=MOST_RECORDS)]
    label = found.number or "线索"
    path = [("案件", reverse("cases")), (label, case_url(found)), ("经过", "")]
    return render(request, "workbench/case_records.html", {"case": found, "records": records, "path": path})


def _with_proof(line: Line) -> dict[str, Any]:
    """Return a line with the page of its record: what it commits to, and its place in the log."""
    return {**timeline_item(line), "url": reverse("desk-record", args=[line.record.pk]), "link": "记录"}
