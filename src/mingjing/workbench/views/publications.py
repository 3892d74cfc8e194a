"""Publications (公示): what waits with its last day, and the page on which a second person checks it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.cases.clocks import ShownClock, show
from mingjing.catalog.models import Edition
from mingjing.catalog.queries import difference
from mingjing.disclosure import kinds
from mingjing.disclosure.actions import dossier_of, publish, send_back
from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.disclosure.queries import fields_of, suspects_of, waiting, withdrawal_of
from mingjing.records.queries import timeline
from mingjing.refusal import Refusal
from mingjing.storage.store import read
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.theme.forms import new_key
from mingjing.workbench.acting import ActForm, ActView, timeline_item
from mingjing.workbench.answers import stored_file
from mingjing.workbench.diffing import Change, pieces
from mingjing.workbench.forms_publications import PublishForm, ReturnForm
from mingjing.workbench.reading import can, open_to
from mingjing.workflow.models import Clock

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet
    from django.http import HttpResponse, HttpResponseBase

    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency
    from mingjing.workbench.sessions import StaffRequest

PROPOSE, CHECK, WITHDRAW = "publication.propose", "publication.check", "publication.withdraw"
State = Publication.State
TABS = (
    ("", "待审核", (State.PROPOSED,)),
    ("returned", "已退回", (State.RETURNED,)),
    ("public", "已公开", (State.PUBLISHED, State.REPLACED)),
    ("withdrawn", "已撤下", (State.WITHDRAWN,)),
)
NOTHING = {
    "": "没有等待审核的公示",
    "returned": "没有被退回的公示",
    "public": "还没有公开过内容",
    "withdrawn": "没有撤下的公示",
}
MOST = 50
TONES = {
    State.PROPOSED: "now",
    State.RETURNED: "stop",
    State.PUBLISHED: "ok",
    State.REPLACED: "off",
    State.WITHDRAWN: "stop",
}
RULES = {"decision": "nm.publish7"}
LIST_RULE = "gk.20"

COLUMNS = (
    Column("title", "标题"),
    Column("kind", "种类", fit=True),
    Column("proposed", "提交人", fit=True),
    Column("left", "公开期限", fit=True),
    Column("due", "最迟日", fit=True),
    Column("action", "操作", fit=True),
)


@require_safe
@open_to(PROPOSE, CHECK)
def publications(request: StaffRequest) -> HttpResponse:
    """List what waits, the most pressing first; what was returned; what is public."""
    wanted = request.GET.get("tab", "")
    key, _, states = next((tab for tab in TABS if tab[0] == wanted), TABS[0])
    agency, base = request.user.agency, reverse("desk-publications")
    rows = waiting(agency) if not key else _of(agency, states).order_by("-made_on", "-id")
    context = {
        "tabs": [
            {
                "label": label,
                "url": f"{base}?tab={each}" if each else base,
                "count": _of(agency, those).count(),
                "current": each == key,
            }
            for each, label, those in TABS
        ],
        "columns": COLUMNS,
        "rows": [_row(each) for each in rows[:MOST]],
        "nothing": NOTHING[key],
        "path": [("待办", "/workbench/"), ("公示", "")],
    }
    return render(request, "workbench/publications.html", context)


def _of(agency: Agency, states: tuple[str, ...]) -> QuerySet[Publication]:
    rows = Publication.objects.filter(agency=agency, state__in=states)
    return rows.select_related("proposed_by").defer("content", "masks", "remark")


def kind_label(publication: Publication) -> str:
    """Return what a publication's kind is called."""
    return kinds.kind(publication.kind).label


def _row(publication: Publication) -> Row:
    open_, running = publication.state == State.PROPOSED, clock_of(publication)
    left = Mark(TONES[State(publication.state)], publication.get_state_display())
    if open_ and running:
        left = Mark(running.tone, running.left)
    return {
        "title": publication.title,
        "kind": kind_label(publication),
        "proposed": publication.proposed_by or "系统",
        "left": left,
        "due": publication.due_on,
        "action": Link(
            "核对" if open_ else "查看",
            reverse("desk-publication", args=[publication.ref]),
            "primary" if open_ else "quiet",
        ),
    }


def find_publication(agency: Agency, ref: str) -> Publication:
    """Return a publication of the agency, or refuse."""
    found = (
        Publication.objects.select_related("agency", "proposed_by", "checked_by", "pdf")
        .filter(agency=agency, pk=uuid.UUID(hex=ref))
        .first()
    )
    if found is None:
        raise Refusal("publication.unknown", "本机关没有这份公示。", next_step="请从公示列表进入。")
    return found


def page_of(request: StaffRequest, publication: Publication) -> dict[str, Any]:
    """Return what the check page shows: the snapshot, what is masked and why, the clock, what stands in the way."""
    own = publication.proposed_by_id is not None and publication.proposed_by_id == request.user.officer_id
    waits = publication.state == State.PROPOSED
    return {
        "publication": publication,
        "kind": kind_label(publication),
        "tone": TONES[State(publication.state)],
        "clock": clock_of(publication),
        "own": own and waits,
        "obstacle": _obstacle(publication) if waits else None,
        "open": waits and not own and can(request, CHECK),
        **_down(request, publication),
        "timeline": [timeline_item(line) for line in timeline(dossier_of(publication), limit=10)],
        "path": [("公示", reverse("desk-publications")), (publication.number or publication.title, "")],
        **_content(publication),
    }


