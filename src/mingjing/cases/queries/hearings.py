"""Reading requests for a hearing and the hearings themselves."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from mingjing.cases.models import Hearing, HearingNotice, Notice, Statement
from mingjing.cases.queries.case import hearing_waiting, newest_drafts

if TYPE_CHECKING:
    from mingjing.cases.models import Case, Party
    from mingjing.review.models import Draft


FEN = 100


def larger_sum(case: Case, party: Party) -> int:
    """行政处罚法63: return from which sum (分) the agency gives this kind of party the right to a hearing."""
    agency = case.agency
    return (agency.hearing_sum_person if party.is_natural else agency.hearing_sum_other) * FEN


def waiting_notices(case: Case) -> list[Notice]:
    """Return the notices on which a party asked for a hearing that was neither held nor given up."""
    rows = Notice.objects.filter(party__case=case, hearing_asked_on__isnull=False).select_related(
        "party", "document"
    )
    return [each for each in rows.order_by("party__position") if hearing_waiting(each)]


def told_of(notice: Notice) -> HearingNotice | None:
    """Return what a party was told of a hearing that is still to end."""
    return next((each for each in notice.hearing_notices.all() if each.hearing.open), None)


def arranged(case: Case) -> list[Hearing]:
    """Return the hearings that are still to end, the soonest first."""
    rows = case.hearings.filter(ended_on=None, called_off_on=None)
    rows = rows.order_by("held_on", "arranged_on", "begins_at", "id")
    return list(rows.select_related("case__agency", "chair", "recorder", "transcript", "report"))


def held_for(notice: Notice) -> HearingNotice | None:
    """Return a party's part in the hearing that was held on a notice, or that it stayed away from."""
    return next((each for each in notice.hearing_notices.all() if each.attendance), None)


def heard_before(draft: Draft) -> bool:
    """244号26(四): say whether a draft follows a hearing of its party; a hearing ends with its report."""
    return Notice.objects.filter(party=uuid.UUID(draft.party), hearing_revision__lt=draft.revision).exists()


def any_undrafted(case: Case) -> bool:
    """行政处罚法45、65: say whether a hearing, or what a party newly stated, has not led to a new revision yet."""
    drafts = newest_drafts(case.dossier)
    heard = Notice.objects.filter(party__case=case, hearing_revision__isnull=False).select_related("party")
    if any((each.hearing_revision or 0) >= _revision(drafts.get(each.party.ref)) for each in heard):
        return True
    return any(new_matter(each.ref, drafts.get(each.ref)) for each in case.parties.all())


def new_matter(party: str, newest: Draft | None) -> bool:
    """行政处罚法45: say whether a party stated something new that no revision made after it has taken in.

    On whichever notice it was stated: what counts is the party's newest revision at that time.
    """
    said = Statement.objects.filter(notice__party=uuid.UUID(party), brings_new=True)
    return newest is not None and said.filter(revision__gte=newest.revision).exists()


def _revision(newest: Draft | None) -> int:
    return newest.revision if newest else 0
