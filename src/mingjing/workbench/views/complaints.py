"""Complaints at the desk: who may handle them answers with reasons; who complained stays sealed (行政处罚法50)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing.disclosure.models import Publication
from mingjing.law.terms import rule
from mingjing.refusal import Refusal
from mingjing.registry.permissions import may
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.visits import complaints, rules
from mingjing.visits.models import Complaint, Visit
from mingjing.workbench import limits
from mingjing.workbench.acting import ActForm, ActView
from mingjing.workbench.forms.visits import AppointForm, ComplaintAnswerForm, IdentityForm
from mingjing.workbench.sessions import staff

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.records.models import Dossier
    from mingjing.workbench.sessions import StaffRequest

COLUMNS = (
    Column("number", "受理编号", fit=True),
    Column("about", "关于"),
    Column("received", "收到", fit=True),
    Column("left", "答复期限", fit=True),
    Column("who", "办理人", fit=True),
    Column("go", "操作", fit=True),
)
MOST = 200


def may_see(request: StaffRequest, complaint: Complaint) -> bool:
    """Say whether a complaint exists for somebody: never for whoever it is about, whatever their post."""
    involved = complaints.involved_in(complaint)
    if request.user.officer_id in involved:
        return False
    return may(request.roles, "complaint.read") or complaint.appointed_id == request.user.officer_id


def complaint_of(request: StaffRequest, ref: str) -> Complaint:
    """Return a complaint that the person may see; any other does not exist here."""
    found = Complaint.objects.select_related("agency", "appointed", "answered_by").filter(
        agency=request.user.agency, pk=ref
    )
    row = found.first()
    if row is None or not may_see(request, row):
        raise Refusal("complaint.unknown", "没有这件投诉举报。", next_step="请从投诉举报列表进入。")
    return row


@require_safe
@staff
def listed(request: StaffRequest) -> HttpResponse:
    """List what waits first: for whoever was appointed, their own."""
    rows = Complaint.objects.filter(agency=request.user.agency).select_related("appointed")
    seen = [each for each in rows.order_by("outcome", "answer_by", "id")[:MOST] if may_see(request, each)]
    if not seen and not may(request.roles, "complaint.read"):
        raise Refusal(
            "page.not_allowed", "没有指定由您办理的投诉举报。", next_step="请从左侧菜单选择。"
        )  # fmt: skip
    context = {
        "columns": COLUMNS,
        "rows": [_row(each) for each in seen],
        "path": [("投诉举报", "")],
    }
    return render(request, "workbench/complaints.html", context)


def _row(complaint: Complaint) -> Row:
    running = limits.of_complaint(complaint)
    page = reverse("complaint", args=[complaint.ref])
    return {
        "number": Link(complaint.number, page),
        "about": f"{complaint.get_kind_display()}：{complaint.get_about_kind_display()}",
        "received": complaint.received_on,
        "left": Mark(running.tone, running.left)
        if complaint.open
        else Mark("off", complaint.get_outcome_display()),
        "who": complaint.appointed.name if complaint.appointed else "执法监督员",
        "go": Link("打开", page, "quiet"),
    }


@require_safe
@staff
def complaint(request: StaffRequest, ref: str) -> HttpResponse:
    """Show one complaint without who made it."""
    row = complaint_of(request, ref)
    handles = complaints.may_handle(request.user, row)
    shown = limits.of_complaint(row)
    context = {
        "complaint": row,
        "clock": shown,
        "basis": rule(shown.clock.rule).clause,
        "about": about_of(row),
        "answers": row.open and handles,
        "appoints": row.open and may(request.roles, "complaint.appoint"),
        "opens": row.signed and handles,
        "path": [("投诉举报", reverse("complaints")), (row.number, "")],
    }
    return render(request, "workbench/complaint.html", context)


def about_of(row: Complaint) -> str:
    """Return what a complaint is about, as the desk calls it."""
    if row.about_kind == Complaint.About.PUBLICATION:
        return str(Publication.objects.get(pk=row.about_ref).title)
    if row.about_kind == Complaint.About.VISIT:
        return f"现场执法任务 {Visit.objects.get(pk=row.about_ref)}"
    return row.get_about_kind_display()


class ComplaintAct(ActView):
    """An act on one complaint; who may is asked of the complaint, for somebody may be appointed."""

    template_name = "workbench/act.html"
    clause = rules.COMPLAINING
    complaint: Complaint

    def permitted(self) -> None:
        """Leave it to the complaint: whom it exists for, and whom its action lets pass."""

    def load(self, **address: str) -> None:
        """Find the complaint."""
        self.complaint = complaint_of(self.request, address["ref"])

    def dossier(self) -> Dossier:
        """Return the complaint's own."""
        return complaints.dossier_of(self.complaint)

    def context(self) -> dict[str, Any]:
        """Show the complaint beside the form."""
        page = reverse("complaint", args=[self.complaint.ref])
        return {
            "heading": f"{self.title} {self.complaint.number}", "back_url": page, "facts_heading": "投诉举报",
            "facts": [("关于", about_of(self.complaint)), ("内容", self.complaint.claim)],
            "path": [("投诉举报", reverse("complaints")), (self.complaint.number, page), (self.title, "")],
        }  # fmt: skip

    def common(self, form: ActForm) -> dict[str, Any]:
        """Return what every verb takes."""
        return {
            "user": self.request.user, "complaint": self.complaint, "version": form.cleaned_data["version"],
        } | form.typed  # fmt: skip


class Answer(ComplaintAct):
    """答复."""

    form_class = ComplaintAnswerForm
    title = "答复投诉举报"
    submit = "答复"
    done = "已答复。投诉举报人凭编号和查询码可以看到。"

    def act(self, form: ActForm) -> str:
        """Answer."""
        complaints.answer(**self.common(form))
        return reverse("complaint", args=[self.complaint.ref])


class Appoint(ComplaintAct):
    """指定办理人."""

    form_class = AppointForm
    title = "指定办理人"
    submit = "指定"
    done = "已指定办理人。"

    def act(self, form: ActForm) -> str:
        """Appoint."""
        complaints.appoint(**self.common(form))
        return reverse("complaint", args=[self.complaint.ref])


class OpenIdentity(ComplaintAct):
    """启封: shown this once, and not kept on any page."""

    form_class = IdentityForm
    title = "查看投诉举报人身份"
    submit = "启封"
    seal = True
    clause = "行政处罚法 第五十条"
    done = "已启封，已记录。"
    told: tuple[str, str] | None = None

    def act(self, form: ActForm) -> str:
        """Open, and keep what is told for this answer only."""
        told = self.common(form)
        self.told = complaints.open_identity(
            user=told["user"], complaint=told["complaint"], reason=told["reason"]
        )
        return reverse("complaint", args=[self.complaint.ref])

    def answered(self, target: str) -> HttpResponse:
        """Show name and contact once; a second sending of the form leads back to the complaint."""
        if self.told is None:
            return super().answered(target)
        context = {
            "complaint": self.complaint, "name": self.told[0], "contact": self.told[1], "back_url": target,
            "path": [("投诉举报", reverse("complaints")), (self.complaint.number, target), ("身份", "")],
        }  # fmt: skip
        return render(self.request, "workbench/complainant.html", context)
