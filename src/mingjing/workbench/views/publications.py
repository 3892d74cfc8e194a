"""Publications (公示): what waits with its last day, what came late or is kept back, and what the page of one shows."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.catalog.blank_forms import forms_of
from mingjing.catalog.models import Edition
from mingjing.catalog.queries import difference
from mingjing.disclosure import kinds, rules
from mingjing.disclosure.actions import dossier_of
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import (
    appeared_on,
    collected,
    fields_of,
    late,
    postings_of,
    succeeded,
    suspects_of,
    waiting,
    withdrawal_of,
)
from mingjing.records.queries import timeline
from mingjing.refusal import Refusal
from mingjing.storage.store import read
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.theme.ranges import ranged
from mingjing.workbench import limits
from mingjing.workbench.acting import timeline_item
from mingjing.workbench.answers import stored_file
from mingjing.workbench.diffing import Change, pieces
from mingjing.workbench.reading import can, open_to

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse, HttpResponseBase

    from mingjing.registry.models import Agency
    from mingjing.workbench.sessions import StaffRequest

PROPOSE, CHECK, WITHDRAW = "publication.propose", "publication.check", "publication.withdraw"
READ = "publication.read"
State = Publication.State
LATE = "late"
TABS = (
    ("collected", "待确认", (State.COLLECTED,)),
    ("", "待审核", (State.PROPOSED,)),
    ("returned", "已退回", (State.RETURNED,)),
    ("public", "已公开", (State.PUBLISHED, State.REPLACED)),
    ("withheld", "不公开", (State.WITHHELD,)),
    ("withdrawn", "已撤下", (State.WITHDRAWN,)),
    (LATE, "逾期", ()),
)
NOTHING = {
    "collected": "没有等待确认的公示",
    "": "没有等待审核的公示",
    "returned": "没有被退回的公示",
    "public": "还没有公开过内容",
    "withheld": "没有不公开的决定",
    "withdrawn": "没有撤下的公示",
    LATE: "没有逾期的公示",
}
AGAIN = frozenset({"decision", "intake.penalty", "intake.licence", "intake.inspection"})
"""Kinds that are collected afresh after they came back."""
MOST = 50

COLUMNS = (
    Column("title", "标题"),
    Column("kind", "种类", fit=True),
    Column("proposed", "提交人", fit=True),
    Column("left", "公开期限", fit=True),
    Column("due", "最迟日", fit=True),
    Column("action", "操作", fit=True),
)
GO = Column("action", "操作", fit=True)
WITHHELD_COLUMNS = (
    Column("title", "标题"),
    Column("ground", "不公开的情形"),
    Column("reason", "理由"),
    Column("rule", "所依规则", fit=True),
    Column("who", "核对人", fit=True),
    GO,
)
LATE_COLUMNS = (
    Column("title", "标题"),
    Column("due", "最迟日", fit=True),
    Column("published", "公开", fit=True),
    Column("reason", "逾期的原因"),
    GO,
)


@require_safe
@open_to(READ)
def publications(request: StaffRequest) -> HttpResponse:
    """List what waits, the most pressing first; what was returned; what is public."""
    wanted = request.GET.get("tab", "")
    key, _, states = next((tab for tab in TABS if tab[0] == wanted), TABS[1])
    agency, base = request.user.agency, reverse("desk-publications")
    rows = _rows(agency, key, states)
    context = {
        "tabs": [
            {
                "label": label,
                "url": f"{base}?tab={each}" if each else base,
                "count": _rows(agency, each, those).count(),
                "current": each == key,
            }
            for each, label, those in TABS
        ],
        "columns": {"withheld": WITHHELD_COLUMNS, LATE: LATE_COLUMNS}.get(key, COLUMNS),
        "rows": [_row(each) for each in rows[:MOST]],
        "nothing": NOTHING[key],
        "path": [("待办", "/workbench/"), ("公示", "")],
    }
    return render(request, "workbench/publications.html", context)


def _rows(agency: Agency, key: str, states: tuple[str, ...]) -> QuerySet[Publication]:
    """Return the rows of a tab: what waits by its last day, the rest newest first."""
    if key == LATE:
        return late(agency, clock.today())
    if State.PROPOSED in states:
        return waiting(agency)
    if State.COLLECTED in states:
        return collected(agency)
    rows = Publication.objects.filter(agency=agency, state__in=states).order_by("-made_on", "-id")
    return rows.select_related("agency", "proposed_by", "checked_by", "rule").defer(
        "content", "masks", "remark"
    )


def kind_label(publication: Publication) -> str:
    """Return what a publication's kind is called."""
    return kinds.kind(publication.kind).label


