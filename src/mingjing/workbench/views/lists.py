"""The lists (执法清单): what is in force, what is being prepared, its rows, its difference, its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.cases.clocks import show
from mingjing.catalog.actions.sending import TERM
from mingjing.catalog.models import Edition, ListKind, RevisionTask
from mingjing.catalog.queries import (
    Numbered,
    Stage,
    difference,
    editions_of,
    history,
    open_tasks,
    rows_of,
    stage_of,
)
from mingjing.catalog.revisions import flagged
from mingjing.disclosure.models import Publication
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.theme.exports import export
from mingjing.theme.lists import ListPage
from mingjing.workbench.acting import timeline_item
from mingjing.workbench.reading import can, open_to
from mingjing.workbench.views.lists_forms import FORMS, form_rows
from mingjing.workbench.views.lists_reading import (
    TONES,
    as_file,
    find_edition,
    kind_label,
    row_of,
    spec_of,
    stage_mark,
)
from mingjing.workflow.models import Clock

if TYPE_CHECKING:
    from collections.abc import Container

    from django.http import HttpResponse, HttpResponseBase

    from mingjing.catalog.diff import Difference
    from mingjing.workbench.sessions import StaffRequest

EDIT, READ, CHECK = "list.edit", "list.read", "publication.check"

OVERVIEW = (
    Column("name", "清单"),
    Column("in_force", "现行版"),
    Column("rows", "行数", number=True),
    Column("coming", "编制中"),
    Column("tasks", "修订任务"),
    Column("action", "操作", fit=True),
)
EDITIONS = (
    Column("number", "版次", fit=True),
    Column("stage", "状态", fit=True),
    Column("rows", "行数", number=True),
    Column("marked", "待补全", number=True),
    Column("made_by", "编制人", fit=True),
    Column("published", "公开时间", fit=True),
    Column("note", "修订说明"),
    Column("action", "操作", fit=True),
)


@require_safe
@open_to(READ)
def lists(request: StaffRequest) -> HttpResponse:
    """Show every list: the edition in force, what is being prepared, what it was asked to mend."""
    context = {
        "columns": OVERVIEW,
        "rows": [_overview(request, kind) for kind in ListKind.values],
        "path": [("待办", "/workbench/"), ("执法清单", "")],
    }
    return render(request, "workbench/lists.html", context)


def _overview(request: StaffRequest, kind: str) -> Row:
    editions = editions_of(request.user.agency, kind)
    current = next((each for each in editions if each.stage is Stage.IN_FORCE), None)
    coming = next((each for each in editions if each.stage.open or each.stage is Stage.CHECKING), None)
    tasks = open_tasks(request.user.agency, kind).count() + len(flagged(request.user.agency, kind))
    return {
        "name": Link(kind_label(kind), reverse("desk-list", args=[kind])),
        "in_force": f"第 {current.edition.number} 版" if current else Mark("stop", "尚未公布"),
        "rows": current.rows if current else None,
        "coming": [f"第 {coming.edition.number} 版", stage_mark(coming)] if coming else None,
        "tasks": Mark("soon", f"{tasks} 项待修订") if tasks else None,
        "action": Link("打开", reverse("desk-list", args=[kind]), "quiet"),
    }


@require_safe
@open_to(READ)
def one_list(request: StaffRequest, kind: str) -> HttpResponse:
    """Show one list: its editions, its revision tasks, what was done to it."""
    label, agency = kind_label(kind), request.user.agency
    editions = editions_of(agency, kind)
    coming = next((each for each in editions if each.stage.open or each.stage is Stage.CHECKING), None)
    current = next((each for each in editions if each.stage is Stage.IN_FORCE), None)
    context = {
        "label": label,
        "kind": kind,
        "columns": EDITIONS,
        "rows": [_edition_row(kind, each) for each in editions],
        "coming": coming,
        "current": current,
        "editable": can(request, EDIT),
        "generated": kind == ListKind.OFFICERS,
        "form_columns": FORMS if kind == ListKind.GUIDES else (),
        "forms": form_rows(agency) if kind == ListKind.GUIDES else (),
        "tasks": [_task(each) for each in open_tasks(agency, kind)],
        "revising": len(flagged(agency, kind)),
        "timeline": [timeline_item(line) for line in history(agency, kind, limit=15)],
        "path": [("执法清单", reverse("desk-lists")), (label, "")],
    }
    return render(request, "workbench/lists_one.html", context)


def _edition_row(kind: str, each: Numbered) -> Row:
    edition, publication = each.edition, each.publication
    return {
        "number": f"第 {edition.number} 版",
        "stage": stage_mark(each),
        "rows": each.rows,
        "marked": each.marked or None,
        "made_by": edition.made_by or "系统",
        "published": publication.published_at if publication else None,
        "note": edition.note,
        "action": Link(
            "继续编制" if each.stage.open else "查看",
            reverse("desk-list-edition", args=[kind, edition.ref]),
            "primary" if each.stage.open else "quiet",
        ),
    }


def _task(task: RevisionTask) -> dict[str, Any]:
    limit = Clock(rule=TERM, started_on=task.asked_on, due_on=task.due_on, safe_on=task.due_on)
    return {"reason": task.reason, "asked_on": task.asked_on, "clock": show(limit, clock.today())}


@require_safe
@open_to(READ)
def edition(request: StaffRequest, kind: str, ref: str) -> HttpResponse:
    """Show one edition: its rows with what is still to be completed, and what it changes."""
    found = find_edition(request.user.agency, kind, ref)
    stage = stage_of(found)
    editable = stage.open and can(request, EDIT)
    by_hand = editable and kind != ListKind.OFFICERS
    rows = rows_of(found)
    wanted = "diff" if request.GET.get("tab") == "diff" else ""
    change = difference(found) if wanted else None
    total, marked = rows.count(), rows.exclude(marks=[]).count()
    context: dict[str, Any] = {
        "edition": found,
        "label": kind_label(kind),
        "kind": kind,
        "stage": Mark(TONES[stage], stage.label),
        "editable": editable,
        "by_hand": by_hand,
        "marked": marked,
        "total": total,
        "difference": change,
        "tab": wanted,
        "tabs": _tabs(found, change, total, wanted),
        "publication": _publication(found) if stage is Stage.CHECKING or stage is Stage.RETURNED else None,
        "path": [
            ("执法清单", reverse("desk-lists")),
            (kind_label(kind), reverse("desk-list", args=[kind])),
            (f"第 {found.number} 版", ""),
        ],
    }
    if not wanted:
        page = ListPage(
            request.GET,
            spec_of(kind, editable=by_hand),
            rows,
            row=row_of(kind, editable=by_hand, revising=_revising(found, stage)),
        )
        base = reverse("desk-list-edition", args=[kind, found.ref])
        context |= {"page": page, "formats": page.formats(base)}
    return render(request, "workbench/lists_edition.html", context)


def _revising(found: Edition, stage: Stage) -> Container[str]:
    """Return the codes of an edition in force, or in the making, whose basis the law has changed."""
    living = stage is Stage.IN_FORCE or stage.open or stage is Stage.CHECKING
    return flagged(found.agency, found.list_kind) if living else ()


def _tabs(found: Edition, change: Difference | None, total: int, wanted: str) -> list[dict[str, Any]]:
    base = reverse("desk-list-edition", args=[found.list_kind, found.ref])
    count = len(change.added) + len(change.removed) + len(change.changed) if change else None
    return [
        {"label": "全部行", "url": base, "count": total, "current": not wanted},
        {"label": "改动", "url": f"{base}?tab=diff", "count": count, "current": bool(wanted)},
    ]


def _publication(found: Edition) -> Publication | None:
    return (
        Publication.objects.filter(agency=found.agency, content__edition=str(found.pk))
        .order_by("-version")
        .first()
    )


@require_safe
@open_to(READ)
def edition_file(request: StaffRequest, kind: str, ref: str, fmt: str) -> HttpResponseBase:
    """Hand out an edition as a file that can be mended and imported again."""
    found = find_edition(request.user.agency, kind, ref)
    columns, rows = as_file(rows_of(found), kind)
    return export(fmt, columns, rows, f"{kind_label(kind)}-第{found.number}版")
