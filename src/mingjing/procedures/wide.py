"""The wide drawing: rows of seven that turn at their ends, for the desk and for paper.

Level pieces of lines that jump (a return, a skipped step) run in channels: channel k lies above row k, and
one more lies below the last row. What cannot leave upwards or downwards runs round the rows in a margin.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from mingjing.procedures.sketch import (
    LANE,
    SMALL_LINE,
    SMALL_SIZE,
    Box,
    Line,
    Point,
    Side,
    Sketch,
    Word,
    branch_word,
    breadth,
    broken,
    drawn,
    is_end,
    shortened,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingjing.procedures.model import Flow, Node, Procedure

WIDTH = 1020
MOST = 7
BOX_WIDTH = 104
DIAMOND = 36
EDGE = 8
"""Room at the edges of the drawing: the ring round the current step reaches four units out."""
GAP = 34
"""Smallest distance of two rows."""
LONGEST_PITCH = 150
NAME_LENGTH = 6
LABEL_LENGTH = 11


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands in the grid."""

    index: int
    row: int
    column: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Jump:
    """A flow that does not lead to its neighbour.

    It leaves `exit`, runs level in `channels[0]`, and unless that reaches its target, up or down `margin` to
    `channels[1]`; it arrives at `entry`. Without a first channel it leaves sideways, straight to the margin.
    """

    flow: Flow
    exit: Side
    entry: Side
    channels: tuple[int | None, int]
    margin: Literal["left", "right"] | None = None


def wide(procedure: Procedure, captions: Mapping[str, str]) -> Sketch:
    """Lay a procedure out, at most 1020 units wide and seven nodes a row."""
    nodes, flows = drawn(procedure)
    places = _places(nodes)
    jumps = [_jump(flow, places) for flow in flows if not _adjacent(flow, places)]
    grid = _Grid(procedure, nodes, places, jumps, captions)
    lines = [grid.jump_line(jump) for jump in jumps]
    lines += [grid.plain_line(flow) for flow in flows if _adjacent(flow, places)]
    words = [word for line in lines if line.flow.name for word in [_branch(line, grid)]]
    return Sketch(grid.width, grid.height, tuple(grid.boxes.values()), tuple(lines), (*words, *grid.labels()))


def _places(nodes: list[Node]) -> dict[str, Place]:
    places = {}
    columns = min(MOST, len(nodes))
    for index, node in enumerate(nodes):
        row, step = divmod(index, MOST)
        column = step if row % 2 == 0 else columns - 1 - step
        places[node.id] = Place(
            index, row, column, first=row > 0 and step == 0, last=step == MOST - 1 and index < len(nodes) - 1
        )
    return places


def _adjacent(flow: Flow, places: Mapping[str, Place]) -> bool:
    return places[flow.target].index == places[flow.source].index + 1


def _jump(flow: Flow, places: Mapping[str, Place]) -> Jump:
    source, target = places[flow.source], places[flow.target]
    back = target.index < source.index
    side: Side = "top" if back else "bottom"
    other: Side = "bottom" if back else "top"
    near = source.row if back else source.row + 1
    far = target.row if back else target.row + 1
    if source.first if back else source.last:  # the turn of the row has taken that side
        rightwards = source.row % 2 == 0
        outer: Literal["left", "right"] = "right" if rightwards != back else "left"
        return Jump(flow, outer, side, (None, far), outer)
    if source.row == target.row:
        return Jump(flow, side, side, (near, near))
    if abs(source.row - target.row) == 1:
        return Jump(flow, side, other, (near, near))
    return Jump(flow, side, side, (near, far), "left" if near % 2 else "right")


