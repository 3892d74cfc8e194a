"""Five working days more for review: asked for by the reviewer, granted by the leader in charge of legal work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import allow, case_deed
from mingjing.cases.actions.intake import NM
from mingjing.cases.actions.petitions import answer, petition
from mingjing.cases.actions.reviewers import current, may_review
from mingjing.cases.models import Petition
from mingjing.cases.papers.wording import day_text
from mingjing.cases.queries.case import handler_refs
from mingjing.documents import forms_catalogue as forms
from mingjing.registry.permissions import Role
from mingjing.review.actions import appointed_to
from mingjing.review.intake_rules import extendable, given_to
from mingjing.review.models import Submission
from mingjing.review.rules import check_reviewer
from mingjing.workflow import running
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    from mingjing.cases.models import Case, Party
    from mingjing.registry.models import User
    from mingjing.workflow.models import Clock

BY, DAYS = "nm.review5ext", 5


def request_review_extension(
    *, user: User, case: Case, submission: Submission, reason: str, version: int | None = None
) -> Petition:
    """244号31: the reviewer asks for five working days more, for the case is complicated; 55号令25 has no extension."""
    may_review(user, case, submission, "review.find")
    with case_deed(user=user, case=case, act=acts.PETITIONED, version=version) as work:
        current(submission)
        reviewer = signer(user)
        check_reviewer(
            reviewer=reviewer.ref, handlers=handler_refs(case), department_function=reviewer.department.function,
            appointed=appointed_to(submission, reviewer) is not None,
        )  # fmt: skip
        given_to(reviewer=submission.reviewer.ref if submission.reviewer else "", me=reviewer.ref)
        still_extendable(limit_of(case, submission.draft.party))
        party = case.parties.get(pk=submission.draft.party)
        return petition(
            work, case, matter=Petition.Matter.REVIEW_EXTENSION, officer=reviewer, reason=reason,
            particulars={
                "_submission": submission.ref,
                "送审的当事人": party.name,
                "送审稿": f"{submission.draft}，{day_text(submission.received_on)}收到",
            },
        )  # fmt: skip


def decide_review_extension(
    *, user: User, case: Case, agreed: bool, opinion: str, version: int | None = None
) -> Petition:
    """244号31; reference §11.2: the leader in charge of legal work grants five working days, of 244号 only."""
    allow(user, "review.extend", case)
    with case_deed(user=user, case=case, act=acts.GRANTED, version=version) as work:
        found = answer(
            work, case, user, matter=Petition.Matter.REVIEW_EXTENSION, agreed=agreed, opinion=opinion,
            form=forms.REVIEW_EXTENSION, roles=(Role.DEPUTY,),
        )  # fmt: skip
        if agreed:
            submission = Submission.objects.get(pk=found.particulars["_submission"])
            still_extendable(limit_of(case, submission.draft.party))
            running.extend_clock(work, rule=NM, by=BY, days=DAYS, party=submission.draft.party)
    return found


def still_extendable(limit: Clock | None) -> None:
    """Refuse where the limit of 244号 does not run, was extended already, or has passed."""
    extendable(
        running=limit is not None, extended=bool(limit and limit.extensions),
        due_on=limit.due_on if limit else None, today=clock.today(),
    )  # fmt: skip


def limit_of(case: Case, party: Party | str) -> Clock | None:
    """Return the running limit of 244号 on a party's submission."""
    ref = party if isinstance(party, str) else party.ref
    return case.dossier.clocks.filter(rule=NM, party=ref, met_on=None, ended_on=None).first()
