"""Drafts for each party, and their way through legal review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.cases import rules
from mingjing.cases.actions.common import acting_handler, allow, case_deed, party_of
from mingjing.cases.examination import examine
from mingjing.cases.major import proposed
from mingjing.cases.queries import core_of, handler_refs, newest_drafts, result_of
from mingjing.law.queries import resolve
from mingjing.refusal import Refusal
from mingjing.review import actions as review
from mingjing.review import acts
from mingjing.review.checks.seen import faults_of
from mingjing.workflow import running
from mingjing.workflow.approvals import signer
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mingjing.cases.models import Case, Party
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import User
    from mingjing.review.models import Draft, Opinion, Submission, WorkSheet

OPEN_STEPS = ("conclusion", "review", "notice", "discussion", "decision")


def core(case: Case, party: Party, **typed: Any) -> dict[str, Any]:
    """Return the core of a decision for one party: canonical, complete, without number, date or procedure.

    `typed`: facts, violated [citation], basis [citation], discretion_grade, discretion_reasons,
    penalties [{kind, amount (分)}], orders, performance.
    """
    return {
        "v": 1,
        "matter": {"code": case.matter.code, "name": case.matter.name}
        if case.matter
        else {"code": "", "name": case.title},
        "party": {
            "kind": party.party_kind,
            "name": party.name,
            "code": party.identity_number if party.is_natural else party.credit_code,
            "representative": party.representative,
            "address": party.address,
        },
        "evidence": [
            {
                "position": each.position,
                "kind": each.get_evidence_kind_display(),
                "name": each.name,
                "proves": each.proves,
            }
            for each in case.dossier.evidence.order_by("position")
        ],
        "relief": relief(case),
        **typed,
    }


def relief(case: Case) -> str:
    """复议法20、24; 行诉法46: the ways of relief, from the agency's table, never typed."""
    return (
        f"如不服本决定，可以自收到决定书之日起六十日内向{case.agency.government}申请行政复议，"
        f"也可以自收到决定书之日起六个月内直接向{case.agency.court}提起行政诉讼。"
        "逾期不申请复议、不起诉又不履行的，本机关将依法申请人民法院强制执行。"
    )


def draft(*, user: User, case: Case, party: Party, version: int | None = None, **typed: Any) -> Draft:
    """Make the next revision of a party's draft. Later than the conclusion it sends the case back to be reviewed."""
    officer = acting_handler(user, case, "case.draft")
    party_of(case, party)
    content = core(case, party, **typed)
    _check_core(case, content)
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.DRAFTED, version=version) as work:
        running.require_step(case.dossier, *OPEN_STEPS)
        if party.decisions.exists():
            raise Refusal(
                "draft.decided",
                "已对这名当事人作出决定，不能再改代拟稿。",
                next_step="发出后的文书只能以补正书更正。",
            )
        made = review.make_draft(work, party=party.ref, core=content, officer=officer, on=today)
        work.mention(party)
        running.go_back(work, step="conclusion", on=today)
        work.facts["revision"] = made.revision
    return made


def _check_core(case: Case, content: Mapping[str, Any]) -> None:
    if faults := rules.draft_faults(content):
        raise Refusal(
            "draft.incomplete",
            "代拟稿缺少必备内容。",
            "行政处罚法 第五十九条；住房和城乡建设行政处罚程序规定 第二十七条",
            "请补写后保存。",
            faults[0][0],
            [sentence for _, sentence in faults],
        )
    for field in ("violated", "basis"):
        for citation in content[field]:
            found = resolve(citation, case.acted_on)
            if found.refuses:
                raise Refusal(
                    "draft.citation",
                    found.sentence,
                    "行政处罚法 第三十七条",
                    "请核对条款项和行为日有效的版本。",
                    field,
                )


