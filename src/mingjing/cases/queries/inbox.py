"""The inbox of recordings against the activities of the cases: what each may show, whose it is to say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from mingjing import clock
from mingjing.cases.models import Case, Handler
from mingjing.cases.rules import matching
from mingjing.evidence import ingest
from mingjing.evidence.models import Activity
from mingjing.evidence.recording_course import covered

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterable, Sequence

    from mingjing.evidence.models import Inbound
    from mingjing.registry.models import Agency, Officer


@dataclass(frozen=True)
class Candidate:
    """An activity that a recording may show, and the case it happened on."""

    activity: Activity
    case: Case
    people: frozenset[str]


@dataclass(frozen=True)
class Waiting:
    """A file of the inbox: the activities that fit, and the one proposed where one fits best."""

    row: Inbound
    candidates: tuple[Candidate, ...]
    proposal: Candidate | None

    def concerns(self, officer: Officer | None) -> bool:
        """Say whether it is for this person to confirm: they recorded it, or handle a case that it may show."""
        if officer is None:
            return False
        return self.row.officer == officer or any(officer.ref in each.people for each in self.candidates)


def inbox(agency: Agency) -> list[Waiting]:
    """Return what waits in the inbox, each with what it may show: four queries, however much waits."""
    return matched(agency, ingest.waiting(agency))


def matched(agency: Agency, rows: Sequence[Inbound]) -> list[Waiting]:
    """Match files with activities by officer, time and place (种子 B3.2)."""
    candidates = _candidates(agency, {_day(row) for row in rows})
    return [_waiting(row, candidates) for row in rows]


def of_the_day(agency: Agency, row: Inbound) -> list[Candidate]:
    """Return all that happened on the day of a file, whether it fits or not: a person may know better."""
    return _candidates(agency, {_day(row)})


def _day(row: Inbound) -> dt.date:
    return row.started_at.astimezone(clock.SHANGHAI).date()


def _candidates(agency: Agency, days: Iterable[dt.date]) -> list[Candidate]:
    on = Q()
    for day in days:
        on |= Q(happened_on=day) | Q(since__lte=day, happened_on__gte=day)
    if not on:
        return []
    found = list(
        Activity.objects.filter(on, dossier__case__agency=agency)
        .select_related("dossier__case__department")
        .order_by("happened_on", "id")
    )
    people: dict[uuid.UUID, set[str]] = defaultdict(set)
    cases = {each.dossier.case.pk for each in found}
    for case, officer in Handler.objects.filter(case__in=cases).values_list("case", "officer"):
        people[case].add(officer.hex)
    return [Candidate(each, each.dossier.case, frozenset(people[each.dossier.case.pk])) for each in found]


def _waiting(row: Inbound, candidates: Sequence[Candidate]) -> Waiting:
    site = row.device.site.name if row.device and row.device.site else ""
    filmed = matching.Filmed(
        row.officer.ref if row.officer else "", site, covered(row.started_at, row.ended_at, row.length_ms)
    )
    fit = [matching.fits(filmed, _happened(each)) for each in candidates]
    fitting = [(each, how) for each, how in zip(candidates, fit, strict=True) if how != matching.NOT]
    place = matching.best([how for _, how in fitting])
    return Waiting(row, tuple(each for each, _ in fitting), fitting[place][0] if place is not None else None)


def _happened(each: Candidate) -> matching.Happened:
    row = each.activity
    return matching.Happened(each.people, row.place, row.began_on, row.happened_on, row.hours)
