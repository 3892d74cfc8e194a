"""Disagreement on an opinion: objected to, talked over, concluded by the leader; never opens the gate (244号32)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions.common import acting_handler, allow, case_deed, own_officers
from mingjing.cases.queries.reviewing import disagreement_on
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.documents.layouts import Signed
from mingjing.refusal import Refusal
from mingjing.registry.queries import leaders_of
from mingjing.review import acts
from mingjing.review import disagreement_rules as rules
from mingjing.review.actions import newest_draft
from mingjing.review.models import Disagreement
from mingjing.workflow import approvals, running
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.cases.models import Case
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Officer, User
    from mingjing.review.models import Opinion

STEPS = ("conclusion", "review", "termination")


def object_to(
    *, user: User, case: Case, opinion: Opinion, reasons: str, version: int | None = None
) -> Disagreement:
    """244号32: the handlers follow the opinion, or object to it with their reasons."""
    officer = acting_handler(user, case, "review.dispute")
    _of_case(case, opinion)
    with case_deed(user=user, case=case, act=acts.OBJECTED, version=version) as work:
        running.require_step(case.dossier, *STEPS)
        newest = newest_draft(case.dossier_id, opinion.draft.party)
        rules.may_object(
            result=opinion.result, raised=disagreement_on(opinion.draft) is not None,
            newest=newest is not None and newest.pk == opinion.draft_id,
        )  # fmt: skip
        work.facts["number"] = opinion.number
        return work.add(
            Disagreement(
                opinion=opinion, reasons=rules.said(reasons, field="reasons", what="异议的理由"),
                raised_by=officer, raised_on=clock.today(),
            )
        )  # fmt: skip


def talk(
    *, user: User, case: Case, opinion: Opinion, talks: str, outcome: str, version: int | None = None
) -> Disagreement:
    """244号32: both talk; the head of the legal department registers what was said and what came of it."""
    allow(user, "review.talk", case)
    _of_case(case, opinion)
    with case_deed(user=user, case=case, act=acts.TALKED, version=version) as work:
        found = _raised(opinion)
        rules.talkable(raised=True, talked=bool(found.outcome))
        found.talks = rules.said(talks, field="talks", what="协商的经过和双方意见")
        found.outcome = Disagreement.Outcome(outcome)
        found.talked_on, found.talked_by = clock.today(), signer(user)
        work.change(found)
        if found.settled:
            _write_down(work, case, found)
        work.facts["outcome"] = found.get_outcome_display()
    return found


def conclude(
    *,
    user: User,
    case: Case,
    opinion: Opinion,
    change: bool,
    conclusion: str,
    participants: Sequence[Officer] = (),
    minutes: str = "",
    version: int | None = None,
) -> Disagreement:
    """244号32; §11.4 no. 2: the leader, or a meeting, says what to change or why not; then review begins anew.

    Whatever is concluded opens nothing: only a new 同意 does (行政处罚法58).
    """
    allow(user, "review.settle", case)
    _of_case(case, opinion)
    own_officers(list(participants), case)
    with case_deed(user=user, case=case, act=acts.SETTLED, version=version) as work:
        found = _raised(opinion)
        rules.concludable(
            unsettled=found.outcome == Disagreement.Outcome.UNSETTLED,
            concluded=found.concluded_on is not None,
        )
        held = approvals.acting_as(work, user)
        approvals.may_stand(work.dossier, f"{conclusion}　{minutes}")
        _leaders(case, participants)
        rules.meeting(participants, minutes)
        found.change = change
        found.conclusion = rules.said(conclusion, field="conclusion", what="改什么或者为何不改")
        found.participants = [each.ref for each in participants]
        found.minutes = minutes.strip()
        found.concluded_on, found.concluded_by = clock.today(), signer(user)
        work.change(found)
        _write_down(work, case, found, participants, held.role.label)
        work.facts["verdict"] = "须修改" if change else "不须修改"
    return found


def _leaders(case: Case, participants: Sequence[Officer]) -> None:
    known = {person.pk for person in leaders_of(case.agency)}
    if any(each.pk not in known for each in participants):
        raise Refusal(
            "dispute.not_leader", "参加会议的须是本机关负责人。", rules.CLAUSE, "请重新选择。", "participants"
        )


def _of_case(case: Case, opinion: Opinion) -> None:
    if opinion.draft.dossier_id != case.dossier_id:
        raise Refusal("dispute.unknown", "这不是本案的审核意见。", next_step="请从案件页选择。")


def _raised(opinion: Opinion) -> Disagreement:
    found = Disagreement.objects.filter(opinion=opinion).first()
    if found is None:
        rules.talkable(raised=False, talked=False)
        raise AssertionError(opinion.pk)
    return found


def _write_down(
    work: Deed, case: Case, found: Disagreement, participants: Sequence[Officer] = (), role: str = ""
) -> None:
    """FS04: objection, talks and conclusion on one sheet."""
    opinion = found.opinion
    meeting = {
        "参加会议": "、".join(each.name for each in participants),
        "会议记录": found.minutes,
    }
    concluded: dict[str, object] = {}
    if found.concluded_by and found.concluded_on:
        verdict = "代拟稿须修改。" if found.change else "代拟稿不须修改。"
        concluded = {
            **(meeting if participants else {}),
            f"{role}结论": Signed(
                f"{verdict}{found.conclusion}", found.concluded_by.name, found.concluded_on
            ),
        }
    issue(
        work,
        form=forms.DISAGREEMENT,
        agency=case.agency,
        made_on=found.concluded_on or found.talked_on or found.raised_on,
        party=opinion.draft.party,
        data={
            "案由": case.title,
            "审核意见": f"{opinion.number}，{opinion.get_result_display()}",
            "分歧点": found.reasons,
            "提出人": f"{found.raised_by.name}（{found.raised_on}）",
            "协商过程": found.talks,
            "协商结果": found.get_outcome_display(),
            **concluded,
            "后续处理": "重新送审，以新的审核意见为准；本结论不代替审核",
        },
    )
