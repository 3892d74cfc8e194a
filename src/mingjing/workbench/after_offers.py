"""What may be done about service, payment and documents wherever the case stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.queries.announced import owed
from mingjing.cases.queries.serving import VOIDABLE
from mingjing.cases.rules.petitions import BEFORE_DECISION
from mingjing.cases.rules.taken import further_party
from mingjing.documents.prior import of_before
from mingjing.refusal import holds

if TYPE_CHECKING:
    from mingjing.cases.standing import Line, Standing

ON_DECISION = frozenset({"deferral-request", "address-confirmation", "announcement", "relief", "relief-end"})
"""Acts on a party that go on while the case is suspended."""


def on_case(standing: Standing) -> list[str]:
    """Return acts on documents: the list of evidence, voiding what was not served, mending what was."""
    served = standing.served
    if standing.case.ending:
        return _mendable(standing, served=bool(served))
    came = standing.taken_over
    names = ["prior-paper"] if came else []
    if came and came.step == standing.step_id and holds(lambda: further_party(came.step)):
        names.append("prior-party")
    if standing.step_id in BEFORE_DECISION and standing.evidence_count:
        names.append("evidence-list")
    if any(
        each.pk not in served and not hasattr(each, "voiding") and not of_before(each)
        for each in standing.documents(*VOIDABLE)
    ):
        names.append("void")
    return names + _mendable(standing, served=bool(served))


def _mendable(standing: Standing, *, served: bool) -> list[str]:
    """55号令28: what was served is mended whenever the slip is found, one thing at a time."""
    waits = any(each.agreed is None for each in standing.case.rectifications.all())
    return ["rectification-request"] if served and not waits else []


def on_party(standing: Standing, line: Line) -> list[str]:
    """Return acts on a party: its address; deferral while something is owed; relief, even after the end."""
    if standing.case.ending:
        return _relief(line)
    if standing.step_id in {"", "lead", "filing"}:
        return []
    names = ["address-confirmation", *_relief(line)]
    papers = standing.case.dossier.documents.all()
    if owed(papers, line.party, served=standing.served, announced=standing.announced):
        names.append("announcement")
    waits = line.decision and any(each.agreed is None for each in line.decision.deferrals.all())
    if line.decision and line.service and line.account and line.account.left and not waits:
        names.append("deferral-request")
    return names


def _relief(line: Line) -> list[str]:
    """行政处罚法73: what is sought against a decision is registered, then its end, one at a time."""
    if not (line.decision and line.service):
        return []
    sought = any(each.ended_on is None for each in line.decision.reliefs.all())
    return ["relief-end" if sought else "relief"]
