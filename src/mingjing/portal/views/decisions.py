"""事后公开: the decisions that are public, found, read, downloaded, subscribed to."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from mingjing.disclosure import kinds
from mingjing.disclosure.corrections import corrections
from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.disclosure.queries import withdrawal_of
from mingjing.portal import decision_page, share_picture
from mingjing.portal.caching import RELEASE, by_epoch
from mingjing.portal.columns import matter_url
from mingjing.portal.finding import publications_with
from mingjing.portal.queries import (
    decision_versions,
    decisions,
    decisions_of_matter,
    open_decisions,
)
from mingjing.portal.shelves import DECISIONS, EVERY, shelf_of
from mingjing.storage.store import MissingBytesError, open_range
from mingjing.theme.cells import Column, Link, Row
from mingjing.theme.exports import export
from mingjing.theme.lists import Filter, ListPage, ListSpec, Sort
from mingjing.theme.ranges import ranged

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from mingjing.disclosure.corrections import Corrected
    from mingjing.portal.shelves import Shelf

State = Publication.State
PATH = [("首页", "/"), ("事后公开", "/decisions/")]
RELATED = 5
COLUMNS = (
    Column("number", "文号", width=28, fit=True),
    Column("party", "当事人", width=36),
    Column("matter", "事项", width=36),
    Column("made_on", "决定日期", number=True),
    Column("published_on", "公开日期", number=True),
)
IN_FILE = (
    *COLUMNS,
    Column("title", "标题", width=48),
    Column("matter_code", "事项编码"),
    Column("agency", "发布机构", width=28),
    Column("url", "网址", width=48),
)


def _of_matter(rows: Any, value: str) -> Any:
    return rows.filter(matter_code=value) if value.isascii() else rows.filter(matter_name__icontains=value)


SPEC = ListSpec(
    COLUMNS,
    filters=(
        Filter("q", "关键词", publications_with, wide=True, placeholder="文号、单位名称、案由"),
        Filter("firm", "单位", lambda rows, value: rows.filter(natural=False, party_name__icontains=value)),
        Filter("number", "文号", lambda rows, value: rows.filter(number__icontains=value)),
        Filter("matter", "事项", _of_matter, placeholder="名称或编码"),
        Filter("from", "决定日期起", lambda rows, value: rows.filter(made_on__gte=value), kind="date"),
        Filter("to", "决定日期止", lambda rows, value: rows.filter(made_on__lte=value), kind="date"),
    ),
    sorts=(
        Sort("decided", "决定日期↓", ("-made_on", "id")),
        Sort("published", "公开日期↓", ("-published_at", "id")),
        Sort("number", "文号", ("number", "id")),
    ),
)


def _row(publication: Publication) -> Row:
    return {
        "number": Link(publication.number, f"/decisions/{publication.ref}/"),
        "party": publication.party_name,
        "matter": publication.matter_name,
        "made_on": publication.made_on,
        "published_on": decision_page.published_on(publication),
    }


@require_safe
@by_epoch
def index(request: HttpRequest) -> HttpResponse:
    """Show the list; two queries whatever its length, beside those of the frame and of the words."""
    page = ListPage(request.GET, SPEC, decisions(), row=_row)
    context = {
        "heading": "行政处罚决定",
        "path": PATH,
        "page": page,
        "formats": [*page.formats("/decisions/"), *page.feeds("/feeds/decision")],
    }
    return render(request, "portal/decisions.html", context)


@require_safe
def file(request: HttpRequest, fmt: str) -> HttpResponseBase:
    """Return the filtered list as `csv`, `json` or `xlsx`."""
    base = request.build_absolute_uri("/").rstrip("/")

    def row(publication: Publication) -> Row:
        return {
            **_row(publication),
            "title": publication.title,
            "matter_code": publication.matter_code,
            "agency": publication.agency.name,
            "url": f"{base}/decisions/{publication.ref}/",
        }

    page = ListPage(request.GET, SPEC, open_decisions().select_related("agency"), row=row)
    return export(fmt, IN_FILE, page.all_rows(), "行政处罚决定")


@require_safe
@by_epoch
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a decision; 410 once it was withdrawn, and the current version in place of one that it replaced."""
    publication, versions, answer = opened(request, ref, "/")
    if publication is None:
        return answer
    decision = decision_page.decision_of(publication)
    related = _related(request, publication)
    context = {
        "heading": publication.title,
        "path": [*PATH, ("正文", "")],
        "publication": publication,
        "versions": versions,
        "index": decision_page.index_of(publication, first=versions[-1]),
        "corrections": corrections(versions),
        "pairs": decision_page.pairs_of(publication),
        "files": publication.files.select_related("blob"),
        "check": decision_page.checkable(publication, decision),
        "being_served": decision is not None and not hasattr(decision, "service"),
        "matter_url": matter_url(publication.matter_code) if publication.matter_code else "",
        "related": related,
        "address": request.build_absolute_uri(request.path),
        "data_url": f"/decisions/{publication.ref}.json",
        "picture": _picture_of(request, publication),
    }
    response = render(request, "portal/decision.html", context)
    _keep_from_robots(publication, response)
    return response


