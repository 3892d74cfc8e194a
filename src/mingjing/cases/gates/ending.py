"""What is missing on the ways out of a case: no penalty with its education, a transfer and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.gates.gate import Ahead, Gate
from mingjing.cases.models import Petition
from mingjing.cases.queries.case import core_of
from mingjing.cases.queries.reviewing import disagreement_on
from mingjing.cases.rules import transfers
from mingjing.cases.rules.no_penalty import EDUCATING, educates
from mingjing.cases.tasks import task

if TYPE_CHECKING:
    from mingjing.cases.models import Transfer
    from mingjing.cases.standing import Line, Standing
    from mingjing.cases.tasks import Task

UNNOTIFIED = "行政处罚法 第四十四条、第五十七条第一款"


def unnotified(line: Line) -> Gate:
    """Say that a party who is not to be penalized needs no notice of a penalty."""
    return Gate("off", f"{line.party.name}：拟不予处罚，无须事先告知", UNNOTIFIED)


def educated(line: Line) -> list[Gate]:
    """行政处罚法33第三款: say whether a party who is not penalized was educated; nothing for the others."""
    decision = line.decision
    if decision is None or not line.unpunished:
        return []
    name, held = line.party.name, getattr(decision, "education", None)
    if held:
        return [Gate("open", f"{name}：已进行教育", EDUCATING, remark=str(held.held_on))]
    if not educates(core_of(decision.draft)):
        return [Gate("off", f"{name}：违法事实不能成立，不需教育", EDUCATING)]
    wanted = task("education", f"对{name}进行教育并记录", EDUCATING, party=line.party)
    return [Gate("stop", f"{name}：还没有教育记录", EDUCATING, wanted)]


def lead_moved(standing: Standing) -> list[Gate]:
    """行政处罚法25: a lead whose transfer was approved is to be sent."""
    row = transfers.open_transfer(standing.case)
    if standing.step_id != "lead" or row is None:
        return []
    sentence = f"已批准移送{row.receiver}，尚未移送"
    return [Gate("note", sentence, transfers.TO_AGENCY, task("lead-transfer", sentence, transfers.TO_AGENCY))]


def termination(standing: Standing) -> Ahead:
    """Return what a case still lacks that is being handed over."""
    row = transfers.open_transfer(standing.case)
    if row is None:
        return Ahead((*_wanted(standing),), after="移送或者恢复办理")
    return Ahead((_approved(row), _sent(row), *_answered(row)), after="终结")


def _wanted(standing: Standing) -> list[Gate]:
    """Review found that the case is another's: ask for the transfer that it names, or draft anew where it yielded."""
    drafted = [_anew(line) for line in standing.lines if _settled(line)]
    if drafted:
        return drafted
    if standing.asked_for:
        return [Gate("stop", "呈请的事项待负责人决定", transfers.TO_AGENCY)]
    crime = any(line.result == "涉嫌犯罪移送" for line in standing.lines)
    name, clause = (
        ("crime-request", transfers.TO_POLICE) if crime else ("transfer-request", transfers.TO_AGENCY)
    )
    matter = Petition.Matter.CRIME if crime else Petition.Matter.TRANSFER
    rule = "ys.3" if crime else "xzcf.decision_90"
    wanted = task(name, f"按审核意见呈请{matter.label}", clause, rule=rule)
    return [Gate("stop", f"审核意见为移送，尚未呈请{matter.label}", clause, wanted)]


def _settled(line: Line) -> bool:
    dispute = disagreement_on(line.draft)
    return dispute is not None and dispute.settled


def _anew(line: Line) -> Gate:
    clause = "244号 第三十二条"
    wanted = task("draft", f"就{line.party.name}另成一稿", clause, party=line.party, rule="xzcf.decision_90")
    return Gate("stop", f"{line.party.name}：审核意见的分歧已有结论，另成一稿再送审", clause, wanted)


def _approved(row: Transfer) -> Gate:
    clause = transfers.clause_of(row.target)
    return Gate("open", f"已批准移送{row.receiver}", clause, remark=str(row.approved_on))


def _sent(row: Transfer) -> Gate:
    clause = transfers.clause_of(row.target)
    if row.sent_on:
        remark = transfers.sent_late(row) or str(row.sent_on)
        return Gate("open", f"已移送，附材料 {len(row.materials)} 件", clause, remark=remark)
    until = f"，须在 {row.send_by.astimezone(clock.SHANGHAI):%m-%d %H:%M} 前送达" if row.send_by else ""
    wanted = task("transfer", f"制作移送文书并移送{row.receiver}", clause, rule="ys.24" if until else "")
    return Gate("stop", f"尚未移送{until}", clause, wanted)


def _answered(row: Transfer) -> list[Gate]:
    if row.sent_on is None:
        return []
    if row.waits_for_answer:
        what = "复议的答复" if row.objected_on else "答复"
        wanted = task("transfer-answer", f"登记{row.receiver}的{what}", transfers.ANSWERING)
        return [Gate("stop", f"待{row.receiver}{what}", transfers.ANSWERING, wanted)]
    if row.outcome == row.Answer.DECLINED:
        return _declined(row)
    wanted = task("hand-over", "向公安机关移交涉案物品和材料", transfers.HANDING, rule="ys.hand")
    return [
        Gate("open", f"{row.receiver}已立案", transfers.ANSWERING, remark=str(row.answered_on)),
        Gate("stop", "涉案物品和材料尚未移交", transfers.HANDING, wanted),
    ]


def _declined(row: Transfer) -> list[Gate]:
    gates = [
        Gate("open", f"{row.receiver}不予受理（不予立案）", transfers.ANSWERING, remark=row.answer_paper)
    ]
    if row.to_police and not row.objected_on:
        gates.append(Gate("note", "可以在三日内提请复议", transfers.ANSWERING, _objection()))
    wanted = task("take-back", "恢复办理，在本机关继续调查", "行政处罚法 第二十七条", rule="xzcf.decision_90")
    return [*gates, Gate("stop", "案件由本机关继续办理", "行政处罚法 第二十七条", wanted)]


def _objection() -> Task:
    return task("transfer-objection", "就不予立案提请复议", transfers.ANSWERING, rule="ys.recon")
