"""门禁: one condition of a step, and what makes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mingjing.cases.rules import ordinary as rules
from mingjing.cases.tasks import Task, task
from mingjing.refusal import Refusal
from mingjing.registry.queries import qualification_faults
from mingjing.workflow.approvals import LABELS, Chain

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.cases.standing import Line, Standing
    from mingjing.registry.models import Officer
    from mingjing.registry.permissions import Role

QUALIFIED = "行政处罚法 第四十二条"

type State = Literal["open", "stop", "off", "note"]


@dataclass(frozen=True)
class Gate:
    """One condition: `open` it holds, `stop` it is missing, `off` it does not apply, `note` it waits beside.

    `task` is what would open it.
    """

    state: State
    sentence: str
    clause: str = ""
    task: Task | None = None
    remark: str = ""


@dataclass(frozen=True)
class Ahead:
    """What lies between a case and its next step: the conditions, and the acts that end the present one."""

    gates: tuple[Gate, ...] = ()
    closing: tuple[Task, ...] = ()
    after: str = ""

    @property
    def missing(self) -> int:
        """Return how many conditions are missing."""
        return sum(gate.state == "stop" for gate in self.gates)

    @property
    def tasks(self) -> list[Task]:
        """Return what waits to be done now: what stands beside or opens the missing gates, else what ends the step."""
        wanted = [gate.task for gate in self.gates if gate.state in {"stop", "note"} and gate.task]
        return wanted if self.missing else [*wanted, *self.closing]


def qualified(standing: Standing) -> list[Gate]:
    """Hold the certificates of all handlers against today (行政处罚法42)."""
    domain = standing.case.matter.domain if standing.case.matter else ""
    faults = [
        f"{officer.name}：{'；'.join(found)}"
        for officer in standing.handlers
        if (
            found := qualification_faults(
                officer, on=standing.today, category=domain, area=standing.case.agency.area
            )
        )
    ]
    if len(standing.handlers) < rules.MIN_HANDLERS:
        return [Gate("stop", "承办人不足两名", QUALIFIED, _replace())]
    names = "、".join(officer.name for officer in standing.handlers)
    return [
        Gate(
            "stop",
            f"承办人今天不具备资格：{'。'.join(faults)}",
            QUALIFIED,
            _replace(),
            remark="更新证件或者变更承办人",
        )
        if faults
        else Gate("open", f"承办人 {names} 证件今天有效", QUALIFIED)
    ]


def _replace() -> Task:
    return task("reassignment", "变更承办人", QUALIFIED, rule="xzcf.decision_90")


def rungs(chain: Chain, matter: str, clause: str, line: Line | None = None) -> list[Gate]:
    """Return a gate for each rung of an approval chain below the deciding one, signed or waiting."""
    about, party = (f"{line.party.name}：", line.party) if line else ("", None)
    gates = [
        Gate(
            "open",
            f"{about}{row.get_role_display()}{row.signed_by.name}签署：{row.opinion}",
            remark=str(row.signed_on),
        )
        for row in chain.signed
    ]
    for place in range(len(chain.signed), len(chain.rungs) - 1):
        sentence = f"{about}待{_labels(chain.rungs[place])}签署{LABELS[matter]}意见"
        wanted = task(
            f"endorse-{matter}", sentence.replace("待", "", 1), clause, party=party, roles=chain.rungs[place],
            signed=_signers(chain), rule=_RULES[matter],
        )  # fmt: skip
        gates.append(Gate("stop", sentence, clause, wanted if place == chain.next_rung else None))
    return gates


def last(
    chain: Chain, name: str, sentence: str, clause: str, line: Line | None = None, *, rule: str
) -> tuple[Task, ...]:
    """Return the act of the rung that decides; nothing when it has been signed."""
    if chain.next_rung is None:
        return ()
    roles, party = chain.rungs[-1], line.party if line else None
    return (task(name, sentence, clause, party=party, roles=roles, signed=_signers(chain), rule=rule),)


_RULES = {"filing": "zj55.verify", "decision": "xzcf.decision_90", "closing": "zj55.close"}


def _signers(chain: Chain) -> list[Officer]:
    return [row.signed_by for row in chain.signed]


def _labels(roles: tuple[Role, ...]) -> str:
    return "或".join(role.label for role in roles)


def told(
    holds: bool, yes: str, no: str, clause: str, wanted: Task | None = None, *, remark: str = ""
) -> Gate:
    """Return an open gate or a missing one."""
    return Gate("open", yes, clause, remark=remark) if holds else Gate("stop", no, clause, wanted)


def ruled(check: Callable[[], None], sentence: str, clause: str) -> Gate:
    """Ask a rule: open when it lets pass, else missing, with the rule's own words."""
    try:
        check()
    except Refusal as refusal:
        return Gate("stop", refusal.sentence, refusal.clause, remark=refusal.next_step)
    return Gate("open", sentence, clause)