def _row(publication: Publication) -> Row:
    open_ = publication.state in {State.PROPOSED, State.COLLECTED}
    running = limits.of_publication(publication) if open_ else None
    left = Mark(limits.TONES[State(publication.state)], publication.get_state_display())
    if running:
        left = Mark(running.tone, running.left)
    return {
        "title": publication.title,
        "kind": kind_label(publication),
        "proposed": publication.proposed_by or "系统",
        "left": left,
        "due": publication.due_on,
        "ground": publication.get_ground_display(),
        "reason": publication.ground_reason or publication.late_reason or "尚未公开",
        "rule": f"{publication.rule} 第 {publication.rule.version} 版" if publication.rule else "—",
        "who": publication.checked_by or "系统",
        "published": appeared_on(publication) or Mark("stop", "未公开"),
        "action": Link(
            "核对" if open_ else "查看",
            reverse("desk-publication", args=[publication.ref]),
            "primary" if open_ else "quiet",
        ),
    }


def find_publication(agency: Agency, ref: str) -> Publication:
    """Return a publication of the agency, or refuse."""
    found = (
        Publication.objects.select_related("agency", "proposed_by", "checked_by", "pdf", "rule")
        .filter(agency=agency, pk=uuid.UUID(hex=ref))
        .first()
    )
    if found is None:
        raise Refusal("publication.unknown", "本机关没有这份公示。", next_step="请从公示列表进入。")
    return found


def page_of(request: StaffRequest, publication: Publication) -> dict[str, Any]:
    """Return what the check page shows: the snapshot, what is masked and why, the clock, what stands in the way."""
    shown = to_confirm(publication) if confirmable(request, publication) else publication
    own = publication.proposed_by_id is not None and publication.proposed_by_id == request.user.officer_id
    waits = publication.state == State.PROPOSED
    return {
        "publication": publication,
        "kind": kind_label(publication),
        "tone": limits.TONES[State(publication.state)],
        "clock": limits.of_publication(publication),
        "own": own and waits,
        "obstacle": _obstacle(publication) if waits else None,
        "open": waits and not own and can(request, CHECK),
        **_down(request, publication),
        "timeline": [timeline_item(line) for line in timeline(dossier_of(publication), limit=10)],
        "path": [("公示", reverse("desk-publications")), (publication.number or publication.title, "")],
        "withholding": waits and bool(publication.ground),
        "masks": shown.masks,
        "files": publication.files.all(),
        "requests": list(publication.correction_requests.order_by("received_on", "id")),
        **_content(shown),
    }


def confirmable(request: StaffRequest, publication: Publication) -> bool:
    """Say whether this person may confirm it now: what was collected, sent back, or kept back by people."""
    again = {State.RETURNED, State.WITHHELD}
    machine = publication.ground in {Publication.Ground.MINOR, Publication.Ground.RULE}
    fits = publication.state == State.COLLECTED or (
        publication.state in again
        and not publication.kind.startswith("list.")
        and (not publication.correction or kinds.kind(publication.kind).renewed)
    )
    return fits and not machine and can(request, PROPOSE) and not _newer(publication)


def _newer(publication: Publication) -> bool:
    later = Publication.objects.filter(kind=publication.kind, about=publication.about)
    return later.filter(version__gt=publication.version).exists()


def to_confirm(publication: Publication) -> Publication:
    """Return what is to be confirmed: as it was collected, or collected afresh after it came back."""
    if publication.state == State.COLLECTED:
        return publication
    made = kinds.kind(publication.kind).afresh(publication)
    return publication if made is None or made.ground else made


