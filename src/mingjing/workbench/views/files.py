"""The papers of a case: documents, drafts, evidence. Looking at evidence is an act."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.http import FileResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mingjing import clock
from mingjing.cases.bundling import bundle, due_to
from mingjing.cases.papers.contents import contents as file_contents
from mingjing.cases.papers.contents import document_fates, table
from mingjing.cases.papers.word_drafts import paper
from mingjing.cases.queries.case import core_of, handlers_of
from mingjing.cases.rules.audience import Audience
from mingjing.documents import scans
from mingjing.documents.forms_after import CONTENTS as CONTENTS_FORM
from mingjing.documents.layouts import Head, identity, pages
from mingjing.documents.models import Document, Scan
from mingjing.documents.previewing import previewed
from mingjing.evidence.actions import no_file
from mingjing.records.models import Dossier
from mingjing.records.queries import timeline
from mingjing.refusal import Refusal
from mingjing.registry.permissions import may
from mingjing.storage.content import DOCX
from mingjing.storage.store import read
from mingjing.theme.cells import Column, Link
from mingjing.theme.forms import refuse
from mingjing.workbench.acting import timeline_item
from mingjing.workbench.addresses import act_url, case_url
from mingjing.workbench.answers import stored_file
from mingjing.workbench.casefile import size_text
from mingjing.workbench.forms.bundles import BundleForm
from mingjing.workbench.reading import open_to
from mingjing.workbench.redactions import redaction_panel
from mingjing.workbench.taken_panel import review_pairs
from mingjing.workbench.views.acts.base import case_of
from mingjing.workbench.views.custody import seen, still_there

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from mingjing.cases.models import Case
    from mingjing.cases.papers.contents import Item
    from mingjing.evidence.models import Evidence
    from mingjing.workbench.sessions import StaffRequest

ENDINGS = {"application/pdf": "pdf", "text/plain": "txt", "image/png": "png", "image/jpeg": "jpg"}


def _path(case: Case, label: str) -> list[tuple[str, str]]:
    return [("案件", reverse("cases")), (case.number or "线索", case_url(case)), (label, "")]


@require_safe
@open_to("case.read")
def document(request: StaffRequest, case: str, document: str) -> HttpResponse:
    """Show a document: what was typed, its number and code, its files."""
    found = case_of(request.user.agency, case)
    row = found.dossier.documents.select_related("original", "masked").filter(pk=document).first()
    if row is None:
        raise Refusal("document.unknown", "本案没有这份文书。", next_step="请从案件页进入。")
    files = [
        (label, kind, blob)
        for label, kind, blob in (
            ("原件", "original", row.original),
            ("遮盖件（公示用）", "masked", row.masked),
        )
        if blob
    ]
    context = {
        "case": found,
        "document": row,
        "pairs": _typed(row.data),
        "files": [
            {
                "label": label,
                "url": reverse("case-document-file", args=[found.ref, row.ref, kind]),
                "size": size_text(blob.size),
                "blob": blob,
            }
            for label, kind, blob in files
        ],
        "path": _path(found, row.title),
        "fate": document_fates(found).get(row.pk, ""),
        **_paper(request, found, row),
    }
    return render(request, "workbench/document.html", context)


def _paper(request: StaffRequest, case: Case, row: Document) -> dict[str, Any]:
    """Return the signed paper of a document: its scans, what they lack, where to upload."""
    if not scans.returns(row):
        return {}
    person = request.user.officer
    mine = may(request.roles, "case.scan") and person in handlers_of(case)
    return {
        "returns": True,
        "lacks": scans.lacking(row),
        "sealed": scans.sealed(row),
        "scans": [_scan(case, row, each) for each in row.scans.select_related("blob")],
        "scan_url": f"{act_url(case, 'scan')}?document={row.ref}" if mine else "",
    }


def _scan(case: Case, document: Document, scan: Scan) -> dict[str, object]:
    told = [scans.said(scan.pages)]
    if scan.sealed is not None:
        told.append("有印章" if scan.sealed else "没有印章")
    if scan.signing:
        told.append(scan.get_signing_display())
    if scan.typed:
        told.append("核验码由人填写")
    return {
        "url": reverse("case-scan", args=[case.ref, document.ref, scan.ref]),
        "ref": scan.ref,
        "filename": scan.filename,
        "size": size_text(scan.blob.size),
        "when": scan.scanned_at,
        "words": "；".join(told),
        "note": scan.note,
    }


@require_POST
@open_to("evidence.view")
def scan_file(request: StaffRequest, case: str, document: str, scan: str) -> HttpResponseBase:
    """Hand out a scan as it came in; that it was looked at is recorded."""
    found = case_of(request.user.agency, case)
    row = (
        Scan.objects.select_related("blob", "document")
        .filter(pk=scan, document_id=uuid.UUID(document), document__dossier=found.dossier)
        .first()
    )
    if row is None:
        raise Refusal("scan.unknown", "没有这份扫描件。", next_step="请从文书页进入。")
    return seen(request, row.ref)


def _typed(data: list[list[str]]) -> list[tuple[str, object]]:
    """Return what was typed, item by item; several lines become paragraphs."""
    return [(name, value.splitlines() if "\n" in value else value) for name, value in data]


@require_safe
@open_to("case.read")
def document_file(request: StaffRequest, case: str, document: str, kind: str) -> HttpResponse:
    """Hand out a document's file as it was made."""
    found = case_of(request.user.agency, case)
    row = found.dossier.documents.select_related("original", "masked").filter(pk=document).first()
    blob = getattr(row, kind, None) if row and kind in {"original", "masked"} else None
    if row is None or blob is None:
        raise Refusal("document.unknown", "没有这个文件。", next_step="请从文书页进入。")
    still_there(request, row.ref)
    name = f"{row.number or row.title}{'（遮盖件）' if kind == 'masked' else ''}.{ENDINGS.get(blob.media_type, 'bin')}"
    return stored_file(read(blob), media_type=blob.media_type, filename=name)


