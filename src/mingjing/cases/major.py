"""What the review catalogue is asked about a draft: at its submission, and again by `verify` (种子 C3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.models import Party
from mingjing.cases.queries.case import core_of
from mingjing.cases.queries.hearings import heard_before
from mingjing.cases.rules.ordinary import KINDS
from mingjing.catalog.major import Proposed

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.review.models import Draft

CATEGORY = "行政处罚"
FINE = "02"


def proposed(draft: Draft, case: Case) -> Proposed:
    """Return what a draft proposes, with whether it follows a hearing of its party."""
    core = core_of(draft)
    return Proposed(
        category=CATEGORY,
        matter_code=case.matter.code if case.matter else "",
        natural=core["party"]["kind"] == Party.Kind.NATURAL,
        kinds=frozenset(KINDS[each["kind"]] for each in core["penalties"] if each["kind"] in KINDS),
        fine=sum(each.get("amount", 0) for each in core["penalties"] if each["kind"] == FINE),
        hearing=heard_before(draft),
    )
