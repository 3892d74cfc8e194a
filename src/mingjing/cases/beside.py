"""What stands beside a case's way from step to step: what was asked for and waits, what stopped the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.gate import Ahead, Gate
from mingjing.cases.petitions import SUSPENDING
from mingjing.cases.tasks import task

if TYPE_CHECKING:
    from mingjing.cases.models import Suspension
    from mingjing.cases.standing import Standing

ANSWERS = {"suspension": (SUSPENDING, "suspension", "xzcf.decision_90")}
"""matter → clause, the verb that answers it, the time limit it is to keep."""


def suspended(suspension: Suspension) -> Ahead:
    """Return what a suspended case waits for: that its situation is gone."""
    wanted = task("resumption", "中止的情形消失后，登记恢复调查", SUSPENDING)
    sentence = f"案件自 {suspension.began_on} 起中止调查：{suspension.get_situation_display()}"
    return Ahead((Gate("stop", sentence, SUSPENDING, wanted),), after="恢复调查")


def beside(standing: Standing) -> list[Gate]:
    """Return what waits beside the step."""
    return _asked(standing)


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
