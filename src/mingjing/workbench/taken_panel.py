"""上线前 on a case's page: that it was taken over, by whom, what went before; the decision made on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.queries import taken
from mingjing.cases.rules.taken import STEPS
from mingjing.theme.cells import Link, Yuan
from mingjing.workbench.addresses import document_url

if TYPE_CHECKING:
    from mingjing.cases.models import Case, PriorDecision, PriorNotice, PriorReview
    from mingjing.cases.models.taken import PriorAnswer
    from mingjing.cases.standing import Standing

type Pair = tuple[str, object]


def taken_panel(standing: Standing) -> list[Pair]:
    """Return what was entered of the time before; nothing for a case that began in the system."""
    row = standing.taken_over
    if row is None:
        return []
    return [
        ("接入", f"{row.entered_on}，由{row.entered_by.name}接入，办到“{STEPS.get(row.step, row.step)}”"),
        ("上线前的经办人", row.people),
        ("上线前的经过", row.account.splitlines()),
    ]


def review_pairs(row: PriorReview) -> list[Pair]:
    """Return what a paper opinion says."""
    return [
        ("审核意见", row.number),
        ("审核人", row.reviewer),
        ("签署", f"{row.signer}，{row.signed_on}"),
        ("意见原文", row.text.splitlines()),
        ("录入", f"{row.entered_by.name}，{row.entered_on}"),
        *_answered(row),
    ]


def notice_pairs(row: PriorNotice) -> list[Pair]:
    """Return what a paper notice says, and what the party answered to it."""
    told: list[Pair] = [
        ("告知书", row.number),
        ("送达", f"{row.served_words}；{row.proof}"),
        ("听证权利", "已告知" if row.hearing_offered else "没有告知"),
        ("书面放弃陈述申辩", row.waived_on),
        ("书面放弃听证", row.hearing_waived_on),
        ("要求听证", row.hearing_asked_on),
        ("举行听证", row.hearing_held_on),
        ("陈述申辩", f"{row.stated_on}：{row.statement}" if row.stated_on else None),
        ("复核意见", row.reexamination),
        ("录入", f"{row.entered_by.name}，{row.entered_on}"),
    ]
    return [pair for pair in told if pair[1]] + _answered(row)


def _answered(row: PriorAnswer) -> list[Pair]:
    if row.answered_by is None:
        return [("核对", "待法制机构负责人核对")]
    verdict = "相符" if row.agreed else "不相符"
    said = f"：{row.answer}" if row.answer else ""
    return [("核对", f"{row.answered_by.name}，{row.answered_on}，{verdict}{said}")]


def prior_pairs(case: Case, row: PriorDecision) -> list[Pair]:
    """Return a party's line where its decision was made on paper."""
    pairs: list[Pair] = [
        ("决定", Link(row.number, document_url(case, row.document))),
        ("内容", f"{row.content}（{row.decided_on}，{row.decided_by}决定）"),
        ("送达", f"{row.get_method_display()}，{row.served_on}" if row.served_on else "尚未登记送达"),
    ]
    if row.amount:
        limit = f"，期限 {row.pay_by}" if row.pay_by else ""
        pairs.append(("缴款", f"已缴 {Yuan(row.amount - taken.owed(row))}，应缴 {Yuan(row.amount)}{limit}"))
    notes = [each.note for each in row.performances.all() if each.note]
    return [*pairs, *([("履行", notes)] if notes else []), ("公示", "上线前作出的决定，按原来的渠道公示")]
