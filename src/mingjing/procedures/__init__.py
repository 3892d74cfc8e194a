"""执法程序: a BPMN 2.0 subset that cases run on and the public reads as a flowchart.

The subset: one startEvent, endEvents, userTasks, exclusiveGateways with exactly one default flow. A
condition is the name of a registered predicate, never an expression, so that an edited file can choose but
not compute. What the law asks of a step (role, documents, recording, time limit, clause, state) are
attributes in `NAMESPACE`.
"""

from mingjing.procedures.checking import check
from mingjing.procedures.drawing import Layout, draw
from mingjing.procedures.model import NAMESPACE, Flow, Node, Procedure, ProcedureError, Step
from mingjing.procedures.reading import parse
from mingjing.procedures.running import advance

__all__ = [
    "NAMESPACE",
    "Flow",
    "Layout",
    "Node",
    "Procedure",
    "ProcedureError",
    "Step",
    "advance",
    "check",
    "draw",
    "parse",
]
