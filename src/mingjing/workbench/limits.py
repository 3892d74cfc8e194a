"""Limits and tones of publications and of requests for correction: the desk and the pages say the same of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.clocks import ShownClock, show
from mingjing.disclosure.models import CorrectionRequest, Publication, Withdrawal
from mingjing.disclosure.queries import appeared_on
from mingjing.workflow.models import Clock

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.catalog.models import LawRevision
    from mingjing.visits.models import Complaint

State = Publication.State
TONES = {
    State.COLLECTED: "soon",
    State.WITHHELD: "off",
    State.PROPOSED: "now",
    State.RETURNED: "stop",
    State.PUBLISHED: "ok",
    State.REPLACED: "off",
    State.WITHDRAWN: "stop",
}
RULES = {"decision": "nm.publish7", "notice.hearing": "zj55.hearing_notice"}
LIST_RULE = "gk.20"


def of_publication(publication: Publication) -> ShownClock | None:
    """Return the limit within which a publication must be public."""
    if publication.due_on is None or publication.safe_on is None:
        return None
    limit = Clock(
        rule=RULES.get(publication.kind, LIST_RULE),
        started_on=publication.made_on,
        due_on=publication.due_on,
        safe_on=publication.safe_on,
        provisional=publication.provisional,
        met_on=appeared_on(publication),
    )
    return show(limit, clock.today())


def of_request(asked: CorrectionRequest) -> ShownClock:
    """Return the limit within which a request is to be answered."""
    limit = Clock(
        rule="correction.answer",
        started_on=asked.received_on,
        due_on=asked.answer_by,
        safe_on=asked.safe_on,
        provisional=asked.provisional,
        met_on=asked.answered_on,
    )
    return show(limit, clock.today())


def of_complaint(row: Complaint) -> ShownClock:
    """Return the limit within which a complaint is to be answered."""
    limit = Clock(
        rule="complaint.answer",
        started_on=row.received_on,
        due_on=row.answer_by,
        safe_on=row.safe_on,
        provisional=row.provisional,
        met_on=row.answered_on,
    )
    return show(limit, clock.today())


def of_revision(task: LawRevision) -> ShownClock:
    """Return the limit within which what cites a changed article is to be revised."""
    limit = Clock(
        rule=LIST_RULE,
        started_on=task.asked_on,
        due_on=task.due_on,
        safe_on=task.safe_on,
        provisional=task.provisional,
        met_on=task.done_on,
    )
    return show(limit, clock.today())


def of_withdrawal(row: Withdrawal) -> ShownClock | None:
    """Return the limit within which the public is told why something was taken down."""
    if row.explain_by is None or row.safe_on is None:
        return None
    limit = Clock(
        rule="xzcf.revoke_publish",
        started_on=row.withdrawn_on,
        due_on=row.explain_by,
        safe_on=row.safe_on,
        provisional=row.provisional,
        met_on=row.explained_on,
    )
    return show(limit, clock.today())


def local_date(moment: dt.datetime) -> dt.date:
    """Return the day on which something happened here."""
    return moment.astimezone(clock.SHANGHAI).date()
