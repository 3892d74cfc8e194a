"""转载: what was put up by hand elsewhere, and what must leave there (国办发〔2017〕47号; 244号13)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.disclosure.actions import dossier_of, post, remove_posting
from mingjing.disclosure.models import Posting, Publication
from mingjing.disclosure.queries import must_leave, postings, postings_of, to_hang
from mingjing.refusal import Refusal
from mingjing.storage.store import read
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.workbench import packages
from mingjing.workbench.acting import ActView
from mingjing.workbench.answers import stored_file
from mingjing.workbench.forms_postings import PostForm, RemoveForm
from mingjing.workbench.limits import local_date
from mingjing.workbench.reading import can, open_to
from mingjing.workbench.views.publications import PROPOSE, READ, find_publication
from mingjing.workbench.views.publications_acting import OnPublication

if TYPE_CHECKING:
    from mingjing.records.models import Dossier
    from mingjing.workbench.sessions import StaffRequest

State = Publication.State
COLUMNS = (
    Column("title", "公示"),
    Column("where", "转载在"),
    Column("number", "编号"),
    Column("posted", "发布", fit=True),
    Column("who", "登记人", fit=True),
    Column("state", "状态", fit=True),
    Column("action", "操作", fit=True),
)
HANGING = (
    Column("title", "公示"),
    Column("number", "文号", fit=True),
    Column("place", "位置", fit=True),
    Column("put_up", "张贴日期", fit=True),
    Column("taken_down", "取下日期", fit=True),
)
MOST = 200


@require_safe
@open_to(READ)
def board(request: StaffRequest) -> HttpResponse:
    """List what must leave, then everything, the newest first."""
    agency, may = request.user.agency, can(request, PROPOSE)
    context = {
        "columns": COLUMNS,
        "leaving": [row_of(each, may=may) for each in must_leave(agency)[:MOST]],
        "rows": [row_of(each, may=may) for each in postings(agency)[:MOST]],
        "path": [("公示", reverse("desk-publications")), ("转载台账", "")],
    }
    return render(request, "workbench/postings.html", context)


@require_safe
@open_to(READ)
def notice_board(request: StaffRequest) -> HttpResponse:
    """Show, to be printed, what is to hang on the physical board, since when, and what must be taken down (A4.1)."""
    agency = request.user.agency
    hangs = postings(agency).filter(channel=Posting.Channel.BOARD)
    hung = {(each.publication.kind, each.publication.about) for each in hangs}
    waiting = [each for each in to_hang(agency) if (each.kind, each.about) not in hung]
    context = {
        "columns": HANGING,
        "rows": [*(_to_hang(each) for each in waiting[:MOST]), *(_hanging(each) for each in hangs[:MOST])],
        "today": clock.today(),
        "agency": agency,
        "path": [
            ("公示", reverse("desk-publications")),
            ("转载台账", reverse("desk-postings")),
            ("公示栏", ""),
        ],
    }
    return render(request, "workbench/notice_board.html", context)


def _to_hang(publication: Publication) -> Row:
    return {
        "title": publication.title,
        "number": publication.number,
        "place": "",
        "put_up": "",
        "taken_down": f"{publication.expires_on} 截止" if publication.expires_on else "",
    }


def _hanging(posting: Posting) -> Row:
    publication = posting.publication
    gone = publication.state in {State.WITHDRAWN, State.REPLACED}
    return {
        "title": publication.title,
        "number": publication.number,
        "place": posting.place,
        "put_up": local_date(posting.posted_at),
        "taken_down": posting.removed_on or (Mark("stop", "须取下") if gone else ""),
    }


def row_of(posting: Posting, *, may: bool) -> Row:
    """Return a row: where it stands, since when, whether it must leave."""
    publication = posting.publication
    shot = Link("截图", reverse("desk-posting-shot", args=[posting.ref])) if posting.shot_id else ""
    return {
        "title": Link(
            publication.number or publication.title, reverse("desk-publication", args=[publication.ref])
        ),
        "where": Link(str(posting), posting.address) if posting.address else str(posting),
        "number": posting.number,
        "posted": local_date(posting.posted_at),
        "who": posting.posted_by or "",
        "state": _state(posting),
        "action": Link("登记撤除", reverse("desk-posting-remove", args=[posting.ref]), "primary")
        if may and posting.removed_on is None
        else shot,
    }


def _state(posting: Posting) -> Mark:
    if posting.removed_on is not None:
        return Mark("off", f"{posting.removed_on:%m-%d} 已撤除")
    if posting.publication.state == State.WITHDRAWN:
        return Mark("stop", "立即撤除")
    if posting.publication.state == State.REPLACED:
        return Mark("now", "换成新版")
    return Mark("ok", "在列")


class Post(OnPublication):
    """Copy it, put it up, record where."""

    permission = PROPOSE
    template_name = "workbench/posting.html"
    form_class = PostForm
    title = "转载"
    submit = "登记转载"
    clause = "国办发〔2017〕47号；118号 二；种子 一（三）"
    done = "已登记。撤下这份公示时，这里会列出须撤除的位置。"

    def act(self, form: PostForm) -> str:
        """Record it."""
        typed = form.typed
        post(
            user=self.request.user,
            publication=self.publication,
            **typed,
            version=form.cleaned_data["version"],
        )
        return reverse("desk-publication-post", args=[self.publication.ref])

    def context(self) -> dict[str, Any]:
        """Show what to copy, and where it stands already."""
        base = self.request.build_absolute_uri("/").rstrip("/")
        return super().context() | {
            "publication": self.publication,
            "shares": packages.shares(self.publication, base),
            "link": packages.address_of(self.publication, base),
            "columns": COLUMNS[1:],
            "rows": [row_of(each, may=True) for each in postings_of(self.publication)],
        }


class Remove(ActView):
    """Record that it is gone from there."""

    permission = PROPOSE
    form_class = RemoveForm
    title = "登记撤除"
    submit = "登记撤除"
    clause = "自治区政府令第244号 第十三条"
    done = "已登记撤除。"
    posting: Posting

    def load(self, **address: str) -> None:
        """Find it in the person's own agency."""
        self.posting = _find(self.request, address["ref"])

    def dossier(self) -> Dossier:
        """Return the publication's dossier."""
        return dossier_of(self.posting.publication)

    def act(self, form: RemoveForm) -> str:
        """Record it."""
        remove_posting(
            user=self.request.user, posting=self.posting, removed_on=form.cleaned_data["removed_on"],
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return reverse("desk-postings")

    def context(self) -> dict[str, Any]:
        """Say what stands where."""
        board_url = reverse("desk-postings")
        return {
            "heading": self.title,
            "back_url": board_url,
            "paper": [
                ("公示", self.posting.publication.title),
                ("转载在", str(self.posting)),
                ("网址", self.posting.address or "—"),
                ("编号", self.posting.number or "—"),
            ],
            "path": [("公示", reverse("desk-publications")), ("转载台账", board_url), (self.title, "")],
        }


@require_safe
@open_to(PROPOSE)
def package(request: StaffRequest, ref: str) -> HttpResponse:
    """Hand out the zip of what is public; nothing else leaves this way."""
    publication = find_publication(request.user.agency, ref)
    if publication.state != State.PUBLISHED:
        raise Refusal("publication.not_public", "这份公示现在没有公开。", next_step="请从已公开的公示进入。")
    data = packages.package(publication, request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(data, content_type="application/zip")
    name = f"{publication.number or publication.ref}（转载包）.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@open_to(READ)
def shot(request: StaffRequest, ref: str) -> HttpResponse:
    """Show the picture of how it looked there."""
    posting = _find(request, ref)
    if posting.shot is None:
        raise Refusal("posting.no_shot", "没有截图。", next_step="请打开网址查看。")
    return stored_file(
        read(posting.shot), media_type=posting.shot.media_type, filename=f"转载-{ref[:8]}", attachment=False
    )


def _find(request: StaffRequest, ref: str) -> Posting:
    rows = postings(request.user.agency).select_related("publication__agency", "shot")
    found = rows.filter(pk=uuid.UUID(hex=ref)).first()
    if found is None:
        raise Refusal("posting.unknown", "本机关没有这一条转载。", next_step="请从转载台账进入。")
    return found
