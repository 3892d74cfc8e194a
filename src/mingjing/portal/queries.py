"""What the public pages read: whose site it is, the lists with their editions, decisions and their state."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from mingjing import clock
from mingjing.catalog.models import ROWS, Edition, ListKind, ListRow, OfficerRow
from mingjing.catalog.queries import in_force, rows_of
from mingjing.disclosure.models import Publication
from mingjing.registry.models import Agency, Certificate

if TYPE_CHECKING:
    import datetime as dt

State = Publication.State
READABLE = (State.PUBLISHED, State.REPLACED)


def portal_agency() -> Agency | None:
    """Return the agency whose site this is: the one above all others of this installation."""
    return Agency.objects.filter(parent__isnull=True).order_by("name").first()


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


@dataclass(frozen=True)
class EditionState:
    """An edition that the public may read: its publication says since when, and whether it still is in force."""

    edition: Edition
    publication: Publication

    @property
    def current(self) -> bool:
        """Say whether this edition is the one in force."""
        return self.publication.state == State.PUBLISHED


def editions_of(agency: Agency, kind: str) -> list[EditionState]:
    """Return the editions of a list that were ever published and not withdrawn, newest first."""
    publications = Publication.objects.filter(
        agency=agency, kind=f"list.{kind}", state__in=READABLE
    ).order_by("-published_at", "-version")
    found = list(publications)
    editions = Edition.objects.in_bulk([uuid.UUID(each.content["edition"]) for each in found])
    return [EditionState(editions[uuid.UUID(each.content["edition"])], each) for each in found]


def edition_on(agency: Agency, kind: str, on: dt.date, known: list[EditionState]) -> EditionState | None:
    """Return the edition in force on a day, of the known ones."""
    edition = in_force(agency, kind, on)
    return next((each for each in known if edition and each.edition.pk == edition.pk), None)


def public_rows(edition: Edition, on: dt.date) -> QuerySet[ListRow]:
    """Return the rows of an edition that the public sees for a day.

    244号8: who was transferred or retired is taken down at once, from older editions and past days as well.
    """
    rows = rows_of(edition, on)
    if ROWS[edition.list_kind] is OfficerRow:
        gone = Certificate.objects.filter(officer__left_on__lte=clock.today()).values("number")
        rows = rows.exclude(certificate_number__in=gone)
    return rows


def decisions() -> QuerySet[Publication]:
    """Return the decisions that are public now, without their heavy columns and without an order."""
    return Publication.objects.filter(kind="decision", state=State.PUBLISHED).defer(
        "content", "masks", "remark"
    )


def decision_versions(ref: str) -> list[Publication]:
    """Return every version of the decision's publication that was ever public, newest first; `ref` names one."""
    named = Publication.objects.filter(pk=uuid.UUID(ref), kind="decision").values("about")
    return list(
        Publication.objects.filter(about__in=named, kind="decision", state__in=[*READABLE, State.WITHDRAWN])
        .select_related("agency", "pdf")
        .order_by("-version")
    )


def decisions_of_matter(code: str) -> QuerySet[Publication]:
    """Return the public decisions of a matter, newest first."""
    return decisions().filter(matter_code=code).order_by("-made_on", "id")


def matching_number(number: str) -> Q:
    """Return the condition that a document number is this one, half-width or full-width brackets alike."""
    plain = number.strip().translate(
        str.maketrans({"[": "〔", "]": "〕", "［": "〔", "］": "〕", "【": "〔", "】": "〕"})
    )
    return Q(number="".join(plain.split()))
