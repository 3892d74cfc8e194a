"""Rules of review, on plain values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingjing.refusal import Refusal
from mingjing.review.points import POINTS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

OPENING = ("同意", "不在目录")
"""The results that open the gate."""

LEADS_TO = {
    "同意": "可以告知当事人；代拟稿的内容再有改动，须重新送审",
    "不在目录": "不属于重大执法决定，可以告知当事人",
    "补充调查": "事实不清、证据不足：补充调查后另成一稿，再送审",
    "改正": "依据不准、处罚不当或者程序不合法：改正后另成一稿，再送审",
    "移送": "超出法定权限：报负责人批准，将案件移送有管辖权的机关，本机关不作处罚决定",
    "涉嫌犯罪移送": "涉嫌犯罪：报正职或者主持工作的负责人三日内决定，移送公安机关，不得以罚代刑",
}
"""What each result of an opinion leads to (55号令25; 行政处罚法27、57（四）; 移送规定5; reference §11.6 no. 6)."""

_SAYS_NOTHING = re.compile(
    r"拟?不?同意|无意见|没有意见|可以|经?(?:审核|审查|研究)|不?予?以?批准|补充调查|改正|退回|移送|不在目录"
    r"|作出|处罚|决定|意见|请|承办机构|领导|审批|重新|送审|[^\w]|_"
)
"""Words that repeat the result or the course of business, and punctuation."""
LEAST_SAID = 4
"""Characters that must be left: 事实清楚."""


def says_something(text: str) -> bool:
    """深评查343: say whether an opinion says more than its result: 拟同意作出处罚决定 says nothing, 事实清楚 does."""
    return len(_SAYS_NOTHING.sub("", text)) >= LEAST_SAID


def check_opinion(
    *,
    result: str,
    text: str,
    verdicts: Mapping[str, str],
    reasons: Mapping[str, str],
    in_catalogue: bool,
    machine: Mapping[str, str] | None = None,
) -> None:
    """244号30、31; 深评查343–345: a finding for each point, a result that follows from them, and reasons in words.

    `machine`: point key → the faults that the machine saw there.
    """
    missing = [point.title for point in POINTS if not verdicts.get(point.key)]
    if missing:
        raise Refusal(
            "review.points_missing",
            "还有审核项未作结论。",
            "244号 第三十条",
            "请逐项作出结论。",
            "verdict",
            [f"未作结论：{title}" for title in missing],
        )
    faulty = [point for point in POINTS if verdicts[point.key] == "faulty"]
    unreasoned = [point.title for point in faulty if not reasons.get(point.key, "").strip()]
    if unreasoned:
        raise Refusal(
            "review.reason_missing",
            "认为存在问题的审核项须写明理由。",
            "244号 第三十条",
            "请写明问题所在。",
            "reason",
            [f"未写理由：{title}" for title in unreasoned],
        )
    if against := unexplained(verdicts, reasons, machine or {}):
        raise Refusal(
            "review.against_machine",
            "系统查出问题而结论不是“存在问题”的审核项，须写明理由。",
            "244号 第三十条",
            "请逐项核对：确有问题的改结论，没有问题的写明为什么。",
            "reason",
            [f"{point.title}：{(machine or {})[point.key]}" for point in POINTS if point.key in against],
        )
    if result == "同意" and faulty:
        raise Refusal(
            "review.agreed_with_faults",
            "逐项结论中有“存在问题”，不能同意。",
            "行政处罚法 第五十八条；244号 第三十一条",
            "请改意见类型，或更正该项结论。",
            "result",
        )
    if result == "不在目录" and in_catalogue:
        raise Refusal(
            "review.in_catalogue",
            "这一决定在审核目录之内，不能以“不在目录”放行。",
            "种子 三（三）；244号 第二十五条",
            "请作实体审核。",
            "result",
        )
    if not says_something(text):
        raise Refusal(
            "review.opinion_empty",
            "只写“同意”不是审核意见。",
            "深评查 343",
            "请写明审核经过和结论：事实、证据、依据、程序、裁量各如何。",
            "text",
        )


def check_first_time(*, qualification: str, reviewed_before: bool) -> None:
    """244号28: who reviews for the first time holds the national legal qualification."""
    if not reviewed_before and not qualification.strip():
        raise Refusal(
            "review.no_qualification",
            "初次从事法制审核的人员，应当取得国家统一法律职业资格；登记中没有您的资格证号。",
            "244号 第二十八条",
            "请系统管理员在人员登记中补登法律职业资格证号，或者由其他审核人员办理。",
        )


def unexplained(
    verdicts: Mapping[str, str], reasons: Mapping[str, str], machine: Mapping[str, str]
) -> list[str]:
    """Return the points where the machine saw a fault, the person found none and gave no reason."""
    return [
        point for point in machine if verdicts.get(point) != "faulty" and not reasons.get(point, "").strip()
    ]


def check_reviewer(
    *, reviewer: str, handlers: Collection[str], department_function: str, appointed: bool = False
) -> None:
    """244号27; 种子 C2.1: who reviews belongs to the legal department and does not handle the case.

    `appointed`: the agency's leader named this person for this case, for nobody in the legal department could
    review it (reference §11.2); a handler is never named.
    """
    if reviewer in handlers:
        raise Refusal(
            "review.handler",
            "本案承办人不得审核本案。",
            "244号 第二十七条",
            "请由法制机构其他人员审核；唯一的审核人须回避的，由负责人另行指定。",
        )
    if department_function != "legal" and not appointed:
        raise Refusal(
            "review.not_legal",
            "法制审核须由本机关法制机构进行。",
            "种子 三（二）1",
            "请转法制机构办理；法制机构无人可以审核的，由负责人就本案指定。",
        )


def check_own_signature(*, same: bool, others: bool) -> None:
    """深评查345; reference §11.2: one person finds, another signs; only where there is nobody else the same signs."""
    if same and others:
        raise Refusal(
            "review.own_signature",
            "法制机构另有审核人员，起草审核意见的人不能自己签署。",
            "深评查345",
            "请改派其他审核人逐项审核；确无他人可以审核的，由负责人就本案指定。",
        )