def _down(request: StaffRequest, publication: Publication) -> dict[str, Any]:
    """Return the withdrawal, and what may be done about it: taken down, or its reason told."""
    withdrawal = withdrawal_of(publication) if publication.state == State.WITHDRAWN else None
    may = can(request, WITHDRAW) and kinds.kind(publication.kind).withdrawable
    return {
        "withdrawal": withdrawal,
        "may_withdraw": may and publication.state == State.PUBLISHED,
        "may_explain": may and withdrawal is not None and withdrawal.explained_on is None,
        "may_correct": _correctable(publication, withdrawal) and can(request, PROPOSE),
    }


def _correctable(publication: Publication, withdrawal: Withdrawal | None) -> bool:
    """Say whether a corrected version may follow: of what is public, or was withdrawn for leaked particulars only."""
    leaked = withdrawal is not None and withdrawal.situation == Withdrawal.Situation.LEAKED
    return kinds.kind(publication.kind).withdrawable and (publication.state == State.PUBLISHED or leaked)


def _content(publication: Publication) -> dict[str, Any]:
    """Return the snapshot as the public will read it; of a list what it changes of the edition in force."""
    if publication.kind.startswith("list."):
        edition = Edition.objects.select_related("agency").get(pk=publication.content["edition"])
        return {
            "edition": edition,
            "difference": difference(edition),
            "list_url": reverse("desk-list-edition", args=[edition.list_kind, edition.ref]),
        }
    pairs = fields_of(publication)
    return {"pairs": pairs, "suspects": suspects_of(publication), "changes": _changes(publication)}


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


def clock_of(publication: Publication) -> ShownClock | None:
    """Return the limit within which a publication must be public."""
    if publication.due_on is None or publication.safe_on is None:
        return None
    published = publication.published_at
    limit = Clock(
        rule=RULES.get(publication.kind, LIST_RULE),
        started_on=publication.made_on,
        due_on=publication.due_on,
        safe_on=publication.safe_on,
        provisional=publication.provisional,
        met_on=_local_date(published) if published else None,
    )
    return show(limit, clock.today())


def _local_date(moment: dt.datetime) -> dt.date:
    return moment.astimezone(clock.SHANGHAI).date()


def _obstacle(publication: Publication) -> Refusal | None:
    """Return why publishing would be refused now whoever did it: the proof of service is awaited."""
    try:
        kinds.kind(publication.kind).before(publication)
    except Refusal as refusal:
        return refusal
    return None


class Page(ActView):
    """What the two forms of the check page share."""

    template_name = "workbench/publications_check.html"
    permission = CHECK
    publication: Publication
    form: ActForm

    def load(self, **address: str) -> None:
        """Find the publication in the person's own agency."""
        self.publication = find_publication(self.request.user.agency, address["ref"])

    def dossier(self) -> Dossier:
        """Return the publication's dossier."""
        return dossier_of(self.publication)

    def show(self, form: ActForm, **more: Any) -> HttpResponse:
        """Remember the form for the page that is laid out around it."""
        self.form = form
        return super().show(form, **more)

    def seen(self) -> dict[str, Any]:
        """Return the version and a fresh key for the page's other form."""
        return {"version": self.dossier().seq, "once": new_key()}

    def checker(self) -> str:
        """Return the name that the secrecy check will bear."""
        return str(self.request.user)


class Publish(Page):
    """Publish, after the named secrecy check."""

    form_class = PublishForm
    done = "已公开。"

    def form_arguments(self) -> dict[str, Any]:
        """Name who checks."""
        return {"checker": self.checker(), "found": suspects_of(self.publication)}

    def act(self, form: PublishForm) -> str:
        """Publish."""
        publish(
            user=self.request.user,
            publication=self.publication,
            secrecy_checked=form.cleaned_data["secrecy_checked"],
            confirmed=form.cleaned_data.get("confirmed", ()),
            version=form.cleaned_data["version"],
        )
        return reverse("desk-publication", args=[self.publication.ref])

    def context(self) -> dict[str, Any]:
        """Lay the page out with both forms."""
        page = page_of(self.request, self.publication)
        if not page["open"]:
            return page | {"failed": self.form}
        returning = ReturnForm(request=self.request, initial=self.seen(), auto_id="return_%s")
        return page | {"publishing": self.form, "returning": returning}


class Return(Page):
    """Send back with reasons."""

    form_class = ReturnForm
    done = "已退回。"

    def form_arguments(self) -> dict[str, Any]:
        """Keep the ids of the two forms apart."""
        return {"auto_id": "return_%s"}

    def act(self, form: ReturnForm) -> str:
        """Send back."""
        send_back(
            user=self.request.user,
            publication=self.publication,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        return reverse("desk-publications")

    def context(self) -> dict[str, Any]:
        """Lay the page out with both forms."""
        page = page_of(self.request, self.publication)
        if not page["open"]:
            return page | {"failed": self.form}
        publishing = PublishForm(
            request=self.request,
            initial=self.seen(),
            checker=self.checker(),
            found=suspects_of(self.publication),
        )
        return page | {"publishing": publishing, "returning": self.form}


@sensitive_post_parameters("password")
@open_to(PROPOSE, CHECK)
def publication(request: StaffRequest, ref: str) -> HttpResponseBase:
    """Open a publication: to check it, or for who proposes, to read."""
    if can(request, CHECK):
        return Publish.as_view()(request, ref=ref)
    if request.method not in {"GET", "HEAD"}:
        raise Refusal(
            "publication.not_allowed",
            "公示须由另一名公示审核员审核后公开。",
            "种子 一（一）；244号 第六条",
            "请等审核员核对。",
        )
    page = page_of(request, find_publication(request.user.agency, ref))
    return render(request, "workbench/publications_check.html", page)


@require_safe
@open_to(PROPOSE, CHECK)
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
