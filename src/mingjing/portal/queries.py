"""What the public pages read: whose site it is, the lists with their editions, decisions and their state."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from mingjing import clock
from mingjing.catalog.models import ROWS, Edition, GuideRow, InspectionRow, ListKind, ListRow, OfficerRow
from mingjing.catalog.queries import Numbered, Stage, editions_of, in_force, rows_of
from mingjing.disclosure import kinds
from mingjing.disclosure.models import Publication
from mingjing.registry.models import Agency, Certificate
from mingjing.registry.queries import top_agency
from mingjing.workflow.models import ProcedureVersion

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from mingjing.portal.shelves import Shelf

State = Publication.State
NOTICE = "notice."
"""How the kinds begin that are notices with an end of their own (reference §11.6 no. 18)."""
READABLE = (State.PUBLISHED, State.REPLACED)


def portal_agency() -> Agency | None:
    """Return the agency whose site this is."""
    return top_agency()


@dataclass(frozen=True)
class ListState:
    """A list and its edition in force; without one, nothing but its name."""

    kind: str
    label: str
    edition: Edition | None = None
    published_at: dt.datetime | None = None
    rows: int = 0

    @property
    def url(self) -> str:
        """Return the address of the list."""
        return f"/lists/{self.kind}/"

    @property
    def published_on(self) -> dt.date | None:
        """Return the local day of its publication."""
        return self.published_at.astimezone(clock.SHANGHAI).date() if self.published_at else None


def list_states(agency: Agency | None) -> list[ListState]:
    """Return every list with its edition in force, its day and its number of rows today."""
    if agency is None:
        return [ListState(kind, label) for kind, label in ListKind.choices]
    published = {
        kind.removeprefix("list."): (edition, moment)
        for kind, edition, moment in Publication.objects.filter(
            agency=agency, kind__startswith="list.", state=State.PUBLISHED
        ).values_list("kind", "content__edition", "published_at")
    }
    editions = Edition.objects.in_bulk([uuid.UUID(edition) for edition, _ in published.values()])
    return [_state(kind, label, published.get(kind), editions) for kind, label in ListKind.choices]


def _state(
    kind: str,
    label: str,
    published: tuple[str, dt.datetime | None] | None,
    editions: dict[uuid.UUID, Edition],
) -> ListState:
    if published is None:
        return ListState(kind, label)
    edition = editions[uuid.UUID(published[0])]
    return ListState(kind, label, edition, published[1], public_rows(edition, clock.today()).count())


def readable(agency: Agency, kind: str) -> list[Numbered]:
    """Return the editions of a list that the public may read, newest first: in force, or in force once."""
    return [each for each in editions_of(agency, kind) if each.stage in {Stage.IN_FORCE, Stage.REPLACED}]


def public_rows(edition: Edition, on: dt.date) -> QuerySet[ListRow]:
    """Return the rows of an edition that the public sees for a day.

    244号8: who was transferred or retired is taken down at once, from older editions and past days as well; a
    certificate that has lapsed by the day, or is suspended or revoked now, stands on no list of that day.
    """
    rows = rows_of(edition, on)
    if ROWS[edition.list_kind] is OfficerRow:
        today = clock.today()
        lapsed = Q(officer__left_on__lte=today) | Q(valid_to__lt=on)
        if on >= today:
            lapsed |= ~Q(status=Certificate.Status.VALID)
        left = Certificate.objects.filter(lapsed).values("number")
        rows = rows.exclude(
            pk__in=OfficerRow.objects.filter(edition=edition, certificate_number__in=left).values("pk")
        )
    return rows


def guides_of(agency: Agency, matter_code: str = "") -> list[GuideRow]:
    """Return the service guides in force today, or those of one matter."""
    edition = in_force(agency, ListKind.GUIDES)
    rows = rows_of(edition, clock.today()) if edition else ()
    found = [row for row in rows if isinstance(row, GuideRow)]
    return [row for row in found if row.matter_code == matter_code] if matter_code else found


def inspections_of(agency: Agency, matter_code: str) -> int:
    """Return how many items of the inspection list in force today rest on a matter."""
    edition = in_force(agency, ListKind.INSPECTIONS)
    if edition is None:
        return 0
    valid = rows_of(edition, clock.today()).values("pk")
    return InspectionRow.objects.filter(pk__in=valid, matter_code=matter_code).count()


def decisions() -> QuerySet[Publication]:
    """Return the decisions that are public now, without their heavy columns and without an order."""
    return Publication.objects.filter(kind__in=kinds.PENALTIES, state=State.PUBLISHED).defer(
        "content", "masks", "remark"
    )


def notices() -> QuerySet[Publication]:
    """Return the notices with an end of their own that are public now: hearings, services by public notice."""
    rows = Publication.objects.filter(kind__startswith=NOTICE, state=State.PUBLISHED)
    return rows.defer("content", "masks", "remark").order_by("-published_at", "id")


def notice_versions(ref: str) -> list[Publication]:
    """Return every version of a notice that was ever public, newest first; `ref` names one."""
    named = Publication.objects.filter(pk=uuid.UUID(ref), kind__startswith=NOTICE).values("about")
    rows = Publication.objects.filter(about__in=named, kind__startswith=NOTICE)
    rows = rows.filter(state__in=[*READABLE, State.WITHDRAWN])
    return list(rows.select_related("agency", "pdf").order_by("-version"))


def open_decisions() -> QuerySet[Publication]:
    """Return the public decisions that feeds, files and searches by name hold: none about a natural person (§11.5)."""
    return decisions().filter(natural=False)


def newest(count: int) -> list[Publication]:
    """Return what was published last and still is public, of every kind that has a page; nobody's name among it."""
    rows = Publication.objects.filter(kind__in=kinds.names(), state=State.PUBLISHED, natural=False)
    return list(rows.defer("content", "masks", "remark").order_by("-published_at", "id")[:count])