def _related(request: HttpRequest, publication: Publication) -> list[Publication]:
    """Return others of the matter; a page that becomes a file leaves them to the page of the matter."""
    if not publication.matter_code or getattr(request, "as_file", False):
        return []
    return list(decisions_of_matter(publication.matter_code).exclude(pk=publication.pk)[:RELATED])


def _keep_from_robots(publication: Publication, response: HttpResponseBase) -> None:
    """Keep a natural person's page out of other people's indexes (reference §11.5)."""
    if publication.natural:
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"


@require_safe
def as_json(request: HttpRequest, ref: str) -> HttpResponse:
    """Return what the page says, for programs."""
    publication, versions, answer = opened(request, ref, ".json")
    if publication is None:
        return answer
    if publication.natural:
        raise Http404("当事人是自然人的决定不作为开放数据提供。")
    return JsonResponse(as_told(publication, versions), json_dumps_params={"ensure_ascii": False})


def as_told(publication: Publication, versions: list[Publication]) -> dict[str, object]:
    """Return what a page says, for programs."""
    return {
        "title": publication.title,
        "number": publication.number,
        "agency": publication.agency.name,
        "matter_code": publication.matter_code,
        "made_on": publication.made_on.isoformat(),
        "published_on": decision_page.published_on(publication),
        "version": publication.version,
        "content": publication.content,
        "masks": [
            {name: mask.get(name) for name in ("label", "rule", "commitment")} for mask in publication.masks
        ],
        "basis": publication.basis,
        "pdf_sha256": publication.pdf_id or "",
        "files": files_told(publication),
        "corrections": [correction_told(each) for each in corrections(versions)],
    }


def files_told(publication: Publication) -> list[dict[str, str]]:
    """Return the files beside a decision for programs."""
    return [
        {
            "title": each.title,
            "sha256": each.blob_id,
            "path": f"/decisions/{publication.ref}/files/{each.name}",
        }
        for each in publication.files.select_related("blob")
    ]


def correction_told(made: Corrected) -> dict[str, object]:
    """Return a correction for programs; the old words only where they are shown."""
    return {
        "version": made.publication.version,
        "kind": made.publication.get_correction_display(),
        "reason": made.publication.correction_reason,
        "changes": [
            {"label": each.label, "before": None if each.secret else each.before, "after": each.after}
            for each in made.changes
        ],
    }


