"""Who reviews a submission: given by the head of the legal department, or named by the leader for the case (§11.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions.common import allow, case_deed, own_officers, still_open
from mingjing.cases.queries.case import handler_refs
from mingjing.refusal import Refusal
from mingjing.review import acts
from mingjing.review.actions import appointed_to, newest_draft, reviewers_of
from mingjing.review.intake_rules import appointable, assignable
from mingjing.review.models import Assignment, Submission
from mingjing.workflow import approvals
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Officer, User


def may_review(user: User, case: Case, submission: Submission, act: str) -> None:
    """Refuse who neither holds the post nor was named for this case by the leader (reference §11.2)."""
    of_case(case, submission)
    named = appointed_to(submission, user.officer) if user.officer else None
    if named and (act == "review.find" or named.signs) and user.agency_id == case.agency_id:
        still_open(case, act)
    else:
        allow(user, act, case)


def of_case(case: Case, submission: Submission) -> None:
    """Refuse a submission of another case."""
    if submission.draft.dossier_id != case.dossier_id:
        raise Refusal("review.unknown", "这不是本案的送审稿。", next_step="请从案件页选择送审稿。")


def assign(
    *,
    user: User,
    case: Case,
    submission: Submission,
    officer: Officer,
    reason: str = "",
    version: int | None = None,
) -> Assignment:
    """244号27、28: the head of the legal department gives a file to a reviewer, or takes it from one to another."""
    allow(user, "review.assign", case)
    of_case(case, submission)
    own_officers([officer], case)
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.ASSIGNED, version=version) as work:
        current(submission)
        assignable(
            legal=officer in reviewers_of(case.agency, on=today), handles=officer.ref in handler_refs(case),
            same=submission.reviewer_id == officer.pk, signed=hasattr(submission.draft, "opinion"),
        )  # fmt: skip
        return _give(
            work, submission, Assignment(submission=submission, officer=officer, reason=reason.strip()), user
        )


def appoint(
    *,
    user: User,
    case: Case,
    submission: Submission,
    officer: Officer,
    reason: str,
    signs: bool = False,
    version: int | None = None,
) -> Assignment:
    """Reference §11.2: the legal department's only reviewer recused or absent, the leader names another for the case.

    Of this agency, or lent by the superior or the judicial administration and registered here; never a handler.
    `signs`: in place of the head of the legal department too, where nobody else can.
    """
    allow(user, "review.appoint", case)
    of_case(case, submission)
    own_officers([officer], case)
    with case_deed(user=user, case=case, act=acts.APPOINTED, version=version) as work:
        current(submission)
        approvals.acting_as(work, user)
        approvals.may_stand(work.dossier, reason)
        appointable(
            handles=officer.ref in handler_refs(case), qualification=officer.legal_qualification, reason=reason,
            signed=hasattr(submission.draft, "opinion"),
        )  # fmt: skip
        made = Assignment(
            submission=submission, officer=officer, reason=reason.strip(), outside=True, signs=signs
        )
        return _give(work, submission, made, user)


def current(submission: Submission) -> Submission:
    """Refuse a submission that a newer draft has overtaken; return it as the database has it now."""
    submission.refresh_from_db()
    newest = newest_draft(submission.draft.dossier_id, submission.draft.party)
    if newest is None or newest.pk != submission.draft_id:
        raise Refusal(
            "review.superseded",
            "承办机构已提交新稿，这一稿不再办理。",
            "行政处罚法 第五十八条",
            "请办理最新的一稿。",
        )
    return submission


def _give(work: Deed, submission: Submission, made: Assignment, user: User) -> Assignment:
    today = clock.today()
    for each in submission.assignments.filter(ended_on=None):
        each.ended_on = today
        work.change(each)
    made.by, made.made_on = signer(user), today
    work.add(made)
    submission.reviewer = made.officer
    work.change(submission)
    return made
