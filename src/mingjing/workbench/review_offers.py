"""What may be done about a party's review besides what is due: who reviews it, and objecting to its opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.queries.reviewing import disagreement_on, submitted
from mingjing.review.rules import OPENING

if TYPE_CHECKING:
    from mingjing.cases.standing import Line, Standing

REVIEWED_AT = frozenset({"conclusion", "review"})
ANSWERED_AT = frozenset({*REVIEWED_AT, "termination"})
REVIEWER = ("assignment", "appointment")
DRAFTING = frozenset({"draft", "word-draft"})


def on_party(standing: Standing, line: Line) -> list[str]:
    """Return acts on a party's review: giving it to somebody until it is signed; objecting to what sent it back."""
    step = standing.step_id
    names: list[str] = []
    if step in REVIEWED_AT and submitted(line.draft) and line.opinion is None:
        names += REVIEWER
    returned = bool(line.result) and line.result not in OPENING
    if step in ANSWERED_AT and returned and line.decision is None and disagreement_on(line.draft) is None:
        names.append("objection")
    return names


def barred(line: Line) -> frozenset[str]:
    """Return acts that wait until a disagreement on the newest draft is settled (244号32)."""
    found = disagreement_on(line.draft)
    return DRAFTING if found is not None and not found.settled else frozenset()
