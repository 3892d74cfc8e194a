"""From a procedure to the SVG that the portal and a case page show.

The markup carries classes only (no style, no script), so the theme decides colours and it stands under a
strict content security policy. Everything that comes from a file or a case is escaped.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, assert_never

from mingjing.procedures.sketch import Box, Line, Point, Sketch, Word, drawn
from mingjing.procedures.tall import tall
from mingjing.procedures.wide import wide

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mingjing.procedures.model import Flow, Node, Procedure

type Layout = Literal["wide", "tall"]

NOTHING: Mapping[str, str] = MappingProxyType({})
CORNER = 5
"""Radius of a line's corners."""
TIP = 8
"""Length of an arrow's tip; its point stays two units off the node."""


def draw(
    procedure: Procedure,
    *,
    done: Collection[str] = (),
    now: str | None = None,
    captions: Mapping[str, str] = NOTHING,
    layout: Layout = "wide",
) -> str:
    """Return an `<svg class="flow">`: a case's progress, or the published flowchart.

    The latter is drawn when neither `done` nor `now` is given. `done` and `captions` (a short second line)
    are keyed by step id, `now` is the current step; an id that the procedure does not have raises
    `ProcedureError`. Steps neither done nor current are `is-shut`.
    """
    for step_id in {*done, *captions, *([now] if now else [])}:
        procedure.step(step_id)
    match layout:
        case "wide":
            sketch = wide(procedure, captions)
        case "tall":
            sketch = tall(procedure, captions)
        case _:
            assert_never(layout)
    return _Picture(procedure, sketch, frozenset(done) - {now}, now, captions).markup()


class _Picture:
    def __init__(
        self,
        procedure: Procedure,
        sketch: Sketch,
        done: frozenset[str | None],
        now: str | None,
        captions: Mapping[str, str],
    ) -> None:
        self.procedure = procedure
        self.sketch = sketch
        self.done = done
        self.now = now
        self.captions = captions
        self.of_a_case = bool(done or now)
        self.travelled = self._travelled()

    def markup(self) -> str:
        """Lines lie under boxes, words above both."""
        width, height = _number(self.sketch.width), _number(self.sketch.height)
        return "".join(
            [
                f'<svg class="flow" width="{width}" height="{height}" viewBox="0 0 {width} {height}"',
                f' role="img" aria-label="{escape(self._summary())}">',
                *(self._line(line) for line in self._lines()),
                *(self._box(box) for box in self.sketch.boxes),
                *(_small(word) for word in self.sketch.words if not word.node),
                "</svg>",
            ]
        )

    def _lines(self) -> list[Line]:
        """Return the lines, those travelled last: where several run together the way taken is seen."""
        return sorted(self.sketch.lines, key=lambda line: line.flow.id in self.travelled)

    def _travelled(self) -> frozenset[str]:
        """Return ids of the flows that the case went through on its way forward.

        A gateway was passed when it was come to and the nearest node that it leads forward to was reached, or an end
        where the case stands nowhere. A return is never coloured: a case that came back stands before it again.
        """
        nodes, flows = drawn(self.procedure)
        order = {node.id: number for number, node in enumerate(nodes)}
        reached = {node for node in order if node in self.done or node == self.now}
        come_to = self._come_to(nodes, flows)
        ends = {node.id for node in nodes if node.kind == "endEvent" and self.now is None}
        travelled: set[str] = set()
        for node in (each for each in reversed(nodes) if each.id in come_to):
            forward = [
                flow for flow in flows if flow.source == node.id and order[flow.target] > order[node.id]
            ]
            way = [flow for flow in forward if flow.target in reached] or [
                flow for flow in forward if flow.target in ends
            ]
            if way:
                travelled.add(min(way, key=lambda flow: order[flow.target]).id)
                reached.add(node.id)
        return frozenset(travelled)

    def _come_to(self, nodes: list[Node], flows: list[Flow]) -> set[str]:
        """Return the steps that are done, and the gateways that they lead to."""
        found = {node for node in self.done if node}
        for node in nodes:
            sources = {flow.source for flow in flows if flow.target == node.id}
            if node.kind == "exclusiveGateway" and sources & found:
                found.add(node.id)
        return found

    def _summary(self) -> str:
        names = {step.id: step.name for step in self.procedure.steps}
        if not self.of_a_case:
            return f"{self.procedure.name}流程图：{'、'.join(names.values())}"
        parts = []
        if self.done:
            parts.append(f"已完成{'、'.join(name for step, name in names.items() if step in self.done)}")
        parts.append(f"当前在{names[self.now]}" if self.now else "程序已走完")
        return f"{self.procedure.name}，本案进度：{'；'.join(parts)}"

    def _tone(self, node: str) -> tuple[str, str]:
        """Return class and word of a node."""
        if not self.of_a_case:
            return "", ""
        if node == self.now:
            return "is-now", "当前步骤"
        passed = {
            end
            for flow in self.procedure.flows
            if flow.id in self.travelled
            for end in (flow.source, flow.target)
        }
        if node in self.done or node in passed:
            return "is-done", "已完成"
        return "is-shut", "未开放" if self.now else "未经过"

    def _line(self, line: Line) -> str:
        tone = " is-done" if line.flow.id in self.travelled else ""
        edge, tip = _path(line.points), _tip(line.points)
        return f'<path class="edge{tone}" d="{edge}"/><path class="tip{tone}" d="{tip}"/>'

    def _box(self, box: Box) -> str:
        node = box.node
        tone, word = self._tone(node.id)
        title = node.name or "结束"
        if word and node.kind != "exclusiveGateway":
            title += f"：{word}"
        if caption := self.captions.get(node.id):
            title += f"，{caption}"
        group = f'<g class="{tone}">' if tone else "<g>"
        labels = [_small(word) for word in self.sketch.words if word.node == node.id]
        return "".join(
            [group, f"<title>{escape(title)}</title>", self._shape(box), *_texts(box), *labels, "</g>"]
        )

    def _shape(self, box: Box) -> str:
        left, top = box.x - box.width / 2, box.y - box.height / 2
        if box.node.kind == "exclusiveGateway":
            corners = (box.port("top"), box.port("right"), box.port("bottom"), box.port("left"))
            return f'<polygon points="{" ".join(f"{_number(x)},{_number(y)}" for x, y in corners)}"/>'
        radius = box.height / 2 if box.rounded else 3
        ring = ""
        if box.node.id == self.now:
            outer = radius + 4 if box.rounded else 5
            ring = _rect(left - 4, top - 4, box.width + 8, box.height + 8, radius=outer, name="ring")
        return ring + _rect(left, top, box.width, box.height, radius=radius)