def outcomes(shelf: Shelf) -> QuerySet[Publication]:
    """Return what is public on a shelf, without an order; nothing there is about a natural person."""
    return Publication.objects.filter(kind__in=shelf.kinds, state=State.PUBLISHED, natural=False)


def decision_versions(ref: str, among: Collection[str] = kinds.PENALTIES) -> list[Publication]:
    """Return every version of a publication that was ever public, newest first; `ref` names one of these kinds."""
    named = Publication.objects.filter(pk=uuid.UUID(ref), kind__in=among).values("about")
    return list(versions_about(named, among))


def versions_about(
    abouts: Iterable[str] | QuerySet[Publication, Any], among: Collection[str] = kinds.PENALTIES
) -> QuerySet[Publication]:
    """Return the versions, ever public, of the publications about these decisions, newest first."""
    return (
        Publication.objects.filter(about__in=abouts, kind__in=among, state__in=[*READABLE, State.WITHDRAWN])
        .select_related("agency", "pdf")
        .order_by("-version")
    )


def decisions_of_matter(code: str) -> QuerySet[Publication]:
    """Return the public decisions of a matter, newest first."""
    return decisions().filter(matter_code=code).order_by("-made_on", "id")


def matching_number(number: str) -> Q:
    """Return the condition that a document number is this one, half-width or full-width brackets alike."""
    plain = number.strip().translate(str.maketrans("[]［］【】", "〔〕〔〕〔〕"))
    return Q(number="".join(plain.split()))


def procedures_in_force(agency: Agency | None) -> list[ProcedureVersion]:
    """Return the newest version of every procedure of an agency, by name."""
    newest: dict[str, ProcedureVersion] = {}
    for version in ProcedureVersion.objects.filter(agency=agency).order_by("version"):
        newest[version.procedure] = version
    return sorted(newest.values(), key=lambda each: each.name)
