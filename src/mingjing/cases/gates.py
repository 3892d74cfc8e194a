"""What a case still lacks at its step, told by the very rules that the actions enforce.

A face shows this list and never decides by it: the action checks again, and the database after it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mingjing.cases import hearing, rules
from mingjing.cases.beside import beside, suspended
from mingjing.cases.gate import QUALIFIED, Ahead, Gate, last, qualified, ruled, rungs, told
from mingjing.cases.queries import core_of
from mingjing.cases.tasks import task
from mingjing.cases.wording import penalties_text
from mingjing.refusal import Refusal
from mingjing.review.rules import LEADS_TO, OPENING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from mingjing.cases.standing import Line, Standing

FILING = "住房和城乡建设行政处罚程序规定 第十五条"
REVIEW = "行政处罚法 第五十八条；244号 第二十九条"
UNSERVED_BESIDE = ("conclusion", "review", "notice", "discussion", "decision")
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


def _lead(standing: Standing) -> Ahead:
    case, parties = standing.case, [line.party for line in standing.lines]
    named = f"已登记当事人 {len(parties)} 名：{'、'.join(party.name for party in parties)}"
    return Ahead(
        (
            told(
                bool(parties),
                named,
                "尚未登记当事人",
                "行政处罚法 第四十条",
                task("party", rule="zj55.verify"),
            ),
            ruled(
                lambda: rules.within_limitation(case.acted_on, case.found_on),
                f"未过追责时效：{case.acted_on} 行为终了，{case.found_on} 发现",
                "行政处罚法 第三十六条",
            ),
            Gate("off", "提请立案时选定清单内事项，指派两名证件有效的承办人", QUALIFIED),
        ),
        (task("filing-request", "核查线索，提请立案", FILING, rule="zj55.verify"),),
        "立案审批",
    )


def _filing(standing: Standing) -> Ahead:
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
    chain = standing.chain("filing")
    approve = last(chain, "filing", "批准立案", FILING, rule="zj55.verify")
    return Ahead((listed, *qualified(standing), *rungs(chain, "filing", FILING)), approve, "调查取证")


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
    per_party = [gate for line in standing.lines for gate in (_drafted(line), _submitted(line))]
    return Ahead((report, *qualified(standing), *per_party), after="法制审核")


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
    if line.result and line.result not in OPENING:
        wanted = task(
            "draft", f"按审核意见修改{name}的代拟稿", REVIEW, party=line.party, rule="xzcf.decision_90"
        )
        return Gate(
            "stop", f"{name}：{draft}审核意见为“{line.result}”。{LEADS_TO[line.result]}", REVIEW, wanted
        )
    return Gate("open", f"{name}：{draft}，拟{penalties_text(core_of(draft))}", clause)


def _submitted(line: Line) -> Gate:
    name = line.party.name
    if line.result in OPENING:
        return Gate("open", f"{name}：{line.draft}已通过法制审核", REVIEW, remark=line.result)
    wanted = task(
        "submission", f"将{name}的代拟稿提请法制审核", REVIEW, party=line.party, rule="xzcf.decision_90"
    )
    if line.draft is None or line.result or line.new_matter_undrafted:
        return Gate("stop", f"{name}：拟稿后提请法制审核", REVIEW)
    if line.submission is None:
        return Gate("stop", f"{name}：{line.draft}尚未送审", REVIEW, wanted)
    return Gate("open", f"{name}：{line.draft}已送审", REVIEW, remark=str(line.submission.received_on))


def _review(standing: Standing) -> Ahead:
    return Ahead(tuple(gate for line in standing.lines for gate in _reviewed(line)), after="事先告知")


def _reviewed(line: Line) -> list[Gate]:
    name, draft = line.party.name, line.draft
    if line.opinion:
        return [
            Gate(
                "open",
                f"{name}：{draft}的审核意见已签署：{line.opinion.result}",
                REVIEW,
                remark=line.opinion.number,
            )
        ]
    find = task(
        "review", f"审核{name}的代拟稿，逐项作出结论", "244号 第三十条", party=line.party, rule="nm.review5"
    )
    sign = task(
        "signature", f"签署对{name}代拟稿的审核意见", "深评查345", party=line.party, rule="nm.review5"
    )
    if line.sheet is None:
        return [
            Gate("stop", f"{name}：{draft}待法制审核员逐项审核", "244号 第三十条", find),
            Gate("stop", f"{name}：审核后由法制机构负责人签署", "深评查345"),
        ]
    return [
        Gate(
            "open", f"{name}：{line.sheet.reviewer.name}已逐项审核，拟“{line.sheet.result}”", "244号 第三十条"
        ),
        Gate("stop", f"{name}：待法制机构负责人签署", "深评查345", sign),
    ]


def _notice(standing: Standing) -> Ahead:
    gates = [gate for line in standing.lines for gate in _heard(line, standing.today)]
    request = task("decision-request", "提请作出决定", "行政处罚法 第五十七条", rule="xzcf.decision_90")
    after = "集体讨论" if standing.case.complex else "作出决定"
    return Ahead((*qualified(standing), *gates), (request,), after)


def _heard(line: Line, today: dt.date) -> list[Gate]:
    """Return the gates of one party's notice and hearing, in the order in which they open."""
    name, party, notice = line.party.name, line.party, line.notice
    clause = "行政处罚法 第四十四条、第六十二条"
    make = task("notice", f"制作送{name}的告知书", clause, party=party, rule="xzcf.decision_90")
    if notice is None:
        return [_passed(line), Gate("stop", f"{name}：尚未制作告知书", clause, make)]
    if notice.served_on is None:
        serve = task(
            "notice-service", f"向{name}送达告知书并登记", clause, party=party, rule="xzcf.decision_90"
        )
        return [
            _passed(line),
            Gate("stop", f"{name}：告知书 {notice.document.number} 尚未登记送达", clause, serve),
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
            "decision.hearing_asked": task(
                "hearing-withdrawal", f"{name}书面撤回听证申请的，登记撤回", refusal.clause, party=party
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
        ended = "已书面撤回申请" if served.hearing_withdrawn_on else "未要求听证"
        ended = f"书面放弃（{served.hearing_waived_on}）" if served.hearing_waived_on else ended
        gates.append(Gate("open", f"{name}：已告知听证权利，{ended}", "行政处罚法 第六十三条、第六十四条"))
    return gates


def _passed(line: Line) -> Gate:
    opinion = line.opinion
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
        return [Gate("open", f"{name}：已作出决定", clause, remark=line.decision.number)]
    heard = _heard(line, today)
    if any(gate.state == "stop" for gate in heard):
        return heard
    decide = last(line.chain, "decision", f"对{name}作出决定", clause, line, rule="xzcf.decision_90")
    who = "或".join(role.label for role in line.chain.rungs[-1])
    final = Gate("stop", f"{name}：待{who}作出决定", clause, decide[0] if line.chain.last_next else None)
    return [*heard, *rungs(line.chain, "decision", clause, line), final]


def _service(standing: Standing) -> Ahead:
    return Ahead(tuple(_served(line) for line in standing.lines), after="履行")


def _served(line: Line) -> Gate:
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
    return Ahead(tuple(_performed(line) for line in standing.lines), (close,), "结案审批")


def _performed(line: Line) -> Gate:
    name, clause = line.party.name, "行政处罚法 第六十六条、第六十七条"
    if line.performed:
        return Gate("open", f"{name}：已履行完毕", clause)
    left = line.amount - line.paid
    owed = f"还应缴 {left / 100:,.2f} 元" if left > 0 else "责令事项的履行情况未登记"
    wanted = task("performance", f"登记{name}的履行情况", clause, party=line.party, rule="xzcf.pay_15")
    return Gate("stop", f"{name}：{owed}", clause, wanted)


def _closing(standing: Standing) -> Ahead:
    chain, clause = standing.chain("closing"), "住房和城乡建设行政处罚程序规定 第三十一条"
    return Ahead(
        tuple(rungs(chain, "closing", clause)),
        last(chain, "closing", "批准结案", clause, rule="zj55.close"),
        "归档",
    )


_STEPS: dict[str, Callable[[Standing], Ahead]] = {
    "lead": _lead,
    "filing": _filing,
    "investigation": _investigation,
    "conclusion": _conclusion,
    "review": _review,
    "notice": _notice,
    "discussion": _discussion,
    "decision": _decision,
    "service": _service,
    "performance": _performance,
    "closing": _closing,
}
