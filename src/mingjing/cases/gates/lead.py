"""What a lead still lacks: its three conditions of filing, its answer to the source, its word to the reporter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.gates.gate import QUALIFIED, Ahead, Gate, last, qualified, ruled, rungs, told
from mingjing.cases.models import Case
from mingjing.cases.papers.wording import limitation_words
from mingjing.cases.rules import handling as handling_rules
from mingjing.cases.rules import lead as lead_rules
from mingjing.cases.rules.lead import VERIFYING
from mingjing.cases.tasks import task
from mingjing.registry.permissions import Role

if TYPE_CHECKING:
    from mingjing.cases.standing import Standing

VERIFY = "zj55.verify"
ANYBODY = frozenset({Role.OFFICER, Role.SECTION, Role.DEPUTY, Role.PRINCIPAL})


def lead(standing: Standing) -> Ahead:
    """Return what lies between a lead and its filing (55号令15)."""
    parties = [line.party for line in standing.lines]
    named = f"已登记当事人 {len(parties)} 名：{'、'.join(party.name for party in parties)}"
    register = task("party", rule=VERIFY)
    return Ahead(
        (
            told(bool(parties), named, "尚未登记当事人", "行政处罚法 第四十条", register),
            Gate("off", "初步证据：核查以后，提请立案时写明", VERIFYING),
            Gate("off", "管辖：提请立案时写明依据；处罚权在他处的不能立案", handling_rules.COMPETENCE),
            _limitation(standing.case, asked=False),
            Gate("off", "提请立案时选定清单内事项，指派两名证件有效的承办人", QUALIFIED),
        ),
        (task("filing-request", "核查线索，提请立案", VERIFYING, rule=VERIFY),),
        "立案审批",
    )


def _limitation(case: Case, *, asked: bool) -> Gate:
    """Return the gate of limitation; before filing is asked for, the grounds of five years may still be written."""
    open_question = "" if asked else "待写明理由"
    ongoing = case.course == Case.Course.ONGOING

    def within(reason: str) -> None:
        lead_rules.within_limitation(case.acted_on, case.found_on, ongoing=ongoing, grave_reason=reason)

    found = ruled(lambda: within(case.grave_reason), limitation_words(case), lead_rules.LIMITATION)
    if found.state == "stop" and open_question:
        later = ruled(lambda: within(open_question), "", lead_rules.LIMITATION)
        if later.state == "open":
            return Gate("off", found.sentence, found.clause, remark=found.remark)
    return found


def filing(standing: Standing) -> Ahead:
    """Return what lies between a request and the filing: the three conditions, the list, the chain (55号令15)."""
    case = standing.case
    listed = (
        Gate("open", f"事项在现行清单内：{case.matter.name}", "种子 一（二）1")
        if case.matter
        else Gate(
            "off",
            f"事项未列清单，理由：{case.unlisted_reason}",
            "种子 一（二）1",
            remark="立案即生成清单修订任务",
        )
    )
    conditions = (
        ruled(
            lambda: lead_rules.evidence_told(case.first_evidence),
            f"初步证据：{case.first_evidence}",
            VERIFYING,
        ),
        ruled(
            lambda: handling_rules.competent(owner="", own=True, jurisdiction=case.jurisdiction),
            f"管辖：{case.jurisdiction}",
            handling_rules.COMPETENCE,
        ),
        _limitation(case, asked=True),
    )
    chain = standing.chain("filing")
    approve = last(chain, "filing", "批准立案", VERIFYING, rule=VERIFY)
    gates = (*conditions, listed, *qualified(standing), *rungs(chain, "filing", VERIFYING))
    return Ahead(gates, approve, "调查取证")


def answers(standing: Standing) -> list[Gate]:
    """Return what the source and the reporter still wait for, on a case that has ended too (§11.6 no. 23)."""
    report = standing.report
    if report is None:
        return []
    gates = []
    if report.reply_by and report.replied_on is None:
        late = standing.today > report.reply_by
        sentence = (
            f"来件的答复期限已于 {report.reply_by} 届满，尚未答复"
            if late
            else f"来件须在 {report.reply_by} 前答复"
        )
        wanted = task("reply", f"{sentence}：答复并登记", VERIFYING, rule="source.reply")
        gates.append(Gate("note", sentence, VERIFYING, wanted))
    case = standing.case
    if case.ending and case.filed_on is None and report.reachable and report.told_on is None:
        outcome = case.get_ending_display()
        received = report.received_by if report.received_by and not report.received_by.left_on else None
        wanted = task(
            "reporter-told", f"告知举报人 {report.reporter}：{outcome}及其理由", VERIFYING,
            roles=ANYBODY if received else {Role.PRINCIPAL}, named=[received] if received else [],
        )  # fmt: skip
        gates.append(Gate("note", f"举报人 {report.reporter} 尚未被告知：{outcome}", VERIFYING, wanted))
    return gates
