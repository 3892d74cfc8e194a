"""A decision made on paper before the system: served, and carried out, here (行政处罚法61、67、70)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts, handing_over
from mingjing.cases.actions.common import acting_handler, case_deed, own_officers, party_of
from mingjing.cases.actions.paying import closing_due
from mingjing.cases.models import PriorDecision, PriorPayment, PriorStep
from mingjing.cases.queries import taken
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules import payment as payment_rules
from mingjing.cases.rules import service as service_rules
from mingjing.documents.prior import keep
from mingjing.refusal import Refusal
from mingjing.workflow import running
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Case, Party
    from mingjing.cases.rules.service import Handing
    from mingjing.evidence.actions import Upload
    from mingjing.registry.models import Officer, User

SERVE, PAY = "xzcf.serve_7", "xzcf.pay_15"


def serve_prior(
    *,
    user: User,
    case: Case,
    party: Party,
    handed: Handing,
    officers: list[Officer],
    upload: Upload,
    version: int | None = None,
) -> PriorDecision:
    """行政处罚法61; 55号令35–37: what was decided on paper is served as every document is; days to pay run from it."""
    acting_handler(user, case, "case.serve")
    party_of(case, party)
    row = prior_of(party)
    service_rules.two_servers(len({each.pk for each in officers}))
    own_officers(officers, case)
    handing_over.checked(handed, row.document, party)
    served_on = handed.served_on
    with case_deed(
        user=user, case=case, act=acts.PRIOR_SERVED, version=version, happened_on=served_on
    ) as work:
        running.require_step(case.dossier, "service")
        row.refresh_from_db()
        if row.served_on:
            raise Refusal("service.exists", "这份决定书已登记送达。", next_step="请看案件经过。")
        if row.amount:
            row.pay_by = running.start_clock(work, rule=PAY, on=served_on, party=party.ref).due_on
        handing_over.serve(work, case, row, handed, party=party)
        work.mention(party)
        running.meet_clock(work, rule=SERVE, on=served_on, party=party.ref)
        keep(
            work, form=PriorStep.Kind.SERVICE, title="送达回证（纸质）", made_on=served_on, party=party.ref,
            data={"送达文书": row.number, "送达人": "、".join(each.name for each in officers), "送达证明": row.proof},
            name=upload.name, stream=upload.stream,
        )  # fmt: skip
        work.facts["number"] = row.number
        if not PriorDecision.objects.filter(party__case=case, served_on=None).exists():
            running.go_on(work, on=clock.today(), holds=judge(case.dossier))
    return row


def perform_prior(
    *,
    user: User,
    case: Case,
    party: Party,
    done_on: dt.date,
    amount: int = 0,
    channel: str = "",
    payment_code: str = "",
    receipt_number: str = "",
    note: str = "",
    version: int | None = None,
) -> PriorPayment:
    """行政处罚法67、70: register what was paid or done on a decision made on paper, before the system or since."""
    acting_handler(user, case, "case.perform")
    party_of(case, party)
    row = prior_of(party)
    rules.not_in_future(done_on, clock.today(), "done_on")
    rules.not_before(done_on, row.decided_on, what="决定日期", field="done_on")
    with case_deed(
        user=user, case=case, act=acts.PRIOR_PERFORMED, version=version, happened_on=done_on
    ) as work:
        running.require_step(case.dossier, "performance")
        before = sum(each.amount for each in row.performances.all())
        payment_rules.payment(
            payment_rules.Owed(row.amount, before), amount=amount, channel=channel, payment_code=payment_code,
            receipt_number=receipt_number,
        )  # fmt: skip
        made = work.add(
            PriorPayment(
                decision=row, amount=amount, channel=channel, done_on=done_on, payment_code=payment_code.strip(),
                receipt_number=receipt_number.strip(), note=note.strip(),
            )
        )  # fmt: skip
        work.mention(party)
        if row.amount and before + amount == row.amount:
            running.meet_clock(work, rule=PAY, on=done_on, party=party.ref)
        if not taken.unperformed(case):
            closing_due(work, case, done_on)
    return made


def prior_of(party: Party) -> PriorDecision:
    """Return the decision made on paper against a party, or refuse."""
    found = party.prior_decisions.first()
    if found is None:
        raise Refusal(
            "decision.none", "对这名当事人没有上线前作出的决定。", "行政处罚法 第五十七条", "请看案件页。"
        )
    return found
