"""Reading publications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, Min, OuterRef, Q

from mingjing.disclosure.leaks import suspects
from mingjing.disclosure.models import CorrectionRequest, DisclosureRule, Posting, Publication, Withdrawal
from mingjing.disclosure.posting_rules import day_of

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from mingjing.disclosure.leaks import Suspect
    from mingjing.registry.models import Agency

State = Publication.State


def published(kind: str) -> QuerySet[Publication]:
    """Return what is public of a kind now, newest first, without the heavy columns."""
    return (
        Publication.objects.filter(kind=kind, state=State.PUBLISHED)
        .defer("content", "masks", "remark")
        .order_by("-made_on", "-id")
    )


def waiting(agency: Agency) -> QuerySet[Publication]:
    """Return an agency's proposals, the most pressing first."""
    return (
        Publication.objects.filter(agency=agency, state=State.PROPOSED)
        .select_related("proposed_by")
        .defer("content", "masks")
        .order_by("due_on", "made_on", "id")
    )


def collected(agency: Agency) -> QuerySet[Publication]:
    """Return what waits for the person who confirms it, the most pressing first."""
    return (
        Publication.objects.filter(agency=agency, state=State.COLLECTED)
        .defer("content", "masks")
        .order_by("due_on", "made_on", "id")
    )


def returned(agency: Agency) -> QuerySet[Publication]:
    """Return what was sent back and has no later version, the most pressing first."""
    return (
        Publication.objects.filter(~_newer(), agency=agency, state=State.RETURNED)
        .defer("content", "masks")
        .order_by("due_on", "made_on", "id")
    )


def _newer() -> Exists:
    """Return the condition that a later version is there."""
    later = Publication.objects.filter(
        kind=OuterRef("kind"), about=OuterRef("about"), version__gt=OuterRef("version")
    )
    return Exists(later)


def succeeded(publication: Publication) -> bool:
    """Say whether a later version of the same thing is or was public."""
    later = Publication.objects.filter(
        kind=publication.kind, about=publication.about, version__gt=publication.version
    )
    return later.filter(state__in=[State.PUBLISHED, State.REPLACED, State.WITHDRAWN]).exists()


def _posted() -> Exists:
    """Return the condition that it, or a version of it, was put up somewhere."""
    return Exists(
        Posting.objects.filter(publication__kind=OuterRef("kind"), publication__about=OuterRef("about"))
    )


def unposted(agency: Agency) -> QuerySet[Publication]:
    """Return what was checked and stands nowhere yet, of an agency whose public reads it elsewhere (§11.5)."""
    rows = Publication.objects.filter(~_posted(), agency=agency, state=State.PUBLISHED)
    rows = rows if agency.posts_elsewhere else rows.none()
    return rows.select_related("agency").defer("content", "masks").order_by("due_on", "made_on", "id")


def appeared_on(publication: Publication) -> dt.date | None:
    """Return the day from which the public can read it: of its check, or of its first posting without a site."""
    if publication.published_at is None:
        return None
    if not publication.agency.posts_elsewhere:
        return day_of(publication.published_at)
    first = Posting.objects.filter(
        publication__kind=publication.kind, publication__about=publication.about
    ).aggregate(at=Min("posted_at"))["at"]
    return day_of(first) if first else None


def unseen(agency: Agency, today: dt.date) -> QuerySet[Publication]:
    """Return what the public cannot read although its last day is over, whoever holds it (244号12)."""
    return late(agency, today).filter(_unseen(agency, today))


def _unseen(agency: Agency, today: dt.date) -> Q:
    waits = [State.COLLECTED, State.PROPOSED, State.RETURNED]
    over = Q(due_on__lt=today)
    held = Q(~_newer(), state__in=waits)
    if not agency.posts_elsewhere:
        return over & held
    return over & (held | Q(~_posted(), state=State.PUBLISHED))


def late(agency: Agency, today: dt.date) -> QuerySet[Publication]:
    """Return what was made public after its last day, and what is not public although that day is over (244号12)."""
    return (
        Publication.objects.filter(_unseen(agency, today) | ~Q(late_reason=""), agency=agency)
        .select_related("agency", "proposed_by")
        .defer("content", "masks")
        .order_by("due_on", "id")
    )


