"""What a hearing still lacks: for each party that asked, from its arrangement to the chair's report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.gates.gate import Ahead, Gate
from mingjing.cases.queries.case import hearing_waiting
from mingjing.cases.queries.hearings import told_of
from mingjing.cases.rules import hearing as hearing_rules
from mingjing.cases.tasks import task

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import HearingNotice, Notice
    from mingjing.cases.standing import Line, Standing
    from mingjing.cases.tasks import Task

CLAUSE = "行政处罚法 第六十四条"
RIGHT = "行政处罚法 第六十三条、第六十四条"
ENDED = "行政处罚法 第六十五条"


def arrange(sentence: str) -> Task:
    """Return the act that arranges a hearing."""
    return task("hearing-arrangement", sentence, CLAUSE)


def ahead(standing: Standing) -> Ahead:
    """Return the gates of the step: every hearing that was asked for is held, reported on, or given up."""
    gates = [gate for line in standing.lines for gate in _line(line, standing.today)]
    return Ahead(tuple(gates), after="另成一稿、重新送审")


def changeable(standing: Standing) -> bool:
    """Say whether a hearing is arranged that has not been held."""
    told = [told_of(notice) for line in standing.lines for notice in line.notices if hearing_waiting(notice)]
    return any(each is not None and each.hearing.transcript_id is None for each in told)


def deniable(line: Line, today: dt.date) -> bool:
    """Say whether a request made now would be denied: there is no right to a hearing, or it has passed."""
    served = line.served_notice
    if served is None or line.decision or served.hearing_asked_on or served.ends_on is None:
        return False
    return not served.hearing_offered or served.hearing_waived_on is not None or today > served.ends_on


def _line(line: Line, today: dt.date) -> list[Gate]:
    gates = [right_used(line.party.name, each) for each in line.notices if each.hearing_ended_on]
    waiting = [each for each in line.notices if hearing_waiting(each)]
    return gates + [_asked(line, each, told_of(each), today) for each in waiting]


def _asked(line: Line, notice: Notice, told: HearingNotice | None, today: dt.date) -> Gate:
    name = line.party.name
    if told is None:
        sentence = f"{name} {notice.hearing_asked_on} 要求听证，尚未安排"
        return Gate("stop", sentence, CLAUSE, arrange(f"为{name}安排听证"))
    hearing, number = told.hearing, told.document.number
    about = f"{hearing.held_on} 的听证"
    if hearing.transcript_id:
        wanted = task("hearing-report", f"提出{about}报告", ENDED, named=(hearing.chair,))
        return Gate("stop", f"{name}：{about}已举行，待主持人提出听证报告", ENDED, wanted, hearing.remark)
    last = hearing_rules.last_service(hearing.held_on)
    voided = hasattr(told.document, "voiding")
    if told.served_on is None and today <= last and not voided:
        wanted = task("hearing-notice-service", f"向{name}送达听证通知书并登记", CLAUSE, party=line.party)
        return Gate("stop", f"{name}：听证通知书 {number} 最迟 {last} 送达", CLAUSE, wanted, hearing.remark)
    if told.served_on is None or told.served_on > last:
        why = f"听证通知书 {number} 已经作废" if voided else f"听证通知书未在 {last} 前送达"
        sentence = f"{name}：{why}，{hearing.held_on} 不能举行听证"
        return Gate("stop", sentence, CLAUSE, task("hearing-change", f"{about}改期", CLAUSE))
    if today < hearing.held_on:
        sentence = f"{name}：{hearing.held_on} {hearing.begins_at:%H:%M} 在{hearing.place}举行听证"
        return Gate("stop", sentence, CLAUSE, remark=hearing.remark)
    wanted = task(
        "hearing-record", f"举行听证，制作{about}笔录", CLAUSE, named=(hearing.chair, hearing.recorder)
    )
    return Gate("stop", f"{name}：{about}笔录尚未制作", CLAUSE, wanted, hearing.remark)


def right_used(name: str, notice: Notice) -> Gate:
    """Return how a right to a hearing that was told ended."""
    ended = "未要求听证"
    if notice.hearing_ended_on:
        ended = f"听证已于 {notice.hearing_ended_on} 结束"
    elif notice.hearing_waived_on:
        ended = f"书面放弃（{notice.hearing_waived_on}）"
    elif notice.hearing_withdrawn_on:
        ended = f"已放弃听证（{notice.hearing_withdrawn_on}）"
    return Gate("open", f"{name}：已告知听证权利，{ended}", RIGHT)


def undrafted(line: Line) -> Gate:
    """行政处罚法65; reference §11.4 no. 1: after a hearing a new revision is drafted and reviewed."""
    name = line.party.name
    wanted = task("draft", f"根据听证笔录为{name}另成一稿", ENDED, party=line.party, rule="xzcf.decision_90")
    return Gate("stop", f"{name}：听证已经结束，须根据听证笔录另成一稿、重新送审", ENDED, wanted)
