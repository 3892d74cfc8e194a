"""What stands beside a case's way from step to step: what was asked for and waits, what stopped the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.after import after_decision
from mingjing.cases.foresight import earliest_decision
from mingjing.cases.gates.ending import lead_moved
from mingjing.cases.gates.gate import Ahead, Gate
from mingjing.cases.gates.lead import answers
from mingjing.cases.gates.recording import recording_gates
from mingjing.cases.gates.testing import tested
from mingjing.cases.rules.lead import VERIFYING
from mingjing.cases.rules.measures import ORDERING, PRESERVING
from mingjing.cases.rules.petitions import BEFORE_DECISION, EXTENDING, SUSPENDING, extendable
from mingjing.cases.rules.transfers import TO_AGENCY, TO_POLICE, WITHDRAWING
from mingjing.cases.tasks import task

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Suspension
    from mingjing.cases.standing import Standing
    from mingjing.workflow.models import Clock

LIMIT = "行政处罚法 第六十条；住房和城乡建设行政处罚程序规定 第二十九条"
ANSWERS = {
    "suspension": (SUSPENDING, "suspension", "xzcf.decision_90"),
    "lead-extension": (VERIFYING, "lead-extension", "zj55.verify"),
    "recusal": ("行政处罚法 第四十三条", "recusal", ""),
    "preservation": (PRESERVING, "preservation-approval", ""),
    "extension": (EXTENDING, "extension", "xzcf.decision_90"),
    "second-extension": (EXTENDING, "second-extension", "xzcf.decision_90"),
    "withdrawal": (WITHDRAWING, "withdrawal", "xzcf.decision_90"),
    "transfer": (TO_AGENCY, "transfer-approval", ""),
    "crime": (TO_POLICE, "crime-approval", "ys.3"),
    "review-extension": ("244号 第三十一条", "review-extension", "nm.review5"),
}
"""matter → clause, the verb that answers it, the time limit it is to keep."""


def suspended(suspension: Suspension) -> Ahead:
    """Return what a suspended case waits for: that its situation is gone."""
    wanted = task("resumption", "中止的情形消失后，登记恢复调查", SUSPENDING)
    sentence = f"案件自 {suspension.began_on} 起中止调查：{suspension.get_situation_display()}"
    return Ahead((Gate("stop", sentence, SUSPENDING, wanted),), after="恢复调查")


def beside(standing: Standing) -> list[Gate]:
    """Return what waits beside the step."""
    return [
        *answers(standing), *recording_gates(standing), *_time(standing), *_asked(standing), *_kept(standing),
        *tested(standing), *_ordered(standing), *lead_moved(standing), *after_decision(standing),
    ]  # fmt: skip


def _kept(standing: Standing) -> list[Gate]:
    """行政处罚法56: what was registered waits for its disposition; what was approved waits to be done."""
    case, gates = standing.case, []
    used = {each.petition_id for each in case.preservations.all()}
    for leave in case.petitions.all():
        if leave.matter == "preservation" and leave.agreed and leave.pk not in used and not case.ending:
            wanted = task("preservation", "先行登记保存已经批准：当场清点，开具清单", PRESERVING)
            gates.append(Gate("note", "先行登记保存已经批准，尚未登记保存", PRESERVING, wanted))
    for each in case.preservations.all():
        if each.disposed_on or case.ending:
            continue
        lapsed = standing.today > each.ends_on
        sentence = (
            f"先行登记保存已于 {each.ends_on} 期满自动解除，过期未作处理"
            if lapsed
            else f"先行登记保存的证据须在 {each.ends_on} 前作出处理"
        )
        wanted = task("preservation-end", sentence, PRESERVING, rule="xzcf.pre_register")
        gates.append(Gate("note", sentence, PRESERVING, wanted))
    return gates


def _ordered(standing: Standing) -> list[Gate]:
    """行政处罚法28: an order is served, and looked at again when its deadline has come."""
    gates = []
    for line in standing.lines:
        for order in line.party.orders.all():
            if hasattr(order.document, "voiding"):
                continue
            about = f"{line.party.name}：{order.get_order_kind_display()}通知书"
            if order.served_on is None:
                wanted = task("order-service", f"送达{about}并登记", ORDERING, party=line.party)
                gates.append(Gate("note", f"{about}尚未登记送达", ORDERING, wanted))
            elif order.checked_on is None and standing.today > order.deadline:
                wanted = task("order-check", f"{about}期限已到，复查并登记", ORDERING, party=line.party)
                gates.append(Gate("note", f"{about}的期限 {order.deadline} 已到，尚未复查", ORDERING, wanted))
    return [] if standing.case.ending else gates


def _time(standing: Standing) -> list[Gate]:
    """§11.6 no. 22: say as soon as the periods that remain no longer fit into the limit; say when it has passed."""
    limit = standing.clock("xzcf.decision_90")
    if limit is None or limit.stopped_since or standing.step_id not in BEFORE_DECISION:
        return []
    if standing.today > limit.due_on:
        return [Gate("note", f"办案期限已于 {limit.due_on} 届满：照实办理，逾期留在记录里", LIMIT)]
    earliest = earliest_decision(
        standing.step_id,
        standing.today,
        review_due=max((each.due_on for each in _running(standing, "nm.review5")), default=None),
        statement_ends=_statement_ends(standing),
    )
    if earliest <= limit.due_on:
        return []
    sentence = f"按剩余法定期间，最早 {earliest} 才能作出决定，晚于办案期限 {limit.due_on}"
    granted = len(limit.extensions)
    if not extendable(due_on=limit.due_on, today=standing.today, granted=granted, waiting=standing.asked_for):
        return [Gate("note", sentence, EXTENDING)]
    wanted = task("extension-request", f"{sentence}：立即呈请延期", EXTENDING, rule="xzcf.decision_90")
    return [Gate("note", sentence, EXTENDING, wanted)]


def _running(standing: Standing, rule: str) -> list[Clock]:
    return [each for each in standing.clocks if each.rule == rule and not each.met_on and not each.ended_on]


def _statement_ends(standing: Standing) -> dt.date | None:
    """Return when the last party's period of defence ends, where every party was served its notice."""
    ends = []
    for line in standing.lines:
        served = line.served_notice
        if served is None or served.ends_on is None:
            return None
        ends.append(served.waived_on or served.ends_on)
    return max(ends, default=None)


def _asked(standing: Standing) -> list[Gate]:
    gates = []
    for each in standing.case.petitions.all():
        if each.agreed is not None or standing.case.ending:
            continue
        clause, verb, rule = ANSWERS[each.matter]
        sentence = f"{each.asked_by.name} {each.asked_on} 呈请{each.get_matter_display()}，待负责人批准"
        wanted = task(verb, f"审批呈请：{each.get_matter_display()}", clause, rule=rule)
        gates.append(Gate("note", sentence, clause, wanted))
    return gates
