"""投诉举报: anyone may complain; whoever holds number and code follows it (种子 A4.1). Neither stands in an address."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mingjing.portal.forms import ComplaintForm, FollowForm
from mingjing.portal.views.decisions import opened
from mingjing.portal.views.private import private
from mingjing.records.actions import once, settle
from mingjing.refusal import Refusal
from mingjing.registry.queries import top_agency
from mingjing.theme.forms import new_key, refuse
from mingjing.theme.refusals import status_of
from mingjing.visits import codes, scanning
from mingjing.visits.complaints import About, complain
from mingjing.visits.models import Complaint
from mingjing.visits.sealing import opens, query_code

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from mingjing.registry.models import Agency

UNPROCESSABLE, TOO_MANY, CREATED = 422, 429, 201
ANYONE = "public"
HOME = [("首页", "/"), ("投诉举报", "/complaints/")]
NONE = Refusal(
    "complaint.no_match", "编号和查询码对不上。", next_step="请核对是否输错；遗失查询码的，请重新提交。"
)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the form; or show, by number and code, how a complaint stands."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            number, code = form.cleaned_data["number"].strip().upper(), form.cleaned_data["code"]
            found = Complaint.objects.select_related("agency").filter(number=number).first()
            if opens(number, code) and found is not None:
                return _show(request, "portal/complaint_state.html", {"complaint": found}, HOME, "办理情况")
            refuse(form, NONE)
    context: dict[str, object] = {"form": form, "agency": top_agency()}
    return _show(request, "portal/complaints.html", context, HOME[:1], "投诉举报", status=status)


@sensitive_post_parameters("claim", "name", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def on_agency(request: HttpRequest) -> HttpResponse:
    """Complain of the agency's enforcement, wherever it was met."""
    agency = top_agency()
    if agency is None:
        raise Refusal("agency.unknown", "还没有登记执法主体。", next_step="请稍后再试。")
    return _form(request, agency, About.AGENCY, "", "本机关的行政执法")


@sensitive_post_parameters("claim", "name", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def on_publication(request: HttpRequest, ref: str) -> HttpResponse:
    """Complain of something published, as long as it is public."""
    publication, _, instead = opened(request, ref, "/")
    if publication is None:
        return instead
    said = f"{publication.title} {publication.number}"
    return _form(request, publication.agency, About.PUBLICATION, publication.ref, said)


@sensitive_post_parameters("claim", "name", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def on_visit(request: HttpRequest, token: str) -> HttpResponse:
    """Complain of a visit by its code, also when the code has run out."""
    visit = scanning.visit_of(codes.read(token))
    return _form(request, visit.agency, About.VISIT, visit.ref, f"现场执法任务 {visit.number}")


def _form(request: HttpRequest, agency: Agency, about: str, ref: str, said: str) -> HttpResponse:
    form = ComplaintForm(request.POST if request.method == "POST" else None, initial={"once": new_key()})
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                made = _take(form, agency, about, ref)
            except Refusal as refusal:
                refuse(form, refusal)
                status = TOO_MANY if status_of(refusal) == TOO_MANY else UNPROCESSABLE
            else:
                told = {"complaint": made, "code": query_code(made.number)}
                return _show(
                    request, "portal/complaint_state.html", told, HOME, "已收到", status=CREATED
                )  # fmt: skip
    context: dict[str, object] = {"form": form, "about": said, "agency": agency}
    return _show(request, "portal/complaint.html", context, HOME, "提交投诉举报", status=status)


def _take(form: ComplaintForm, agency: Agency, about: str, ref: str) -> Complaint:
    """Take a complaint once, however often its form is sent: the second time the same number and code are shown."""
    typed = dict(form.cleaned_data)
    key = typed.pop("once")
    digest = hashlib.sha256(repr([about, ref, sorted(typed.items())]).encode()).hexdigest()
    with transaction.atomic():
        first = once(key=key, user=ANYONE, digest=digest)
        if first is not None:
            return Complaint.objects.select_related("agency").get(pk=first)
        made = complain(agency=agency, about_kind=about, about_ref=ref, **typed)
        settle(key=key, result=made.ref)
    return made


def _show(
    request: HttpRequest, template: str, context: dict[str, object], path: list[tuple[str, str]], heading: str,
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    told = {"heading": heading, "path": [*path, (heading, "")], **context}
    return private(render(request, template, told, status=status))
