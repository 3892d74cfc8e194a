"""A drawing as geometry, before it is markup: boxes, lines and words in SVG units."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mingjing.procedures.model import Flow, Node, Procedure

type Point = tuple[float, float]
type Side = Literal["top", "bottom", "left", "right"]

NAME_SIZE = 14
SMALL_SIZE = 12
"""Font sizes of the theme, which the drawing must leave room for."""
SMALL_LINE = 14
LANE = 12
"""Distance of two lines that run side by side."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place; `x`, `y` are the middle. Gateways are diamonds, ends are rounded."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...] = ()
    caption: str = ""
    rounded: bool = False

    def port(self, side: Side, shift: float = 0) -> Point:
        """Return where a line meets a side, `shift` off its middle (diamonds have only corners)."""
        shift = 0 if self.node.kind == "exclusiveGateway" else shift
        match side:
            case "top":
                return self.x + shift, self.y - self.height / 2
            case "bottom":
                return self.x + shift, self.y + self.height / 2
            case "left":
                return self.x - self.width / 2, self.y + shift
            case "right":
                return self.x + self.width / 2, self.y + shift


@dataclass(frozen=True, slots=True)
class Line:
    """A flow from its first point to its last, all pieces upright or level."""

    flow: Flow
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A small text beside a node or line: `x` its middle, `y` its base line."""

    text: str
    x: float
    y: float
    node: str = ""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A whole drawing."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    words: tuple[Word, ...]


def breadth(text: str, size: float) -> float:
    """Return the estimated width of a text: a full em for wide characters, a little over half for others."""
    return sum(size * (1 if unicodedata.east_asian_width(char) in "WFA" else 0.55) for char in text)


def broken(text: str, most: int) -> tuple[str, ...]:
    """Break a name into lines of at most `most` characters, after a conjunction or comma if one is near."""
    if len(text) <= most:
        return (text,)
    middle = len(text) // 2
    phrases = [match.end() for match in re.finditer("[、，与和或及]", text)]
    fitting = [cut for cut in phrases if cut <= most and len(text) - cut <= most]
    cut = min(fitting, key=lambda place: abs(place - middle), default=min(most, -(-len(text) // 2)))
    return text[:cut], *broken(text[cut:], most)


def shortened(text: str, room: float, size: float) -> str:
    """Return the text, or its beginning with an ellipsis when it does not fit."""
    if breadth(text, size) <= room:
        return text
    while text and breadth(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


def drawn(procedure: Procedure) -> tuple[list[Node], list[Flow]]:
    """Return what is drawn: steps and gateways, and an end only where a gateway leads to it.

    The start and the usual end are shown by the rounded ends of the first and last step.
    """
    gateways = {node.id for node in procedure.nodes if node.kind == "exclusiveGateway"}
    chosen_ends = {flow.target for flow in procedure.flows if flow.source in gateways}
    nodes = [
        node
        for node in procedure.nodes
        if node.kind in {"userTask", "exclusiveGateway"}
        or (node.kind == "endEvent" and node.id in chosen_ends)
    ]
    ids = {node.id for node in nodes}
    return nodes, [flow for flow in procedure.flows if {flow.source, flow.target} <= ids]


def is_end(procedure: Procedure, node: Node) -> bool:
    """Tell whether a node is drawn with round ends: the first step, those before an end, and ends."""
    following = [procedure.by_id[flow.target].kind for flow in procedure.leaving[node.id]]
    return node.kind != "exclusiveGateway" and (node == procedure.first() or following in ([], ["endEvent"]))


def branch_word(flow: Flow, exit_point: Point, side: Side) -> Word:
    """Place the name of a gateway's flow (是、否) beside the corner where it leaves."""
    x, y = exit_point
    half = breadth(flow.name, SMALL_SIZE) / 2
    match side:
        case "left":
            return Word(flow.name, x - 5 - half, y - 5)
        case "right":
            return Word(flow.name, x + 5 + half, y - 5)
        case "top":
            return Word(flow.name, x + 6 + half, y - 7)
        case "bottom":
            return Word(flow.name, x + 6 + half, y + 15)
