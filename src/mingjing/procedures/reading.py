"""From the bytes of a BPMN file to a checked `Procedure`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from mingjing.procedures.checking import check_shape
from mingjing.procedures.model import (
    GRADES,
    KINDS,
    NAMESPACE,
    ROLES,
    Flow,
    Kind,
    Node,
    Procedure,
    ProcedureError,
    Recording,
    Step,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
LARGEST_FILE = 512 * 1024
"""Bytes; the largest procedure we ship has 16 nodes and 20 kB."""
IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
PREDICATE = re.compile(r"[a-z][a-z0-9_]{0,63}")
REMARKS = frozenset({f"{{{BPMN}}}{name}" for name in ("incoming", "outgoing", "documentation")})


def parse(data: bytes) -> Procedure:
    """Read a BPMN file and check its shape; raise `ProcedureError` naming the element at fault.

    Predicates are not known here: `check(procedure, predicates)` asks whether all of them are registered.
    """
    if len(data) > LARGEST_FILE:
        raise ProcedureError(f"流程文件超过 {LARGEST_FILE // 1024} kB。")
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ProcedureError("流程文件不是可以接受的 XML。") from error
    process = _only_process(root)
    name = process.get("name", "").strip()
    if not name:
        raise ProcedureError("流程没有名称（name）。", process.get("id", ""))
    procedure = Procedure(_id(process), name, _version(process), *_content(process))
    check_shape(procedure)
    return procedure


def _only_process(root: Element) -> Element:
    if root.tag != f"{{{BPMN}}}definitions":
        raise ProcedureError("文件不是 BPMN 2.0 流程（definitions）。")
    strangers = [
        child for child in root if child.tag not in {f"{{{BPMN}}}process", f"{{{DIAGRAM}}}BPMNDiagram"}
    ]
    if strangers:
        raise ProcedureError(f"流程文件含有不支持的元素 {_local(strangers[0])}。", strangers[0].get("id", ""))
    processes = root.findall(f"{{{BPMN}}}process")
    if len(processes) != 1:
        raise ProcedureError(f"一个文件应当只有一个流程（process），这里有 {len(processes)} 个。")
    return processes[0]


def _content(process: Element) -> tuple[tuple[Node, ...], tuple[Flow, ...]]:
    nodes: list[Node] = []
    flows: list[Flow] = []
    defaults = {element.get("default") for element in process if element.get("default")}
    for element in process:
        if element.tag in REMARKS:
            continue
        kind = _local(element)
        if element.tag == f"{{{BPMN}}}sequenceFlow":
            flows.append(_flow(element, defaults))
        elif element.tag.startswith(f"{{{BPMN}}}") and kind in KINDS:
            nodes.append(_node(element, kind))
        else:
            raise ProcedureError(
                f"元素“{element.get('id', '')}”是不支持的类型 {kind}。", element.get("id", "")
            )
    return tuple(nodes), tuple(flows)


def _node(element: Element, kind: Kind) -> Node:
    node = Node(_id(element), kind, element.get("name", "").strip())
    for child in element:
        if (
            child.tag not in REMARKS
        ):  # an event definition, a loop marker, a script: each would change the meaning
            raise ProcedureError(f"{node} 含有不支持的内容 {_local(child)}。", node.id)
    if kind in {"userTask", "exclusiveGateway"} and not node.name:
        raise ProcedureError(f"{node} 没有名称（name）。", node.id)
    if kind != "exclusiveGateway" and element.get("default"):
        raise ProcedureError(f"{node} 不是判断，不能有默认分支。", node.id)
    return _step(node, element) if kind == "userTask" else node


def _step(node: Node, element: Element) -> Step:
    def ours(name: str) -> str:
        return element.get(f"{{{NAMESPACE}}}{name}", "").strip()

    if ours("role") not in ROLES:
        raise ProcedureError(
            f"{node} 的岗位（role）“{ours('role')}”不在 {'、'.join(sorted(ROLES))} 之内。", node.id
        )
    if not PREDICATE.fullmatch(ours("state")):
        raise ProcedureError(f"{node} 没有写明案件状态（state）。", node.id)
    return Step(
        node.id,
        node.kind,
        node.name,
        role=ours("role"),
        state=ours("state"),
        documents=tuple(ours("documents").split()),
        occasional=tuple(ours("occasional").split()),
        recording=_grade(node, ours("recording") or "none"),
        limits=tuple(ours("limit").split()),
        clause=ours("clause"),
    )


def _grade(node: Node, word: str) -> Recording:
    for grade in GRADES:
        if word == grade:
            return grade
    raise ProcedureError(f"{node} 的记录等级（recording）“{word}”不在 {'、'.join(GRADES)} 之内。", node.id)


def _flow(element: Element, defaults: set[str | None]) -> Flow:
    flow_id = _id(element)
    predicate = ""
    for child in element:
        if child.tag in REMARKS:
            continue
        predicate = (child.text or "").strip()
        if child.tag != f"{{{BPMN}}}conditionExpression" or len(child) or not PREDICATE.fullmatch(predicate):
            raise ProcedureError(f"连线“{flow_id}”的条件只能是一个已登记的判断名称，不能是表达式。", flow_id)
    return Flow(
        flow_id,
        element.get("sourceRef", ""),
        element.get("targetRef", ""),
        name=element.get("name", "").strip(),
        predicate=predicate,
        default=flow_id in defaults,
    )


def _id(element: Element) -> str:
    value = element.get("id", "")
    if not IDENTIFIER.fullmatch(value):
        raise ProcedureError(
            f"元素 {_local(element)} 的编号“{value[:80]}”不合规则（字母开头，字母、数字、-、_）。", value[:80]
        )
    return value


def _version(process: Element) -> int:
    text = process.get(f"{{{NAMESPACE}}}version", "")
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise ProcedureError(f"流程的版本（version）“{text[:20]}”不是正整数。", process.get("id", ""))
    return int(text)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
