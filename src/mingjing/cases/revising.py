"""Open cases that cite the law, for when it changes (种子 A2.0): what their newest drafts cite, or their matter."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import TYPE_CHECKING

from mingjing.cases.models import Case
from mingjing.cases.queries.case import core_of
from mingjing.catalog.citing_sources import Cited, Source
from mingjing.review.models import Draft

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from mingjing.law.comparing import LawDifference
    from mingjing.registry.models import Agency


def _read(agency: Agency, found: LawDifference, refs: Collection[str]) -> Iterable[Cited]:
    cases = Case.objects.filter(agency=agency, ending="").select_related("department", "matter")
    if refs:
        cases = cases.filter(pk__in=[uuid.UUID(ref) for ref in refs])
    drafts = _newest(cases)
    return [
        Cited(
            case.ref,
            f"{case.number or '未立案'}　{case.title}",
            case.department.name,
            _cites(case, drafts[case.dossier_id]),
            which_law(case.acted_on, found.after.counts_from),
        )
        for case in cases
    ]


def _newest(cases: QuerySet[Case]) -> dict[uuid.UUID, dict[str, Draft]]:
    """Return each case's newest draft of every party, by the dossier: one query, however many cases."""
    newest: dict[uuid.UUID, dict[str, Draft]] = defaultdict(dict)
    for draft in Draft.objects.filter(dossier__in=cases.values("dossier")).order_by("revision"):
        newest[draft.dossier_id][draft.party] = draft
    return newest


def _cites(case: Case, drafts: dict[str, Draft]) -> tuple[str, ...]:
    """Return what the newest drafts cite; before there are drafts, what the listed matter rests on."""
    cores = [core_of(draft) for draft in drafts.values()]
    if cores:
        return tuple(text for core in cores for text in (*core["violated"], *core["basis"]))
    return (case.matter.basis, case.matter.penalty_basis) if case.matter else ()


def which_law(acted_on: dt.date, begins: dt.date | None) -> str:
    """行政处罚法37: the law of the day of the act, but a later one that is lighter; after it began, the new one."""
    if begins is not None and begins <= acted_on:
        return f"行为发生于 {acted_on}，新法已施行，适用新法。"
    return f"行为发生于 {acted_on}，新法施行以前；新法处罚较轻或者不认为违法的，适用新法（行政处罚法 第三十七条）。"


SOURCE = Source("case", "在办案件", _read, dossier="case", own=True)


def matters_used(agency: Agency, since: dt.date) -> set[str]:
    """Return the codes of the matters of cases that began since a day."""
    cases = Case.objects.filter(agency=agency, found_on__gte=since, matter__isnull=False)
    return set(cases.values_list("matter__code", flat=True).distinct())
