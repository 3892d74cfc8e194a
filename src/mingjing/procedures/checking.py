"""What a procedure must be before any case may run on it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mingjing.procedures.model import Flow, Node, Procedure, ProcedureError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def check(procedure: Procedure, predicates: Collection[str]) -> None:
    """Raise `ProcedureError` when a gateway asks for a predicate that nobody registered."""
    for flow in procedure.flows:
        if flow.predicate and flow.predicate not in predicates:
            sentence = f"连线“{flow.id}”使用了未登记的判断“{flow.predicate}”。"
            raise ProcedureError(sentence, flow.id)


def check_shape(procedure: Procedure) -> None:
    """Raise `ProcedureError` on the first fault.

    - ids are unique, flows begin and end at nodes;
    - one start, at least one end; a step has one way out, a gateway two or more, one of them the default;
    - every node can be reached from the start and can reach an end;
    - no circle of gateways alone, in which a case would turn for ever.
    """
    _check_ids(procedure)
    for node in procedure.nodes:
        _check_ways_out(node, procedure.leaving[node.id])
    _check_ends(procedure)
    _check_paths(procedure)
    _check_circles(procedure)


def _check_ids(procedure: Procedure) -> None:
    counts = Counter([node.id for node in procedure.nodes] + [flow.id for flow in procedure.flows])
    for element, count in counts.items():
        if count > 1:
            raise ProcedureError(f"编号“{element}”用了 {count} 次。", element)
    for flow in procedure.flows:
        for end in (flow.source, flow.target):
            if end not in procedure.by_id:
                raise ProcedureError(f"连线“{flow.id}”连到不存在的元素“{end}”。", flow.id)


def _check_ways_out(node: Node, flows: tuple[Flow, ...]) -> None:
    if node.kind == "exclusiveGateway":
        _check_gateway(node, flows)
        return
    expected = 0 if node.kind == "endEvent" else 1
    if len(flows) != expected:
        raise ProcedureError(f"{node} 应当有 {expected} 条出线，现在有 {len(flows)} 条。", node.id)
    for flow in flows:
        if flow.predicate:
            raise ProcedureError(f"连线“{flow.id}”不从判断出发，不能带条件。", flow.id)


def _check_gateway(gateway: Node, flows: tuple[Flow, ...]) -> None:
    if len(flows) < 2:  # noqa: PLR2004 - a choice is between two
        raise ProcedureError(f"判断 {gateway} 应当至少有两条出线。", gateway.id)
    if sum(flow.default for flow in flows) != 1:
        raise ProcedureError(f"判断 {gateway} 应当有且只有一条默认分支。", gateway.id)
    for flow in flows:
        if flow.default and flow.predicate:
            raise ProcedureError(f"默认分支“{flow.id}”不能带条件。", flow.id)
        if not flow.default and not flow.predicate:
            raise ProcedureError(f"判断 {gateway} 的分支“{flow.id}”没有条件，又不是默认分支。", flow.id)


def _check_ends(procedure: Procedure) -> None:
    starts = [node for node in procedure.nodes if node.kind == "startEvent"]
    if len(starts) != 1:
        raise ProcedureError(f"流程应当有一个开始，现在有 {len(starts)} 个。", starts[1].id if starts else "")
    for flow in procedure.flows:
        if flow.target == starts[0].id:
            raise ProcedureError(f"连线“{flow.id}”不能回到开始。", flow.id)
    first = procedure.by_id[procedure.leaving[starts[0].id][0].target]
    if first.kind != "userTask":
        raise ProcedureError(f"开始之后应当是步骤，不能是 {first}。", first.id)
    if not any(node.kind == "endEvent" for node in procedure.nodes):
        raise ProcedureError("流程没有结束（endEvent）。")


def _check_paths(procedure: Procedure) -> None:
    start = [node.id for node in procedure.nodes if node.kind == "startEvent"]
    ends = [node.id for node in procedure.nodes if node.kind == "endEvent"]
    reached = _closure(start, [(flow.source, flow.target) for flow in procedure.flows])
    ending = _closure(ends, [(flow.target, flow.source) for flow in procedure.flows])
    for node in procedure.nodes:
        if node.id not in reached:
            raise ProcedureError(f"{node} 从开始走不到。", node.id)
        if node.id not in ending:
            raise ProcedureError(f"{node} 走不到结束。", node.id)


def _closure(seeds: Iterable[str], pairs: list[tuple[str, str]]) -> set[str]:
    found = set(seeds)
    front = list(found)
    while front:
        here = front.pop()
        for target in (target for source, target in pairs if source == here and target not in found):
            found.add(target)
            front.append(target)
    return found


def _check_circles(procedure: Procedure) -> None:
    gateways = {node.id for node in procedure.nodes if node.kind == "exclusiveGateway"}
    pairs = [(flow.source, flow.target) for flow in procedure.flows if {flow.source, flow.target} <= gateways]
    for gateway in sorted(gateways):
        if gateway in _closure([target for source, target in pairs if source == gateway], pairs):
            node = procedure.by_id[gateway]
            raise ProcedureError(f"判断 {node} 可以不经任何步骤回到自己。", gateway)
