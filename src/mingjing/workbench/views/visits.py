"""On-site tasks at the desk: the list, one task, the officer's page of codes, ratings (国办发〔2024〕54号)."""

from __future__ import annotations

import base64
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.records.queries import timeline
from mingjing.refusal import Refusal
from mingjing.registry.permissions import may
from mingjing.theme import qr
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.visits import codes, scanning
from mingjing.visits.models import Rating, Visit
from mingjing.visits.tasks import dossier_of
from mingjing.workbench.acting import timeline_item
from mingjing.workbench.cells import two_lines
from mingjing.workbench.reading import open_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.registry.models import Agency
    from mingjing.workbench.sessions import StaffRequest

READ = "visit.read"
TONES = {"asked": "now", "urgent": "soon", "approved": "ok", "refused": "stop", "withdrawn": "off"}
COLUMNS = (
    Column("number", "任务"),
    Column("when", "时间", fit=True),
    Column("place", "地点和对象"),
    Column("state", "状态", fit=True),
    Column("go", "操作", fit=True),
)
MOST = 100


def visit_of(agency: Agency, ref: str) -> Visit:
    """Return a task of one's own agency; another's does not exist here."""
    found = (
        Visit.objects.select_related("agency", "made_by", "decided_by").filter(agency=agency, pk=ref).first()
    )
    if found is None:
        raise Refusal("visit.unknown", "没有这个任务。", next_step="请从现场任务列表进入。")
    return found


@require_safe
@open_to(READ)
def visits(request: StaffRequest) -> HttpResponse:
    """List the tasks, the newest first."""
    rows = Visit.objects.filter(agency=request.user.agency).order_by("-opens_at", "id")[:MOST]
    context = {
        "columns": COLUMNS,
        "rows": [_row(each) for each in rows],
        "makes": may(request.roles, "visit.make"),
        "rates": may(request.roles, "rating.read"),
        "path": [("现场任务", "")],
    }
    return render(request, "workbench/visits.html", context)


def hours_of(visit: Visit) -> str:
    """Return when a task is, in words."""
    opens, closes = (each.astimezone(clock.SHANGHAI) for each in (visit.opens_at, visit.closes_at))
    return f"{opens:%Y-%m-%d %H:%M} 至 {closes:%H:%M}"


def _row(visit: Visit) -> Row:
    page = reverse("visit", args=[visit.ref])
    return {
        "number": [Link(visit.number, page), two_lines(visit.get_activity_display(), visit.category)],
        "when": hours_of(visit),
        "place": two_lines(visit.place, visit.object),
        "state": Mark(TONES[visit.state], visit.get_state_display()),
        "go": Link("打开", page, "quiet"),
    }


@require_safe
@open_to(READ)
def visit(request: StaffRequest, ref: str) -> HttpResponse:
    """Show one task, and what may be done with it."""
    row = visit_of(request.user.agency, ref)
    waits = row.state in {Visit.State.ASKED, Visit.State.URGENT}
    officers = list(row.visitors.select_related("officer", "certificate"))
    decided = ""
    if row.decided_by and row.decided_at:
        decided = f"{row.decided_by} {row.decided_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    late = row.approve_by.astimezone(clock.SHANGHAI) if row.approve_by else None
    pairs: list[tuple[str, object]] = [
        ("现场事项", row.get_activity_display()),
        ("时间", hours_of(row)),
        ("地点", row.place),
        ("对象", row.object),
        ("现场执法人员", [f"{each.officer.name}　{each.certificate.number}" for each in officers]),
        ("做什么", row.content),
        ("依据", row.basis),
        ("将记录什么", row.recording),
        ("紧急的理由", row.urgent_reason),
        ("最迟补批", f"{late:%Y-%m-%d %H:%M}" if late else ""),
        ("呈报人", str(row.made_by)),
        ("批准人", decided),
        ("意见或者理由", row.remark),
    ]
    context = {
        "visit": row,
        "mark": Mark(TONES[row.state], row.get_state_display()),
        "pairs": [pair for pair in pairs if pair[1]],
        "case_url": reverse("case", args=[row.about_ref]) if row.about_kind == "case" else "",
        "approves": waits and may(request.roles, "visit.approve"),
        "withdraws": row.state in {"asked", "urgent", "approved"} and may(request.roles, "visit.withdraw"),
        "shows": row.state in {"urgent", "approved"}
        and request.user.officer_id in {each.officer_id for each in officers},
        "timeline": [timeline_item(each) for each in timeline(dossier_of(row), limit=MOST)],
        "path": [("现场任务", reverse("visits")), (row.number, "")],
    }
    return render(request, "workbench/visit.html", context)


@require_safe
@open_to(READ)
def code(request: StaffRequest, ref: str) -> HttpResponse:
    """Show the code of now, and give the page those of the whole task: it needs no network afterwards."""
    row = visit_of(request.user.agency, ref)
    if not row.visitors.filter(officer=request.user.officer_id).exists():
        raise Refusal(
            "visit.not_yours", "您不是这个任务的现场执法人员。", next_step="由前往的人员在自己的手机上打开。"
        )
    fault = scanning.standing_fault(row, clock.now())
    base = settings.MINGJING_PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    signed = [] if fault else codes.of(row)
    now = codes.slice_of(clock.real())
    current = next((each for each in signed if each.slice == now), None)
    context: dict[str, Any] = {
        "visit": row,
        "fault": fault,
        "hours": hours_of(row),
        "current": f"{base}/visits/{current.token}/" if current else "",
        "signed": {
            "seconds": codes.SLICE,
            "base": f"{base}/visits/",
            "now": int(clock.real().timestamp()),
            "codes": [_drawn(each, f"{base}/visits/{each.token}/") for each in signed],
        },
        "path": [
            ("现场任务", reverse("visits")),
            (row.number, reverse("visit", args=[row.ref])),
            ("亮码", ""),
        ],
    }
    return render(request, "workbench/visit_code.html", context)


def _drawn(each: codes.Code, address: str) -> list[object]:
    """Return a code as the page's script takes it: its slice, its token, the side of its picture, the dark modules."""
    side, bits = qr.modules(address)
    return [each.slice, each.token, side, base64.b64encode(bits).decode()]


@require_safe
@open_to("rating.read")
def ratings(request: StaffRequest) -> HttpResponse:
    """Show the supervisor what visited people said: by month and kind of visit, never by officer."""
    rows = list(Rating.objects.filter(agency=request.user.agency).order_by("-month", "activity", "id"))
    counted = Counter((each.month, each.get_activity_display(), each.grade) for each in rows)
    groups = dict.fromkeys((month, activity) for month, activity, _ in counted)
    context = {
        "columns": (
            Column("month", "月份", fit=True),
            Column("activity", "现场事项"),
            *(Column(grade, label, fit=True, number=True) for grade, label in Rating.Grade.choices),
        ),
        "rows": [
            {"month": month, "activity": activity}
            | {grade: counted[month, activity, grade] for grade in Rating.Grade.values}
            for month, activity in groups
        ],
        "said": [each for each in rows if each.words][:MOST],
        "path": [("现场任务", reverse("visits")), ("现场评价", "")],
    }
    return render(request, "workbench/ratings.html", context)