def in_force(kind: str, agency: Agency, on: dt.datetime) -> Publication | None:
    """Return what was public of a kind at a moment, whatever replaced it since."""
    return (
        Publication.objects.filter(
            kind=kind,
            agency=agency,
            state__in=[State.PUBLISHED, State.REPLACED],
            published_at__lte=on,
        )
        .order_by("-published_at")
        .first()
    )


def withdrawal_of(publication: Publication) -> Withdrawal | None:
    """Return the latest withdrawal of what a publication is about, whichever version it was made of."""
    return (
        Withdrawal.objects.select_related("publication", "withdrawn_by", "explained_by")
        .filter(publication__kind=publication.kind, publication__about=publication.about)
        .order_by("-publication__version")
        .first()
    )


def unexplained(agency: Agency) -> QuerySet[Withdrawal]:
    """Return withdrawals whose reason the public still waits for, the most pressing first."""
    return (
        Withdrawal.objects.select_related("publication")
        .filter(publication__agency=agency, explained_on=None, explain_by__isnull=False)
        .order_by("explain_by", "id")
    )


def fields_of(publication: Publication) -> list[tuple[str, str]]:
    """Return a snapshot's fields in order, as labels and texts."""
    return [(label, str(text)) for label, text in publication.content.get("fields", [])]


def suspects_of(publication: Publication) -> list[Suspect]:
    """Return what in a publication looks like personal particulars, its title included."""
    return suspects([("标题", publication.title), *fields_of(publication)])


def rule_for(agency: Agency, category: str, *, natural: bool) -> DisclosureRule | None:
    """Return the rule that counts for a category and a kind of party; None where none was adopted."""
    kind = DisclosureRule.Party.PERSON if natural else DisclosureRule.Party.FIRM
    return (
        DisclosureRule.objects.filter(
            agency=agency, category=category, party_kind=kind, state=DisclosureRule.State.IN_FORCE
        )
        .order_by("-version")
        .first()
    )


def rules_of(agency: Agency, on: dt.date | None = None) -> list[DisclosureRule]:
    """Return the rules that count now, or counted on a day, by category."""
    newest: dict[tuple[str, str], DisclosureRule] = {}
    in_force = DisclosureRule.objects.filter(agency=agency, state=DisclosureRule.State.IN_FORCE)
    for rule in (in_force.filter(adopted_on__lte=on) if on else in_force).order_by("version"):
        newest[rule.category, rule.party_kind] = rule
    return [newest[key] for key in sorted(newest)]


def rule_drafts(agency: Agency) -> list[DisclosureRule]:
    """Return the rules that wait for their check."""
    rows = DisclosureRule.objects.select_related("drafted_by").filter(
        agency=agency, state=DisclosureRule.State.DRAFT
    )
    return list(rows.order_by("category", "party_kind"))


def open_requests(agency: Agency) -> QuerySet[CorrectionRequest]:
    """Return the requests for correction that wait for their answer, the most pressing first."""
    return (
        CorrectionRequest.objects.select_related("publication")
        .filter(publication__agency=agency, outcome="")
        .order_by("answer_by", "id")
    )


def postings(agency: Agency) -> QuerySet[Posting]:
    """Return what an agency put up elsewhere, the newest first."""
    return (
        Posting.objects.filter(publication__agency=agency)
        .select_related("publication", "posted_by", "removed_by")
        .order_by("-posted_at", "id")
    )


def to_hang(agency: Agency) -> list[Publication]:
    """Return what belongs on the physical board: notices with an end of their own; without a site, all that is due."""
    notices = Publication.objects.filter(agency=agency, state=State.PUBLISHED, kind__startswith="notice.")
    rows = notices.defer("content", "masks").order_by("expires_on", "id")
    return list({each.pk: each for each in [*rows, *unposted(agency)]}.values())


def must_leave(agency: Agency) -> QuerySet[Posting]:
    """Return what still stands elsewhere although it was withdrawn, or replaced by a new version (244号13)."""
    over = [State.WITHDRAWN, State.REPLACED]
    return postings(agency).filter(publication__state__in=over, removed_on=None)


def postings_of(publication: Publication) -> QuerySet[Posting]:
    """Return where any version of a publication was put up, the newest first."""
    return postings(publication.agency).filter(
        publication__kind=publication.kind, publication__about=publication.about
    )
