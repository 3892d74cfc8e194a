"""更正申请: anyone may ask; whoever holds the receipt number reads the answer (政府信息公开条例41; 244号13)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from mingjing.disclosure.actions import ask_correction
from mingjing.disclosure.models import CorrectionRequest
from mingjing.disclosure.queries import fields_of
from mingjing.portal.forms import CorrectionForm
from mingjing.portal.views.decisions import opened, replacing
from mingjing.portal.views.private import private
from mingjing.records.actions import once, settle
from mingjing.refusal import Refusal
from mingjing.theme.forms import new_key, refuse
from mingjing.theme.refusals import status_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from mingjing.disclosure.models import Publication

PATH = [("首页", "/"), ("事后公开", "/decisions/")]
UNPROCESSABLE, TOO_MANY, CONFLICT = 422, 429, 409
REPLACED = Refusal(
    "correction.replaced",
    "您填写的时候，这份公示已经换成新的一版，您的申请还没有提交。",
    next_step="填写的内容都在下面：请打开新的一版看一看，仍有错误的，再提交一次。",
)
ANYONE = "public"
LONGEST = 40


@sensitive_post_parameters("claim", "name", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the form for one publication, and take what was typed; 410 where it is not public any more."""
    newer = replacing(ref) if request.method == "POST" else None
    if newer is not None:
        return _once_more(request, newer)
    publication, _, instead = opened(request, ref, "/", None)
    if publication is None:
        return instead
    labels = [label for label, _ in fields_of(publication)]
    if request.method != "POST":
        return _form(request, publication, CorrectionForm(labels=labels, initial={"once": new_key()}))
    form = CorrectionForm(request.POST, labels=labels)
    if not form.is_valid():
        return _form(request, publication, form, status=UNPROCESSABLE)
    try:
        address = _take(form, publication)
    except Refusal as refusal:
        refuse(form, refusal)
        busy = status_of(refusal) == TOO_MANY
        return _form(request, publication, form, status=TOO_MANY if busy else UNPROCESSABLE)
    return redirect(address)


def _once_more(request: HttpRequest, publication: Publication) -> HttpResponse:
    """Show what was typed about a version that was replaced meanwhile beside the version that is public now."""
    labels = [label for label, _ in fields_of(publication)]
    form = CorrectionForm(request.POST, labels=labels)
    refuse(form, REPLACED)
    return _form(request, publication, form, status=CONFLICT)


def _take(form: CorrectionForm, publication: Publication) -> str:
    """Take a request once, however often its form is sent; return where its receipt is."""
    typed = dict(form.cleaned_data)
    key = typed.pop("once")
    digest = hashlib.sha256(repr([publication.ref, sorted(typed.items())]).encode()).hexdigest()
    with transaction.atomic():
        first = once(key=key, user=ANYONE, digest=digest)
        if first is not None:
            return first
        made = ask_correction(publication=publication, **typed)
        address = f"/corrections/{made.number}/"
        settle(key=key, result=address)
    return address


def _form(
    request: HttpRequest, publication: Publication, form: CorrectionForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "heading": "申请更正",
        "path": [*PATH, ("正文", f"/decisions/{publication.ref}/"), ("申请更正", "")],
        "publication": publication,
        "action": f"/corrections/{publication.ref}/",
        "form": form,
    }
    return private(render(request, "portal/correction.html", context, status=status))


@require_safe
def lookup(request: HttpRequest) -> HttpResponse:
    """Ask for a receipt number, and lead to its answer."""
    typed = request.GET.get("number", "").strip().upper()[:LONGEST]
    if typed and CorrectionRequest.objects.filter(number=typed).exists():
        return redirect(f"/corrections/{typed}/")
    context = {
        "heading": "更正申请查询",
        "path": [*PATH, ("更正申请查询", "")],
        "number": typed,
    }
    return private(render(request, "portal/corrections.html", context))


@require_safe
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Show where a request stands; says nothing of whom it is about, nor of what was typed."""
    asked = (
        CorrectionRequest.objects.select_related("publication__agency").filter(number=number.upper()).first()
    )
    if asked is None:
        raise Http404("没有这个回执号。")
    context = {
        "heading": "更正申请回执",
        "path": [*PATH, ("更正申请查询", "/corrections/"), ("回执", "")],
        "asked": asked,
        "agency": asked.publication.agency,
    }
    return private(render(request, "portal/correction_answer.html", context))
