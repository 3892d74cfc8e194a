"""上线前 on a case's page: that it was taken over, by whom, what went before; the decision made on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.queries import taken
from mingjing.cases.rules.taken import STEPS
from mingjing.theme.cells import Link, Yuan
from mingjing.workbench.addresses import document_url

if TYPE_CHECKING:
    from mingjing.cases.models import Case, PriorDecision
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
