"""Rules of what a party is told before a decision, and what it may ask for, on plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.rules.ordinary import KINDS, heavier
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

HEARD_ALWAYS = ("10", "05", "04", "14", "13")
"""行政处罚法63第一款(三)(四): kinds of penalty with the right to a hearing whatever the sum."""
FINE, GAINS, GOODS = "02", "03", "09"
HEARING = "行政处罚法 第六十三条、第六十四条"
TOLD = {"facts": "违法事实", "violated": "违反的规定", "basis": "处罚依据", "orders": "责令事项"}
"""行政处罚法44: what a party is told, beside the penalty itself."""


def hearing_right(penalties: Sequence[Mapping[str, Any]], *, larger: int) -> str:
    """行政处罚法63; 55号令33: return why the party may ask for a hearing, empty where it may not.

    `larger`: from which sum (分) a fine or confiscation is a larger one, as the agency set it for this kind of party.
    Of goods confiscated no value is noted: the right is told whatever they are worth.
    """
    grounds = []
    for kind, words in ((FINE, "较大数额罚款"), (GAINS, "没收较大数额违法所得")):
        if sum(each.get("amount", 0) for each in penalties if each["kind"] == kind) >= larger:
            grounds.append(words)
    kinds = {each["kind"] for each in penalties}
    if GOODS in kinds:
        grounds.append("没收较大价值非法财物")
    grounds += [KINDS[kind] for kind in HEARD_ALWAYS if kind in kinds]
    return "、".join(grounds)


def rights_text(hearing_ground: str) -> str:
    """行政处罚法44、63、64(一); 55号令22、33: return the rights as the notice tells them."""
    text = "收到本告知书之日起五个工作日内，可以陈述、申辩；逾期未提出的，视为放弃。"
    if hearing_ground:
        text += (
            f"拟作出的处罚属于{hearing_ground}，有权要求举行听证：收到本告知书之日起五个工作日内，"
            "以书面或者口头方式向本机关提出；逾期未提出的，视为放弃。"
        )
    return text


def as_told(core: Mapping[str, Any], noticed: Mapping[str, Any]) -> None:
    """行政处罚法44、62: facts, provisions, basis and orders are those that were told; else they are told anew.

    Lighter penalties, another grade or its reasons, and orders that were dropped need no new notice.
    """
    changed = [
        label
        for field, label in TOLD.items()
        if core.get(field) != noticed.get(field) and not (field == "orders" and not core.get(field))
    ]
    if changed:
        raise Refusal(
            "decision.told_otherwise",
            f"拟作出的决定与告知的不同：{'、'.join(changed)}。",
            "行政处罚法 第四十四条、第六十二条",
            "请就最新一稿重新告知，期满后再决定。",
        )


def heavier_on_new_facts(core: Mapping[str, Any], noticed: Mapping[str, Any]) -> None:
    """行政处罚法45; §11.4 no. 5: a draft heavier than what was told states other facts and rests on new evidence.

    What the party stated, or that it asked for a hearing, makes nothing heavier.
    """
    if not heavier(core["penalties"], noticed["penalties"]):
        return
    known = {each["position"] for each in noticed["evidence"]}
    found = {each["position"] for each in core["evidence"]} - known
    if core["facts"] == noticed["facts"] or not found:
        raise Refusal(
            "draft.heavier",
            "拟作出的处罚重于已告知的处罚，而没有补充调查查明的新事实和新证据。",
            "行政处罚法 第四十五条",
            "不得因申辩、要求听证加重。确有新事实的，先登记补充调查、收集证据，写明新事实，再另成一稿、送审、重新告知。",
            "penalties",
        )


def waiver_in_writing(proof: str) -> None:
    """行政处罚法62: a right is waived clearly and in writing."""
    if not proof.strip():
        raise Refusal(
            "waiver.no_proof",
            "放弃须有书面证明。",
            "行政处罚法 第六十二条",
            "请写明声明书的日期和签署人。",
            "proof",
        )


def waiver_says_hearing(*, offered: bool, hearing: bool | None) -> None:
    """行政处罚法62、64: whether the hearing is waived too is said separately, where there is a right to one."""
    if offered and hearing is None:
        raise Refusal(
            "waiver.hearing_unsaid",
            "告知了听证权利：放弃的声明须分别写明是否一并放弃听证。",
            "行政处罚法 第六十二条、第六十四条",
            "请选择是否放弃听证。",
            "hearing",
        )
    if hearing and not offered:
        raise Refusal(
            "waiver.no_hearing",
            "没有告知听证权利，谈不上放弃。",
            HEARING,
            "请只登记放弃陈述、申辩。",
            "hearing",
        )


def may_ask_for_hearing(
    *, offered: bool, waived: bool, asked: bool, asked_on: dt.date, ends_on: dt.date
) -> None:
    """行政处罚法63、64(一): a hearing is asked for where it was offered, once, within the five working days."""
    hearing_open(offered=offered, waived=waived, asked=asked)
    if asked_on > ends_on:
        raise Refusal(
            "hearing.late",
            f"听证申请期已于 {ends_on} 届满。",
            HEARING,
            "逾期提出的，视为放弃；其陈述、申辩照常记录。",
            "asked_on",
        )


def hearing_open(*, offered: bool, waived: bool, asked: bool) -> None:
    """行政处罚法63: a hearing was offered, and neither asked for nor waived so far."""
    if not offered:
        raise Refusal(
            "hearing.not_offered",
            "拟作出的处罚不在应当告知听证权利的范围内。",
            HEARING,
            "请按陈述、申辩记录。",
        )
    if asked:
        raise Refusal("hearing.asked", "已登记听证申请。", HEARING, "请看案件经过。")
    if waived:
        raise Refusal("hearing.waived", "当事人已书面放弃听证。", HEARING, "请核对放弃的声明。")


def no_hearing_waits(*, asked_on: dt.date | None) -> None:
    """行政处罚法64: a hearing that was asked for is held, or its request withdrawn in writing, first."""
    if asked_on:
        raise Refusal(
            "decision.hearing_asked",
            f"当事人 {asked_on} 要求听证，听证结束前不得作出决定。",
            "行政处罚法 第六十四条、第六十五条",
            "请组织听证；当事人书面撤回申请的，登记撤回。",
        )


def taken_in(name: str, *, brought_new: bool) -> None:
    """行政处罚法45、58: what a party newly stated goes into a revision made after it, which is reviewed anew."""
    if brought_new:
        raise Refusal(
            "decision.new_facts",
            f"{name}提出了新的事实、理由或证据，须另成一稿再次送审。",
            "行政处罚法 第四十五条、第五十八条",
            "请就新情况重新拟稿、送审。",
        )


def reexamined(text: str) -> None:
    """行政处罚法45; 55号令22: facts, reasons and evidence of the party are re-examined in writing."""
    if not text.strip():
        raise Refusal(
            "statement.no_reexamination",
            "须对当事人的事实、理由和证据进行复核并写明意见。",
            "行政处罚法 第四十五条；住房和城乡建设行政处罚程序规定 第二十二条",
            "请写明采纳什么、不采纳什么、为什么。",
            "reexamination",
        )
