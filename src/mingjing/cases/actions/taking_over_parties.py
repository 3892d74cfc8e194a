"""Taking over a case with several parties: each further one as the paper file tells of it (§11.6 no. 29)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, case_deed
from mingjing.cases.actions.leads import check_particulars
from mingjing.cases.actions.taking_over import (
    Decided,
    check_decided,
    enter_decision,
    enter_paper,
    serving,
)
from mingjing.cases.models import Party, PriorStep
from mingjing.cases.queries.taken import first_day
from mingjing.cases.rules import taken as taken_rules
from mingjing.cases.rules.prior_reviews import before_the_system
from mingjing.workflow import running

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mingjing.cases.models import Case
    from mingjing.evidence.actions import Upload
    from mingjing.registry.models import User

OF_THE_CASE = ("LA01", "ZJ01")
"""Papers that the whole case stands on; they came with it."""


@dataclass(frozen=True)
class PartyBefore:
    """A further party as the paper file tells of it; None for what has not happened to it."""

    particulars: Mapping[str, Any]
    reviewed_on: dt.date | None = None
    decided_on: dt.date | None = None
    served_on: dt.date | None = None
    decided: Decided = field(default_factory=Decided)
    papers: Mapping[str, Upload] = field(default_factory=dict)
    """Form code → scan."""


def take_over_party(*, user: User, case: Case, before: PartyBefore, version: int | None = None) -> Party:
    """§11.6 no. 29: enter a further party of a case that was taken over, as far as the case had come by then.

    The same holds for it as for the first: a paper review only of before the agency's first day and within its first
    thirty days (ADR-016), a paper decision only of before that day; its limits run from the real days.
    """
    acting_handler(user, case, "case.investigate")
    came = case.take_overs.first()
    step = taken_rules.further_party(came.step if came else "")
    _check(case, step, before)
    party = Party(case=case, position=0, **before.particulars)
    check_particulars(party)
    with transaction.atomic():
        with case_deed(user=user, case=case, act=acts.PARTY, version=version) as work:
            running.require_step(case.dossier, step)
            party.position = case.parties.count() + 1
            work.add(party)
            if before.decided_on:
                serving(
                    work, party, decided_on=before.decided_on, served_on=before.served_on,
                    amount=before.decided.amount,
                )  # fmt: skip
        _papers(user, case, before, party, people=came.people if came else "")
    return party


def _check(case: Case, step: str, before: PartyBefore) -> None:
    concluded = case.dossier.passages.filter(step="conclusion").order_by("turn").first()
    days = {
        "filed_on": case.filed_on, "concluded_on": concluded.entered_on if concluded else None,
        "reviewed_on": before.reviewed_on, "decided_on": before.decided_on, "served_on": before.served_on,
    }  # fmt: skip
    labels, today, first = dict(PriorStep.Kind.choices), clock.today(), first_day(case.agency)
    taken_rules.days_there(step, days)
    taken_rules.in_order(days, today)
    if step == taken_rules.REVIEWED and case.filed_on and before.reviewed_on:
        before_the_system(
            filed_on=case.filed_on, reviewed_on=before.reviewed_on, first_day=first, today=today
        )
    taken_rules.decided_before(before.decided_on, first)
    taken_rules.nothing_beyond(step, days, before.papers, labels)
    taken_rules.papers_there(step, {*before.papers, *OF_THE_CASE}, labels)
    check_decided(step, before.decided)


def _papers(user: User, case: Case, before: PartyBefore, party: Party, *, people: str) -> None:
    """Enter each scan on its day, and the decision as what it is."""
    told = before.decided
    days = {"FS03": before.reviewed_on, "JD03": before.decided_on, "SD01": before.served_on}
    notes = {"JD03": told.number, "SD01": told.proof}
    for form, on in days.items():
        if on is None or form not in before.papers:
            continue  # a paper without its day was refused
        row = enter_paper(
            user, case, kind=form, done_on=on, people=people, note=notes.get(form, "").strip(),
            upload=before.papers[form], party=party,
        )  # fmt: skip
        if form == "JD03":
            enter_decision(user, party, told, row, on=on, served_on=before.served_on)
