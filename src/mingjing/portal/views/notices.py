"""公告: hearings that anybody may attend and services by public notice, each until its own end (§11.6 no. 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mingjing.disclosure import kinds
from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.disclosure.queries import withdrawal_of
from mingjing.portal import decision_page
from mingjing.portal.caching import by_epoch
from mingjing.portal.queries import notice_versions, notices
from mingjing.portal.views.decisions import current_of
from mingjing.theme.cells import Column, Link, Row
from mingjing.theme.lists import ListPage, ListSpec

if TYPE_CHECKING:
    from django.http import HttpRequest

State = Publication.State
PATH = [("首页", "/"), ("公告", "/notices/")]
SPEC = ListSpec(
    (
        Column("kind", "种类", fit=True),
        Column("title", "公告"),
        Column("published_on", "公开日期", number=True),
        Column("expires_on", "截止", number=True),
    )
)


def _row(publication: Publication) -> Row:
    kind = kinds.kind(publication.kind)
    return {
        "kind": kind.label,
        "title": Link(publication.title, kind.address(publication)),
        "published_on": decision_page.published_on(publication),
        "expires_on": publication.expires_on or "",
    }


@require_safe
@by_epoch
def index(request: HttpRequest) -> HttpResponse:
    """Show what is announced now, the newest first."""
    context = {
        "heading": "听证公告、公告送达",
        "path": PATH,
        "page": ListPage(request.GET, SPEC, notices(), row=_row),
    }
    return render(request, "portal/notices.html", context)


@require_safe
@by_epoch
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a notice; 410 once its end has come or it was taken down, without its words."""
    versions = notice_versions(ref)
    if versions and versions[0].state == State.WITHDRAWN:
        return _gone(request, versions[0])
    current = current_of(versions)
    if current is None:
        raise Http404("没有这份公告，或者尚未公开。")
    if current.ref != ref:
        return HttpResponseRedirect(f"/notices/{current.ref}/")
    kind = kinds.kind(current.kind)
    context = {
        "heading": current.title,
        "path": [*PATH, (kind.label, "")],
        "publication": current,
        "index": [
            ("主题分类", f"行政执法 / {kind.label}"),
            ("发布机构", current.agency.name),
            *([("文号", current.number)] if current.number else []),
            ("成文日期", current.made_on),
            ("公开日期", decision_page.published_on(current)),
            ("公告截止", current.expires_on or "—"),
        ],
        "pairs": decision_page.pairs_of(current),
    }
    response = render(request, "portal/notice.html", context)
    if current.natural:
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _gone(request: HttpRequest, publication: Publication) -> HttpResponse:
    withdrawal = withdrawal_of(publication)
    expired = withdrawal is not None and withdrawal.situation == Withdrawal.Situation.EXPIRED
    context = {
        "heading": "该公告已经截止" if expired else "该公告已撤下",
        "path": [*PATH, ("已截止" if expired else "已撤下", "")],
        "agency": publication.agency,
        "withdrawal": withdrawal,
        "expired": expired,
    }
    response = render(request, "portal/notice_gone.html", context, status=410)
    response["Cache-Control"] = "no-store"
    return response