def _down(request: StaffRequest, publication: Publication) -> dict[str, Any]:
    """Return the withdrawal, and what may be done about it: taken down, or its reason told."""
    withdrawal = withdrawal_of(publication) if publication.state == State.WITHDRAWN else None
    may = can(request, WITHDRAW) and kinds.kind(publication.kind).withdrawable
    return {
        "withdrawal": withdrawal,
        "may_withdraw": may and publication.state == State.PUBLISHED,
        "may_explain": may and withdrawal is not None and withdrawal.explained_on is None,
        "posted": [(each, each.publication.state != State.PUBLISHED) for each in postings_of(publication)],
        "may_open": can(request, PROPOSE) and any(each.get("commitment") for each in publication.masks),
        "may_post": can(request, PROPOSE) and publication.state == State.PUBLISHED,
        "may_correct": can(request, PROPOSE)
        and rules.correctable(publication, withdrawal, newest=not succeeded(publication)),
    }


def _content(publication: Publication) -> dict[str, Any]:
    """Return the snapshot as the public will read it; of a list what it changes of the edition in force."""
    if publication.kind.startswith("list."):
        edition = Edition.objects.select_related("agency").get(pk=publication.content["edition"])
        return {
            "edition": edition,
            "difference": difference(edition),
            "list_url": reverse("desk-list-edition", args=[edition.list_kind, edition.ref]),
            "forms": forms_of(publication.content).values(),
        }
    pairs = fields_of(publication)
    return {
        "pairs": pairs,
        "suspects": suspects_of(publication),
        "changes": _changes(publication),
        "original": kinds.kind(publication.kind).original(publication),
    }


def _changes(publication: Publication) -> list[Change]:
    """Return what differs from the version before."""
    before = (
        Publication.objects.filter(
            kind=publication.kind,
            about=publication.about,
            version__lt=publication.version,
            state__in=[State.PUBLISHED, State.REPLACED, State.WITHDRAWN],
        )
        .order_by("-version")
        .first()
    )
    if before is None:
        return []
    old_fields, new_fields = dict(fields_of(before)), dict(fields_of(publication))
    texts = [
        (label, old_fields.get(label, ""), new_fields.get(label, ""))
        for label in dict.fromkeys([*old_fields, *new_fields])
    ]
    return [Change(label, pieces(old, new)) for label, old, new in texts if old != new]


def _obstacle(publication: Publication) -> Refusal | None:
    """Return why publishing would be refused now whoever did it: the proof of service is awaited."""
    try:
        kinds.kind(publication.kind).before(publication)
    except Refusal as refusal:
        return refusal
    return None


@require_safe
@open_to(READ)
def pdf(request: StaffRequest, ref: str) -> HttpResponse:
    """Show the copy that the public will get: masks are burnt in."""
    found = find_publication(request.user.agency, ref)
    if found.pdf is None:
        raise Refusal("publication.not_found", "这份公示没有 PDF。")
    return stored_file(
        read(found.pdf),
        media_type=found.pdf.media_type,
        filename=f"{found.number or found.ref}-公示.pdf",
        attachment=False,
    )


@require_safe
@open_to(PROPOSE)
def offered(request: StaffRequest, ref: str, place: int) -> HttpResponseBase:
    """Show a file that may go with it, to whoever chooses."""
    publication = find_publication(request.user.agency, ref)
    found = kinds.kind(publication.kind).offered(publication)[place - 1 : place]
    if not found:
        raise Refusal("publication.not_found", "没有这个遮盖件。", next_step="请刷新公示核对页。")
    return ranged(request, found[0].blob, filename=found[0].title)


@require_safe
@open_to(READ)
def beside(request: StaffRequest, ref: str, position: int) -> HttpResponseBase:
    """Show a file that is to be public beside it, to whoever checks it."""
    found = (
        find_publication(request.user.agency, ref)
        .files.select_related("blob")
        .filter(position=position)
        .first()
    )
    if found is None:
        raise Refusal("publication.not_found", "这份公示没有这个附件。")
    return ranged(request, found.blob, filename=found.title)
