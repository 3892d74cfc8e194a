"""A procedure as plain, immutable values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

NAMESPACE = "https://mingjing.example/ns/procedure/1"
"""XML namespace of our extension attributes."""

type Kind = Literal["startEvent", "endEvent", "userTask", "exclusiveGateway"]
type Recording = Literal["none", "photo", "av", "av_full"]

KINDS: tuple[Kind, ...] = ("startEvent", "endEvent", "userTask", "exclusiveGateway")
ROLES = frozenset({"officer", "section", "legal", "deputy", "principal"})
"""承办人、科室负责人、法制审核人员、分管负责人、主要负责人."""
GRADES: tuple[Recording, ...] = ("none", "photo", "av", "av_full")
"""文字、拍照、音像、全程音像 (自治区政府令第244号 第十六条至第十八条)."""


class ProcedureError(Exception):
    """A procedure file, or a question about one, is wrong; `sentence` names `element`, the id at fault."""

    def __init__(self, sentence: str, element: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.element = element


@dataclass(frozen=True, slots=True)
class Node:
    """Anything a flow can begin or end at; `name` is what people read, `id` never changes."""

    id: str
    kind: Kind
    name: str

    def __str__(self) -> str:
        """Return the name with the id, as error sentences show it."""
        return f"“{self.name}”（{self.id}）" if self.name else f"“{self.id}”"


@dataclass(frozen=True, slots=True)
class Step(Node):
    """A userTask and what the law asks of it.

    `role` is whose act closes the step. `documents` are form codes that must lie in the dossier by then,
    `occasional` those that the step uses when the occasion arises. `limits` are keys of term rules that run
    while the step is open. `state` is what the case is called meanwhile.
    """

    role: str
    state: str
    documents: tuple[str, ...] = ()
    occasional: tuple[str, ...] = ()
    recording: Recording = "none"
    limits: tuple[str, ...] = ()
    clause: str = ""

    @property
    def limit(self) -> str:
        """Return the term rule that governs first, or an empty string."""
        return self.limits[0] if self.limits else ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `predicate` is empty unless it leaves a gateway under a condition."""

    id: str
    source: str
    target: str
    name: str = ""
    predicate: str = ""
    default: bool = False


@dataclass(frozen=True)
class Procedure:
    """A checked procedure; nodes and flows keep the order of the file, which is the order of drawing."""

    id: str
    name: str
    version: int
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """Nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def leaving(self) -> dict[str, tuple[Flow, ...]]:
        """Flows by the node they leave, in the order in which conditions are asked."""
        return {node.id: tuple(flow for flow in self.flows if flow.source == node.id) for node in self.nodes}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The userTasks in drawing order."""
        return tuple(node for node in self.nodes if isinstance(node, Step))

    @cached_property
    def predicates(self) -> frozenset[str]:
        """Names of all predicates that the gateways ask."""
        return frozenset(flow.predicate for flow in self.flows if flow.predicate)

    def step(self, step_id: str) -> Step:
        """Return the step with this id, or raise `ProcedureError`."""
        node = self.by_id.get(step_id)
        if not isinstance(node, Step):
            raise ProcedureError(f"程序“{self.name}”第 {self.version} 版没有步骤“{step_id}”。", step_id)
        return node

    def first(self) -> Step:
        """Return the step that the start event leads to."""
        start = next(node for node in self.nodes if node.kind == "startEvent")
        return self.step(self.leaving[start.id][0].target)
