"""Reading what was entrusted to others, and who was told of its result (55号令18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingjing.cases.models import Case, Party, ResultNotice, Testing


def live(testing: Testing) -> list[ResultNotice]:
    """Return the notices of a result that count: none that was voided."""
    return [each for each in testing.notices.all() if not hasattr(each.document, "voiding")]


def untold(testing: Testing) -> list[Party]:
    """Return the parties that have no notice of a result yet, or whose notice was voided."""
    told = {each.party_id for each in live(testing)}
    return [each for each in testing.case.parties.all() if each.pk not in told]


def to_tell(case: Case) -> list[Testing]:
    """Return what waits for its result, or for a notice of it to be made anew."""
    rows = case.testings.select_related("case").prefetch_related(
        "notices__document__voiding", "case__parties"
    )
    return [each for each in rows if each.reported_on is None or untold(each)]
