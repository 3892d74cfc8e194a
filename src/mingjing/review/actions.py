"""Drafting, submitting, reviewing, signing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from mingjing.catalog.queries import catalogue_hits
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue, next_number
from mingjing.documents.layouts import Signed
from mingjing.ledger.canonical import canonical
from mingjing.records.legible import check_legible
from mingjing.refusal import Refusal
from mingjing.registry.models import Department
from mingjing.registry.permissions import Role
from mingjing.registry.queries import holders
from mingjing.review.intake_rules import (
    check_materials,
    check_receipt,
    given_to,
    receivable,
    reviewable,
    sheet_of_the_reviewer,
)
from mingjing.review.models import (
    Assignment,
    Draft,
    Finding,
    Opinion,
    Receipt,
    Submission,
    WorkSheet,
)
from mingjing.review.points import POINTS
from mingjing.review.rules import (
    LEADS_TO,
    check_first_time,
    check_opinion,
    check_own_signature,
    check_reviewer,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from mingjing.catalog.major import Proposed
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Agency, Officer

AFTER_HEARING = "经过听证程序（244号 第二十六条；行政处罚法 第五十八条）"


def make_draft(
    work: Deed, *, party: str, core: Mapping[str, Any], officer: Officer, on: dt.date, again: bool = False
) -> Draft:
    """Add the next revision of one party's draft. The same core twice is refused: nothing would be new to review.

    `again`: a disagreement ended so that the draft stands; it is reviewed anew as it is (reference §11.4 no. 2).
    """
    check_legible(core)
    data = canonical(core)
    newest = newest_draft(work.dossier.pk, party)
    hashed = hashlib.sha256(data).hexdigest()
    if newest and newest.core_hash == hashed and not again:
        raise Refusal(
            "draft.unchanged", "与上一稿没有任何不同。", next_step="请修改后再保存，或直接提请审核。"
        )
    return work.add(
        Draft(
            dossier=work.dossier,
            party=party,
            revision=newest.revision + 1 if newest else 1,
            core=data,
            core_hash=hashed,
            made_by=officer,
            made_on=on,
        )
    )


def newest_draft(dossier_id: Any, party: str) -> Draft | None:
    """Return the newest revision of a party's draft."""
    return Draft.objects.filter(dossier_id=dossier_id, party=party).order_by("-revision").first()


def submit(
    work: Deed,
    *,
    draft: Draft,
    agency: Agency,
    proposed: Proposed,
    materials: Sequence[str],
    lying: Collection[str],
    officer: Officer,
    on: dt.date,
    major_reason: str = "",
) -> Submission:
    """244号29: hand a draft to the legal department. The catalogue in force decides whether it is a major decision.

    `lying`: the materials that lie in the file. What was returned as incomplete is handed in again as the same row.
    `major_reason`: why the handlers hold it to be one though no row takes it (244号26); there is no way to say that
    it is not one. A decision after a hearing always is (244号26（四）; 行政处罚法58（二）).
    """
    check_materials(materials, lying=lying)
    hits = catalogue_hits(agency, proposed=proposed, on=on)
    told = {
        "submitted_by": officer,
        "received_on": on,
        "materials": list(materials),
        "in_catalogue": bool(hits.rows or proposed.hearing or major_reason),
        "catalogue": hits.edition,
        "catalogue_rows": [row.code for row in hits.rows],
        "major_reason": major_reason or (AFTER_HEARING if proposed.hearing and not hits.rows else ""),
        "state": Submission.State.RECEIVED,
    }
    returned = Submission.objects.filter(draft=draft).first()
    if returned is None:
        return work.add(Submission(draft=draft, **told))
    for name, value in told.items():
        setattr(returned, name, value)
    return work.change(returned)


def appointed_to(submission: Submission, officer: Officer) -> Assignment | None:
    """Return by what a leader named somebody from outside the legal department for this submission (§11.2)."""
    return submission.assignments.filter(officer=officer, outside=True, ended_on=None).first()


