"""What a case still lacks at its step, told by the very rules that the actions enforce.

A face shows this list and never decides by it: the action checks again, and the database after it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mingjing.cases.beside import beside, suspended
from mingjing.cases.gates import ending as ending_gates
from mingjing.cases.gates import hearing as hearing_gates
from mingjing.cases.gates import lead as lead_gates
from mingjing.cases.gates import review as review_gates
from mingjing.cases.gates import same_act as same_act_gates
from mingjing.cases.gates import taken as taken_gates
from mingjing.cases.gates.gate import Ahead, Gate, last, qualified, rungs, told
from mingjing.cases.papers.wording import penalties_text
from mingjing.cases.queries import heard as hearing
from mingjing.cases.queries import taken
from mingjing.cases.queries.case import core_of
from mingjing.cases.tasks import task
from mingjing.documents.scans import SIGNING
from mingjing.refusal import Refusal
from mingjing.review.rules import OPENING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from mingjing.cases.standing import Line, Standing

REVIEW = "行政处罚法 第五十八条；244号 第二十九条"
UNSERVED_BESIDE = ("conclusion", "review", "notice", "hearing", "discussion", "decision")
"""Steps at which one party may already have its decision, which is then to be served whatever the others wait for."""


def ahead(standing: Standing) -> Ahead:
    """Return what the case still lacks at its present step."""
    make = _STEPS.get(standing.step_id)
    found = make(standing) if make else Ahead()
    if standing.suspension:
        found = suspended(standing.suspension)
    found = replace(found, gates=(*beside(standing), *found.gates))
    if standing.step_id in UNSERVED_BESIDE:
        unserved = tuple(_served(line) for line in standing.lines if line.decision and not line.service)
        found = replace(found, gates=(*found.gates, *unserved))
    return found


def _investigation(standing: Standing) -> Ahead:
    written, count = len(standing.documents("DC01", "DC02")), standing.evidence_count
    return Ahead(
        (
            *qualified(standing),
            Gate("open", f"检查、询问笔录 {written} 份", "行政处罚法 第五十五条")
            if written
            else Gate("off", "尚无检查、询问笔录；已经检查、询问的须补录", "行政处罚法 第五十五条"),
            told(
                count > 0, f"证据 {count} 件", "案卷中没有证据", "行政处罚法 第四十条、第四十六条",
                task("evidence", "收集证据", "行政处罚法 第四十六条", rule="xzcf.decision_90"),
            ),
        ),
        (
            task(
                "conclusion", "提交调查终结报告（五项内容）", "住房和城乡建设行政处罚程序规定 第二十条",
                rule="xzcf.decision_90",
            ),
        ),
        "调查终结、拟稿",
    )  # fmt: skip


def _conclusion(standing: Standing) -> Ahead:
    report = Gate("open", "调查终结报告已提交", "住房和城乡建设行政处罚程序规定 第二十条")
    per_party = [
        gate
        for line in standing.lines
        for gate in (_drafted(line), *same_act_gates.same_act(line), _submitted(line))
    ]
    again = same_act_gates.supplemented(standing)
    return Ahead((report, *qualified(standing), *per_party, *again), after="法制审核")


def _drafted(line: Line) -> Gate:
    name, draft = line.party.name, line.draft
    clause = "行政处罚法 第五十七条、第五十九条"
    if draft is None:
        wanted = task("draft", f"为{name}拟定决定代拟稿", clause, party=line.party, rule="xzcf.decision_90")
        return Gate("stop", f"{name}：尚无决定代拟稿", clause, wanted)
    if line.new_matter_undrafted:
        wanted = task(
            "draft",
            f"就{name}提出的新情况另成一稿",
            "行政处罚法 第四十五条",
            party=line.party,
            rule="xzcf.decision_90",
        )
        return Gate(
            "stop", f"{name}：提出了新的事实、理由或证据，须另成一稿", "行政处罚法 第四十五条", wanted
        )
    if line.hearing_undrafted:
        return hearing_gates.undrafted(line)
    if line.result and line.result not in OPENING:
        return review_gates.mended(line)
    if line.refused:
        said = f"{name}：{line.refused.signed_by.name}不同意{draft}：{line.refused.opinion}"
        wanted = task(
            "draft", f"按负责人意见为{name}另成一稿", clause, party=line.party, rule="xzcf.decision_90"
        )
        return Gate("stop", said, clause, wanted)
    return Gate("open", f"{name}：{draft}，拟{penalties_text(core_of(draft))}", clause)


def _submitted(line: Line) -> Gate:
    name = line.party.name
    if line.result in OPENING and not line.hearing_undrafted and not line.refused:
        return Gate("open", f"{name}：{line.draft}已通过法制审核", REVIEW, remark=line.result)
    if line.draft is None or line.result or line.new_matter_undrafted or line.hearing_undrafted:
        return Gate("stop", f"{name}：拟稿后提请法制审核", REVIEW)
    return review_gates.handed_in(line)


def _review(standing: Standing) -> Ahead:
    return Ahead(
        tuple(gate for line in standing.lines for gate in review_gates.reviewed(line)), after="事先告知"
    )


def _notice(standing: Standing) -> Ahead:
    gates = []
    for line in standing.lines:
        waits = taken_gates.reviewed(standing, line)
        gates += [waits] if waits else _heard(line, standing.today)
    request = task("decision-request", "提请作出决定", "行政处罚法 第五十七条", rule="xzcf.decision_90")
    after = "集体讨论" if standing.case.complex else "作出决定"
    return Ahead((*qualified(standing), *gates), (request,), after)


def _heard(line: Line, today: dt.date) -> list[Gate]:
    """Return the gates of one party's notice and hearing, in the order in which they open."""
    name, party, notice = line.party.name, line.party, line.notice
    clause = "行政处罚法 第四十四条、第六十二条"
    if line.decision:
        return [Gate("open", f"{name}：已作出决定", "行政处罚法 第五十七条", remark=line.decision.number)]
    if line.unpunished:
        return [_passed(line), ending_gates.unnotified(line)]
    make = task("notice", f"制作送{name}的告知书", clause, party=party, rule="xzcf.decision_90")
    if notice is None:
        return [
            _passed(line),
            taken_gates.told(line) or Gate("stop", f"{name}：尚未制作告知书", clause, make),
        ]
    if notice.served_on is None:
        serve = task(
            "notice-service", f"向{name}送达告知书并登记", clause, party=party, rule="xzcf.decision_90"
        )
        return [
            _passed(line),
            Gate("stop", f"{name}：告知书 {notice.number} 尚未登记送达", clause, serve),
        ]
    try:
        hearing.heard(
            party, notice=line.served_notice, newest=line.draft, passed=line.passed,
            brought_new=line.new_matter_undrafted, today=today,
        )  # fmt: skip
    except Refusal as refusal:
        mend = {
            "decision.heavier": make,
            "decision.told_otherwise": make,
            "decision.hearing_asked": hearing_gates.arrange(f"为{name}安排听证"),
            "decision.hearing_held": task(
                "draft", f"根据听证笔录为{name}另成一稿", refusal.clause, party=party, rule="xzcf.decision_90"
            ),
            "decision.new_facts": task(
                "draft", f"就{name}提出的新情况另成一稿", party=party, rule="xzcf.decision_90"
            ),
        }.get(refusal.code)
        return [
            _passed(line),
            Gate("stop", refusal.sentence, refusal.clause, mend, refusal.next_step if not mend else ""),
        ]
    served = line.served_notice
    over = (
        f"书面放弃（{served.waived_on}）"
        if served and served.waived_on
        else f"已于 {served.ends_on if served else ''} 届满"
    )
    gates = [_passed(line), Gate("open", f"{name}：告知书已送达，陈述申辩期{over}", clause)]
    if served and served.hearing_offered:
        gates.append(hearing_gates.right_used(name, served))
    return gates


