"""亮码: what whoever is visited sees after scanning the officer's code; without script, never kept, never indexed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mingjing import clock
from mingjing.portal.forms import RatingForm
from mingjing.portal.views.private import private
from mingjing.records.actions import once, settle
from mingjing.refusal import Refusal
from mingjing.theme.forms import new_key, refuse
from mingjing.theme.refusals import status_of
from mingjing.visits import codes, scanning

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from mingjing.visits.codes import Code
    from mingjing.visits.models import Visit, Visitor

UNPROCESSABLE, TOO_MANY, NOT_FOUND = 422, 429, 404
ANYONE = "public"
RIGHTS = (
    "要求执法人员出示执法证件；不出示的，有权拒绝接受检查",
    "知道检查、取证、采取措施的事由和依据",
    "陈述、申辩，并核对笔录；笔录有误的，要求更正",
    "认为执法人员与本事项有利害关系的，申请回避",
    "对处理不服的，依法申请行政复议或者提起行政诉讼",
)
DUTIES = (
    "如实回答询问、提供有关材料",
    "协助调查或者检查，不拒绝、不阻挠",
    "在先行登记保存期间，不销毁、不转移证据",
)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show who is here and why, or say plainly why this code shows nobody; take one rating."""
    try:
        code = codes.read(token)
        visit = scanning.visit_of(code)
    except Refusal as refusal:
        return _answer(request, {"fault": refusal}, status=NOT_FOUND)
    form = RatingForm(request.POST if request.method == "POST" else None, initial={"once": new_key()})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return redirect(_take(form, code, token))
            except Refusal as refusal:
                refuse(form, refusal)
                status = TOO_MANY if status_of(refusal) == TOO_MANY else UNPROCESSABLE
        else:
            status = UNPROCESSABLE
    fault = scanning.fault_of(code, visit)
    context: dict[str, object] = {
        "visit": visit, "token": token, "form": form, "rated": scanning.is_rated(code),
        "complain_url": f"/complaints/visit/{token}/",
    }  # fmt: skip
    if fault:
        context["dead"] = fault
    else:
        context |= _shown(visit)
    return _answer(request, context, status=status)


def _take(form: RatingForm, code: Code, token: str) -> str:
    """Take a rating once, however often its form is sent."""
    typed = dict(form.cleaned_data)
    key = typed.pop("once")
    digest = hashlib.sha256(repr([token, sorted(typed.items())]).encode()).hexdigest()
    address = f"/visits/{token}/"
    with transaction.atomic():
        if once(key=key, user=ANYONE, digest=digest) is None:
            scanning.rate(code=code, **typed)
            settle(key=key, result="/visits/")
    return address


def _shown(visit: Visit) -> dict[str, object]:
    """Return what the officer list allows of each officer, and the task with its approval."""
    officers = [_card(each) for each in visit.visitors.select_related("officer__department", "certificate")]
    opens, closes = (each.astimezone(clock.SHANGHAI) for each in (visit.opens_at, visit.closes_at))
    return {
        "now": clock.now(),
        "officers": officers,
        "task": [
            ("任务编号", visit.number),
            ("现场事项", visit.get_activity_display()),
            ("时间", f"{opens:%Y-%m-%d %H:%M} 至 {closes:%H:%M}"),
            ("地点", visit.place),
            ("对象", visit.object),
            ("做什么", visit.content),
            ("依据", visit.basis),
            ("批准", approval_of(visit)),
        ],
        "recording": visit.recording,
        "rights": RIGHTS,
        "duties": DUTIES,
    }


def approval_of(visit: Visit) -> str:
    """Say who approved, by post, and when; an urgent task says so openly."""
    said = ""
    if visit.state == visit.State.URGENT and visit.approve_by:
        return f"紧急，先行实施，待补批；最迟 {visit.approve_by.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M} 前补批"
    if visit.decided_by and visit.decided_at:
        said = f"{visit.decided_by.post} {visit.decided_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M} 批准"
    return f"{said}（紧急先行实施，事后补批）" if visit.urgent else said


def _card(each: Visitor) -> dict[str, object]:
    officer, certificate = each.officer, each.certificate
    photo = officer.photo_sha256
    return {
        "name": officer.name,
        "photo_url": f"/officers/photo/{photo}" if photo else "",
        "pairs": [
            ("姓名", officer.name),
            ("单位", each.visit.agency.name),
            ("职务", f"{officer.department.name} {officer.post}"),
            ("证件编号", certificate.number),
            ("执法类别", "、".join(certificate.categories)),
            ("执法区域", "、".join(certificate.areas)),
            ("有效期", f"{certificate.valid_from} 至 {certificate.valid_to}"),
        ],
    }


def _answer(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    told = {
        "fault": None,
        "dead": "",
        "visit": None,
        "now": None,
        "heading": "现场执法亮码",
        "path": [("首页", "/"), ("现场执法亮码", "")],
        **context,
    }
    return private(render(request, "portal/visit.html", told, status=status))
