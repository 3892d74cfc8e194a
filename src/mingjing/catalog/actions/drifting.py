"""When the agency's functions, delegations or certificates change, the lists are revised (种子 A2.0): tasks opened."""

from __future__ import annotations

from mingjing import clock
from mingjing.catalog import acts
from mingjing.catalog.actions.revising import revision_dossier
from mingjing.catalog.actions.sending import ask_for_revision
from mingjing.catalog.drifting import drifts
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import open_tasks
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.registry.models import Agency


def look_over() -> int:
    """Regular work: open a revision for each list that no longer fits the registry; return how many were opened.

    A finding that has a task open gets no second one; publishing an edition ends the task, and what still does not
    fit is found again.
    """
    return sum(_look(agency) for agency in Agency.objects.exclude(agency_kind=Agency.Kind.DELEGATED))


def _look(agency: Agency) -> int:
    today = clock.today()
    asked = [(task.list_kind, task.reason) for task in open_tasks(agency)]
    opened = 0
    for found in drifts(agency, today):
        if any(kind == found.list_kind and reason.startswith(found.head) for kind, reason in asked):
            continue
        with deed(dossier=revision_dossier(agency), act=acts.REVISION_NEEDED, actor=SYSTEM) as work:
            task = ask_for_revision(
                work, agency=agency, list_kind=found.list_kind, reason=found.reason, on=today
            )
            work.facts |= {"list": ListKind(found.list_kind).label, "due": task.due_on.isoformat()}
        opened += 1
    return opened