def submit(
    *,
    user: User,
    case: Case,
    party: Party,
    materials: Sequence[str],
    major_reason: str = "",
    version: int | None = None,
) -> Submission:
    """244号29: submit a party's newest draft; when every party's has been submitted the case stands at review."""
    officer = acting_handler(user, case, "review.submit")
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.SUBMITTED, version=version) as work:
        running.require_step(case.dossier, "conclusion")
        newest = newest_drafts(case.dossier).get(party_of(case, party).ref)
        if newest is None:
            raise Refusal(
                "review.no_draft", f"尚未为{party.name}拟定代拟稿。", "244号 第二十九条", "请先拟稿。"
            )
        if hasattr(newest, "submission"):
            raise Refusal("review.already", "这一稿已经送审。", next_step="退回的，修改后另成一稿再送。")
        _lists_all_evidence(newest)
        submission = review.submit(
            work,
            draft=newest,
            agency=case.agency,
            proposed=proposed(newest, case, on=today),
            materials=materials,
            officer=officer,
            on=today,
            major_reason=major_reason.strip(),
        )
        work.mention(party)
        running.start_clock(work, rule="nm.review5", on=today, party=party.ref)
        running.start_clock(work, rule="zj55.review", on=today, party=party.ref)
        work.facts["revision"] = newest.revision
        drafts = newest_drafts(case.dossier)
        if all(hasattr(drafts.get(each.ref), "submission") for each in case.parties.all()):
            running.go_on(work, on=today, holds=judge(case.dossier))
    return submission


def _lists_all_evidence(newest: Draft) -> None:
    """§11.4 no. 1: the evidence list is part of what is reviewed; evidence that came later calls for another draft."""
    listed, have = len(core_of(newest)["evidence"]), newest.dossier.evidence.count()
    if listed != have:
        raise Refusal(
            "review.evidence_added",
            f"拟稿后又收集了证据：代拟稿列有 {listed} 件，案卷现有 {have} 件。",
            "行政处罚法 第五十八条",
            "请另成一稿后再提请审核。",
        )


def write_opinion(
    *,
    user: User,
    case: Case,
    submission: Submission,
    result: str,
    text: str,
    verdicts: Mapping[str, str],
    reasons: Mapping[str, str],
    version: int | None = None,
) -> WorkSheet:
    """244号30: find on each of the ten points and draft the opinion; against the machine only with a reason."""
    allow(user, "review.find", case)
    _of_case(case, submission)
    with case_deed(user=user, case=case, act=acts.WRITTEN, version=version) as work:
        running.require_step(case.dossier, "review", "conclusion")
        return review.write_sheet(
            work,
            submission=submission,
            reviewer=signer(user),
            handlers=handler_refs(case),
            result=result,
            text=text,
            verdicts=verdicts,
            reasons=reasons,
            on=clock.today(),
            machine=faults_of(examine(case, submission)),
        )


def _of_case(case: Case, submission: Submission) -> None:
    """Refuse a submission of another case."""
    if submission.draft.dossier_id != case.dossier_id:
        raise Refusal("review.unknown", "这不是本案的送审稿。", next_step="请从案件页选择送审稿。")


_SIGNED = {"同意": acts.AGREED, "不在目录": acts.OUTSIDE}


def sign(*, user: User, case: Case, sheet: WorkSheet, version: int | None = None) -> Opinion:
    """深评查345: the head of the legal department signs; a returned draft sends the case back to be mended."""
    allow(user, "review.sign", case)
    _of_case(case, sheet.submission)
    today = clock.today()
    act = _SIGNED.get(sheet.result, acts.RETURNED)
    with case_deed(user=user, case=case, act=act, version=version) as work:
        running.require_step(case.dossier, "review", "conclusion")
        result = sheet.result
        sheet.refresh_from_db()
        if sheet.result != result:
            raise Refusal(
                "review.sheet_changed", "审核员刚刚改了意见类型。", next_step="请看过现在的意见后再签署。"
            )
        submission = sheet.submission
        work.mention(submission.draft)
        opinion = review.sign_opinion(
            work, sheet=sheet, signer=signer(user), handlers=handler_refs(case), agency=case.agency, on=today
        )
        for rule in ("nm.review5", "zj55.review"):
            running.meet_clock(work, rule=rule, on=today, party=submission.draft.party)
        work.facts |= {"result": opinion.result, "edition": submission.catalogue.number}
        _leave_review(work, case, opinion)
    return opinion


def _leave_review(work: Deed, case: Case, opinion: Opinion) -> None:
    """Let the case leave review once no submitted draft waits: on when all passed, else back to be mended."""
    if running.at(case.dossier).step != "review":
        return
    drafts = newest_drafts(case.dossier)
    # The opinion is saved only after its record, so it is judged from memory.
    results = {
        ref: opinion.result if draft.pk == opinion.draft_id else result_of(draft)
        for ref, draft in drafts.items()
    }
    if all(results.values()):
        all_passed = all(review.opens(result) for result in results.values())
        running.go_on(work, on=clock.today(), holds=lambda _: all_passed)
