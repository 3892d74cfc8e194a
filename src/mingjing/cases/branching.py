"""Which way a case takes at the gateways of its procedure: the predicates, and the answers in the middle of an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.models import Case, Notice
from mingjing.cases.queries.case import core_of, hearing_waiting, newest_drafts
from mingjing.review.rules import OPENING
from mingjing.workflow import predicates
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from mingjing.records.models import Dossier

TRANSFERRING = frozenset({"移送", "涉嫌犯罪移送"})
"""Results of an opinion that lead out of the case (55号令25; 行政处罚法27)."""


def after_review(dossier: Dossier, results: Collection[str]) -> Callable[[str], bool]:
    """Answer the gateways after review from the results as they come: the newest opinion is not saved yet."""
    judged = judge(dossier)
    known = {
        "drafts_passed": bool(results) and all(result in OPENING for result in results),
        "review_transfers": transferring(results),
    }
    return lambda name: known[name] if name in known else judged(name)


def transferring(results: Collection[str]) -> bool:
    """Say whether one of the opinions is that the case be handed over."""
    return bool(TRANSFERRING & set(results))


def filing_declined(dossier: Dossier) -> bool:
    """55号令15: say whether the lead ended without being filed: declined, or handed over to whom it belongs."""
    case = _case(dossier)
    return bool(case.ending) and case.filed_on is None


def termination_granted(dossier: Dossier) -> bool:
    """Say whether the case ends without a decision on its matter, or is being handed over."""
    case = _case(dossier)
    ended = case.ending in {Case.Ending.WITHDRAWN, Case.Ending.TRANSFERRED, Case.Ending.CRIME}
    return ended or case.transfers.filter(taken_back_on=None).exists()


def review_transfers(dossier: Dossier) -> bool:
    """55号令25(四); reference §11.6 no. 6: say whether review found that the case is to be handed over."""
    opinions = [getattr(draft, "opinion", None) for draft in newest_drafts(dossier).values()]
    return transferring([each.result for each in opinions if each])


def nobody_penalized(dossier: Dossier) -> bool:
    """行政处罚法57(二)(三): say whether no party is to be penalized, so that nobody is notified of a penalty."""
    drafts = newest_drafts(dossier).values()
    return bool(drafts) and all(core_of(draft).get("no_penalty") for draft in drafts)


def hearing_asked(dossier: Dossier) -> bool:
    """行政处罚法64: say whether a hearing that a party asked for has neither been held nor withdrawn."""
    rows = Notice.objects.filter(party__case__dossier=dossier, hearing_asked_on__isnull=False)
    return any(hearing_waiting(each) for each in rows)


def case_goes_on(dossier: Dossier) -> bool:
    """Say whether a case that was to be handed over is dealt with here after all."""
    return not _case(dossier).ending


def _case(dossier: Dossier) -> Case:
    return Case.objects.only("ending", "filed_on").get(dossier=dossier)


def register() -> None:
    """Register the gateways' predicates."""
    for predicate in (
        filing_declined,
        termination_granted,
        review_transfers,
        nobody_penalized,
        hearing_asked,
        case_goes_on,
    ):
        predicates.register(predicate.__name__, predicate)
