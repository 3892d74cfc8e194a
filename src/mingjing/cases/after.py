"""What waits after a decision, beside the case's way: a deferral or a mending to decide, then to serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.gates.gate import Gate
from mingjing.cases.queries.serving import called
from mingjing.cases.rules.archiving import FILING
from mingjing.cases.rules.mending import MENDING
from mingjing.cases.rules.payment import DEFERRING
from mingjing.cases.tasks import task

if TYPE_CHECKING:
    from mingjing.cases.standing import Line, Standing


def after_decision(standing: Standing) -> list[Gate]:
    """Return what waits; on a case that has ended only what mends a document (55号令28)."""
    lines = () if standing.case.ending else standing.lines
    return [*(gate for line in lines for gate in _deferred(line)), *_mended(standing), *_unarchived(standing)]


def _unarchived(standing: Standing) -> list[Gate]:
    """55号令40: a case that ended without being closed waits for its file to be bound."""
    case = standing.case
    if not case.ending or case.archive_number:
        return []
    ending = case.get_ending_display()
    wanted = task("archive", f"{ending}，归档", FILING)
    return [Gate("note", f"{ending}（{case.ended_on}），案卷尚未归档", FILING, wanted)]


def _deferred(line: Line) -> list[Gate]:
    """行政处罚法66第二款: an application waits for its decision, a decision to be served."""
    gates = []
    for each in line.decision.deferrals.all() if line.decision else ():
        about = f"{line.party.name}：{each}罚款"
        if each.agreed is None:
            wanted = task("deferral", f"决定是否同意{about}", DEFERRING, party=line.party)
            gates.append(Gate("note", f"{about}的申请（{each.applied_on}）待负责人决定", DEFERRING, wanted))
        elif each.served_on is None:
            wanted = task("deferral-service", f"送达{about}的决定书并登记", DEFERRING, party=line.party)
            gates.append(Gate("note", f"{about}的决定书尚未登记送达", DEFERRING, wanted))
    return gates


def _mended(standing: Standing) -> list[Gate]:
    """55号令28: what is to be mended waits for the responsible person, then for its service."""
    gates = []
    for each in standing.case.rectifications.all():
        about = f"{called(each.mended)}的补正（更正）"
        if each.agreed is None:
            wanted = task("rectification", f"审批{about}", MENDING)
            gates.append(Gate("note", f"{about}待负责人批准", MENDING, wanted))
        elif each.agreed and each.served_on is None:
            wanted = task("rectification-service", f"送达{about}决定书并登记", MENDING)
            gates.append(Gate("note", f"{about}决定书尚未登记送达", MENDING, wanted))
    return gates
