"""What waits in the open cases of an agency, worked out once for each state that a case is in.

A case is read again only when something was recorded on it, on the agency or its lists, or when a day has begun: the
desk and the figures of the menu cost as much as what has changed, not as much as there are cases.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mingjing import clock
from mingjing.cases.clocks import ShownClock, show
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Case, Decision
from mingjing.cases.standing import Standing, standings, unfinished
from mingjing.records.models import Dossier
from mingjing.registry.permissions import Role
from mingjing.workbench.addresses import case_url, task_url

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from mingjing.cases.tasks import Task
    from mingjing.registry.models import Agency, Officer

type Kind = Literal["case", "review", "publish", "custody", "device", "visit"]

KINDS: dict[Kind, str] = {
    "case": "案件",
    "review": "法制审核",
    "publish": "清单与公示",
    "custody": "档案保管",
    "device": "音像设备",
    "visit": "现场执法和监督",
}
IN_REVIEW = frozenset({"review.find", "review.sign", "review.assign", "review.talk"})
"""What the legal department does; what handlers and leaders do about review stands with their cases."""
RULING = ("agency", "list", "procedure", "law")
"""Kinds of dossiers, besides the case's own, on which it depends what a case lacks: people, lists, procedures, laws."""
AT_ONCE, MOST_KEPT = 100, 5000


@dataclass(frozen=True)
class Item:
    """One thing to do: what, by which clause, about what, until when, where."""

    kind: Kind
    sentence: str
    clause: str
    about: str
    about_url: str
    label: str
    url: str
    clock: ShownClock | None
    who: str = ""

    @property
    def due_on(self) -> dt.date | None:
        """Return the last lawful day."""
        return self.clock.clock.due_on if self.clock else None

    @property
    def urgency(self) -> tuple[bool, dt.date]:
        """Sort by the safe day; what has no limit comes last."""
        return self.clock is None, self.clock.clock.safe_on if self.clock else clock.today()


@dataclass(frozen=True)
class Waiting:
    """A task of a case, with what says whose it is."""

    task: Task
    item: Item
    handlers: tuple[Officer, ...]
    department: uuid.UUID


type State = tuple[str, int, dt.date]
"""A case's last record, what is in force around it, and the day."""

_kept: OrderedDict[uuid.UUID, tuple[State, tuple[Waiting, ...]]] = OrderedDict()


def waiting_in(agency: Agency) -> list[Waiting]:
    """Return what waits in an agency's open cases; only cases that changed are read."""
    around = (_around(), clock.today())
    states = {
        key: (head, *around)
        for key, head in unfinished(agency).order_by("found_on", "pk").values_list("pk", "dossier__head")
    }
    changed = [key for key, state in states.items() if key not in _kept or _kept[key][0] != state]
    found: dict[uuid.UUID, tuple[Waiting, ...]] = {key: _kept[key][1] for key in states.keys() - set(changed)}
    for start in range(0, len(changed), AT_ONCE):
        for standing in standings(Case.objects.filter(pk__in=changed[start : start + AT_ONCE])):
            found[standing.case.pk] = _waiting(standing)
            _keep(standing.case.pk, states[standing.case.pk], found[standing.case.pk])
    return [each for key in states for each in found.get(key, ())]


def _around() -> int:
    """Return what stands for everything outside the cases that their gates look at."""
    heads = Dossier.objects.filter(kind__in=RULING).order_by("pk").values_list("head", flat=True)
    # a decision in one case may be an earlier one on the same party to another (行政处罚法29)
    return hash((*heads, Decision.objects.count()))


def _keep(key: uuid.UUID, state: State, waiting: tuple[Waiting, ...]) -> None:
    _kept[key] = (state, waiting)
    _kept.move_to_end(key)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)


def _waiting(standing: Standing) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(task, _item(standing, task), standing.handlers, standing.case.department_id)
        for task in ahead(standing).tasks
    )


def _item(standing: Standing, task: Task) -> Item:
    case = standing.case
    line = next((each for each in standing.lines if each.party == task.party), None)
    running = standing.clock(task.rule, task.party.ref if task.party else "") or standing.clock(task.rule)
    return Item(
        kind="review" if task.verb.permission in IN_REVIEW else "case",
        sentence=task.sentence,
        clause=task.clause,
        about=f"{case.title}（{case.number or '线索'}）",
        about_url=case_url(case),
        label=task.verb.label,
        url=task_url(case, task, line.submission if line else None),
        clock=show(running, standing.today) if running else None,
        who=who(task, standing),
    )


def who(task: Task, standing: Standing) -> str:
    """Say whom a task waits for: whom it was given to, the handlers by name, else the roles."""
    if task.named:
        return "、".join(officer.name for officer in task.named)
    if task.verb.handlers and standing.handlers:
        return "、".join(officer.name for officer in standing.handlers)
    return "或".join(role.label for role in Role if role in task.roles)
