"""Handing a case over to whom it belongs, or to the police (行政处罚法25–27; 移送规定5–12; 55号令6)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, allow, case_deed
from mingjing.cases.actions.petitions import answer, petition
from mingjing.cases.actions.reporting import not_naming
from mingjing.cases.actions.suspension import DECISION, KIND
from mingjing.cases.actions.withdrawal import end
from mingjing.cases.models import Case, Petition, Transfer
from mingjing.cases.papers.wording import particulars
from mingjing.cases.queries.case import handlers_of, suspension_of
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules import petitions as petition_rules
from mingjing.cases.rules import transfers
from mingjing.cases.rules.transfers import open_transfer
from mingjing.documents import forms_ending as forms
from mingjing.documents.actions import issue
from mingjing.law.terms import due
from mingjing.refusal import Refusal
from mingjing.registry.permissions import Role
from mingjing.workflow import running
from mingjing.workflow.approvals import LEADERS, signer
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Json
    from mingjing.registry.models import Officer, User

Target = Transfer.Target
MATTERS = {Target.AGENCY: Petition.Matter.TRANSFER, Target.POLICE: Petition.Matter.CRIME}
STEPS = (*petition_rules.BEFORE_DECISION, "termination")
APPROVING, SENDING, OBJECTING, HANDING = "ys.3", "ys.24", "ys.recon", "ys.hand"
"""行政执法机关移送涉嫌犯罪案件的规定5、9、12: the time limits of the table."""


def _mover(user: User, case: Case) -> Officer:
    """Return who hands over: whoever verifies a lead that nobody handles yet, else a handler."""
    if running.at(case.dossier).step == "lead":
        allow(user, "case.verify_lead", case)
        return signer(user)
    return acting_handler(user, case, "case.petition")


def request_transfer(
    *,
    user: User,
    case: Case,
    target: str,
    receiver: str,
    materials: str,
    reason: str,
    officers: list[Officer] | None = None,
    version: int | None = None,
) -> Petition:
    """行政处罚法25、27; 移送规定5: ask that the case be handed over, with the list of what goes with it.

    On suspicion of crime two officers (`officers`) verified it and report together; the head has three days.
    """
    mover, goal = _mover(user, case), Target(target)
    listed, to = transfers.listed(materials), transfers.to_whom(receiver)
    not_naming(case, reason, field="reason")
    not_naming(case, materials, field="materials")
    particulars: dict[str, Json] = {
        "_receiver": to, "_materials": list(listed), "受移送机关": to, "材料清单": "\n".join(listed),
    }  # fmt: skip
    steps: tuple[str, ...] = STEPS if goal == Target.POLICE else ("lead", *STEPS)
    if goal == Target.POLICE:
        group = [each for each in officers or [] if each in handlers_of(case)]
        transfers.proposed_by(len({each.pk for each in group}))
        particulars["专案组"] = "、".join(each.name for each in group)
    with case_deed(user=user, case=case, act=acts.PETITIONED, version=version) as work:
        transfers.nothing_decided(case, "移送", transfers.clause_of(goal))
        transfers.none_open(case)
        found = petition(
            work,
            case,
            matter=MATTERS[goal],
            officer=mover,
            reason=reason,
            particulars=particulars,
            steps=steps,
        )
        if goal == Target.POLICE:
            running.start_clock(work, rule=APPROVING, on=clock.today())
    return found


def decide_transfer(
    *, user: User, case: Case, target: str, agreed: bool, opinion: str, version: int | None = None
) -> Petition:
    """移送规定5: the head, or who leads in the head's place, decides within three days; else a responsible person.

    Approved, a filed case stands at its termination, and a crime is sent within twenty-four hours. Refused there, the
    case goes on being investigated here.
    """
    allow(user, "case.grant", case)
    goal, today = Target(target), clock.today()
    roles = (Role.PRINCIPAL,) if goal == Target.POLICE else LEADERS
    with case_deed(user=user, case=case, act=acts.GRANTED, version=version) as work:
        found = answer(
            work, case, user, matter=MATTERS[goal], agreed=agreed, opinion=opinion,
            form=forms.TRANSFER_APPROVAL, roles=roles,
        )  # fmt: skip
        if goal == Target.POLICE:
            running.meet_clock(work, rule=APPROVING, on=today)
        if agreed:
            transfers.nothing_decided(case, "移送", transfers.clause_of(goal))
            _approve(work, case, found, goal)
        elif running.at(case.dossier).step == "termination":
            running.go_on(work, on=today, holds=judge(case.dossier))
    return found


def _approve(work: Deed, case: Case, found: Petition, goal: Transfer.Target) -> None:
    today, send_by = clock.today(), None
    if goal == Target.POLICE:
        end_of_day = due(SENDING, clock.now()).due
        send_by = end_of_day if isinstance(end_of_day, dt.datetime) else None
        running.start_clock(work, rule=SENDING, on=today)
    work.add(
        Transfer(
            case=case, petition=found, target=goal, receiver=found.particulars["_receiver"],
            materials=found.particulars["_materials"], approved_on=today, send_by=send_by,
        )
    )  # fmt: skip
    if case.filed_on:
        _take_up(work, case)
        running.go_back(work, step="termination", on=today)


def _take_up(work: Deed, case: Case) -> None:
    """End a suspension with the approval: what is to be handed over within twenty-four hours does not stand still."""
    found = suspension_of(case)
    if found:
        found.ended_on, found.ended_reason = clock.today(), "批准移送，不再中止"
        work.change(found)
        running.release_clock(work, rule=DECISION, on=clock.today(), kind=KIND)


def transfer_of(case: Case) -> Transfer:
    """Return the transfer that is under way, or refuse."""
    found = open_transfer(case)
    if found is None:
        raise Refusal(
            "transfer.none", "案件没有批准移送。", transfers.TO_AGENCY, "请先呈请移送，由负责人批准。"
        )
    return found


def send(
    *,
    user: User,
    case: Case,
    sent_on: dt.date,
    proof: str,
    sent_at: dt.time | None = None,
    version: int | None = None,
) -> Transfer:
    """移送规定5、6; 行政处罚法25: send the letter with its list of materials; a lead ends with it, unfiled.

    `sent_at`: the hour, where it is known: the twenty-four hours are judged by it.
    """
    _mover(user, case)
    rules.not_in_future(sent_on, clock.today(), "sent_on")
    with case_deed(user=user, case=case, act=acts.TRANSFERRED, version=version, happened_on=sent_on) as work:
        row = transfer_of(case)
        clause = transfers.clause_of(row.target)
        if row.sent_on:
            raise Refusal("transfer.sent", "案件已经移送。", clause, "请登记受移送机关的答复。")
        rules.not_before(sent_on, row.approved_on, what="批准日期", field="sent_on")
        transfers.hour_has_come(transfers.moment(sent_on, sent_at), clock.now())
        row.sent_at = sent_at
        row.sent_on, row.proof = sent_on, transfers.with_proof(proof, field="proof", clause=clause)
        row.document = issue(
            work, form=forms.CRIME_TRANSFER if row.to_police else forms.TRANSFER, agency=case.agency,
            made_on=sent_on, data=_letter(case, row),
        )  # fmt: skip
        work.change(row)
        work.facts |= {"target": row.get_target_display(), "number": row.document.number}
        running.meet_clock(work, rule=SENDING, on=sent_on)
        if case.filed_on is None:
            running.meet_clock(work, rule="zj55.verify", on=sent_on)
            end(work, case, ending=Case.Ending.TRANSFERRED, why=row.petition.reason)
    return row


def _letter(case: Case, row: Transfer) -> dict[str, object]:
    reason = row.petition.reason
    approved = row.petition.decided_by
    why = {"涉嫌犯罪的理由": reason} if row.to_police else {"无管辖权的理由": reason}
    return {
        "受移送机关": row.receiver,
        "案由": case.title,
        "当事人": "\n".join(particulars(party) for party in case.parties.all()) or "尚未查明",
        "案情": case.summary,
        **why,
        "依据": transfers.clause_of(row.target),
        "批准": f"{approved.name if approved else ''}（{row.approved_on}）",
        "材料清单": "\n".join(f"{place}．{each}" for place, each in enumerate(row.materials, 1)),
        "回复": f"请将受理情况书面告知本机关。地址：{case.agency.address}，电话：{case.agency.phone}",
    }


def register_answer(
    *, user: User, case: Case, accepted: bool, answered_on: dt.date, paper: str, version: int | None = None
) -> Transfer:
    """移送规定8、9; 行政处罚法25: note what the receiver answered, to the transfer or to the objection.

    Accepted by an agency, the case ends; by the police, the materials are handed over within three days. Declined by
    the police, three days run in which to object.
    """
    acting_handler(user, case, "case.petition")
    rules.not_in_future(answered_on, clock.today(), "answered_on")
    said = Transfer.Answer.ACCEPTED if accepted else Transfer.Answer.DECLINED
    act = acts.TRANSFER_ANSWERED
    with case_deed(user=user, case=case, act=act, version=version, happened_on=answered_on) as work:
        row = transfer_of(case)
        if row.sent_on and not row.waits_for_answer:
            raise Refusal("transfer.answered", "已登记答复。", transfers.ANSWERING, "请看案件页的下一步。")
        transfers.not_before_sent(answered_on, row)
        words = transfers.with_proof(paper, field="paper", clause=transfers.ANSWERING)
        if row.answer:
            rules.not_before(
                answered_on, row.objected_on or answered_on, what="提请复议日期", field="answered_on"
            )
            row.objection_answer, row.objection_answered_on, row.objection_paper = said, answered_on, words
        else:
            row.answer, row.answered_on, row.answer_paper = said, answered_on, words
        work.change(row)
        work.facts |= {"target": row.get_target_display(), "answer": said.label}
        if row.to_police and accepted:
            running.start_clock(work, rule=HANDING, on=answered_on)
        elif row.to_police and not row.objected_on:
            running.start_clock(work, rule=OBJECTING, on=answered_on)
        elif accepted:
            transfers.nothing_kept(case)
            end(work, case, ending=Case.Ending.TRANSFERRED, why=row.petition.reason)
    return row


def object_to(
    *, user: User, case: Case, objected_on: dt.date, reason: str, version: int | None = None
) -> Transfer:
    """移送规定9: within three days of the refusal, ask the police to reconsider it."""
    acting_handler(user, case, "case.petition")
    rules.not_in_future(objected_on, clock.today(), "objected_on")
    act = acts.TRANSFER_OBJECTED
    with case_deed(user=user, case=case, act=act, version=version, happened_on=objected_on) as work:
        row = transfer_of(case)
        if not row.to_police or row.answer != Transfer.Answer.DECLINED or row.objected_on:
            raise Refusal(
                "transfer.no_objection",
                "没有可以提请复议的不予立案决定。",
                transfers.ANSWERING,
                "请看案件页。",
            )
        rules.not_before(
            objected_on, row.answered_on or objected_on, what="收到答复日期", field="objected_on"
        )
        last = due(OBJECTING, row.answered_on or objected_on).due
        if objected_on > last:
            raise Refusal(
                "transfer.objection_late",
                f"提请复议的三日已于 {last} 届满。",
                transfers.ANSWERING,
                "可以建议人民检察院依法进行立案监督，或者恢复办理。",
                "objected_on",
            )
        row.objected_on, row.objection = objected_on, petition_rules.with_reason(reason)
        running.meet_clock(work, rule=OBJECTING, on=objected_on)
        work.change(row)
    return row


def hand_over(
    *, user: User, case: Case, handed_on: dt.date, proof: str, version: int | None = None
) -> Transfer:
    """移送规定12: within three days of the police's acceptance, hand over things and materials; the case ends."""
    acting_handler(user, case, "case.petition")
    rules.not_in_future(handed_on, clock.today(), "handed_on")
    with case_deed(
        user=user, case=case, act=acts.HANDED_OVER, version=version, happened_on=handed_on
    ) as work:
        row = transfer_of(case)
        if not row.to_police or row.outcome != Transfer.Answer.ACCEPTED:
            raise Refusal(
                "transfer.not_accepted", "公安机关还没有立案。", transfers.HANDING, "立案后再移交材料。"
            )
        accepted_on = row.objection_answered_on or row.answered_on or handed_on
        rules.not_before(handed_on, accepted_on, what="收到立案通知日期", field="handed_on")
        transfers.nothing_kept(case)
        row.handed_on = handed_on
        row.handed_proof = transfers.with_proof(proof, field="proof", clause=transfers.HANDING)
        work.change(row)
        running.meet_clock(work, rule=HANDING, on=handed_on)
        end(work, case, ending=Case.Ending.CRIME, why=row.petition.reason)
    return row


def take_back(*, user: User, case: Case, reason: str, version: int | None = None) -> Transfer:
    """行政处罚法27; 移送规定10: declined for good, the case is investigated and decided here."""
    acting_handler(user, case, "case.petition")
    with case_deed(user=user, case=case, act=acts.TAKEN_BACK, version=version) as work:
        row = transfer_of(case)
        if row.outcome != Transfer.Answer.DECLINED:
            raise Refusal(
                "transfer.not_declined",
                "受移送机关没有退回或者不予受理，案件不能恢复办理。",
                transfers.ANSWERING,
                "请等答复；公安机关不予立案的，登记后再恢复。",
            )
        row.taken_back_on, row.taken_back_reason = clock.today(), petition_rules.with_reason(reason)
        work.change(row)
        running.end_clocks(work, on=clock.today(), why="不再提请复议，恢复办理", rules={OBJECTING})
        running.go_on(work, on=clock.today(), holds=judge(case.dossier))
    return row