def receive(
    work: Deed,
    *,
    submission: Submission,
    reviewer: Officer,
    verdict: str,
    missing: Sequence[str] = (),
    note: str = "",
    due_on: dt.date | None = None,
    on: dt.date,
) -> Receipt:
    """244号29; 55号令24: register what was received; whoever accepts a file that nobody was given takes it."""
    receivable(submission.state)
    check_receipt(verdict=verdict, missing=missing, note=note, due_on=due_on, today=on)
    close_requests(work, submission, on=on)
    made = work.add(
        Receipt(
            submission=submission, verdict=verdict, handed_in=submission.materials, missing=list(missing),
            note=note.strip(), received_by=reviewer, made_on=on, due_on=due_on if verdict == "supplement" else None,
        )
    )  # fmt: skip
    submission.state = _STATES[Receipt.Verdict(verdict)]
    submission.reviewer = submission.reviewer or reviewer
    work.change(submission)
    return made


def close_requests(
    work: Deed, submission: Submission, *, on: dt.date, by: Officer | None = None, answer: str = ""
) -> None:
    """End what was asked for and waits: handed in by somebody, or overtaken by a return."""
    for each in submission.receipts.filter(verdict=Receipt.Verdict.SUPPLEMENT, answered_on=None):
        each.answered_on, each.answered_by, each.answer = on, by, answer
        work.change(each)


_STATES = {
    Receipt.Verdict.COMPLETE: Submission.State.ACCEPTED,
    Receipt.Verdict.SUPPLEMENT: Submission.State.SUPPLEMENT,
    Receipt.Verdict.RETURNED: Submission.State.RETURNED,
}


def write_sheet(
    work: Deed,
    *,
    submission: Submission,
    reviewer: Officer,
    handlers: Sequence[str],
    result: str,
    text: str,
    verdicts: Mapping[str, str],
    reasons: Mapping[str, str],
    on: dt.date,
    machine: Mapping[str, str] | None = None,
) -> WorkSheet:
    """Write, or write again, the work sheet: a finding for each of the ten points, a result, an opinion in words.

    `machine`: the faults that the machine saw, by point; a finding against it gives its reason. Whoever begins to
    review a file that was not registered yet has found its materials complete.
    """
    check_reviewer(
        reviewer=reviewer.ref,
        handlers=handlers,
        department_function=reviewer.department.function,
        appointed=appointed_to(submission, reviewer) is not None,
    )
    given_to(reviewer=submission.reviewer.ref if submission.reviewer else "", me=reviewer.ref)
    reviewable(submission.state)
    check_first_time(
        qualification=reviewer.legal_qualification,
        reviewed_before=WorkSheet.objects.filter(reviewer=reviewer).exists()
        or Opinion.objects.filter(reviewer=reviewer).exists(),
    )
    check_opinion(
        result=result,
        text=text,
        verdicts=verdicts,
        reasons=reasons,
        in_catalogue=submission.in_catalogue,
        machine=machine,
    )
    if Opinion.objects.filter(draft=submission.draft).exists():
        raise Refusal(
            "review.signed", "这一稿的审核意见已经签署，不能再改。", next_step="请等承办机构提交新稿。"
        )
    if submission.state == Submission.State.RECEIVED:
        receive(work, submission=submission, reviewer=reviewer, verdict=Receipt.Verdict.COMPLETE, on=on)
    sheet = WorkSheet.objects.filter(submission=submission).first()
    if sheet is None:
        sheet = work.add(
            WorkSheet(submission=submission, reviewer=reviewer, result=result, text=text, written_on=on)
        )
    else:
        sheet.reviewer, sheet.result, sheet.text, sheet.written_on = reviewer, result, text, on
        work.change(sheet)
    present = {finding.point: finding for finding in sheet.findings.all()}
    for point in POINTS:
        finding = present.get(point.key) or Finding(sheet=sheet, point=point.key)
        finding.verdict, finding.reason = verdicts[point.key], reasons.get(point.key, "")
        if point.key in present:
            work.change(finding)
        else:
            work.add(finding)
    return sheet


