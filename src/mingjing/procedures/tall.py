"""The tall drawing: one column downwards, for phones and for large print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.procedures.sketch import (
    LANE,
    SMALL_SIZE,
    Box,
    Line,
    Side,
    Sketch,
    branch_word,
    broken,
    drawn,
    is_end,
    shortened,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingjing.procedures.model import Flow, Node, Procedure

WIDTH = 292
BOX_WIDTH = 212
BOX_HEIGHT = 46
DIAMOND_HEIGHT = 64
GAP = 30
EDGE = 8
NAME_LENGTH = 10
QUESTION_LENGTH = 7


def tall(procedure: Procedure, captions: Mapping[str, str]) -> Sketch:
    """Lay a procedure out downwards, at most 292 units wide; returns run right, skipped steps left."""
    nodes, flows = drawn(procedure)
    order = {node.id: number for number, node in enumerate(nodes)}
    sides: dict[Side, list[Flow]] = {"left": [], "right": []}
    for flow in flows:
        if order[flow.target] != order[flow.source] + 1:
            sides["right" if order[flow.target] < order[flow.source] else "left"].append(flow)
    lanes = {side: _lanes(jumps, order) for side, jumps in sides.items()}
    room = {
        side: EDGE + (LANE * (max(used.values()) + 1) + 14 if used else 0) for side, used in lanes.items()
    }
    width = min(BOX_WIDTH, WIDTH - room["left"] - room["right"])
    middle = room["left"] + width / 2
    boxes, height = _boxes(procedure, nodes, captions, middle, width)
    lines = [
        Line(flow, (boxes[flow.source].port("bottom"), boxes[flow.target].port("top")))
        for flow in flows
        if order[flow.target] == order[flow.source] + 1
    ]
    for side, jumps in sides.items():
        edge = middle + (width / 2 if side == "right" else -width / 2)
        lines += _loops(side, jumps, lanes[side], boxes, edge)
    words = [branch_word(line.flow, line.points[0], _exit(line)) for line in lines if line.flow.name]
    return Sketch(
        round(room["left"] + width + room["right"]), height, tuple(boxes.values()), tuple(lines), tuple(words)
    )


def _lanes(jumps: list[Flow], order: Mapping[str, int]) -> dict[str, int]:
    """Give each target a lane, 0 the innermost: what leads to one node runs together, what overlaps runs apart."""
    spans: dict[str, tuple[int, int]] = {}
    for flow in jumps:
        ends = [order[flow.source], order[flow.target], *spans.get(flow.target, ())]
        spans[flow.target] = min(ends), max(ends)
    lanes: dict[str, int] = {}
    for target, (first, last) in sorted(spans.items(), key=lambda each: each[1][1] - each[1][0]):
        crossed = {lanes[other] for other in lanes if first < spans[other][1] and spans[other][0] < last}
        lanes[target] = next(lane for lane in range(len(spans)) if lane not in crossed)
    return lanes


def _boxes(
    procedure: Procedure, nodes: list[Node], captions: Mapping[str, str], x: float, width: float
) -> tuple[dict[str, Box], float]:
    boxes = {}
    y = float(EDGE)
    for node in nodes:
        gateway = node.kind == "exclusiveGateway"
        lines = broken(node.name or "结束", QUESTION_LENGTH if gateway else NAME_LENGTH)
        caption = shortened(captions.get(node.id, ""), width - 12, SMALL_SIZE)
        height = DIAMOND_HEIGHT if gateway else BOX_HEIGHT + (16 if len(lines) > 1 and caption else 0)
        boxes[node.id] = Box(node, x, y + height / 2, width, height, lines, caption, is_end(procedure, node))
        y += height + GAP
    return boxes, round(y - GAP + EDGE)


def _loops(
    side: Side, jumps: list[Flow], lanes: Mapping[str, int], boxes: Mapping[str, Box], edge: float
) -> list[Line]:
    """Run jumps beside the column, each in the lane of its target."""
    outwards = 1 if side == "right" else -1
    lines = []
    for flow in jumps:
        start, target = boxes[flow.source].port(side), boxes[flow.target]
        x = edge + outwards * (14 + LANE * (lanes[flow.target] + 0.5))
        if target.node.kind == "exclusiveGateway" and flow.target in {other.source for other in jumps}:
            top = target.port("top")  # another line leaves at this corner: join the way that comes from above
            joint = top[1] - GAP / 2
            lines.append(Line(flow, (start, (x, start[1]), (x, joint), (top[0], joint), top)))
            continue
        end = target.port(side)
        lines.append(Line(flow, (start, (x, start[1]), (x, end[1]), end)))
    return lines


def _exit(line: Line) -> Side:
    (x, _), (after, _) = line.points[0], line.points[1]
    return "bottom" if x == after else "right" if after > x else "left"
