"""Suspending a case and taking it up again: the ninety days stop and run on (55号令29、30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, allow, case_deed
from mingjing.cases.actions.petitions import answer, petition
from mingjing.cases.models import Petition, Suspension
from mingjing.cases.queries.case import suspension_of
from mingjing.cases.rules import petitions as rules
from mingjing.documents import forms_catalogue as forms
from mingjing.refusal import Refusal
from mingjing.workflow import running

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.registry.models import User

DECISION = "xzcf.decision_90"
KIND = "suspension"


def request_suspension(
    *, user: User, case: Case, situation: str, reason: str, version: int | None = None
) -> Petition:
    """55号令30: the handler names one of the five situations and its reasons."""
    officer = acting_handler(user, case, "case.petition")
    named = Suspension.Situation(situation)
    with case_deed(user=user, case=case, act=acts.PETITIONED, version=version) as work:
        _not_twice(case)
        return petition(
            work, case, matter=Petition.Matter.SUSPENSION, officer=officer, reason=reason,
            particulars={"_situation": named.value, "情形": named.label},
        )  # fmt: skip


def decide_suspension(
    *, user: User, case: Case, agreed: bool, opinion: str, version: int | None = None
) -> Petition:
    """55号令30; reference §11.2: the responsible person suspends the case; from today no day counts."""
    allow(user, "case.grant", case)
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.GRANTED, version=version) as work:
        running.require_step(case.dossier, *rules.BEFORE_DECISION)
        _not_twice(case)
        found = answer(
            work, case, user, matter=Petition.Matter.SUSPENSION, agreed=agreed, opinion=opinion,
            form=forms.SUSPENSION,
        )  # fmt: skip
        if agreed:
            made = work.add(
                Suspension(
                    case=case, petition=found, situation=found.particulars["_situation"], began_on=today
                )
            )
            running.stop_clock(work, rule=DECISION, on=today, kind=KIND, why=made.get_situation_display())
    return found


def _not_twice(case: Case) -> None:
    if suspension_of(case):
        raise Refusal(
            "suspension.exists", "案件已经中止调查。", rules.SUSPENDING, "情形消失的，请登记恢复调查。"
        )


def resume(*, user: User, case: Case, reason: str, version: int | None = None) -> Suspension:
    """55号令30: as soon as the situation is gone the case goes on; today counts again, the end is reckoned anew."""
    officer = acting_handler(user, case, "case.petition")
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.RESUMED, version=version) as work:
        found = suspension_of(case)
        if found is None:
            raise Refusal("suspension.none", "案件没有中止。", rules.SUSPENDING, "请看案件页的下一步。")
        found.ended_on, found.ended_reason, found.ended_by = today, rules.with_reason(reason), officer
        work.change(found)
        running.release_clock(work, rule=DECISION, on=today, kind=KIND)
    return found
