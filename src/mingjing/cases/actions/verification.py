"""Extending the verification of a lead: ten working days, by the responsible person (55号令15; reference §11.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import allow, case_deed
from mingjing.cases.actions.petitions import answer, petition
from mingjing.cases.models import Petition
from mingjing.cases.rules.lead import VERIFYING, longer
from mingjing.documents import forms_catalogue as forms
from mingjing.refusal import Refusal
from mingjing.workflow import running
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.registry.models import User
    from mingjing.workflow.models import Clock

RULE, BY, DAYS = "zj55.verify", "zj55.verify_ext", 10


def request_lead_extension(*, user: User, case: Case, reason: str, version: int | None = None) -> Petition:
    """55号令15: ask for ten working days more to verify a lead, before the fifteen have passed."""
    allow(user, "case.verify_lead", case)
    officer = signer(user)
    with case_deed(user=user, case=case, act=acts.PETITIONED, version=version) as work:
        limit = extendable(_limit(case))
        return petition(
            work, case, matter=Petition.Matter.LEAD_EXTENSION, officer=officer, reason=reason, steps=("lead",),
            particulars={"延长": f"{DAYS} 个工作日", "原期限": str(limit.due_on)},
        )  # fmt: skip


def decide_lead_extension(
    *, user: User, case: Case, agreed: bool, opinion: str, version: int | None = None
) -> Petition:
    """55号令15: the responsible person grants ten working days, counted on from the end of the fifteen; once only."""
    allow(user, "case.grant", case)
    with case_deed(user=user, case=case, act=acts.GRANTED, version=version) as work:
        running.require_step(case.dossier, "lead")
        extendable(_limit(case))
        found = answer(
            work, case, user, matter=Petition.Matter.LEAD_EXTENSION, agreed=agreed, opinion=opinion,
            form=forms.LEAD_EXTENSION,
        )  # fmt: skip
        if agreed:
            running.extend_clock(work, rule=RULE, by=BY, days=DAYS)
    return found


def _limit(case: Case) -> Clock | None:
    return case.dossier.clocks.filter(rule=RULE, met_on=None).first()


def extendable(limit: Clock | None) -> Clock:
    """Return the fifteen days as they run; refuse where none do, a second extension, and one of what has passed."""
    if limit is None:
        raise Refusal("lead.no_limit", "没有正在计算的核查期限。", VERIFYING, "请看案件页的期限。")
    longer(extended=bool(limit.extensions), due_on=limit.due_on, today=clock.today())
    return limit
