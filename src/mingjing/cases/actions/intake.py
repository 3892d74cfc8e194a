"""Receiving a submission, asking for what is missing, handing it in (244号29、31; 55号令24、25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions.common import acting_handler, case_deed
from mingjing.cases.actions.reviewers import current, may_review, of_case
from mingjing.cases.papers.wording import day_text
from mingjing.cases.queries.case import handler_refs
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.documents.layouts import Signed
from mingjing.review import actions as review
from mingjing.review import acts
from mingjing.review.intake_rules import MATERIALS, answerable, given_to, supplement_said
from mingjing.review.models import Receipt, Submission
from mingjing.review.rules import check_reviewer
from mingjing.workflow import running
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mingjing.cases.models import Case
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import User

NM, ZJ = "nm.review5", "zj55.review"
REVIEW_RULES = (NM, ZJ)
"""The two limits of review: 244号31 counts no day on which materials are awaited; 55号令25 knows no such stop."""
KIND = "supplement"


def receive(
    *,
    user: User,
    case: Case,
    submission: Submission,
    verdict: str,
    missing: Sequence[str] = (),
    note: str = "",
    due_on: dt.date | None = None,
    version: int | None = None,
) -> Receipt:
    """244号29: register a submission as complete, ask for what is missing by a day, or return it."""
    may_review(user, case, submission, "review.find")
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.RECEIVED, version=version) as work:
        running.require_step(case.dossier, "review", "conclusion")
        current(submission)
        reviewer = signer(user)
        check_reviewer(
            reviewer=reviewer.ref, handlers=handler_refs(case), department_function=reviewer.department.function,
            appointed=review.appointed_to(submission, reviewer) is not None,
        )  # fmt: skip
        given_to(reviewer=submission.reviewer.ref if submission.reviewer else "", me=reviewer.ref)
        waited = submission.state == Submission.State.SUPPLEMENT
        made = review.receive(
            work, submission=submission, reviewer=reviewer, verdict=verdict, missing=missing, note=note,
            due_on=due_on, on=today,
        )  # fmt: skip
        party = submission.draft.party
        if waited:
            running.release_clock(work, rule=NM, on=today, kind=KIND, party=party)
        if verdict != Receipt.Verdict.COMPLETE:
            _ask(work, case, made)
        if verdict == Receipt.Verdict.SUPPLEMENT:
            running.stop_clock(work, rule=NM, on=today, kind=KIND, why="补充送审材料", party=party)
        if verdict == Receipt.Verdict.RETURNED:
            running.end_clocks(work, on=today, why="材料不齐退回", rules=REVIEW_RULES, party=party)
            running.go_back(work, step="conclusion", on=today)
        work.facts["verdict"] = made.get_verdict_display()
    return made


def _ask(work: Deed, case: Case, made: Receipt) -> None:
    """FS02: the notice by which the legal department asks for a supplement or returns the file."""
    submission = made.submission
    issue(
        work,
        form=forms.REVIEW_RETURN,
        agency=case.agency,
        made_on=made.made_on,
        party=submission.draft.party,
        data={
            "案由": case.title,
            "送审稿": f"{submission.draft}，{day_text(submission.received_on)}收到",
            "处理": made.get_verdict_display(),
            "缺少的材料": "；".join(made.missing) or made.note,
            **({"说明": made.note} if made.note and made.missing else {}),
            "期限": f"请于{day_text(made.due_on)}前补齐；补充材料的时间不计入自治区令规定的审核期限"
            if made.due_on
            else "补齐后重新提请审核",
            "登记人": Signed("", made.received_by.name, made.made_on),
        },
    )


def hand_in(
    *,
    user: User,
    case: Case,
    submission: Submission,
    answer: str,
    materials: Sequence[str] = (),
    version: int | None = None,
) -> Submission:
    """244号29、31: the handlers hand in what was asked for; today the limit of 244号 counts again."""
    officer = acting_handler(user, case, "review.supplement")
    of_case(case, submission)
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.SUPPLEMENTED, version=version) as work:
        current(submission)
        answerable(submission.state)
        supplement_said(answer)
        work.mention(submission)
        review.close_requests(work, submission, on=today, by=officer, answer=answer.strip())
        submission.state = Submission.State.RECEIVED
        submission.materials = [name for name in MATERIALS if name in {*submission.materials, *materials}]
        work.change(submission)
        running.release_clock(work, rule=NM, on=today, kind=KIND, party=submission.draft.party)
    return submission