@require_safe
def pdf(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Return the masked copy, named by the document's number; its hash is the ETag."""
    publication, _, answer = opened(request, ref, ".pdf")
    if publication is None:
        return answer
    blob = publication.pdf
    if blob is None:
        raise Http404("这份决定没有公示件。")
    etag = f'"{blob.sha256}"'
    if not_modified := get_conditional_response(request, etag=etag):
        return not_modified
    try:
        response = StreamingHttpResponse(open_range(blob), content_type=blob.media_type)
    except MissingBytesError:
        raise Http404("公示件暂时不可用。") from None
    name = f"{publication.number or publication.ref}（公示件）.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    response["Content-Length"] = str(blob.size)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    _keep_from_robots(publication, response)
    return response


@require_safe
def picture(request: HttpRequest, ref: str) -> HttpResponse:
    """Return what a shared link shows: a picture of what stands at the head of the page; none of a natural person."""
    publication, _, answer = opened(request, ref, ".png")
    if publication is None:
        return answer
    if publication.natural:
        raise Http404("当事人是自然人的决定没有分享图片。")
    told = share_picture.Told(
        agency=publication.agency.name,
        kind=kinds.kind(publication.kind).label,
        title=publication.title,
        number=publication.number,
        day=str(publication.made_on),
    )
    etag = f'"{hashlib.sha256(repr((RELEASE, told)).encode()).hexdigest()[:32]}"'
    if not_modified := get_conditional_response(request, etag=etag):
        return not_modified
    return HttpResponse(
        share_picture.picture(told),
        content_type="image/png",
        headers={"ETag": etag, "Cache-Control": "no-cache"},
    )


def _picture_of(request: HttpRequest, publication: Publication) -> str:
    """Return the picture's own address; a page that is a file shows the live site's, where there is one."""
    path = f"/decisions/{publication.ref}.png"
    if publication.natural:
        return ""
    if getattr(request, "as_file", False):
        online = getattr(request, "online", "")
        return f"{online}{path}" if online else ""
    return request.build_absolute_uri(path)


@require_safe
def beside(request: HttpRequest, ref: str, position: int, ending: str) -> HttpResponseBase:
    """Return a file that is public beside a decision, by ranges: a redacted film, sound, picture or paper."""
    publication, _, answer = opened(request, ref, f"/files/{position}.{ending}")
    if publication is None:
        return answer
    found = publication.files.select_related("blob").filter(position=position).first()
    if found is None or found.name != f"{position}.{ending}":
        raise Http404("没有这个附件。")
    try:
        response = ranged(request, found.blob, filename=f"{publication.number} {found.title}")
    except MissingBytesError:
        raise Http404("附件暂时不可用。") from None
    response["Cache-Control"] = "no-cache"
    _keep_from_robots(publication, response)
    return response


def opened(
    request: HttpRequest, ref: str, tail: str, shelf: Shelf | None = DECISIONS
) -> tuple[Publication | None, list[Publication], HttpResponse]:
    """Return the public version that an address leads to, with all versions; else the answer in its place.

    `shelf` is where the address belongs; None looks on all of them.
    """
    kinds = shelf.kinds if shelf else EVERY
    versions = getattr(request, "versions", None) or decision_versions(ref, kinds)
    if not versions:
        raise Http404("没有这份决定，或者尚未公开。")
    newest = versions[0]
    if newest.state == State.WITHDRAWN:
        return None, [], _withdrawn(request, newest)
    current = current_of(versions)
    if current is None:
        raise Http404("没有这份决定，或者尚未公开。")
    if current.ref != ref:
        return None, [], HttpResponseRedirect(f"{shelf_of(current).root}{current.ref}{tail}")
    return current, versions, HttpResponse()


def current_of(versions: list[Publication]) -> Publication | None:
    """Return the version that is public now, of all versions with the newest first."""
    return next((each for each in versions if each.state == State.PUBLISHED), None)


def replacing(ref: str) -> Publication | None:
    """Return what is public in the place of a version that was replaced; None where nothing is."""
    versions = decision_versions(ref, EVERY)
    if not versions or versions[0].state == State.WITHDRAWN:
        return None
    current = current_of(versions)
    return current if current is not None and current.ref != ref else None


def _withdrawn(request: HttpRequest, publication: Publication) -> HttpResponse:
    """处罚法48第二款; 244号13: the address stays and says that it was withdrawn; no name, no number, no content."""
    withdrawal = withdrawal_of(publication)
    expired = withdrawal is not None and withdrawal.situation == Withdrawal.Situation.EXPIRED
    shelf = shelf_of(publication)
    above = PATH if shelf is DECISIONS else [("首页", "/"), (shelf.label, shelf.root)]
    context = {
        "heading": f"该{shelf.label}的公示期已满" if expired else f"该{shelf.label}信息已撤下",
        "path": [
            *above,
            ("公示期满" if expired else "已撤下", ""),
        ],
        "agency": publication.agency,
        "withdrawal": withdrawal,
        "expired": expired,
    }
    response = render(request, "portal/withdrawn.html", context, status=410)
    response["Cache-Control"] = "no-store"
    return response
