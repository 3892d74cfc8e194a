"""Reading a case that was taken over: its decision made on paper, what is owed on it, what its gates say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.gates.gate import Gate
from mingjing.cases.models import PriorDecision, TakeOver
from mingjing.cases.rules.taken import REVIEWED
from mingjing.cases.tasks import task
from mingjing.records.models import Record
from mingjing.workflow.acts import ADOPTED

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Case
    from mingjing.cases.standing import Line
    from mingjing.registry.models import Agency

SERVING, PERFORMING = "行政处罚法 第六十一条", "行政处罚法 第六十六条、第六十七条"


def first_day(agency: Agency) -> dt.date | None:
    """Return the day on which an agency began to work here: its first procedure was adopted (ADR-016).

    It is told by a record, which nobody can change or take away. An organisation acts in the name of who entrusts it
    (行政处罚法20), so that agency's first day is also its own: entrusting another one opens nothing again.
    """
    refs = [agency.ref]
    if agency.parent and agency.agency_kind == agency.Kind.DELEGATED:
        refs.append(agency.parent.ref)
    first = (
        Record.objects.filter(act=ADOPTED.name, dossier__agency__in=refs)
        .order_by("recorded_at")
        .values_list("recorded_at", flat=True)
        .first()
    )
    return first.astimezone(clock.SHANGHAI).date() if first else None


def came_reviewed(case: Case) -> TakeOver | None:
    """Return how a case was taken over that came here reviewed on paper."""
    return TakeOver.objects.filter(case=case, step=REVIEWED).first()


def copying(case: Case) -> bool:
    """Say whether the draft of a case that came here reviewed is still to be copied, and its evidence entered."""
    return came_reviewed(case) is not None and not case.dossier.drafts.exists()


def owed(row: PriorDecision) -> int:
    """Return what is still to be paid, in 分."""
    return max(0, row.amount - sum(each.amount for each in row.performances.all()))


def performed(row: PriorDecision) -> bool:
    """Say whether a decision made on paper has been carried out."""
    return not owed(row) and bool(list(row.performances.all()))


def unperformed(case: Case) -> list[PriorDecision]:
    """Return the decisions made on paper that are not carried out."""
    return [each for each in decisions_of(case) if not performed(each)]


def decisions_of(case: Case) -> list[PriorDecision]:
    """Return a case's decisions made on paper, in their parties' order."""
    rows = PriorDecision.objects.filter(party__case=case).select_related("party")
    return list(rows.prefetch_related("performances").order_by("party__position"))


def served_gate(line: Line, row: PriorDecision) -> Gate:
    """Return the gate of a paper decision's service."""
    name = line.party.name
    if row.served_on:
        return Gate(
            "open", f"{name}：上线前的决定书已{row.get_method_display()}", SERVING, remark=str(row.served_on)
        )
    wanted = task(
        "prior-service",
        f"向{name}送达上线前作出的决定书并登记",
        SERVING,
        party=line.party,
        rule="xzcf.serve_7",
    )
    return Gate("stop", f"{name}：上线前的决定书 {row.number} 尚未登记送达", SERVING, wanted)


def performed_gate(line: Line, row: PriorDecision) -> Gate:
    """Return the gate of a paper decision's performance."""
    name = line.party.name
    if performed(row):
        return Gate("open", f"{name}：上线前的决定已履行完毕", PERFORMING)
    left = owed(row)
    words = f"还应缴 {left / 100:,.2f} 元" if left else "责令事项的履行情况未登记"
    wanted = task(
        "prior-performance", f"登记{name}的履行情况", PERFORMING, party=line.party, rule="xzcf.pay_15"
    )
    return Gate("stop", f"{name}：{words}", PERFORMING, wanted)
