"""Rules of the ordinary penalty procedure, on plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mingjing.cases.rules import no_penalty
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SEVERITY = ("01", "08", "02", "03", "09", "11", "10", "05", "12", "04", "14", "13", "06", "07")
"""Kinds of penalty from light to heavy (行政执法统计年报口径; penalty_type_codes.csv)."""

KINDS = {
    "01": "警告", "08": "通报批评", "02": "罚款", "03": "没收违法所得", "09": "没收非法财物", "11": "暂扣许可证件",
    "10": "降低资质等级", "05": "吊销许可证件", "12": "限制开展生产经营活动", "04": "责令停产停业",
    "14": "责令关闭", "13": "限制从业",
}  # fmt: skip

WITH_MONEY = ("02", "03")

MIN_HANDLERS = 2
DISCUSSION_QUORUM = 2


def not_in_future(day: dt.date, today: dt.date, field: str) -> None:
    """Refuse a day that has not come: a record says what happened."""
    if day > today:
        raise Refusal(
            "date.future",
            f"日期 {day} 晚于今天（{today}）。",
            next_step="请填写实际发生的日期。",
            field=field,
        )


def not_before(day: dt.date, earliest: dt.date, *, what: str, field: str) -> None:
    """Refuse a day before the act it must follow: what happened has an order."""
    if day < earliest:
        raise Refusal(
            "date.order", f"日期 {day} 早于{what}（{earliest}）。", next_step="请核对日期。", field=field
        )


def enough_handlers(count: int) -> None:
    """行政处罚法42、55号令11: two officers at least."""
    if count < MIN_HANDLERS:
        raise Refusal(
            "case.handlers",
            "执法人员不得少于两人。",
            "行政处罚法 第四十二条；住房和城乡建设行政处罚程序规定 第十一条",
            "请再指定一名证件有效的执法人员。",
            "handlers",
        )


@dataclass(frozen=True)
class NoticeFacts:
    """What counts of a party's newest served notice."""

    served_on: dt.date
    ends_on: dt.date
    waived_on: dt.date | None
    core: Mapping[str, Any]
    hearing_offered: bool = False
    hearing_waived: bool = False
    hearing_asked_on: dt.date | None = None

    @property
    def all_waived(self) -> bool:
        """Say whether statement and, where it was offered, hearing were both waived in writing (行政处罚法62)."""
        return self.waived_on is not None and (self.hearing_waived or not self.hearing_offered)


def notice_period_over(notice: NoticeFacts | None, today: dt.date) -> None:
    """行政处罚法44、62、64(一); 55号令22: no decision before the five working days end or are waived in writing."""
    if notice is None:
        raise Refusal(
            "decision.not_notified",
            "尚未告知当事人拟作出的处罚内容及事实、理由、依据。",
            "行政处罚法 第四十四条、第六十二条",
            "请先制作并送达告知书。",
        )
    if not notice.all_waived and today <= notice.ends_on:
        period = "听证申请期" if notice.waived_on else "陈述申辩期"
        raise Refusal(
            "decision.too_early",
            f"{period}至 {notice.ends_on} 届满，今天还不能作出决定。",
            "行政处罚法 第六十四条"
            if notice.waived_on
            else "行政处罚法 第四十五条；住房和城乡建设行政处罚程序规定 第二十二条",
            f"{notice.ends_on + dt.timedelta(days=1)} 起可以决定；当事人书面放弃的，登记放弃后即可。",
        )


def not_heavier(core: Mapping[str, Any], noticed: Mapping[str, Any]) -> None:
    """行政处罚法45; reference §11.4 no. 5: a decision heavier than the notice needs a new notice."""
    if heavier(core["penalties"], noticed["penalties"]):
        raise Refusal(
            "decision.heavier",
            "拟作出的处罚重于已告知的处罚。",
            "行政处罚法 第四十五条、第六十二条",
            "只有补充调查的新事实可以加重：请就最新一稿重新告知，期满后再决定。",
        )


