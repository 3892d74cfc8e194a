"""Redacted copies: the source to draw on, each copy's page with its preview, its file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mingjing.cases.actions.custody import look
from mingjing.evidence import copying
from mingjing.evidence import redaction_rules as rules
from mingjing.evidence.models import Copy, Redaction
from mingjing.evidence.redacting import publishable
from mingjing.refusal import Refusal
from mingjing.registry.permissions import may
from mingjing.storage import content
from mingjing.storage.store import opened
from mingjing.theme.cells import Mark
from mingjing.theme.ranges import ranged
from mingjing.workbench.answers import see_other
from mingjing.workbench.reading import open_to
from mingjing.workbench.redactions import address_of, file_of, page_of, state_of
from mingjing.workbench.views.acts.base import case_of
from mingjing.workbench.views.custody import came_from, file_at
from mingjing.workbench.views.playing import is_open, opening_for
from mingjing.workbench.views.recordings import clock_words, path

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from mingjing.evidence.copying import Shown
    from mingjing.workbench.sessions import StaffRequest

WIDE = 1200
"""How many dots wide a page is shown to draw on."""


@require_POST
@open_to("evidence.redact")
def open_source(request: StaffRequest, case: str, kind: str, file: str) -> HttpResponse:
    """Open a file to draw on it: looking at the original is an act here as everywhere."""
    found = case_of(request.user.agency, case)
    row = file_of(found, kind, file)
    look(user=request.user, file=file_at(request.user.agency, row.ref), address=came_from(request))
    address = reverse("redaction-new", args=address_of(found, row))
    return see_other(f"{address}?opening={opening_for(request, row)}")


@require_safe
@open_to("evidence.redact")
def source(request: StaffRequest, case: str, kind: str, file: str, opening: str) -> HttpResponseBase:
    """Show the opened file to draw on: a film as it plays, a picture, a page of a PDF as a picture."""
    row = file_of(case_of(request.user.agency, case), kind, file)
    if not is_open(request, row, opening) or row.blob is None:
        raise Refusal("evidence.not_allowed", "这次打开已经过期。", next_step="请从文件的页面重新打开。")
    if row.blob.media_type == content.PDF:
        return _page(row, request.GET.get("page", "1"))
    proxy = copying.copies_of(row).get(Copy.Kind.PROXY)
    return ranged(request, proxy.blob if proxy else row.blob, filename=row.filename)


def _page(row: Shown, number: str) -> HttpResponse:
    if row.blob is None or not number.isdecimal():
        raise Refusal("evidence.unknown", "没有这一页。", next_step="请核对页码。")
    with opened(row.blob) as stream:
        try:
            document = pdfium.PdfDocument(stream)
        except pdfium.PdfiumError:
            raise Refusal("evidence.unknown", "这个文件读不出来。", next_step="请查看原件。") from None
        if not 1 <= int(number) <= len(document):
            raise Refusal("evidence.unknown", "没有这一页。", next_step="请核对页码。")
        page = document[int(number) - 1]
        drawn = io.BytesIO()
        page.render(scale=min(4, WIDE / page.get_width())).to_pil().convert("RGB").save(drawn, "JPEG")
        document.close()
    return HttpResponse(drawn.getvalue(), content_type=content.JPEG)


def redaction_of(row: Shown, ref: str) -> Redaction:
    """Return a redacted copy of the file, or refuse."""
    rows = Redaction.objects.select_related("blob", "source", "made_by", "answered_by", "dossier")
    found = rows.filter(of=copying.name_of(row), pk=ref).first()
    if found is None:
        raise Refusal("redaction.unknown", "没有这份遮盖件。", next_step="请从文件的页面进入。")
    return found


@require_safe
@open_to("evidence.view")
def redaction(request: StaffRequest, case: str, kind: str, file: str, redaction: str) -> HttpResponse:
    """Show a redacted copy itself, and what is recorded of it."""
    found = case_of(request.user.agency, case)
    row = file_of(found, kind, file)
    made = redaction_of(row, redaction)
    address = [*address_of(found, row), made.ref]
    checks = may(request.roles, "evidence.release")
    mine = checks and request.user.officer != made.made_by
    shown = made.blob if made.released or checks else None
    context = {
        "case": found,
        "row": made,
        "file": row,
        "state": state_of(made),
        "shape": shown.media_type.partition("/")[0] if shown else "",
        "file_url": reverse("redaction-file", args=address) if shown else "",
        "check_url": reverse("redaction-check", args=address) if made.to_check and mine else "",
        "pairs": known(made),
        "path": path(found, (str(row), page_of(found, row)), (str(made), "")),
    }
    return render(request, "workbench/redaction.html", context)


def known(row: Redaction) -> list[tuple[str, object]]:
    """Return what is recorded of a redacted copy."""
    pairs: list[tuple[str, object]] = [
        ("遮盖的区域", [str(each) for each in rules.again(row.regions)] or "没有，只去掉元数据"),
        ("理由", row.reason),
        ("制作人", f"{row.made_by.name}，{clock_words(row.asked_at)}"),
        ("原件 SHA-256", row.source.sha256),
    ]
    if row.blob and row.made_at:
        pairs += [
            ("制成", clock_words(row.made_at)),
            ("工具", row.tool),
            ("遮盖件 SHA-256", row.blob.sha256),
            ("遮盖件 SM3", row.blob.sm3),
        ]
    if row.failed:
        pairs.append(("没有制成", Mark("stop", row.failed)))
    if row.answered_by and row.answered_at:
        words = f"{row.answered_by.name}，{clock_words(row.answered_at)}"
        pairs.append(("核对", f"{words}：{'可以公开' if row.released else '退回'}。{row.answer}"))
    return pairs


@require_safe
@open_to("evidence.view")
def redacted_file(request: StaffRequest, case: str, kind: str, file: str, redaction: str) -> HttpResponseBase:
    """Hand out a redacted copy by ranges: to whoever may check it, and to everybody once it is released.

    What nobody has checked may show what it should cover: nobody else gets it, for no record tells of that look.
    """
    found = case_of(request.user.agency, case)
    made = redaction_of(file_of(found, kind, file), redaction)
    if made.blob is None:
        raise Refusal("redaction.unknown", "还没有制成。", next_step="请稍候再打开。")
    blob = made.blob if may(request.roles, "evidence.release") else publishable(made)
    ending = {content.MP4: "mp4", content.M4A: "m4a", content.PDF: "pdf"}.get(blob.media_type, "jpg")
    return ranged(request, blob, filename=f"{made}.{ending}")
