"""What is missing of the judgement on earlier decisions (行政处罚法29), and of a supplementary investigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.gates.gate import Gate
from mingjing.cases.queries.case import core_of
from mingjing.cases.queries.same_act import CLAUSE, fined_before, fines
from mingjing.cases.tasks import task

if TYPE_CHECKING:
    from mingjing.cases.standing import Line, Standing

FINDING = "行政处罚法 第四十五条；住房和城乡建设行政处罚程序规定 第二十五条"


def same_act(line: Line) -> list[Gate]:
    """Return a gate for each earlier decision on the party in this matter, judged or not, and one for a second fine."""
    name, gates = line.party.name, []
    for each in line.earlier:
        decided = each.decision
        about = f"{name}：{decided.decided_on} 已有 {decided.number}（{each.words}）"
        if each.judgement is None:
            wanted = task("same-act", f"认定{name}与 {decided.number} 是否同一行为", CLAUSE, party=line.party)
            gates.append(Gate("stop", f"{about}，尚未认定是否同一行为", CLAUSE, wanted))
        else:
            said = f"{about}，认定为{each.judgement}"
            gates.append(Gate("open", said, CLAUSE, remark=each.judgement.reasons))
    twice = fined_before(line.earlier)
    if twice and line.draft and fines(core_of(line.draft)):
        wanted = task(
            "draft", f"去掉罚款，为{name}另成一稿", CLAUSE, party=line.party, rule="xzcf.decision_90"
        )
        gates.append(
            Gate("stop", f"{name}：{'、'.join(twice)} 已就同一行为罚款，不得再次罚款", CLAUSE, wanted)
        )
    return gates


def supplemented(standing: Standing) -> list[Gate]:
    """§11.4 no. 5: after a supplementary investigation somebody's draft is made anew, or the case stands still."""
    found = list(standing.case.supplements.all())
    newest = found[-1] if found else None
    if newest is None or not all(line.passed and not line.hearing_undrafted for line in standing.lines):
        return []
    wanted = [
        task(
            "draft",
            f"补充调查后为{line.party.name}另成一稿",
            FINDING,
            party=line.party,
            rule="xzcf.decision_90",
        )
        for line in standing.lines
        if line.decision is None
    ]
    sentence = f"{newest.begun_on} 登记补充调查：{newest.reason}"
    return [Gate("stop", f"{sentence}。查明后另成一稿、重新送审", FINDING, each) for each in wanted]
