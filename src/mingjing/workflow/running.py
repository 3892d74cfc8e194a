"""Moving a dossier through its procedure, inside somebody else's act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TYPE_CHECKING

from mingjing.law.calendar import DAY
from mingjing.law.terms import due, until
from mingjing.procedures import Procedure, advance, parse
from mingjing.refusal import Refusal
from mingjing.workflow.models import Clock, Passage, Position, ProcedureVersion

if TYPE_CHECKING:
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Dossier

type Holds = Callable[[str], bool]


@lru_cache(maxsize=64)
def procedure_of(version: ProcedureVersion) -> Procedure:
    """Return the parsed procedure of a version: read and parsed once a process, for a version never changes."""
    return parse(version.bpmn.encode())


def begin(work: Deed, *, version: ProcedureVersion, on: dt.date) -> Position:
    """Put a dossier at the first step of a procedure; it keeps this version to its end."""
    first = procedure_of(version).first()
    position = work.add(Position(dossier=work.dossier, procedure=version, step=first.id))
    work.add(Passage(dossier=work.dossier, turn=1, step=first.id, entered_on=on))
    return position


def at(dossier: Dossier) -> Position:
    """Return where a dossier stands."""
    return Position.objects.select_related("procedure").get(dossier=dossier)


def since(dossier: Dossier) -> dt.date:
    """Return the day on which the dossier came to its present step."""
    return dossier.passages.order_by("-turn")[0].entered_on


def require_step(dossier: Dossier, *steps: str) -> Position:
    """Refuse unless the dossier stands at one of these steps."""
    position = at(dossier)
    if position.step not in steps:
        procedure = procedure_of(position.procedure)
        here = procedure.step(position.step).name if position.step else "已办结"
        there = "、".join(procedure.step(step).name for step in steps)
        raise Refusal(
            "case.wrong_step",
            f"案件现在处于“{here}”，这一事项只能在“{there}”办理。",
            "已公布的办案流程图",
            "请看案件页“下一步”所列事项。",
        )
    return position


def go_on(work: Deed, *, on: dt.date, holds: Holds) -> str:
    """Leave the present step for the next one, through the gateways; return the new step ("" at the end)."""
    position = at(work.dossier)
    following = advance(procedure_of(position.procedure), position.step, holds) or ""
    _move(work, position, following, on)
    return following


def go_back(work: Deed, *, step: str, on: dt.date) -> None:
    """Go to a step that the way from here does not lead to: what was passed stays passed, a new passage begins."""
    position = at(work.dossier)
    if position.step != step:
        _move(work, position, step, on)


def run_out(work: Deed, *, on: dt.date, holds: Holds) -> None:
    """Let a procedure end: leave each step by the way that its gateways give, until none follows."""
    while at(work.dossier).step:
        go_on(work, on=on, holds=holds)


def _move(work: Deed, position: Position, step: str, on: dt.date) -> None:
    last = work.dossier.passages.order_by("-turn")[0]
    last.left_on = on
    work.change(last)
    position.step = step
    work.change(position)
    if step:
        work.add(Passage(dossier=work.dossier, turn=last.turn + 1, step=step, entered_on=on))


def start_clock(
    work: Deed, *, rule: str, on: dt.date, party: str = "", named: dt.date | None = None
) -> Clock:
    """Start a time limit of the table from a day; `due_on` is the last lawful day, `safe_on` the day to work by.

    `named` is the last day of a limit that has no length of its own (`terms.NAMED`).
    """
    term = until(named) if named else due(rule, on)
    return work.add(
        Clock(
            dossier=work.dossier,
            rule=rule,
            party=party,
            started_on=on,
            due_on=_day(term.due),
            safe_on=_day(term.safe),
            provisional=term.provisional,
        )
    )


def _day(end: dt.date) -> dt.date:
    """Return the day on which a limit ends: one in hours ends at a moment of it."""
    return end.date() if isinstance(end, dt.datetime) else end


def stop_clock(work: Deed, *, rule: str, on: dt.date, kind: str, why: str, party: str = "") -> list[Clock]:
    """Stop the running limits of a rule where its law takes days out (55号令29、30): `on` no longer counts."""
    stopped = []
    for clock in work.dossier.clocks.filter(rule=rule, party=party, met_on=None, ended_on=None):
        clock.stops = [*clock.stops, {"kind": kind, "why": why, "from": on.isoformat(), "until": ""}]
        stopped.append(work.change(clock))
    return stopped


def release_clock(work: Deed, *, rule: str, on: dt.date, kind: str, party: str = "") -> list[Clock]:
    """Let the limits that were stopped for this `kind` of reason run again: `on` counts; the end is reckoned anew."""
    released = []
    for clock in work.dossier.clocks.filter(rule=rule, party=party, met_on=None, ended_on=None):
        if not any(each["kind"] == kind and not each["until"] for each in clock.stops):
            continue
        clock.stops = [
            each | {"until": (on - DAY).isoformat()} if each["kind"] == kind and not each["until"] else each
            for each in clock.stops
        ]
        _reckon(clock)
        released.append(work.change(clock))
    return released


def extend_clock(work: Deed, *, rule: str, by: str, days: int, party: str = "") -> list[Clock]:
    """Extend the running limits of a rule by an extension of the table: it continues from the unrolled end."""
    extended = []
    for clock in work.dossier.clocks.filter(rule=rule, party=party, met_on=None, ended_on=None):
        clock.extensions = [*clock.extensions, {"rule": by, "days": days}]
        _reckon(clock)
        extended.append(work.change(clock))
    return extended


def _reckon(clock: Clock) -> None:
    """Reckon the end from the start anew, with what was left out and what was added."""
    spans = clock.left_out
    term = due(clock.rule, clock.started_on, suspended=spans)
    for each in clock.extensions:
        term = due(each["rule"], term.end, suspended=spans, amount=each["days"])
    clock.due_on, clock.safe_on, clock.provisional = term.due, term.safe, term.provisional


def meet_clock(
    work: Deed, *, rule: str, on: dt.date, party: str = "", dossier: Dossier | None = None
) -> None:
    """Note that what a time limit asks for has been done; `dossier` where the act is recorded on another's."""
    for clock in (dossier or work.dossier).clocks.filter(rule=rule, party=party, met_on=None, ended_on=None):
        clock.met_on = on
        work.change(clock)


def put_off_clock(work: Deed, *, rule: str, until: dt.date, party: str = "") -> list[Clock]:
    """Let the running limits of a rule end on a day that was granted or follows from a plan (行政处罚法66第二款)."""
    put_off = []
    for clock in work.dossier.clocks.filter(rule=rule, party=party, met_on=None, ended_on=None):
        if clock.due_on != until:
            clock.due_on = clock.safe_on = until
            put_off.append(work.change(clock))
    return put_off


def end_clocks(
    work: Deed,
    *,
    on: dt.date,
    why: str,
    rules: Collection[str] = (),
    party: str = "",
    keep: Collection[str] = (),
) -> list[Clock]:
    """Let limits that still run end, all with their case or some for one party: neither met nor forgotten.

    `keep` are rules that outlive the case.
    """
    ended = []
    running = work.dossier.clocks.filter(met_on=None, ended_on=None).exclude(rule__in=keep)
    for clock in running.filter(rule__in=rules, party=party) if rules else running:
        clock.ended_on, clock.ended_why = on, why
        ended.append(work.change(clock))
    return ended
