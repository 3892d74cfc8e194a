"""Which step comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.procedures.model import Flow, Procedure, Step

if TYPE_CHECKING:
    from collections.abc import Callable


def advance(procedure: Procedure, step_id: str, holds: Callable[[str], bool]) -> str | None:
    """Return the id of the next step from `step_id`, or None when the procedure ends there.

    `holds` is asked for a predicate's truth, in the order of the file, until one of a gateway's flows is
    found open; the default flow is taken when none is. Raises `ProcedureError` for an unknown step.
    """
    here = procedure.leaving[procedure.step(step_id).id][0].target
    while not isinstance(node := procedure.by_id[here], Step):
        if node.kind == "endEvent":
            return None
        here = _chosen(procedure.leaving[here], holds).target
    return here


def _chosen(flows: tuple[Flow, ...], holds: Callable[[str], bool]) -> Flow:
    conditional = (flow for flow in flows if not flow.default and holds(flow.predicate))
    return next(conditional, next(flow for flow in flows if flow.default))
