"""复议、诉讼 against a decision: while they last no late fine is reckoned, nothing else stands still (行政处罚法73)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, case_deed, party_of
from mingjing.cases.actions.paying import PAYABLE_AT
from mingjing.cases.models import Relief
from mingjing.cases.rules import ordinary as rules
from mingjing.refusal import Refusal
from mingjing.workflow import running

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Case, Decision
    from mingjing.registry.models import User

CLAUSE = "行政处罚法 第七十三条"


def register_relief(
    *,
    user: User,
    case: Case,
    decision: Decision,
    relief_kind: str,
    began_on: dt.date,
    reference: str,
    version: int | None = None,
) -> Relief:
    """行政处罚法73: register that the party applied for reconsideration or sued; one at a time on a decision.

    The six months to sue may end after the case was closed (行政诉讼法46): what comes then is still registered.
    """
    acting_handler(user, case, "case.perform", ended=True)
    party_of(case, decision.party)
    rules.not_in_future(began_on, clock.today(), "began_on")
    rules.not_before(began_on, decision.decided_on, what="决定日期", field="began_on")
    if not reference.strip():
        raise Refusal(
            "relief.no_reference",
            "请写明受理机关和文书。",
            CLAUSE,
            "如：县政府复议受理通知书文号。",
            "reference",
        )
    with case_deed(
        user=user, case=case, act=acts.RELIEF_SOUGHT, version=version, happened_on=began_on
    ) as work:
        if not case.ending:
            running.require_step(case.dossier, *PAYABLE_AT)
        if decision.reliefs.filter(ended_on=None).exists():
            raise Refusal("relief.open", "已登记的复议或者诉讼还没有结束。", CLAUSE, "请先登记结束。")
        work.mention(decision.party)
        work.facts["number"] = decision.number
        return work.add(
            Relief(
                decision=decision, relief_kind=Relief.Kind(relief_kind), began_on=began_on,
                reference=reference.strip(),
            )
        )  # fmt: skip


def end_relief(
    *, user: User, case: Case, relief: Relief, ended_on: dt.date, outcome: str, version: int | None = None
) -> Relief:
    """Register how and when the reconsideration or the suit ended: the late fine is reckoned again from then on."""
    acting_handler(user, case, "case.perform", ended=True)
    party_of(case, relief.decision.party)
    rules.not_in_future(ended_on, clock.today(), "ended_on")
    rules.not_before(ended_on, relief.began_on, what="申请或者起诉的日期", field="ended_on")
    if not outcome.strip():
        raise Refusal("relief.no_outcome", "请写明结果。", CLAUSE, "如：维持，复议决定书文号。", "outcome")
    with case_deed(
        user=user, case=case, act=acts.RELIEF_ENDED, version=version, happened_on=ended_on
    ) as work:
        relief.refresh_from_db(fields=["ended_on"])
        if relief.ended_on:
            raise Refusal("relief.ended", "已登记结束。", next_step="请看案件经过。")
        relief.ended_on, relief.outcome = ended_on, outcome.strip()
        work.facts["number"] = relief.decision.number
        return work.change(relief)
