"""Orders to correct or to stop: made, served, looked at again (行政处罚法28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts, handing_over
from mingjing.cases.actions.common import acting_handler, case_deed, not_voided, party_of
from mingjing.cases.models import Order
from mingjing.cases.papers.wording import addressee, day_text
from mingjing.cases.rules import measures
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules.petitions import BEFORE_DECISION, with_reason
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.refusal import Refusal
from mingjing.workflow import running

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Case, Party
    from mingjing.cases.rules.service import Handing
    from mingjing.registry.models import User


def issue_order(
    *,
    user: User,
    case: Case,
    party: Party,
    order_kind: str,
    facts: str,
    basis: str,
    demands: str,
    deadline: dt.date,
    version: int | None = None,
) -> Order:
    """行政处罚法28: order a party to correct, or to stop what it does, by a numbered notice with its deadline."""
    acting_handler(user, case, "case.investigate")
    party_of(case, party)
    today = clock.today()
    measures.deadline_ahead(deadline, today)
    kind = Order.OrderKind(order_kind)
    form = forms.ORDER_TO_CORRECT if kind == Order.OrderKind.CORRECT else forms.ORDER_TO_STOP
    with case_deed(user=user, case=case, act=acts.ORDERED, version=version) as work:
        running.require_step(case.dossier, *BEFORE_DECISION)
        document = issue(
            work, form=form, agency=case.agency, made_on=today, party=party.ref,
            data={
                **addressee(party),
                "违法事实": with_reason(facts, field="facts"),
                "依据": with_reason(basis, field="basis"),
                "责令内容": with_reason(demands, field="demands"),
                "期限": f"{day_text(deadline)}前" if deadline > today else f"立即（{day_text(deadline)}）",
                "逾期后果": "逾期不改正或者不停止的，依法从重处理。",
                "救济途径": f"如不服，可以自收到本通知书之日起六十日内向{case.agency.government}申请行政复议，"
                f"也可以自收到之日起六个月内直接向{case.agency.court}提起行政诉讼。",
                "联系": f"{case.agency.address}，{case.agency.phone}",
            },
        )  # fmt: skip
        made = Order(party=party, order_kind=kind, demands=demands, deadline=deadline, document=document)
        work.facts["number"] = document.number
        work.mention(party)
        return work.add(made)


def serve_order(
    *,
    user: User,
    case: Case,
    order: Order,
    handed: Handing,
    version: int | None = None,
) -> Order:
    """Register the service of an order with its proof (行政处罚法61; 55号令35)."""
    acting_handler(user, case, "case.investigate")
    party_of(case, order.party)
    handing_over.checked(handed, order.document, order.party)
    with case_deed(
        user=user, case=case, act=acts.ORDER_SERVED, version=version, happened_on=handed.served_on
    ) as work:
        order.refresh_from_db(fields=["served_on", "checked_on"])
        not_voided(order.document)
        if order.served_on:
            raise Refusal("order.served", "这份通知书已登记送达。", next_step="请看案件经过。")
        work.facts["number"] = order.document.number
        handing_over.serve(work, case, order, handed, party=order.party)
    return order


def check_order(
    *,
    user: User,
    case: Case,
    order: Order,
    checked_on: dt.date,
    done: bool,
    finding: str,
    version: int | None = None,
) -> Order:
    """Look again whether an order was carried out, and write down what was found."""
    acting_handler(user, case, "case.investigate")
    party_of(case, order.party)
    rules.not_in_future(checked_on, clock.today(), "checked_on")
    with case_deed(
        user=user, case=case, act=acts.ORDER_CHECKED, version=version, happened_on=checked_on
    ) as work:
        order.refresh_from_db(fields=["served_on", "checked_on"])
        if order.served_on is None:
            raise Refusal("order.not_served", "通知书尚未登记送达。", measures.ORDERING, "请先登记送达。")
        rules.not_before(checked_on, order.served_on, what="通知书送达日期", field="checked_on")
        order.checked_on, order.done, order.finding = checked_on, done, with_reason(finding, field="finding")
        work.facts |= {"number": order.document.number, "verdict": "已按要求办理" if done else "未按要求办理"}
        return work.change(order)