class _Grid:
    """Coordinates of everything, worked out once in the order columns, lanes, rows, boxes."""

    def __init__(
        self,
        procedure: Procedure,
        nodes: list[Node],
        places: dict[str, Place],
        jumps: list[Jump],
        captions: Mapping[str, str],
    ) -> None:
        self.places = places
        self.margins = {side: [jump for jump in jumps if jump.margin == side] for side in ("left", "right")}
        names = {
            node.id: broken(node.name or "结束", NAME_LENGTH)
            for node in nodes
            if node.kind != "exclusiveGateway"
        }
        two_and_caption = any(len(lines) > 1 and captions.get(node) for node, lines in names.items())
        self.box_height = 62 if two_and_caption else 46
        self._columns(len(nodes))
        self.sides = self._sides(nodes, jumps)
        self.label_sides = {
            node.id: self._label_side(node) for node in nodes if node.kind == "exclusiveGateway"
        }
        self.names = {node.id: node.name for node in nodes}
        self.shifts = self._shifts(jumps)
        self.lanes = self._lanes(jumps)
        self._rows(1 + max(place.row for place in places.values()))
        self.boxes = {
            node.id: self._box(
                node, names.get(node.id, ()), captions.get(node.id, ""), is_end(procedure, node)
            )
            for node in nodes
        }

    def _columns(self, count: int) -> None:
        columns = min(MOST, count)
        room = {side: EDGE + (LANE * len(jumps) if jumps else 0) for side, jumps in self.margins.items()}
        free = WIDTH - room["left"] - room["right"] - BOX_WIDTH
        pitch = min(LONGEST_PITCH, free / max(1, columns - 1))
        self.x = [round(room["left"] + BOX_WIDTH / 2 + pitch * column, 1) for column in range(columns)]
        self.width = round(self.x[-1] + BOX_WIDTH / 2 + room["right"])

    def _sides(self, nodes: list[Node], jumps: list[Jump]) -> dict[str, set[Side]]:
        """Which sides of a node carry lines."""
        sides: dict[str, set[Side]] = {node.id: set() for node in nodes}
        for node in nodes:
            place = self.places[node.id]
            if place.first:
                sides[node.id].add("top")
            if place.last:
                sides[node.id].add("bottom")
        for jump in jumps:
            sides[jump.flow.source].add(jump.exit)
            sides[jump.flow.target].add(jump.entry)
        return sides

    def _label_side(self, node: Node) -> Side:
        """Below a diamond if nothing leaves there, else above, else at its shoulder."""
        used = self.sides[node.id]
        return "bottom" if "bottom" not in used else "top" if "top" not in used else "right"

    def _level(self, jump: Jump, end: Literal["source", "target"]) -> tuple[float, float]:
        """Return where the level piece next to one end begins (at the node) and goes to."""
        ends = self.x[self.places[jump.flow.source].column], self.x[self.places[jump.flow.target].column]
        here, there = ends if end == "source" else ends[::-1]
        if jump.margin is not None:
            there = 0 if jump.margin == "left" else WIDTH
        return here, there

    def _shifts(self, jumps: list[Jump]) -> dict[tuple[str, str], float]:
        """Spread the lines that meet one side of a node, so that inner ones never cross outer ones."""
        meeting: dict[tuple[str, Side], list[tuple[float, str, str]]] = defaultdict(list)
        for jump in jumps:
            here, there = self._level(jump, "target")
            meeting[jump.flow.target, jump.entry].append((there - here, jump.flow.id, "target"))
            if jump.channels[0] is not None:
                here, there = self._level(jump, "source")
                meeting[jump.flow.source, jump.exit].append((there - here, jump.flow.id, "source"))
        shifts = {}
        for (node, side), ends in meeting.items():
            place = self.places[node]
            turned = place.first if side == "top" else place.last
            left = sorted((end for end in ends if end[0] < 0), key=lambda end: -end[0])
            right = sorted((end for end in ends if end[0] >= 0), key=lambda end: -end[0])
            for number, (_, flow, end) in enumerate(left + right):
                middle = (len(ends) - 1) / 2
                shift = 22 * (number - middle)
                if turned:  # keep clear of the turn, which arrives in the middle
                    shift = (
                        -20 * (len(left) - number) if number < len(left) else 20 * (number - len(left) + 1)
                    )
                shifts[flow, end] = shift
        return shifts

    def _lanes(self, jumps: list[Jump]) -> dict[int, list[tuple[str, str]]]:
        """Order the level pieces of each channel downwards: short ones next to the row they belong to."""
        pieces: dict[int, list[tuple[int, float, str, str]]] = defaultdict(list)
        for jump in jumps:
            ends: tuple[Literal["source", "target"], ...] = ("source", "target")
            for channel, end in zip(jump.channels, ends, strict=True):
                if channel is None or (end == "target" and jump.margin is None):
                    continue
                here, there = self._level(jump, end)
                row = self.places[jump.flow.source if end == "source" else jump.flow.target].row
                both = jump.margin is None and jump.exit != jump.entry
                below = row == channel
                rank = 1 if both else 2 if below else 0
                span = abs(there - here)
                pieces[channel].append((rank, -span if below else span, jump.flow.id, end))
        return {
            channel: [(flow, end) for _, _, flow, end in sorted(found)] for channel, found in pieces.items()
        }

    def _rows(self, count: int) -> None:
        self.y: list[float] = []
        self.lane_y: dict[tuple[str, str], float] = {}
        above = 0.0
        for channel in range(count + 1):
            lanes = self.lanes.get(channel, [])
            begin = above + (14 if channel else EDGE)
            for number, lane in enumerate(lanes):
                self.lane_y[lane] = begin + LANE * number
            inner = begin - above + LANE * (len(lanes) - 1) + (16 if channel < count else EDGE)
            least = GAP if 0 < channel < count else EDGE + 4
            bottom = above + max(least, inner if lanes else 0)
            if channel == count:
                self.height = round(bottom)
                return
            middle = bottom + self._overhang(channel, "top") + self.box_height / 2
            self.y.append(middle)
            above = middle + self.box_height / 2 + self._overhang(channel, "bottom")

    def _overhang(self, row: int, side: Side) -> float:
        """Return how far the labels of diamonds reach beyond the boxes of their row."""
        lines = [
            len(broken(self.names[node], LABEL_LENGTH))
            for node, where in self.label_sides.items()
            if where == side and self.places[node].row == row
        ]
        return max(0.0, DIAMOND / 2 + 4 + SMALL_LINE * max(lines, default=-9) - self.box_height / 2)

    def _box(self, node: Node, lines: tuple[str, ...], caption: str, rounded: bool) -> Box:
        place = self.places[node.id]
        x, y = self.x[place.column], self.y[place.row]
        if node.kind == "exclusiveGateway":
            return Box(node, x, y, DIAMOND, DIAMOND)
        caption = shortened(caption, BOX_WIDTH - 8, SMALL_SIZE)
        return Box(node, x, y, BOX_WIDTH, self.box_height, lines, caption, rounded)

    def plain_line(self, flow: Flow) -> Line:
        """Join neighbours: level in a row, upright where the rows turn."""
        source, target = self.boxes[flow.source], self.boxes[flow.target]
        if self.places[flow.source].row != self.places[flow.target].row:
            return Line(flow, (source.port("bottom"), target.port("top")))
        out: Side = "right" if target.x > source.x else "left"
        into: Side = "left" if out == "right" else "right"
        return Line(flow, (source.port(out), target.port(into)))

    def jump_line(self, jump: Jump) -> Line:
        """Join two nodes through channels and margin."""
        flow = jump.flow
        start = self.boxes[flow.source].port(jump.exit, self.shifts.get((flow.id, "source"), 0))
        end = self.boxes[flow.target].port(jump.entry, self.shifts.get((flow.id, "target"), 0))
        leaving = self.lane_y.get((flow.id, "source"), start[1])
        if jump.margin is None:
            return Line(flow, (start, (start[0], leaving), (end[0], leaving), end))
        x = self._margin_x(jump)
        arriving = self.lane_y[flow.id, "target"]
        points: list[Point] = [
            start,
            (start[0], leaving),
            (x, leaving),
            (x, arriving),
            (end[0], arriving),
            end,
        ]
        return Line(
            flow,
            tuple(point for number, point in enumerate(points) if not number or point != points[number - 1]),
        )

    def _margin_x(self, jump: Jump) -> float:
        number = self.margins[jump.margin or "left"].index(jump)
        return EDGE + LANE * number if jump.margin == "left" else self.width - EDGE - LANE * number

    def labels(self) -> list[Word]:
        """Write the question of each gateway beside its diamond."""
        return [word for node, side in self.label_sides.items() for word in self._label(node, side)]

    def _label(self, node: str, side: Side) -> list[Word]:
        box = self.boxes[node]
        if side == "right":
            lines = broken(self.names[node], 4)
            x = box.x + DIAMOND / 2 + 4 + breadth(max(lines, key=len), SMALL_SIZE) / 2
            base = box.y - 8 - SMALL_LINE * (len(lines) - 1)
        else:
            lines = broken(self.names[node], LABEL_LENGTH)
            x = box.x
            below = box.y + DIAMOND / 2 + SMALL_LINE
            base = below if side == "bottom" else box.y - DIAMOND / 2 - 6 - SMALL_LINE * (len(lines) - 1)
        return [Word(line, x, base + SMALL_LINE * number, node) for number, line in enumerate(lines)]


def _branch(line: Line, grid: _Grid) -> Word:
    start, after = line.points[0], line.points[1]
    if start[0] == after[0]:
        side: Side = "top" if after[1] < start[1] else "bottom"
    else:
        side = "left" if after[0] < start[0] else "right"
    word = branch_word(line.flow, start, side)
    return (
        word
        if grid.label_sides.get(line.flow.source) != "right" or side != "right"
        else replace(word, y=start[1] + 14)
    )
