"""Reading requests for a hearing and the hearings themselves."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from mingjing.cases.models import Hearing, HearingNotice, Notice
from mingjing.cases.queries import hearing_waiting, newest_drafts, newest_notice

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
    """Say whether a hearing of some party, or what it newly stated, has not led to a new revision yet."""
    drafts = newest_drafts(case.dossier)
    return any(
        hearing_without_draft(party, drafts.get(party.ref))
        or new_matter_without_draft(party, drafts.get(party.ref))
        for party in case.parties.all()
    )


def new_matter_without_draft(party: Party, newest: Draft | None) -> bool:
    """行政处罚法45: say whether a party stated something new on the draft that is still its newest."""
    notice = newest_notice(party)
    if notice is None or newest is None or newest.pk != notice.draft_id:
        return False
    return notice.statements.filter(brings_new=True).exists()
