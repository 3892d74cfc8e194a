"""How an agency keeps its duty of recording: activities counted by department and month (§11.4 no. 10)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.evidence.models import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingjing.cases.models import Case
    from mingjing.registry.models import Agency


@dataclass(frozen=True)
class Counted:
    """An activity with its case."""

    activity: Activity
    case: Case

    @property
    def notable(self) -> bool:
        """Say whether a supervisor looks at it: missing, explained, late, not made as it has to be, not told."""
        row = self.activity
        made = row.recordings.all()
        wrong = any(each.late or each.undrawn or each.faults for each in made)
        return row.missing or wrong or bool(row.untold) or (row.explained and not row.recorded)


@dataclass(frozen=True)
class Tally:
    """The activities of one department in one month that had to be recorded. Never a ranking (行政处罚法74)."""

    department: str
    month: str
    needed: int
    recorded: int
    explained: int
    missing: int
    excused: int
    breach: int
    untold: int
    gaps: int = 0
    faulty: int = 0
    undrawn: int = 0


def counted(agency: Agency, year: int) -> list[Counted]:
    """Return a year's activities of an agency's cases, newest first: three queries, however many there are."""
    rows = (
        Activity.objects.filter(dossier__case__agency=agency, happened_on__year=year)
        .select_related("dossier__case__department")
        .prefetch_related("recordings", "explanations")
        .order_by("-happened_on", "id")
    )
    return [Counted(each, each.dossier.case) for each in rows]


def tallies(rows: Iterable[Counted]) -> list[Tally]:
    """Return the counts by department and month, newest month first."""
    grouped: dict[tuple[str, str], list[Activity]] = defaultdict(list)
    for each in rows:
        grouped[f"{each.activity.happened_on:%Y-%m}", each.case.department.name].append(each.activity)
    return [
        _tally(department, month, grouped[month, department])
        for month, department in sorted(grouped, key=lambda key: (-int(key[0].replace("-", "")), key[1]))
    ]


def _tally(department: str, month: str, rows: list[Activity]) -> Tally:
    needed = [each for each in rows if each.needs_recording]
    return Tally(
        department=department,
        month=month,
        needed=len(needed),
        recorded=sum(each.recorded for each in needed),
        explained=sum(each.explained and not each.recorded for each in needed),
        missing=sum(each.missing for each in needed),
        excused=sum(any(row.late_reason for row in each.recordings.all()) for each in rows),
        breach=sum(any(row.breach for row in each.recordings.all()) for each in rows),
        untold=sum(bool(each.untold) for each in rows),
        gaps=sum(bool(each.gaps) for each in rows),
        faulty=sum(any(row.faults for row in each.recordings.all()) for each in rows),
        undrawn=sum(any(row.undrawn for row in each.recordings.all()) for each in rows),
    )