@require_safe
@open_to("case.read")
def draft(request: StaffRequest, case: str, draft: str) -> HttpResponse:
    """Show one revision of a draft, with its opinion."""
    found = case_of(request.user.agency, case)
    row = (
        found.dossier.drafts.select_related(
            "opinion__reviewer",
            "opinion__signed_by",
            "prior_review__entered_by",
            "prior_review__answered_by",
            "made_by",
        )
        .filter(pk=draft)
        .first()
    )
    if row is None:
        raise Refusal("draft.unknown", "本案没有这份代拟稿。", next_step="请从案件页进入。")
    later = found.dossier.drafts.filter(party=row.party, revision__gt=row.revision).exists()
    context = {
        "case": found,
        "draft": row,
        "core": core_of(row),
        "opinion": getattr(row, "opinion", None),
        "prior_pairs": review_pairs(row.prior_review) if hasattr(row, "prior_review") else [],
        "later": later,
        "may_draft": may(request.roles, "case.draft"),
        "path": _path(found, f"代拟稿{row}"),
    }
    return render(request, "workbench/draft.html", context)


@require_safe
@open_to("case.draft")
def draft_word(request: StaffRequest, case: str, draft: str) -> HttpResponse:
    """Hand out a draft as Word: free texts open, all else locked."""
    found = case_of(request.user.agency, case)
    row = found.dossier.drafts.filter(pk=draft).first()
    if row is None:
        raise Refusal("draft.unknown", "本案没有这份代拟稿。", next_step="请从案件页进入。")
    name = f"代拟稿{row} {core_of(row)['party']['name']}.docx"
    return stored_file(paper(found, row).data, media_type=DOCX, filename=name)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to("case.read")
def evidence(request: StaffRequest, case: str, evidence: str) -> HttpResponseBase:
    """Show what is known of a piece of evidence; a POST hands out its file and leaves a record."""
    found = case_of(request.user.agency, case)
    row = (
        found.dossier.evidence.select_related(
            "blob", "collected_by", "collected_with", "excluded_by", "activity"
        )
        .filter(pk=evidence)
        .first()
    )
    if row is None:
        raise Refusal("evidence.unknown", "本案没有这件证据。", next_step="请从案件页进入。")
    if request.method == "POST":
        if row.blob is None:
            raise no_file()
        return seen(request, row.ref)
    viewings = Dossier.objects.filter(kind="evidence", ref=row.ref).first()
    context = {
        "case": found,
        "evidence": row,
        "pairs": _known(row),
        "may_view": may(request.roles, "evidence.view") and row.blob is not None,
        "exclude_url": reverse("evidence-exclusion", args=[found.ref, row.ref])
        if _may_exclude(request, found, row)
        else "",
        "records": [timeline_item(line) for line in timeline(viewings)] if viewings else [],
        "path": _path(found, row.name),
        **redaction_panel(request, found, row),
    }
    return render(request, "workbench/evidence.html", context)


