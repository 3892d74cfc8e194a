"""Rules of handing a case over, and of withdrawing one; plain values and short looks at the case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.models import Decision, Petition, Transfer
from mingjing.cases.queries.case import pending
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection

    from mingjing.cases.models import Case

TO_AGENCY = "行政处罚法 第二十五条；住房和城乡建设行政处罚程序规定 第六条"
TO_POLICE = "行政处罚法 第二十七条；行政执法机关移送涉嫌犯罪案件的规定 第五条"
ANSWERING = "行政执法机关移送涉嫌犯罪案件的规定 第八条、第九条"
HANDING = "行政执法机关移送涉嫌犯罪案件的规定 第十二条"
WITHDRAWING = "行政处罚法 第五十七条；住房和城乡建设行政处罚程序规定 第三十一条"
INSTEAD = "行政执法机关移送涉嫌犯罪案件的规定 第十一条"
INVESTIGATORS = 2

SITUATIONS = {
    "no_fact": "违法事实不能成立，没有其他应当处理的事项",
    "wrong_party": "立案所列当事人错误，不是违法行为人",
    "limitation": "立案后查明违法行为已过行政处罚时效",
    "closed_elsewhere": "同一违法行为已由其他机关依法处理",
    "other": "其他应当终止调查的情形",
}
"""55号令31(三): why an investigation ends; key → words."""


def clause_of(target: str) -> str:
    """Return the provision on a transfer to this target."""
    return TO_POLICE if target == Transfer.Target.POLICE else TO_AGENCY


def situation(key: str) -> str:
    """Return the words of a situation in which a case is withdrawn, or refuse."""
    if key not in SITUATIONS:
        raise Refusal(
            "withdrawal.situation", "没有这一撤案情形。", WITHDRAWING, "请从所列情形中选择。", "situation"
        )
    return SITUATIONS[key]


def listed(materials: str) -> list[str]:
    """移送规定6; 行政处罚法25: read the list of materials, one a line; a transfer without one is refused."""
    found = [line.strip() for line in materials.splitlines() if line.strip()]
    if not found:
        raise Refusal(
            "transfer.no_materials",
            "移送须附材料清单。",
            "行政执法机关移送涉嫌犯罪案件的规定 第六条",
            "请逐行写明移送的材料，如：调查报告，1 份，12 页。",
            "materials",
        )
    return found


def to_whom(receiver: str) -> str:
    """Refuse a transfer to nobody; return the receiver trimmed."""
    if not receiver.strip():
        raise Refusal("transfer.no_receiver", "请写明受移送机关。", TO_AGENCY, "请填写机关全称。", "receiver")
    return receiver.strip()


def proposed_by(count: int) -> None:
    """移送规定5: two officers or more make up the group that verifies and reports."""
    if count < INVESTIGATORS:
        raise Refusal(
            "transfer.investigators",
            "涉嫌犯罪的案件，须有两名以上行政执法人员组成专案组核实并提出报告。",
            TO_POLICE,
            "请再选一名承办人。",
            "officers",
        )


def nothing_decided(case: Case, what: str, clause: str) -> None:
    """行政处罚法57: refuse to end a case in which a party has its decision already."""
    numbers = list(Decision.objects.filter(party__case=case).values_list("number", flat=True))
    if numbers:
        raise Refusal(
            "case.decided",
            f"已经作出决定，不能再{what}。",
            clause,
            "决定违法、不当的，依法变更或者撤销。",
            details=numbers,
        )


def nothing_kept(case: Case) -> None:
    """行政处罚法56; 55号令19: what was preserved is dealt with before the case ends."""
    open_ones = [each.document.number for each in case.preservations.filter(disposed_on=None)]
    if open_ones:
        raise Refusal(
            "case.measures_open",
            "还有先行登记保存的证据没有处理。",
            "行政处罚法 第五十六条",
            "请先作出处理决定，退还或者移交物品。",
            details=open_ones,
        )


def nothing_asked(case: Case, besides: Collection[str]) -> None:
    """Refuse to end a case while something else that was asked for waits for its answer."""
    waiting = [str(each) for each in case.petitions.filter(agreed__isnull=True) if each.matter not in besides]
    if waiting:
        raise Refusal(
            "case.petitions_open",
            "还有呈请的事项没有批复。",
            next_step="请先批复。",
            details=waiting,
        )


def no_crime_waits(case: Case) -> None:
    """移送规定11: no decision in place of a transfer that was asked for (不得以行政处罚代替移送)."""
    if pending(case, Petition.Matter.CRIME):
        raise Refusal(
            "decision.crime_waits",
            "本案涉嫌犯罪，已呈请移送公安机关，不得以行政处罚代替移送。",
            INSTEAD,
            "请先由正职负责人或者主持工作的负责人决定是否移送。",
        )


def moment(day: dt.date, at: dt.time | None) -> dt.datetime | None:
    """Return the moment of a day and hour, in local time; None where the hour is not known."""
    return dt.datetime.combine(day, at, clock.SHANGHAI) if at else None


def hour_has_come(sent: dt.datetime | None, now: dt.datetime) -> None:
    """Refuse an hour that has not come: a record says what happened."""
    if sent is not None and sent > now:
        raise Refusal(
            "date.future",
            f"{sent:%m-%d %H:%M} 还没有到。",
            next_step="请填写实际移送的时间。",
            field="sent_at",
        )


def sent_late(transfer: Transfer) -> str:
    """移送规定5: say by how much the twenty-four hours were missed, by the hour where one is known, else by the day."""
    if transfer.sent_on is None or transfer.send_by is None:
        return ""
    limit, sent = transfer.send_by.astimezone(clock.SHANGHAI), moment(transfer.sent_on, transfer.sent_at)
    late = sent > limit if sent else transfer.sent_on > limit.date()
    if not late:
        return ""
    when = f"{sent:%Y-%m-%d %H:%M}" if sent else str(transfer.sent_on)
    return f"应当在 {limit:%Y-%m-%d %H:%M} 前移送公安机关，{when} 才移送"


def not_before_sent(day: dt.date, transfer: Transfer) -> None:
    """Refuse an answer dated before the transfer was sent."""
    if transfer.sent_on is None or day < transfer.sent_on:
        raise Refusal(
            "transfer.order",
            f"日期 {day} 早于移送日期（{transfer.sent_on or '尚未移送'}）。",
            next_step="请核对日期。",
            field="answered_on",
        )


def with_proof(proof: str, *, field: str, clause: str) -> str:
    """Refuse what happened between two agencies without the paper that shows it; return it trimmed."""
    if not proof.strip():
        raise Refusal(
            "transfer.no_proof", "请写明回执、文书或者签收。", clause, "如：公安机关送达回执及签收人。", field
        )
    return proof.strip()


def open_transfer(case: Case) -> Transfer | None:
    """Return the transfer that was approved and not taken back."""
    return next((each for each in case.transfers.all() if each.taken_back_on is None), None)


def none_open(case: Case) -> None:
    """Refuse to go on with a case, or to hand it over twice, once its transfer was approved."""
    if open_transfer(case):
        raise Refusal("transfer.exists", "案件已经批准移送。", TO_AGENCY, "请看案件页的下一步。")


def lead_stays(case: Case) -> None:
    """Refuse to file or decline a lead while it is asked, or was approved, that it be handed over."""
    none_open(case)
    if pending(case, Petition.Matter.TRANSFER):
        raise Refusal(
            "transfer.waits",
            "这一线索已呈请移送，尚待负责人决定。",
            TO_AGENCY,
            "不移送的，再提请立案或者不予立案。",
        )
