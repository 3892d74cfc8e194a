"""Withdrawing a case before any decision: asked for by its handlers, approved by the head with reasons (55号令31)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, allow, case_deed
from mingjing.cases.actions.petitions import answer, petition
from mingjing.cases.actions.reporting import REPLY, not_naming
from mingjing.cases.models import Case, Petition
from mingjing.cases.rules import petitions as rules
from mingjing.cases.rules import transfers
from mingjing.documents import forms_ending as forms
from mingjing.workflow import running
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import User

MATTER = Petition.Matter.WITHDRAWAL
OUTLIVING = frozenset({REPLY})
"""Limits that a case's end does not end: whoever sent the lead is answered all the same."""
STEPS = (*rules.BEFORE_DECISION, "termination")


def request_withdrawal(
    *, user: User, case: Case, situation: str, reason: str, version: int | None = None
) -> Petition:
    """55号令31(三): the handlers name the situation in which the investigation ends, and its reasons."""
    officer = acting_handler(user, case, "case.petition")
    words = transfers.situation(situation)
    not_naming(case, reason, field="reason")
    with case_deed(user=user, case=case, act=acts.PETITIONED, version=version) as work:
        transfers.nothing_decided(case, "撤案", transfers.WITHDRAWING)
        transfers.no_crime_waits(case)
        return petition(
            work, case, matter=MATTER, officer=officer, reason=reason, steps=STEPS,
            particulars={"_situation": situation, "撤案情形": words},
        )  # fmt: skip


def decide_withdrawal(
    *, user: User, case: Case, agreed: bool, opinion: str, version: int | None = None
) -> Petition:
    """55号令31: the responsible person withdraws the case, saying why; what was preserved is dealt with before."""
    allow(user, "case.grant", case)
    rules.with_reason(opinion, field="opinion")
    act = acts.WITHDRAWN if agreed else acts.GRANTED
    with case_deed(user=user, case=case, act=act, version=version) as work:
        if agreed:
            transfers.nothing_decided(case, "撤案", transfers.WITHDRAWING)
            transfers.no_crime_waits(case)
            transfers.nothing_kept(case)
            transfers.nothing_asked(case, besides={MATTER})
        found = answer(work, case, user, matter=MATTER, agreed=agreed, opinion=opinion, form=forms.WITHDRAWAL)
        if agreed:
            words = transfers.situation(found.particulars["_situation"])
            end(work, case, ending=Case.Ending.WITHDRAWN, why=f"{words}。{found.reason}")
            work.facts["situation"] = words
    return found


def end(work: Deed, case: Case, *, ending: str, why: str) -> None:
    """End a case without a decision: by the way of its procedure, its time limits ending with it."""
    today = clock.today()
    case.ending, case.ended_on, case.ending_reason = ending, today, why
    work.change(case)
    running.end_clocks(work, on=today, why=Case.Ending(ending).label, keep=OUTLIVING)
    if case.filed_on:
        running.go_back(work, step="termination", on=today)
    running.run_out(work, on=today, holds=judge(case.dossier))
