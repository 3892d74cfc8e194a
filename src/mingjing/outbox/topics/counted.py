"""Supervision and statistics (B5): what can be counted today, each number a query; no more than that is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Min

from mingjing import clock
from mingjing.cases.models import Case, Decision
from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.disclosure.queries import late
from mingjing.evidence.models import DeviceAlarm

if TYPE_CHECKING:
    from mingjing.outbox.lines import Line
    from mingjing.records.models import Json
    from mingjing.registry.models import Agency

SUPERVISION, STATISTICS = "supervision", "statistics"
DECISION = "decision"


def sweep_supervision(line: Line) -> None:
    """Tell what is late to be public, and recordings by a device nobody had drawn; what is settled is taken back."""
    agency = line.receiver.agency
    found: dict[str, tuple[str, dict[str, Json]]] = {}
    for row in late(agency, clock.today()).filter(state__in=_WAITING, due_on__isnull=False):
        told: dict[str, Json] = {"type": "late_publication", "number": row.number, "day": str(row.due_on)}
        found[f"late/{row.kind}/{row.about}"] = (row.number, told)
    for alarm in DeviceAlarm.objects.filter(device__agency=agency, answered_at=None).select_related("device"):
        day = alarm.at.astimezone(clock.SHANGHAI).date().isoformat()
        found[f"device/{alarm.ref}"] = (
            alarm.device.serial,
            {"type": "device", "number": alarm.device.serial, "day": day},
        )
    line.sync(found)


_WAITING = (Publication.State.COLLECTED, Publication.State.PROPOSED, Publication.State.RETURNED)


def sweep_statistics(line: Line) -> None:
    """Tell the counts of this month and of the one before, which may still change by what is recorded late."""
    first = clock.today().replace(day=1)
    for month in (_before(first), first):
        told = counts(line.receiver.agency, month)
        line.tell(f"month/{told['month']}", told, label=str(told["month"]))


def counts(agency: Agency, first: dt.date) -> dict[str, Json]:
    """Return what happened in a month, by the days of the acts; sums of fines are none of it (处罚法74)."""
    after = (first + dt.timedelta(days=31)).replace(day=1)
    cases = Case.objects.filter(agency=agency)
    decisions = Decision.objects.filter(
        party__case__agency=agency, decided_on__gte=first, decided_on__lt=after
    )
    first_public = Publication.objects.filter(agency=agency, kind=DECISION).values("about")
    public = first_public.annotate(first=Min("published_at")).filter(
        first__gte=_midnight(first), first__lt=_midnight(after)
    )
    gone = Withdrawal.objects.filter(
        publication__agency=agency, publication__kind=DECISION,
        withdrawn_on__gte=first, withdrawn_on__lt=after,
    ).exclude(situation=Withdrawal.Situation.EXPIRED)  # fmt: skip
    closed = cases.filter(ending=Case.Ending.CLOSED, ended_on__gte=first, ended_on__lt=after)
    return {
        "month": first.isoformat()[:7],
        "filed": cases.filter(filed_on__gte=first, filed_on__lt=after).count(),
        "decided": decisions.count(),
        "closed": closed.count(),
        "published": public.count(),
        "withdrawn": gone.count(),
    }


def _before(first: dt.date) -> dt.date:
    return (first - dt.timedelta(days=1)).replace(day=1)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, clock.SHANGHAI)
