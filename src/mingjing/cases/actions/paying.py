"""Carrying out a decision: payment at the bank or electronically, deferral and instalments, the late fine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts, handing_over
from mingjing.cases.actions.common import acting_handler, allow, case_deed, party_of
from mingjing.cases.models import Deferral, Performance
from mingjing.cases.papers.wording import addressee, day_text, plan_text
from mingjing.cases.queries import payments
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules import payment as payment_rules
from mingjing.cases.rules import petitions
from mingjing.documents import forms_after as forms
from mingjing.documents.actions import issue
from mingjing.refusal import Refusal
from mingjing.workflow import approvals, running

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mingjing.cases.models import Case, Decision
    from mingjing.cases.rules.service import Handing
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import User

PAY = "xzcf.pay_15"
PAYABLE_AT = (
    "conclusion", "review", "notice", "hearing", "discussion", "decision", "service", "performance",
)  # fmt: skip
"""Where a case may stand while a decision of it is carried out: each party's line goes its own way."""


def perform(
    *,
    user: User,
    case: Case,
    decision: Decision,
    done_on: dt.date,
    amount: int = 0,
    late_amount: int = 0,
    channel: str = "",
    payment_code: str = "",
    receipt_number: str = "",
    note: str = "",
    version: int | None = None,
) -> Performance:
    """行政处罚法67、70、72: register a payment (amounts in 分) with its code and receipt, or that an order was done.

    `late_amount`: what of it is late fine, only where the decision says so, no more than was owed on `done_on`.
    """
    acting_handler(user, case, "case.perform")
    party_of(case, decision.party)
    rules.not_in_future(done_on, clock.today(), "done_on")
    rules.not_before(done_on, decision.decided_on, what="决定日期", field="done_on")
    with case_deed(user=user, case=case, act=acts.PERFORMED, version=version, happened_on=done_on) as work:
        running.require_step(case.dossier, *PAYABLE_AT)
        was = payments.account(decision, on=done_on)
        payment_rules.payment(
            payment_rules.Owed(was.amount, was.paid, was.late, was.late_paid),
            amount=amount, late_amount=late_amount, channel=channel, payment_code=payment_code,
            receipt_number=receipt_number,
        )  # fmt: skip
        row = work.add(
            Performance(
                decision=decision, amount=amount, late_amount=late_amount, channel=channel, done_on=done_on,
                payment_code=payment_code.strip(), receipt_number=receipt_number.strip(), note=note,
            )
        )  # fmt: skip
        work.mention(decision.party)
        _follow(work, decision, done_on)
        closing_due(work, case, done_on)
    return row


def closing_due(work: Deed, case: Case, on: dt.date) -> None:
    """55号令31: when all has been carried out the fifteen working days to close begin, once."""
    running_now = case.dossier.clocks.filter(rule="zj55.close", met_on=None).exists()
    if running.at(case.dossier).step == "performance" and not running_now and not payments.unperformed(case):
        running.start_clock(work, rule="zj55.close", on=on)


def _follow(work: Deed, decision: Decision, on: dt.date) -> None:
    """Let the term of payment follow: met when all is paid, else it stands at the next instalment."""
    now = payments.account(decision, on=on)
    party = decision.party.ref
    if now.amount and not now.left:
        running.meet_clock(work, rule=PAY, on=on, party=party)
    elif now.due_on:
        running.put_off_clock(work, rule=PAY, until=now.due_on, party=party)


def request_deferral(
    *,
    user: User,
    case: Case,
    decision: Decision,
    applied_on: dt.date,
    reason: str,
    plan: Sequence[tuple[dt.date, int]],
    version: int | None = None,
) -> Deferral:
    """行政处罚法66第二款: register the party's application to pay later or in parts; `plan`: day and amount in 分."""
    officer = acting_handler(user, case, "case.perform")
    party_of(case, decision.party)
    today = clock.today()
    rules.not_in_future(applied_on, today, "applied_on")
    rules.not_before(applied_on, decision.decided_on, what="决定日期", field="applied_on")
    with case_deed(
        user=user, case=case, act=acts.DEFERRAL_ASKED, version=version, happened_on=applied_on
    ) as work:
        running.require_step(case.dossier, *PAYABLE_AT)
        if not hasattr(decision, "service"):
            raise Refusal(
                "deferral.not_served", "决定书尚未登记送达，缴款期限还没有起算。", payment_rules.DEFERRING,
                "请先登记送达。",
            )  # fmt: skip
        if decision.deferrals.filter(agreed=None).exists():
            raise Refusal(
                "deferral.pending",
                "已有一份延期（分期）申请待决定。",
                payment_rules.DEFERRING,
                "请等决定后再办。",
            )
        payment_rules.plan(plan, owed=payments.account(decision, on=today).left, today=today)
        work.mention(decision.party)
        return work.add(
            Deferral(
                decision=decision, applied_on=applied_on, reason=petitions.with_reason(reason),
                plan=[{"due": due.isoformat(), "amount": amount} for due, amount in plan],
                asked_by=officer, asked_on=today,
            )
        )  # fmt: skip