def sign_opinion(
    work: Deed,
    *,
    sheet: WorkSheet,
    signer: Officer,
    handlers: Sequence[str],
    agency: Agency,
    about: Mapping[str, str],
    on: dt.date,
) -> Opinion:
    """深评查345: the head of the legal department signs; without that signature nothing was reviewed.

    A returned opinion goes back to the handlers whatever anybody's rank; only a new 同意 opens (§11.4 no. 2).
    Where the file was given to somebody else meanwhile, it is that person's sheet that is waited for. `about`: what the
    opinion says of the case it is about.
    """
    submission = sheet.submission
    sheet_of_the_reviewer(
        wrote=sheet.reviewer.ref, given=submission.reviewer.ref if submission.reviewer else ""
    )
    named = appointed_to(submission, signer)
    signs = named is not None and named.signs
    check_reviewer(
        reviewer=signer.ref,
        handlers=handlers,
        department_function=signer.department.function,
        appointed=signs,
    )
    others = [each for each in reviewers_of(agency, on=on) if each.ref not in {signer.ref, *handlers}]
    check_own_signature(same=signer.pk == sheet.reviewer_id, others=bool(others) and not signs)
    newest = newest_draft(work.dossier.pk, submission.draft.party)
    if newest is None or newest.pk != submission.draft_id:
        raise Refusal(
            "review.superseded",
            "承办机构已提交新稿，这一稿的意见不再签署。",
            "行政处罚法 第五十八条",
            "请审核最新的一稿。",
        )
    number = next_number(agency=agency, word=forms.OPINION.word, on=on)
    opinion = work.add(
        Opinion(
            draft=submission.draft,
            result=sheet.result,
            text=sheet.text,
            catalogue=submission.catalogue,
            number=number,
            reviewer=sheet.reviewer,
            signed_by=signer,
            signed_on=on,
        )
    )
    issue(
        work,
        form=forms.OPINION,
        agency=agency,
        made_on=on,
        party=submission.draft.party,
        number=number,
        data={**about, **_document(sheet, signer, on, named=signs)},
    )
    return opinion


def reviewers_of(agency: Agency, *, on: dt.date) -> list[Officer]:
    """Return who reviews in an agency on a day: of its legal department, a reviewer or its head, not gone."""
    found = {
        each.pk: each for role in (Role.REVIEWER, Role.LEGALHEAD) for each in holders(agency, role, on=on)
    }
    legal = [each for each in found.values() if each.department.function == Department.Function.LEGAL]
    return sorted((each for each in legal if not each.left_on or each.left_on > on), key=str)


def _signed(sheet: WorkSheet, signer: Officer, *, named: bool) -> str:
    if signer.pk != sheet.reviewer_id:
        return "签发。"
    if named:
        return "法制机构的人员回避或者缺位，由负责人就本案指定的人员审核并签署，与审核人为同一人。"
    return "法制机构没有其他审核人员，与审核人为同一人。"


def _document(sheet: WorkSheet, signer: Officer, on: dt.date, *, named: bool) -> dict[str, object]:
    verdicts = {finding.point: finding for finding in sheet.findings.all()}
    points = "\n".join(
        f"{place}．{point.title}：{verdicts[point.key].get_verdict_display()}"
        + (f"。{verdicts[point.key].reason}" if verdicts[point.key].reason else "")
        for place, point in enumerate(POINTS, 1)
    )
    qualified = (
        f"（法律职业资格 {sheet.reviewer.legal_qualification}）" if sheet.reviewer.legal_qualification else ""
    )
    return {
        "审核对象": f"决定代拟稿第{sheet.submission.draft.revision}稿，摘要 {sheet.submission.draft.core_hash[:16]}",
        "审核目录": f"{sheet.submission.catalogue}，{'目录内' if sheet.submission.in_catalogue else '目录外'}",
        "逐项审核": points,
        "意见": sheet.get_result_display(),
        "处理": LEADS_TO[sheet.result],
        "具体意见": sheet.text,
        "审核人": f"{sheet.reviewer.name}{qualified}",
        "法制机构负责人": Signed(_signed(sheet, signer, named=named), signer.name, on),
    }
