"""What waits on tests, inspections by experts and appraisals (55号令18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.gates.gate import Gate
from mingjing.cases.queries.testing import live, untold
from mingjing.cases.rules.testing import TESTING
from mingjing.cases.tasks import task

if TYPE_CHECKING:
    from mingjing.cases.standing import Standing


def tested(standing: Standing) -> list[Gate]:
    """Return what was entrusted and waits for its report, and the results that a party was not told of."""
    gates: list[Gate] = []
    if standing.case.ending:
        return gates
    for each in standing.case.testings.all():
        kind = each.get_testing_kind_display()
        if each.reported_on is None:
            wanted = task("results", f"收到{kind}报告后登记结果", TESTING)
            sentence = f"{each.entrusted_on} 委托{kind}，待报告，期间不计入办案期限"
            gates.append(Gate("note", sentence, TESTING, wanted))
        elif untold(each):
            names = "、".join(party.name for party in untold(each))
            wanted = task("results", f"重新制作{kind}结果告知书", TESTING)
            gates.append(Gate("note", f"送{names}的{kind}结果告知书已作废，须重新制作", TESTING, wanted))
        for told in live(each):
            if told.served_on is None:
                about = f"{told.party.name}：结果告知书 {told.document.number}"
                wanted = task("results-service", f"送达{about}并登记", TESTING, party=told.party)
                gates.append(Gate("note", f"{about} 尚未登记送达", TESTING, wanted))
    return gates