def decide_deferral(
    *, user: User, case: Case, deferral: Deferral, agreed: bool, opinion: str, version: int | None = None
) -> Deferral:
    """行政处罚法66第二款; §11.2: the agency decides by a numbered document; the term of payment follows the plan."""
    allow(user, "case.grant", case)
    decision = deferral.decision
    party_of(case, decision.party)
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.DEFERRAL_DECIDED, version=version) as work:
        deferral.refresh_from_db(fields=["agreed"])
        petitions.some_pending(pending=deferral.agreed is None, label=str(deferral))
        approvals.acting_as(work, user)
        approvals.may_stand(work.dossier, opinion)
        person = approvals.signer(user)
        petitions.another_decides(same=person.pk == deferral.asked_by_id)
        petitions.opinion_where_refused(agreed=agreed, opinion=opinion)
        if agreed:
            left = payments.account(decision, on=today).left
            payment_rules.plan(payments.instalments(deferral), owed=left, today=today)
        deferral.decided_by, deferral.decided_on = person, today
        deferral.agreed, deferral.opinion = agreed, opinion
        work.mention(deferral)
        deferral.document = issue(
            work, form=forms.DEFERRAL, agency=case.agency, made_on=today, party=decision.party.ref,
            data=_letter(case, deferral),
        )  # fmt: skip
        work.facts |= {"verdict": "同意" if agreed else "不同意", "number": deferral.document.number}
        work.change(deferral)
        if agreed:
            due = payments.instalments(deferral)[0][0]
            running.put_off_clock(work, rule=PAY, until=due, party=decision.party.ref)
    return deferral


def _letter(case: Case, deferral: Deferral) -> dict[str, object]:
    decision = deferral.decision
    verdict = (
        f"经审查，依据《中华人民共和国行政处罚法》第六十六条第二款，同意当事人{deferral}罚款。"
        if deferral.agreed
        else f"经审查，不同意当事人{deferral}罚款。"
    )
    late = (
        "届期不缴纳的，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超过罚款的数额；"
        if payments.late_applies(decision)
        else ""
    )
    return {
        **addressee(decision.party),
        "原处罚决定": f"{day_text(decision.decided_on)}作出的行政处罚决定书（{decision.number}）",
        "申请和理由": f"当事人于{day_text(deferral.applied_on)}申请{deferral}罚款：{deferral.reason}",
        "决定": f"{verdict}{deferral.opinion}",
        "各期的日期和金额": plan_text(deferral.plan) if deferral.agreed else "仍按原决定书写明的期限缴纳。",
        "未按期缴纳的后果": f"{late}仍不缴纳的，本机关依法申请人民法院强制执行。",
        "联系": f"{case.agency.address}，{case.agency.phone}",
    }


def serve_deferral(
    *, user: User, case: Case, deferral: Deferral, handed: Handing, version: int | None = None
) -> Deferral:
    """Register the service of the decision on deferral, with its proof (行政处罚法61)."""
    acting_handler(user, case, "case.serve")
    party_of(case, deferral.decision.party)
    with case_deed(
        user=user, case=case, act=acts.DEFERRAL_SERVED, version=version, happened_on=handed.served_on
    ) as work:
        deferral.refresh_from_db(fields=["served_on", "decided_on", "document"])
        if deferral.document is None or deferral.decided_on is None:
            raise Refusal(
                "deferral.undecided", "还没有作出决定。", payment_rules.DEFERRING, "请等决定后再送达。"
            )
        if deferral.served_on:
            raise Refusal("deferral.served", "这份决定书已登记送达。", next_step="请看案件经过。")
        handing_over.checked(handed, deferral.document, deferral.decision.party)
        work.facts["number"] = deferral.document.number
        handing_over.serve(work, case, deferral, handed, party=deferral.decision.party)
    return deferral
