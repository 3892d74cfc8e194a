"""Point 7: the order of the steps and the limits. And signs of a crime, which a person alone judges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from mingjing.review.checks.seen import Seen, fault, or_ok, warn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

ORDER = "行政处罚法 第五十四条、第五十七条"
LIMITS = "行政处罚法 第六十条；住房和城乡建设行政处罚程序规定 第二十九条"
CARD = "行政处罚法 第五十五条"
DEFECT = "行政处罚法 第四十二条、第五十五条"
CRIME = "行政处罚法 第二十七条；行政执法机关移送涉嫌犯罪案件的规定 第三条、第五条"


@dataclass(frozen=True)
class Event:
    """A step and its day; None: it has not been taken."""

    name: str
    on: dt.date | None


@dataclass(frozen=True)
class Limit:
    """A time limit of the agency: by when, and when it was met."""

    name: str
    due_on: dt.date
    met_on: dt.date | None


def course(
    events: Sequence[Event],
    limits: Sequence[Limit],
    *,
    today: dt.date,
    late_evidence: Sequence[str] = (),
    card_not_shown: Sequence[dt.date] = (),
    defects: Sequence[str] = (),
) -> tuple[Seen, ...]:
    """The steps follow each other by date and none is missing, limits are kept, certificates were shown.

    `events` in the order of the law; `late_evidence`: names of what was collected after the concluding report;
    `defects`: what records note of themselves, as sentences.
    """
    found = [fault(f"没有{each.name}", ORDER) for each in events if each.on is None]
    taken = [(each.name, each.on) for each in events if each.on is not None]
    found += [
        fault(f"{name}（{on}）早于{before}（{earlier}）", ORDER)
        for (before, earlier), (name, on) in pairwise(taken)
        if on < earlier
    ]
    for limit in limits:
        done = limit.met_on or today
        if done > limit.due_on:
            word = "完成" if limit.met_on else "仍未完成"
            found.append(fault(f"{limit.name}期限 {limit.due_on}，{done} {word}", LIMITS))
    found += [fault(f"{on} 的笔录记载未出示执法证件", CARD) for on in card_not_shown]
    found += [warn(f"“{name}”在调查终结后才取得", ORDER) for name in late_evidence]
    found += [warn(each, DEFECT) for each in defects]
    said = "，".join(f"{name} {on}" for name, on in taken)
    return or_ok(found, f"{said}；没有超过的期限", ORDER)


LOSS = 1_000_000
"""元 of direct loss from which 重大责任事故罪 is prosecuted (法释〔2015〕22号 第六条)."""
_CRIME_SIGNS = {
    re.compile(r"(?<![未没])(?:致|造成|导致)[^。；，]{0,12}(?:死亡|重伤)"): "造成人员死亡或者重伤",
    re.compile(
        r"(?<![未没])(?:伪造|变造|买卖)[^。；，]{0,10}(?:公文|证件|印章|资质|许可证)"
    ): "伪造、变造、买卖公文、证件、印章",
    re.compile(r"(?<![未没])(?:串通投标|围标|串标)"): "串通投标",
    re.compile(r"(?<![未没])(?:暴力|威胁)[^。；，]{0,8}(?:阻碍|抗拒)"): "以暴力、威胁方法阻碍执法",
    re.compile(r"(?<![未没])强令[^。；，]{0,6}冒险作业"): "强令他人违章冒险作业",
}
_LOSS = re.compile(r"直接经济损失[^。；，\d]{0,6}(\d[\d,.]*)\s*(万?)元")


def signs_of_crime(facts: str) -> tuple[str, ...]:
    """Return words and sums of the facts that a person should look at; none of them is a finding, nor is their lack.

    Whether a crime is suspected, and whether power was abused, a person judges alone (行政处罚法27; 244号30（八）).
    """
    found = [
        f"事实写有“{match[0]}”：{what}的，核对是否达到刑事追诉标准"
        for pattern, what in _CRIME_SIGNS.items()
        if (match := pattern.search(facts))
    ]
    for amount, unit in _LOSS.findall(facts):
        loss = float(amount.replace(",", "").rstrip(".")) * (10_000 if unit else 1)
        if loss >= LOSS:
            found.append(f"直接经济损失 {loss:,.0f} 元，已达 {LOSS:,} 元的追诉标准")
    return tuple(found)