def _passed(line: Line) -> Gate:
    opinion = line.signed
    number = opinion.number if opinion else ""
    return told(
        line.passed,
        f"{line.party.name}：最新一稿（{line.draft}）已通过法制审核",
        f"{line.party.name}：最新一稿（{line.draft or '无'}）未经审核或者审核未通过",
        "行政处罚法 第五十八条",
        remark=number,
    )


def _discussion(standing: Standing) -> Ahead:
    gates = [gate for line in standing.lines for gate in _heard(line, standing.today)]
    hold = task(
        "discussion", "主持集体讨论，形成笔录", "行政处罚法 第五十七条第二款", rule="xzcf.decision_90"
    )
    return Ahead(tuple(gates), (hold,), "作出决定")


def _decision(standing: Standing) -> Ahead:
    gates = qualified(standing)
    if standing.case.complex:
        clause = "行政处罚法 第五十七条第二款"
        gates.append(told(standing.discussed, "负责人已集体讨论", "情节复杂或重大，须先集体讨论", clause))
    for line in standing.lines:
        gates += _decided(line, standing.today)
    return Ahead(tuple(gates), after="送达")


def _decided(line: Line, today: dt.date) -> list[Gate]:
    name, clause = line.party.name, "行政处罚法 第五十七条"
    if line.decision:
        return _heard(line, today)
    heard = [*_heard(line, today), *same_act_gates.same_act(line)]
    if any(gate.state == "stop" for gate in heard):
        return heard
    decide = last(line.chain, "decision", f"对{name}作出决定", clause, line, rule="xzcf.decision_90")
    who = "或".join(role.label for role in line.chain.rungs[-1])
    final = Gate("stop", f"{name}：待{who}作出决定", clause, decide[0] if line.chain.last_next else None)
    return [*heard, *rungs(line.chain, "decision", clause, line), final]