def _may_exclude(request: StaffRequest, case: Case, row: Evidence) -> bool:
    mine = may(request.roles, "evidence.exclude") and request.user.officer in handlers_of(case)
    return mine and row.excluded_on is None and not case.ending


def _known(row: Evidence) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = [
        ("名称", row.name),
        ("种类", row.get_evidence_kind_display()),
        ("证明什么", row.proves),
        ("取得日期", row.collected_on),
        ("取得人", "、".join(each.name for each in (row.collected_by, row.collected_with) if each)),
        ("取得方式", row.get_obtained_display() or "未注明"),
        ("原件、复制件", row.get_original_display() or "未注明"),
        ("取得地点", row.place or "未注明"),
        ("来源、提供人", row.source),
        ("执法活动", str(row.activity) if row.activity else "不是上门取得的"),
    ]
    if row.excluded_on and row.excluded_by:
        pairs.insert(0, ("已排除", f"{row.excluded_on} {row.excluded_by.name}：{row.excluded_reason}"))
    if row.blob:
        pairs += [
            ("文件", f"{row.filename}，{size_text(row.blob.size)}"),
            ("内容类型", row.blob.media_type),
            ("SHA-256", row.blob.sha256),
            ("SM3", row.blob.sm3),
        ]
    return pairs


CONTENTS = (
    Column("place", "序号", fit=True, number=True),
    Column("name", "文书或者证据名称", short="名称"),
    Column("number", "文号", fit=True),
    Column("on", "日期", fit=True),
    Column("remark", "备注"),
)


@require_safe
@open_to("case.read")
def contents(request: StaffRequest, case: str) -> HttpResponse:
    """Show what lies in the file, in the order of 55号令40."""
    found = case_of(request.user.agency, case)
    classes = file_contents(found)
    context = {
        "case": found,
        "columns": CONTENTS,
        "classes": [(each, [_item(found, item) for item in each.items]) for each in classes],
        "total": sum(len(each.items) for each in classes),
        "pdf_url": reverse("case-contents-pdf", args=[found.ref]),
        "bindings": found.bindings.select_related("blob").order_by("-turn"),
        "path": _path(found, "卷内目录"),
    }
    return render(request, "workbench/contents.html", context)


@require_safe
@open_to("case.read")
def contents_pdf(request: StaffRequest, case: str) -> HttpResponse:
    """Print the list as it stands now; the one bound into a closed file is a document of it."""
    found = case_of(request.user.agency, case)
    classes = file_contents(found)
    items = {
        "案由": found.title,
        "立案号": found.number or "尚未立案",
        "归档号": found.archive_number or "尚未归档",
        "件数": f"{sum(len(each.items) for each in classes)} 件",
        "目录": table(classes),
    }
    with previewed():
        mark = identity(ref=found.ref, code="", agency=found.agency.name)
        head = Head(found.agency.name, CONTENTS_FORM.title, "", clock.today(), mark)
        data = pages(CONTENTS_FORM, head, items)
    name = f"卷内目录 {found.number or found.title}.pdf"
    return stored_file(data, media_type="application/pdf", filename=name)


def _item(case: Case, item: Item) -> dict[str, object]:
    page = "case-document" if isinstance(item.row, Document) else "case-evidence"
    return {
        "place": item.place,
        "name": Link(item.name, reverse(page, args=[case.ref, item.row.ref])),
        "number": item.number,
        "on": item.on,
        "remark": item.remark,
    }


LARGEST = 200 << 20
"""What a request hands out at most; a larger file is exported where it lies, by `mingjing bundle`."""


@require_http_methods(["GET", "HEAD", "POST"])
@open_to("case.bundle")
def export(request: StaffRequest, case: str) -> HttpResponseBase:
    """Say what a bundle is and for whom; a POST makes it, leaves its record and hands it out."""
    found = case_of(request.user.agency, case)
    typed = request.POST if request.method == "POST" else None
    form = BundleForm(typed, parties=[each.name for each in found.parties.all()])
    if form.is_valid():
        try:
            return _bundled(request, found, **form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
    context = {"case": found, "path": _path(found, "导出卷宗包"), "form": form}
    return render(request, "workbench/bundle.html", context, status=422 if form.errors else 200)


def _bundled(request: StaffRequest, case: Case, audience: str, party: str = "") -> FileResponse:
    due = due_to(case, Audience(audience), party=party)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "bundle.zip"
        bundle(actor=request.user.actor(), case=case, target=target, due=due, most=LARGEST)
        name = f"卷宗包 {case.number or case.title}（{due.audience}）.zip"
        return FileResponse(target.open("rb"), as_attachment=True, filename=name)
