"""What is owed on a decision, on a day: read from its draft, its service, its payments and what was put off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.models import Decision
from mingjing.cases.queries.case import amount_of, core_of
from mingjing.cases.rules.no_penalty import educates
from mingjing.cases.rules.payment import Schedule, late_fine

if TYPE_CHECKING:
    from mingjing.cases.models import Case, Deferral

FINE = "02"


@dataclass(frozen=True)
class Account:
    """A decision's account on a day, in 分. `due_on`: by when the next part is to be paid; None where none is left."""

    amount: int
    paid: int
    late: int
    late_paid: int
    due_on: dt.date | None

    @property
    def left(self) -> int:
        """Return what is still owed on the decision itself."""
        return max(0, self.amount - self.paid)

    @property
    def late_left(self) -> int:
        """Return what is still owed as late fine."""
        return max(0, self.late - self.late_paid)

    @property
    def settled(self) -> bool:
        """Say whether nothing is owed any more."""
        return not self.left and not self.late_left


def account(decision: Decision, *, on: dt.date) -> Account:
    """Return how a decision's account stands on a day. `service`, `performances`, `deferrals` may be prefetched."""
    core = core_of(decision.draft)
    amount = amount_of(core)
    rows = list(decision.performances.all())
    paid = sum(row.amount for row in rows)
    plans = schedules(decision)
    late = 0
    if plans and core.get("late_fine"):
        fine = sum(each.get("amount", 0) for each in core["penalties"] if each["kind"] == FINE)
        made = [(row.done_on, row.amount) for row in rows]
        late = late_fine(plans, made, fine=fine, on=on, left_out=_in_relief(decision, on))
    return Account(amount, paid, late, sum(row.late_amount for row in rows), _next_due(plans, amount, paid))


def _in_relief(decision: Decision, on: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Return the spans of reconsideration and litigation up to a day (行政处罚法73)."""
    return [(each.began_on, each.ended_on or max(on, each.began_on)) for each in decision.reliefs.all()]


def schedules(decision: Decision) -> list[Schedule]:
    """Return what was to be paid by when: by the decision's own term, then by each deferral granted."""
    service = getattr(decision, "service", None)
    if service is None or service.pay_by is None:
        return []
    amount = amount_of(core_of(decision.draft))
    own = Schedule(service.served_on, ((service.pay_by, amount),))
    return [own, *(_plan(each) for each in granted(decision))]


def granted(decision: Decision) -> list[Deferral]:
    """Return the deferrals granted on a decision, in order."""
    rows = [each for each in decision.deferrals.all() if each.agreed and each.decided_on]
    return sorted(rows, key=lambda each: (each.decided_on or each.asked_on, each.asked_on))


def instalments(deferral: Deferral) -> tuple[tuple[dt.date, int], ...]:
    """Return a deferral's instalments: day and amount in 分."""
    return tuple((dt.date.fromisoformat(each["due"]), each["amount"]) for each in deferral.plan)


def _plan(deferral: Deferral) -> Schedule:
    return Schedule(deferral.decided_on or deferral.asked_on, instalments(deferral))


def _next_due(plans: list[Schedule], amount: int, paid: int) -> dt.date | None:
    if not plans or paid >= amount:
        return None
    last = plans[-1].instalments
    covered = amount - sum(part for _, part in last)
    for due, part in last:
        covered += part
        if paid < covered:
            return due
    return last[-1][0]


def late_applies(decision: Decision) -> bool:
    """Say whether the decision says that a late fine runs (§11.4 no. 8; 罚缴分离办法7)."""
    return bool(core_of(decision.draft).get("late_fine"))


def decisions_of(case: Case) -> list[Decision]:
    """Return the decisions of a case in its parties' order, with what their accounts need."""
    return list(
        Decision.objects.filter(party__case=case)
        .select_related("draft", "party", "service", "education")
        .prefetch_related("performances", "deferrals", "reliefs")
        .order_by("party__position")
    )


def unperformed(case: Case) -> list[Decision]:
    """Return the decisions that are not carried out: money or late fine still owed, orders not noted as done."""
    today = clock.today()
    return [each for each in decisions_of(case) if not account(each, on=today).settled or not done(each)]


def done(decision: Decision) -> bool:
    """Say whether what a decision asks for besides money was noted as done; without penalty: the education (33)."""
    core = core_of(decision.draft)
    if not core.get("no_penalty"):
        return bool(list(decision.performances.all()))
    taught = not educates(core) or hasattr(decision, "education")
    return taught and (not core.get("orders") or bool(list(decision.performances.all())))
