"""修订任务 (种子 A2.0): what cites an article that the law changed, whose it is, by when; what was done about it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing.catalog.actions.revising import SETTLE, keep, revision_dossier
from mingjing.catalog.citing_sources import RULES, source
from mingjing.catalog.models import LawRevision, ListKind
from mingjing.catalog.revision_rules import CLAUSE
from mingjing.refusal import Refusal
from mingjing.registry.permissions import Role
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.theme.lists import Filter, ListPage, ListSpec, Source
from mingjing.workbench import limits
from mingjing.workbench.acting import ActForm, ActView
from mingjing.workbench.forms_laws import StaysForm
from mingjing.workbench.reading import can, open_to
from mingjing.workbench.revision_desk import REVISIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from mingjing.records.models import Dossier
    from mingjing.workbench.sessions import StaffRequest

READERS = ("list.read",)
PER_PAGE = 50
CASES = "case"
COLUMNS = (
    Column("title", "须修订的内容", short="内容"),
    Column("changes", "涉及条款"),
    Column("unit", "责任机构", fit=True),
    Column("limit", "期限"),
)


def _search(rows: Source, text: str) -> Source:
    return rows.filter(
        Q(title__icontains=text) | Q(subject__icontains=text) | Q(version__statute__title__icontains=text)
    )


def _unit(rows: Source, text: str) -> Source:
    return rows.filter(unit__icontains=text)


FILTERS = (
    Filter("q", "关键词", _search, wide=True, placeholder="事项、编码、法规"),
    Filter("unit", "责任机构", _unit),
)


@require_safe
@open_to(*READERS)
def revisions(request: StaffRequest) -> HttpResponse:
    """List the tasks that are open, the most pressing first; `?done=1` those that were done, with how."""
    done = bool(request.GET.get("done"))
    rows = LawRevision.objects.filter(agency=request.user.agency).select_related(
        "version__statute", "settled_by"
    )
    if not can(request, "case.read"):
        rows = rows.exclude(source=CASES)
    open_, closed = rows.filter(done_on=None), rows.exclude(done_on=None)
    shown = (
        closed.order_by("-done_on", "source", "subject")
        if done
        else open_.order_by("due_on", "source", "subject")
    )
    settles = can(request, SETTLE) and not done
    own = "" if Role.LEGALHEAD in request.roles else _department(request)
    columns = (*COLUMNS, Column("action", "操作", fit=True)) if settles else COLUMNS
    page = ListPage(
        request.GET, ListSpec(columns, FILTERS, per_page=PER_PAGE), shown, row=_row(settles=settles, own=own)
    )
    context = {
        "page": page,
        "done": done,
        "clause": CLAUSE,
        "tabs": [
            {"label": "待修订", "url": REVISIONS, "count": open_.count(), "current": not done},
            {"label": "已办结", "url": f"{REVISIONS}?done=1", "count": closed.count(), "current": done},
        ],
        "path": [("待办", "/workbench/"), ("修订任务", "")],
    }
    return render(request, "workbench/revisions.html", context)


def _department(request: StaffRequest) -> str:
    officer = request.user.officer
    return officer.department.name if officer else ""


def _row(*, settles: bool, own: str) -> Callable[[LawRevision], Row]:
    """Return how a task becomes a row; `own`: the department that alone may be spoken for, empty for all."""

    def row(task: LawRevision) -> Row:
        told: dict[str, object] = {
            "title": [
                Link(task.title, address_of(task)),
                f"{source(task.source).label}　{'' if task.source == CASES else task.subject}".strip(),
                *([task.remark] if task.remark else []),
            ],
            "changes": [
                Link(f"《{task.version.statute.key}》", difference_url(task)),
                *(f"{heading}：{word}" for heading, word in task.changes),
            ],
            "unit": task.unit,
            "limit": _limit(task),
        }
        if settles:
            told["action"] = (
                None
                if own and task.unit != own
                else Link("说明不需修订", reverse("desk-revision-stays", args=[task.ref]), "quiet")
            )
        return told

    return row


def _limit(task: LawRevision) -> list[object]:
    if task.done_on is not None:
        by = f"{task.settled_by}：{task.reason}" if task.settled_by else ""
        return [
            Mark("ok", task.get_outcome_display()),
            f"{task.done_on} 办结",
            *([by] if by else []),
        ]
    limit = limits.of_revision(task)
    return [Mark(limit.tone, limit.left), limit.due]


def address_of(task: LawRevision) -> str:
    """Return where the thing is revised."""
    if task.source in ListKind.values:
        return reverse("desk-list", args=[task.source])
    if task.source == CASES:
        return reverse("case", args=[task.subject])
    if task.source == RULES:
        return reverse("desk-rules")
    if task.source == "procedure":
        return reverse("portal:flowchart", args=[task.subject])
    return difference_url(task)


def difference_url(task: LawRevision) -> str:
    """Return where the two versions are compared."""
    return f"{reverse('desk-law-diff', args=[task.version.statute.ref])}?version={task.version.ref}"


class Stays(ActView):
    """Say with reasons that what cites the law stays as it is."""

    permission = SETTLE
    form_class: type[ActForm] = StaysForm
    title = "说明不需修订"
    submit = "确认不需修订"
    done = "已记录理由，任务办结。"
    clause = CLAUSE
    task: LawRevision

    def load(self, **address: str) -> None:
        """Find the task."""
        found = (
            LawRevision.objects.select_related("version__statute")
            .filter(agency=self.request.user.agency, pk=uuid.UUID(hex=address["ref"]))
            .first()
        )
        if found is None:
            raise Refusal("revision.unknown", "本机关没有这项修订任务。", next_step="请从修订任务进入。")
        self.task = found

    def dossier(self) -> Dossier:
        """Return the dossier of the agency's revisions."""
        return revision_dossier(self.request.user.agency)

    def act(self, form: StaysForm) -> str:
        """Keep it as it is."""
        keep(
            user=self.request.user,
            revision=self.task,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        return REVISIONS

    def context(self) -> dict[str, Any]:
        """Show what changed, so that whoever says it stays has read it."""
        return {
            "heading": f"{self.title}：{self.task.title}",
            "back_url": REVISIONS,
            "path": [("修订任务", REVISIONS), (self.title, "")],
            "facts_heading": "修改了什么",
            "facts": [
                ("法规", Link(str(self.task.version), difference_url(self.task))),
                ("涉及条款", [f"{heading}：{word}" for heading, word in self.task.changes]),
                ("责任机构", self.task.unit),
                ("应完成日期", self.task.due_on),
                *([("提示", self.task.remark)] if self.task.remark else []),
            ],
        }
