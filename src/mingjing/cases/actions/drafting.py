"""Drafts for each party, and their way through legal review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict, Unpack

from mingjing import clock
from mingjing.cases.actions.common import acting_handler, case_deed, party_of
from mingjing.cases.actions.intake import REVIEW_RULES
from mingjing.cases.actions.reviewers import may_review
from mingjing.cases.branching import after_review
from mingjing.cases.examination import examine
from mingjing.cases.major import proposed
from mingjing.cases.papers.wording import penalties_text
from mingjing.cases.queries import same_act
from mingjing.cases.queries.case import (
    core_of,
    earlier_penalties,
    handler_refs,
    newest_drafts,
    newest_notice,
    result_of,
)
from mingjing.cases.queries.hearings import new_matter
from mingjing.cases.queries.recordings import settled
from mingjing.cases.queries.reviewing import disagreement_on, lying, submitted
from mingjing.cases.rules import no_penalty
from mingjing.cases.rules import notice as notice_rules
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules.hearing import record_submitted
from mingjing.cases.rules.transfers import open_transfer
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.law.queries import resolve
from mingjing.refusal import Refusal
from mingjing.review import actions as review
from mingjing.review import acts
from mingjing.review.checks.seen import faults_of
from mingjing.review.disagreement_rules import draftable
from mingjing.review.intake_rules import MATERIALS
from mingjing.workflow import running
from mingjing.workflow.approvals import signer
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mingjing.cases.models import Case, Party
    from mingjing.cases.rules.no_penalty import NoPenalty
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import User
    from mingjing.review.models import Draft, Opinion, Submission, WorkSheet

HEARING_RECORD = MATERIALS[4]
OPEN_STEPS = ("conclusion", "review", "notice", "discussion", "decision")


class Penalty(TypedDict):
    """One penalty of a draft: its kind by code, and its sum in 分 where it has one."""

    kind: str
    amount: NotRequired[int]


class Typed(TypedDict, total=False):
    """What a handler types of a draft; the rest of its core comes from the file. What is wanting is refused."""

    facts: str
    violated: list[str]
    basis: list[str]
    discretion_grade: str
    discretion_reasons: str
    penalties: list[Penalty]
    orders: str
    performance: str
    no_penalty: NoPenalty
    """Why no penalty is proposed; penalties, basis and discretion then follow from the ground."""
    late_fine: bool
    """Whether the decision says that 3% a day is added to a fine paid late (§11.4 no. 8)."""


def core(case: Case, party: Party, **typed: Unpack[Typed]) -> dict[str, Any]:
    """Return the core of a decision for one party: canonical, complete, without number, date or procedure."""
    ground = typed.get("no_penalty")
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
            for each in case.dossier.evidence.filter(excluded_on=None).order_by("position")
        ],
        "relief": relief(case, enforced=not ground or bool(typed.get("orders"))),
        **typed,
        **(no_penalty.completed(ground) if ground else _payment(case, typed)),
    }


def _payment(case: Case, typed: Typed) -> dict[str, Any]:
    """行政处罚法67; 罚缴分离办法7: where money is paid, how much, and whether a late fine is added."""
    amount = sum(each.get("amount", 0) for each in typed.get("penalties", []))
    if amount <= 0:
        return {"late_fine": False}
    agency = case.agency
    return {
        "late_fine": bool(typed.get("late_fine")),
        "payment": {"bank": agency.collecting_bank, "address": agency.collecting_address, "amount": amount},
    }


def relief(case: Case, *, enforced: bool = True) -> str:
    """复议法20、24; 行诉法46: the ways of relief, from the agency's table, never typed.

    `enforced`: whether something is asked of the party that a court may enforce.
    """
    ways = (
        f"如不服本决定，可以自收到决定书之日起六十日内向{case.agency.government}申请行政复议，"
        f"也可以自收到决定书之日起六个月内直接向{case.agency.court}提起行政诉讼。"
    )
    after = "逾期不申请复议、不起诉又不履行的，本机关将依法申请人民法院强制执行。"
    return ways + after if enforced else ways


def draft(
    *,
    user: User,
    case: Case,
    party: Party,
    version: int | None = None,
    in_word: bool = False,
    **typed: Unpack[Typed],
) -> Draft:
    """Make the next revision of a party's draft. Later than the conclusion it sends the case back to be reviewed.

    `in_word`: it was written in Word and read back (`word_drafts`); the record says so.
    """
    officer = acting_handler(user, case, "case.draft")
    party_of(case, party)
    content = core(case, party, **typed)
    check_core(case, content)
    check_ground(case, party, content)
    today = clock.today()
    act = acts.DRAFTED_IN_WORD if in_word else acts.DRAFTED
    with case_deed(user=user, case=case, act=act, version=version) as work:
        running.require_step(case.dossier, *draftable_at(case))
        if party.decisions.exists():
            raise Refusal(
                "draft.decided",
                "已对这名当事人作出决定，不能再改代拟稿。",
                next_step="发出后的文书只能以补正书更正。",
            )
        same_act.not_fined_twice(content, same_act.fined_before(same_act.earlier_of([party])[party]))
        _heavier_on_new_facts(party, content)
        before = review.newest_draft(case.dossier_id, party.ref)
        disputed = disagreement_on(before)
        draftable(open_dispute=disputed is not None and not disputed.settled)
        made = review.make_draft(
            work, party=party.ref, core=content, officer=officer, on=today,
            again=disputed is not None and disputed.stands,
        )  # fmt: skip
        work.mention(party)
        if before and hasattr(before, "submission") and not hasattr(before, "opinion"):
            running.end_clocks(work, on=today, why="另成一稿", rules=REVIEW_RULES, party=party.ref)
        running.go_back(work, step="conclusion", on=today)
        work.facts["revision"] = made.revision
    return made


def _heavier_on_new_facts(party: Party, content: Mapping[str, Any]) -> None:
    """行政处罚法45; §11.4 no. 5: heavier than what was told only on facts that a supplementary investigation found."""
    told = newest_notice(party)
    if told:
        notice_rules.heavier_on_new_facts(content, core_of(told.draft))


def draftable_at(case: Case) -> tuple[str, ...]:
    """244号32: a case that review sent to be handed over is drafted anew where the disagreement on that was settled."""
    disputes = [disagreement_on(each) for each in newest_drafts(case.dossier).values()]
    settled = any(each is not None and each.settled for each in disputes)
    return (*OPEN_STEPS, "termination") if settled and not open_transfer(case) else OPEN_STEPS


def check_ground(case: Case, party: Party, content: Mapping[str, Any]) -> None:
    """行政处罚法30–33: a ground for no penalty must fit the party."""
    no_penalty.applies(
        content, natural=party.is_natural, identity_number=party.identity_number, acted_on=case.acted_on
    )
    no_penalty.first_time(content, earlier_penalties(case, party))


def check_core(case: Case, content: Mapping[str, Any]) -> None:
    """行政处罚法37、59: refuse a core that is not whole, or that cites what was not in force."""
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
        if submitted(newest):
            raise Refusal("review.already", "这一稿已经送审。", next_step="退回的，修改后另成一稿再送。")
        settled(case)
        notice_rules.taken_in(party.name, brought_new=new_matter(party.ref, newest))
        _lists_all_evidence(newest)
        same_act.settled(party, core_of(newest))
        asked = proposed(newest, case)
        record_submitted(heard=asked.hearing, listed=HEARING_RECORD in materials)
        submission = review.submit(
            work,
            draft=newest,
            agency=case.agency,
            proposed=asked,
            materials=materials,
            lying=[each.name for each in lying(case, newest) if each.lies],
            officer=officer,
            on=today,
            major_reason=major_reason.strip(),
        )
        work.mention(party)
        _submission_form(work, case, party, submission)
        for rule in REVIEW_RULES:
            running.start_clock(work, rule=rule, on=today, party=party.ref)
        work.facts["revision"] = newest.revision
        drafts = newest_drafts(case.dossier)
        if all(submitted(drafts.get(each.ref)) for each in case.parties.all()):
            running.go_on(work, on=today, holds=judge(case.dossier))
    return submission


def reviewed_matter(case: Case, draft: Draft) -> dict[str, str]:
    """Return what an opinion says of the case: whose, on what facts, by which law, to what end."""
    core = core_of(draft)
    return {
        "案由": case.title,
        "承办机构": case.department.name,
        "当事人": core["party"]["name"],
        "主要事实": core["facts"],
        "法律依据": "；".join([*core.get("violated", ()), *core.get("basis", ())]),
        "拟作出的决定": penalties_text(core),
    }


def _submission_form(work: Deed, case: Case, party: Party, submission: Submission) -> None:
    """244号29; 55号令23: the form that goes along with the materials."""
    draft = submission.draft
    issue(
        work, form=forms.REVIEW_SUBMISSION, agency=case.agency, made_on=submission.received_on, party=party.ref,
        data={
            "案由": case.title,
            "当事人": party.name,
            "送审稿": f"决定代拟稿{draft}，摘要 {draft.core_hash[:16]}",
            "拟作出的处理": penalties_text(core_of(draft)),
            "送审材料": "、".join(submission.materials),
            "是否在审核目录": f"{'目录内' if submission.in_catalogue else '目录外'}（{submission.catalogue}）",
            **({"目录外送审的理由": submission.major_reason} if submission.major_reason else {}),
            "承办机构": case.department.name,
            "送审人": submission.submitted_by.name,
            "送审日期": str(submission.received_on),
        },
    )  # fmt: skip


def _lists_all_evidence(newest: Draft) -> None:
    """§11.4 no. 1: the evidence list is part of what is reviewed; evidence that came later calls for another draft."""
    pieces = newest.dossier.evidence.filter(excluded_on=None)
    listed = {each["position"] for each in core_of(newest)["evidence"]}
    have = set(pieces.values_list("position", flat=True))
    if listed != have:
        raise Refusal(
            "review.evidence_added",
            f"拟稿后又收集或者排除了证据：代拟稿列有 {len(listed)} 件，案卷现有可用的 {len(have)} 件。",
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
    may_review(user, case, submission, "review.find")
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


_SIGNED = {"同意": acts.AGREED, "不在目录": acts.OUTSIDE}


def sign(*, user: User, case: Case, sheet: WorkSheet, version: int | None = None) -> Opinion:
    """深评查345: the head of the legal department signs; a returned draft sends the case back to be mended."""
    may_review(user, case, sheet.submission, "review.sign")
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
            work, sheet=sheet, signer=signer(user), handlers=handler_refs(case), agency=case.agency, on=today,
            about=reviewed_matter(case, submission.draft),
        )  # fmt: skip
        for rule in REVIEW_RULES:
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
        running.go_on(work, on=clock.today(), holds=after_review(case.dossier, results.values()))
