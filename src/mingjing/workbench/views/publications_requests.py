"""Requests for correction at the desk: what anyone asked, and the answer with its reasons (244号13)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing.disclosure.actions import answer_request, dossier_of
from mingjing.disclosure.models import CorrectionRequest
from mingjing.law.terms import rule
from mingjing.refusal import Refusal
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.workbench import limits
from mingjing.workbench.acting import ActView
from mingjing.workbench.forms_publications import AnswerForm
from mingjing.workbench.reading import can, open_to
from mingjing.workbench.views.publications import PROPOSE, READ

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse, HttpResponseBase

    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency
    from mingjing.workbench.sessions import StaffRequest

COLUMNS = (
    Column("number", "回执号", fit=True),
    Column("about", "公示"),
    Column("received", "收到", fit=True),
    Column("left", "答复期限", fit=True),
    Column("action", "操作", fit=True),
)
MOST = 100


@require_safe
@open_to(READ)
def requests(request: StaffRequest) -> HttpResponse:
    """List what was asked, what waits first."""
    rows = _of(request.user.agency).order_by("outcome", "answer_by", "id")
    context = {
        "columns": COLUMNS,
        "rows": [_row(each) for each in rows[:MOST]],
        "nothing": "还没有人申请更正",
        "path": [("公示", reverse("desk-publications")), ("更正申请", "")],
    }
    return render(request, "workbench/correction_requests.html", context)


def _of(agency: Agency) -> QuerySet[CorrectionRequest]:
    rows = CorrectionRequest.objects.select_related("publication__agency", "answered_by")
    return rows.filter(publication__agency=agency)


def _row(asked: CorrectionRequest) -> Row:
    running = limits.of_request(asked)
    return {
        "number": asked.number,
        "about": asked.publication.title,
        "received": asked.received_on,
        "left": Mark(running.tone, running.left) if asked.open else Mark("off", asked.get_outcome_display()),
        "action": Link(
            "答复" if asked.open else "查看",
            reverse("desk-correction-request", args=[asked.ref]),
            "primary" if asked.open else "quiet",
        ),
    }


class Answer(ActView):
    """Answer with reasons."""

    permission = PROPOSE
    template_name = "workbench/correction_request.html"
    form_class = AnswerForm
    title = "答复更正申请"
    submit = "答复"
    done = "已答复。申请人凭回执号可以看到。"
    asked: CorrectionRequest

    def load(self, **address: str) -> None:
        """Find the request in the person's own agency."""
        self.asked = _find(self.request, address["ref"])

    def dossier(self) -> Dossier:
        """Return the publication's dossier."""
        return dossier_of(self.asked.publication)

    def act(self, form: AnswerForm) -> str:
        """Answer."""
        answer_request(
            user=self.request.user,
            request=self.asked,
            outcome=form.cleaned_data["outcome"],
            answer=form.cleaned_data["answer"],
            version=form.cleaned_data["version"],
        )
        return reverse("desk-correction-request", args=[self.asked.ref])

    def context(self) -> dict[str, Any]:
        """Show what was asked."""
        return _page(self.asked)


def _find(request: StaffRequest, ref: str) -> CorrectionRequest:
    found = _of(request.user.agency).filter(pk=uuid.UUID(hex=ref)).first()
    if found is None:
        raise Refusal("publication.unknown", "本机关没有这份申请。", next_step="请从更正申请列表进入。")
    return found


def _page(asked: CorrectionRequest) -> dict[str, Any]:
    shown = limits.of_request(asked)
    return {
        "asked": asked,
        "clock": shown,
        "basis": rule(shown.clock.rule).clause,
        "heading": "更正申请",
        "path": [
            ("公示", reverse("desk-publications")),
            ("更正申请", reverse("desk-correction-requests")),
            (asked.number, ""),
        ],
    }


@open_to(READ)
def request_page(request: StaffRequest, ref: str) -> HttpResponseBase:
    """Open a request: to answer it, or to read. Whatever is sent goes to the act, which refuses what comes too late."""
    asked = _find(request, ref)
    if request.method == "POST" or (asked.open and can(request, PROPOSE)):
        return Answer.as_view()(request, ref=ref)
    return render(request, "workbench/correction_request.html", _page(asked))
