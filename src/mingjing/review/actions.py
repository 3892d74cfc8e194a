"""Drafting, submitting, reviewing, signing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from mingjing.catalog.queries import catalogue_hits
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue, next_number
from mingjing.documents.layouts import Signed
from mingjing.ledger.canonical import canonical
from mingjing.refusal import Refusal
from mingjing.review.models import Draft, Finding, Opinion, Submission, WorkSheet
from mingjing.review.points import POINTS
from mingjing.review.rules import LEADS_TO, OPENING, check_first_time, check_opinion, check_reviewer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from mingjing.catalog.major import Proposed
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Agency, Officer

AFTER_HEARING = "经过听证程序（244号 第二十六条；行政处罚法 第五十八条）"

MATERIALS = (
    "调查终结报告",
    "决定代拟稿",
    "法律依据",
    "证据材料",
    "听证笔录、评估报告（有则附）",
    "其他需要提交的材料",
)
"""244号 第二十九条: the six materials of a submission."""


def make_draft(work: Deed, *, party: str, core: Mapping[str, Any], officer: Officer, on: dt.date) -> Draft:
    """Add the next revision of one party's draft. The same core twice is refused: nothing would be new to review."""
    data = canonical(core)
    newest = newest_draft(work.dossier.pk, party)
    hashed = hashlib.sha256(data).hexdigest()
    if newest and newest.core_hash == hashed:
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
    officer: Officer,
    on: dt.date,
    major_reason: str = "",
) -> Submission:
    """244号29: hand a draft to the legal department. The catalogue in force decides whether it is a major decision.

    `major_reason`: why the handlers hold it to be one though no row takes it (244号26); there is no way to say that
    it is not one. A decision after a hearing always is (244号26（四）; 行政处罚法58（二）).
    """
    missing = [name for name in MATERIALS[:4] if name not in materials]
    if missing:
        raise Refusal(
            "review.materials",
            "送审材料不齐。",
            "244号 第二十九条",
            "请补齐后再提请审核。",
            "materials",
            [f"缺：{name}" for name in missing],
        )
    hits = catalogue_hits(agency, proposed=proposed, on=on)
    return work.add(
        Submission(
            draft=draft,
            submitted_by=officer,
            received_on=on,
            materials=list(materials),
            in_catalogue=bool(hits.rows or proposed.hearing or major_reason),
            catalogue=hits.edition,
            catalogue_rows=[row.code for row in hits.rows],
            major_reason=major_reason or (AFTER_HEARING if proposed.hearing and not hits.rows else ""),
        )
    )


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

    `machine`: the faults that the machine saw, by point; a finding against it gives its reason.
    """
    check_reviewer(reviewer=reviewer.ref, handlers=handlers, department_function=reviewer.department.function)
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
    work: Deed, *, sheet: WorkSheet, signer: Officer, handlers: Sequence[str], agency: Agency, on: dt.date
) -> Opinion:
    """深评查345: the head of the legal department signs; without that signature nothing was reviewed.

    A returned opinion goes back to the handlers whatever anybody's rank; only a new 同意 opens (§11.4 no. 2).
    """
    check_reviewer(reviewer=signer.ref, handlers=handlers, department_function=signer.department.function)
    submission = sheet.submission
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
        data=_document(sheet, signer, on),
    )
    return opinion


def _document(sheet: WorkSheet, signer: Officer, on: dt.date) -> dict[str, object]:
    verdicts = {finding.point: finding for finding in sheet.findings.all()}
    points = {
        f"{place}．{point.title}": verdicts[point.key].get_verdict_display()
        + (f"：{verdicts[point.key].reason}" if verdicts[point.key].reason else "")
        for place, point in enumerate(POINTS, 1)
    }
    return {
        "审核对象": f"决定代拟稿第 {sheet.submission.draft.revision} 稿，摘要 {sheet.submission.draft.core_hash}",
        "审核目录": f"{sheet.submission.catalogue}，{'目录内' if sheet.submission.in_catalogue else '目录外'}",
        **points,
        "意见": sheet.get_result_display(),
        "处理": LEADS_TO[sheet.result],
        "具体意见": sheet.text,
        "审核人": sheet.reviewer.name,
        "法制机构负责人": Signed(
            "与审核人为同一人。" if signer.pk == sheet.reviewer_id else "签发。", signer.name, on
        ),
    }


def opens(result: str) -> bool:
    """Say whether a result opens the gate."""
    return result in OPENING