def _rect(x: float, y: float, width: float, height: float, *, radius: float, name: str = "") -> str:
    numbers = zip(("x", "y", "width", "height", "rx"), (x, y, width, height, radius), strict=True)
    kind = f' class="{name}"' if name else ""
    return f"<rect{kind} {' '.join(f'{key}="{_number(value)}"' for key, value in numbers)}/>"


def _texts(box: Box) -> list[str]:
    """Write name and caption, centred as one block."""
    small = box.node.kind == "exclusiveGateway"
    step = 16 if small else 17
    rows = len(box.lines) + bool(box.caption)
    base = box.y + 5 - step * (rows - 1) / 2
    texts = [_text(line, box.x, base + step * number, small=small) for number, line in enumerate(box.lines)]
    if box.caption:
        texts.append(_text(box.caption, box.x, base + step * len(box.lines), small=True))
    return texts


def _small(word: Word) -> str:
    return _text(word.text, word.x, word.y, small=True)


def _text(text: str, x: float, y: float, *, small: bool) -> str:
    kind = ' class="sub"' if small else ""
    return f'<text{kind} x="{_number(x)}" y="{_number(y)}">{escape(text)}</text>'


def _path(points: tuple[Point, ...]) -> str:
    """Write a line with rounded corners that ends where its tip begins."""
    *inner, last = points
    end = _towards(last, inner[-1], TIP)
    parts = [f"M{_pair(points[0])}"]
    for (before, corner), after in zip(pairwise(inner), [*inner[1:], end][1:], strict=True):
        radius = min(CORNER, _length(before, corner) / 2, _length(corner, after) / 2)
        first, second = _towards(corner, before, radius), _towards(corner, after, radius)
        parts.append(f"L{_pair(first)}Q{_pair(corner)} {_pair(second)}")
    return "".join([*parts, f"L{_pair(end)}"])


def _tip(points: tuple[Point, ...]) -> str:
    x, y = _towards(points[-1], points[-2], 2)
    dx, dy = _towards((0, 0), (points[-2][0] - points[-1][0], points[-2][1] - points[-1][1]), TIP)
    side = 4.5 / TIP
    first, second = (x + dx - dy * side, y + dy + dx * side), (x + dx + dy * side, y + dy - dx * side)
    return f"M{_pair((x, y))}L{_pair(first)}L{_pair(second)}z"


def _length(start: Point, end: Point) -> float:
    return abs(end[0] - start[0]) + abs(end[1] - start[1])  # pieces are upright or level


def _towards(start: Point, end: Point, distance: float) -> Point:
    share = distance / (_length(start, end) or 1)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
