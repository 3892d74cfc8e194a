"""How a case may be asked to end without a penalty, and what follows where nobody is penalized."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.actions import transferring
from mingjing.cases.actions.drafting import OPEN_STEPS
from mingjing.cases.gates.ending import educated
from mingjing.cases.queries.case import core_of
from mingjing.cases.rules.transfers import open_transfer

if TYPE_CHECKING:
    from mingjing.cases.standing import Line, Standing

ENDINGS = ("withdrawal", "transfer", "crime")


def on_case(standing: Standing) -> list[str]:
    """Return how the case may be asked to end without a decision: before any decision, one way at a time."""
    case = standing.case
    if standing.step_id not in ("lead", *transferring.STEPS):
        return []
    if (
        standing.asked_for.intersection(ENDINGS)
        or open_transfer(case)
        or any(line.decision for line in standing.lines)
    ):
        return []
    if standing.step_id == "lead":
        return ["lead-transfer-request"]
    return [f"{matter}-request" for matter in ENDINGS]


def barred(line: Line) -> frozenset[str]:
    """Return acts that make no sense where no penalty is proposed: there is no form for Word, and nothing to pay."""
    if not line.unpunished:
        return frozenset()
    draft = line.decision.draft if line.decision else line.draft
    asked = draft is not None and core_of(draft).get("orders")
    return frozenset({"word-draft"} if asked else {"word-draft", "performance"})


def on_party(standing: Standing, line: Line) -> list[str]:
    """Return acts on a party: to propose no penalty, and the education that is due then."""
    names = ["no-penalty-draft"] if standing.step_id in OPEN_STEPS and line.decision is None else []
    if any(gate.state == "stop" for gate in educated(line)):
        names.append("education")
    return names
