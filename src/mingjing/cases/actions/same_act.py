"""Judging an earlier decision, and looking into a case once more after its review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, case_deed, party_of
from mingjing.cases.models import ActJudgement, PriorDecision, Supplement
from mingjing.cases.queries import same_act as rules
from mingjing.cases.rules.petitions import with_reason
from mingjing.refusal import Refusal
from mingjing.workflow import running

if TYPE_CHECKING:
    from mingjing.cases.models import Case, Decision, Party
    from mingjing.registry.models import User

SUPPLEMENTED_AT = ("notice", "discussion", "decision")


def judge_act(
    *,
    user: User,
    case: Case,
    party: Party,
    decision: Decision | PriorDecision,
    same: bool,
    reasons: str,
    version: int | None = None,
) -> ActJudgement:
    """行政处罚法29; §11.4 no. 4: write "same act" or "another act" and why; the reviewer reads it beside the draft."""
    officer = acting_handler(user, case, "case.draft")
    party_of(case, party)
    said = rules.with_reasons(reasons)
    with case_deed(user=user, case=case, act=acts.ACT_JUDGED, version=version) as work:
        running.require_step(case.dossier, *rules.JUDGED_AT)
        if decision not in [each.decision for each in rules.earlier_of([party])[party]]:
            raise Refusal(
                "same_act.unknown", "这不是同一当事人、同一事项的在先决定。", rules.CLAUSE, "请从案件页选择。"
            )
        about = {"prior" if isinstance(decision, PriorDecision) else "decision": decision}
        turn = party.judgements.filter(**about).count() + 1
        judgement = ActJudgement(
            party=party, **about, turn=turn, same=same, reasons=said, judged_by=officer,
            judged_on=clock.today(),
        )  # fmt: skip
        work.facts |= {"number": decision.number, "verdict": str(judgement)}
        work.mention(party)
        return work.add(judgement)


def supplement(*, user: User, case: Case, reason: str, version: int | None = None) -> Supplement:
    """行政处罚法45; §11.4 no. 5: look into new facts; the case goes back, to be drafted, reviewed and told anew."""
    officer = acting_handler(user, case, "case.investigate")
    with case_deed(user=user, case=case, act=acts.SUPPLEMENTED, version=version) as work:
        running.require_step(case.dossier, *SUPPLEMENTED_AT)
        made = work.add(
            Supplement(case=case, reason=with_reason(reason), begun_by=officer, begun_on=clock.today())
        )
        running.go_back(work, step="conclusion", on=clock.today())
        return made