def _service(standing: Standing) -> Ahead:
    return Ahead(tuple(_served(line) for line in standing.lines), after="履行")


def _served(line: Line) -> Gate:
    if line.prior:
        return taken.served_gate(line, line.prior)
    name, clause = line.party.name, "行政处罚法 第六十一条"
    if line.service:
        return Gate(
            "open",
            f"{name}：决定书已{line.service.get_method_display()}",
            clause,
            remark=str(line.service.served_on),
        )
    wanted = task("service", f"向{name}送达决定书并登记", clause, party=line.party, rule="xzcf.serve_7")
    return Gate("stop", f"{name}：决定书尚未登记送达", clause, wanted if line.decision else None)


def _performance(standing: Standing) -> Ahead:
    close = task("closing-request", "填写结案审批表，提请结案", "住房和城乡建设行政处罚程序规定 第三十一条")
    gates = [*(gate for line in standing.lines for gate in _performed(line)), _papers(standing)]
    return Ahead(tuple(gates), (close,), "结案审批")


def _papers(standing: Standing) -> Gate:
    """§11.1 F2: the signed papers lie in the file, as scans, before the case is closed."""
    waiting = standing.unreturned
    names = "、".join(dict.fromkeys(each.title for each in waiting))
    return told(
        not waiting,
        "签名、盖章的文书均已收回扫描件",
        f"还有 {len(waiting)} 份文书的签名、盖章件没有收回：{names}",
        SIGNING,
        task("scan", "上传签名、盖章后的扫描件或者照片", SIGNING),
    )


def _performed(line: Line) -> list[Gate]:
    if line.prior:
        return [taken.performed_gate(line, line.prior)]
    name, clause = line.party.name, "行政处罚法 第六十六条、第六十七条"
    taught = ending_gates.educated(line)
    if line.performed:
        return taught or [Gate("open", f"{name}：已履行完毕", clause)]
    if line.unpunished and any(gate.state == "stop" for gate in taught):
        return taught
    owed = _owed(line)
    wanted = task("performance", f"登记{name}的履行情况", clause, party=line.party, rule="xzcf.pay_15")
    return [*taught, Gate("stop", f"{name}：{owed}", clause, wanted)]


def _owed(line: Line) -> str:
    """Say what is still owed, by when, and what late fine has come to today (行政处罚法66、67、72)."""
    now = line.account
    if now is None or now.settled:
        return "责令事项的履行情况未登记"
    parts = [f"还应缴 {now.left / 100:,.2f} 元，{now.due_on} 前"] if now.left else []
    parts += [f"加处罚款至今天 {now.late_left / 100:,.2f} 元"] if now.late_left else []
    return "；".join(parts)


def _closing(standing: Standing) -> Ahead:
    chain, clause = standing.chain("closing"), "住房和城乡建设行政处罚程序规定 第三十一条"
    return Ahead(
        tuple(rungs(chain, "closing", clause)),
        last(chain, "closing", "批准结案", clause, rule="zj55.close"),
        "归档",
    )


_STEPS: dict[str, Callable[[Standing], Ahead]] = {
    "lead": lead_gates.lead,
    "filing": lead_gates.filing,
    "investigation": _investigation,
    "conclusion": _conclusion,
    "review": _review,
    "notice": _notice,
    "hearing": hearing_gates.ahead,
    "discussion": _discussion,
    "decision": _decision,
    "service": _service,
    "performance": _performance,
    "closing": _closing,
    "termination": ending_gates.termination,
}
