"""Reading what review needs of a case: its materials, who reviewed it, what is disputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.models import PriorReview
from mingjing.cases.papers.materials import Material, materials
from mingjing.cases.queries.case import core_of
from mingjing.review.models import Opinion, Submission, WorkSheet

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.registry.models import Officer
    from mingjing.review.models import Disagreement, Draft


def submitted(draft: Draft | None) -> bool:
    """Say whether a draft lies with the legal department; what was returned as incomplete does not."""
    submission = getattr(draft, "submission", None)
    return submission is not None and submission.state != Submission.State.RETURNED


def lying(case: Case, draft: Draft) -> tuple[Material, ...]:
    """Return the six materials of a party's draft as they lie in the file (244号29)."""
    return materials(
        core_of(draft),
        draft=str(draft),
        documents=list(case.dossier.documents.defer("data").order_by("made_on", "id")),
        evidence=case.dossier.evidence.count(),
        party=draft.party,
    )


def reviewed_by(case: Case, officer: Officer) -> bool:
    """Say whether somebody found on or signed for a draft of the case, or held its paper review against it (244号27).

    Then they never handle it, and the hearing that they chair says so.
    """
    drafts = case.dossier.drafts.all()
    return (
        WorkSheet.objects.filter(submission__draft__in=drafts, reviewer=officer).exists()
        or Opinion.objects.filter(draft__in=drafts, signed_by=officer).exists()
        or PriorReview.objects.filter(draft__in=drafts, answered_by=officer).exists()
    )


def disagreement_on(draft: Draft | None) -> Disagreement | None:
    """Return what the handlers objected to in the opinion on a draft (244号32)."""
    return getattr(getattr(draft, "opinion", None), "disagreement", None)