def heavier(new: Sequence[Mapping[str, Any]], old: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether penalties are heavier than others: a larger sum of a kind, or a kind that was not there.

    A kind that was not there is no heavier where it takes the place of a heavier one that was dropped and asks for no
    money: a warning instead of a fine.
    """
    now, before = _sums(new), _sums(old)
    if any(now[kind] > before[kind] for kind in now.keys() & before.keys()):
        return True
    added = sorted((kind for kind in now if kind not in before), key=SEVERITY.index, reverse=True)
    dropped = sorted((kind for kind in before if kind not in now), key=SEVERITY.index, reverse=True)
    if len(added) > len(dropped) or any(now[kind] for kind in added):
        return True
    return any(
        SEVERITY.index(kind) > SEVERITY.index(gone) for kind, gone in zip(added, dropped, strict=False)
    )


def _sums(penalties: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for each in penalties:
        sums[each["kind"]] = sums.get(each["kind"], 0) + each.get("amount", 0)
    return sums


def discussed_where_due(*, complex_case: bool, discussed: bool) -> None:
    """行政处罚法57第二款; 55号令26第二款: complex or major cases are discussed by the responsible persons together."""
    if complex_case and not discussed:
        raise Refusal(
            "decision.not_discussed",
            "本案情节复杂或者重大，须由负责人集体讨论决定。",
            "行政处罚法 第五十七条第二款",
            "请先集体讨论并形成笔录。",
        )


def discussion_quorum(count: int) -> None:
    """深评查139: at least two responsible persons take part."""
    if count < DISCUSSION_QUORUM:
        raise Refusal(
            "discussion.quorum",
            "集体讨论至少须有两名负责人参加。",
            "行政处罚法 第五十七条第二款",
            "请补充参加的负责人。",
            "participants",
        )


def minutes_kept(minutes: str, conclusion: str) -> None:
    """行政处罚法57第二款; 深评查139: what each said and what came of it are written down."""
    if not minutes.strip() or not conclusion.strip():
        raise Refusal(
            "discussion.empty",
            "须记明各人意见和讨论结论。",
            "行政处罚法 第五十七条第二款",
            "请补写笔录。",
            "minutes",
        )


def each_said(minutes: str, names: Iterable[str]) -> None:
    """行政处罚法57第二款; 深评查139: the minutes say of everybody who was there what they said."""
    silent = [name for name in names if name.partition("（")[0] not in minutes]
    if silent:
        raise Refusal(
            "discussion.unsaid",
            f"讨论记录没有写{'、'.join(silent)}的意见。",
            "行政处罚法 第五十七条第二款",
            "请逐人写明姓名和意见；没有发言的写明“同意”或者“未发表意见”。",
            "minutes",
        )


def draft_faults(core: Mapping[str, Any]) -> list[tuple[str, str]]:
    """行政处罚法59; 55号令20: return (field, sentence) for what a draft still lacks."""
    if core.get("no_penalty"):
        return no_penalty.faults(core)
    needed = {
        "facts": "违法事实",
        "discretion_grade": "裁量档次",
        "discretion_reasons": "裁量理由",
        "performance": "履行方式和期限",
        "relief": "救济途径和期限",
    }
    faults = [(field, f"未填写{label}") for field, label in needed.items() if not core.get(field)]
    if not core.get("violated"):
        faults.append(("violated", "未写明违反的条款"))
    if not core.get("basis"):
        faults.append(("basis", "未写明处罚依据"))
    if not core.get("evidence"):
        faults.append(("evidence", "没有证据"))
    if not core.get("penalties"):
        faults.append(("penalties", "未写明处罚种类"))
    for each in core.get("penalties", []):
        if each["kind"] not in KINDS:
            faults.append(("penalties", f"没有代码为“{each['kind']}”的处罚种类"))
        elif each["kind"] in WITH_MONEY and each.get("amount", 0) <= 0:
            faults.append(("penalties", f"{KINDS[each['kind']]}须写明金额"))
        elif each["kind"] not in WITH_MONEY and each.get("amount", 0):
            faults.append(("penalties", f"{KINDS[each['kind']]}没有金额"))
    return faults
