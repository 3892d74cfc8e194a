"""Rules of a lead, on plain values: the conditions of filing, the source's answer, the reporter who stays unknown."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing.law.terms import due, working_days
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingjing.cases.sealing import Identity

VERIFYING = "住房和城乡建设行政处罚程序规定 第十五条"
LIMITATION = "行政处罚法 第三十六条"
SECRECY = "行政处罚法 第五十条"
SHORTEST_NAME, SHORTEST_CONTACT = 2, 6
REPLY_WORKDAYS = {"7": 5}
"""Source → working days to answer where the sender names no day: a setting of habit, no law's; 12345 names its own."""


def longer(*, extended: bool, due_on: dt.date, today: dt.date) -> None:
    """55号令15: ten working days more, once, before the fifteen have passed."""
    if extended:
        raise Refusal(
            "lead.extended",
            "核查期限已经延长过一次，不能再延。",
            VERIFYING,
            "请提请立案，或者报负责人不予立案。",
        )
    if today > due_on:
        raise Refusal(
            "lead.extension_late",
            f"核查期限已于 {due_on} 届满，不能再延长。",
            VERIFYING,
            "请尽快提请立案或者报不予立案；逾期照实留在记录里。",
        )


def evidence_told(text: str) -> None:
    """55号令15(一): refuse where no first evidence of an unlawful act is told."""
    if not text.strip():
        raise Refusal(
            "case.no_evidence",
            "没有写明证明违法行为的初步证据。",
            VERIFYING,
            "写明核查经过，有什么初步证据；没有的，报负责人不予立案。",
            "verification",
        )


def grave(reason: str, *, acted_on: dt.date, found_on: dt.date) -> str:
    """行政处罚法36: return the reason for five years: life, health or financial safety, with harmful consequences.

    Asked for only where two years have passed; an act that fits into two years needs none.
    """
    return reason.strip() if found_on > _ends("xzcf.limitation", acted_on) else ""


def _ends(rule: str, day: dt.date) -> dt.date:
    end = due(rule, day).due
    return end.date() if isinstance(end, dt.datetime) else end


def within_limitation(
    acted_on: dt.date, found_on: dt.date, *, ongoing: bool = False, grave_reason: str = ""
) -> None:
    """行政处罚法36: two years from the act's end to its discovery; five on grave grounds; an act going on has no end.

    `grave_reason` says why five years apply.
    """
    if ongoing:
        return
    if found_on > _ends("xzcf.limitation_ext", acted_on):
        raise Refusal(
            "case.limitation",
            f"违法行为 {acted_on} 终了，{found_on} 才发现，已超过五年，不再给予行政处罚。",
            LIMITATION,
            "核对终了日期；确已超过的，报负责人不予立案。",
            "acted_on",
        )
    if found_on > _ends("xzcf.limitation", acted_on) and not grave_reason.strip():
        raise Refusal(
            "case.limitation",
            f"违法行为 {acted_on} 终了，{found_on} 才发现，已超过二年。",
            LIMITATION,
            "核对终了日期；涉及公民生命健康安全、金融安全且有危害后果的，写明理由，适用五年。",
            "grave_reason",
        )


def ongoing_ends_with_discovery(acted_on: dt.date, found_on: dt.date, *, ongoing: bool) -> None:
    """行政处罚法36: an act still going on when it was found has no earlier end."""
    if ongoing and acted_on != found_on:
        raise Refusal(
            "lead.ongoing",
            "仍在继续的行为没有终了日期，这一栏填发现日期。",
            LIMITATION,
            "行为已经终了的，改选“连续或者继续，已经终了”。",
            "acted_on",
        )


def reply_due(source: str, received_on: dt.date, given: dt.date | None) -> dt.date | None:
    """§11.6 no. 23: return the day by which the source wants its answer: as it says, else the habit of its kind."""
    if given is not None:
        if given < received_on:
            raise Refusal(
                "lead.reply_by", "答复期限早于收到线索的日期。", VERIFYING, "请照来件填写。", "reply_by"
            )
        return given
    days = REPLY_WORKDAYS.get(source)
    return working_days(received_on, days) if days else None


def names_nobody(identity: Identity, texts: Iterable[str], *, field: str) -> None:
    """行政处罚法50; §11.5: refuse a text that handlers read and that holds the reporter's name, number or address."""
    parts = [
        (identity.name, SHORTEST_NAME),
        (identity.contact, SHORTEST_CONTACT),
        (identity.address, SHORTEST_CONTACT),
    ]
    hidden = [_bare(part) for part, shortest in parts if len(_bare(part)) >= shortest]
    read = [_bare(text) for text in texts]
    if any(part in text for part in hidden for text in read):
        raise Refusal(
            "lead.names_reporter",
            "承办人看得到的内容里写有举报人的姓名、联系方式或者住址。",
            SECRECY,
            "请从中删去；举报人的身份只写在密封的几栏里。",
            field,
        )


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum()).casefold()


def opens(*, received: bool, post: bool, handles: bool, consented: bool) -> bool:
    """§11.6 no. 23; 行政处罚法50: say whether somebody may open the seal.

    Whoever handles the case may only after the reporter's recorded consent, whatever else they are; beside them whoever
    took the report, and the named post.
    """
    return consented if handles else received or post


def stays_unknown(names: Iterable[str], *, field: str) -> None:
    """§11.5: refuse handlers who took the report or opened the seal, unless the reporter has agreed."""
    known = "、".join(names)
    if known:
        raise Refusal(
            "handler.knows_reporter",
            f"{known}登记过或者启封过举报人的身份，不能核查、承办本案。",
            SECRECY,
            "请由他人办理；举报人同意向承办人披露的，先登记同意。",
            field,
        )
