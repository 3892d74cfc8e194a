"""Where in a table the heading stands, what belongs to it, and what each column probably means. Pure: no database.

Real lists begin with a title, have headings over one or two rows with merged cells, lines that only head a section
(一、行政许可), and notes after the end. Everything found here is a proposal that a person sees and changes.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.catalog import cells
from mingjing.catalog.columns import COLUMNS, IGNORED, Column, find, plain_heading
from mingjing.catalog.tables import HEADING_WITHIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.catalog.cells import Cell
    from mingjing.catalog.sheets import Sheet

DEEPEST = 3
FEWEST = 2
"""A line that says fewer different things is no heading and no row, but a title, a section or a note."""
SECTION = "（分节标题）"
KEEP, LEAVE = "", "-"
"""What a column that is none of ours becomes: kept as a further column, or left out."""
_ORDINAL = re.compile(r"^[（(]?[一二三四五六七八九十百]+[)）]?[、.．\s]*")
_COUNT = re.compile(r"[（(]共?\s*\d+\s*[项条个]?[)）]$")


@dataclass(frozen=True)
class Layout:
    """A table taken apart: headings, rows below with their numbers, and the lines that are no rows."""

    heading_row: int
    depth: int
    headings: list[str]
    rows: list[tuple[int, list[Cell]]]
    asides: list[tuple[int, str]]

    @property
    def signature(self) -> str:
        """Return by what the same form of table is known again: its headings in their order."""
        return hashlib.sha256("\n".join(plain_heading(each) for each in self.headings).encode()).hexdigest()

    def samples(self, place: int, count: int = 3) -> list[str]:
        """Return the first different things that a column says."""
        said = (shown(line[place]) for _, line in self.rows if place < len(line))
        return list(dict.fromkeys(each for each in said if each))[:count]


def shown(cell: Cell) -> str:
    """Return a cell as a person reads it, one that is broken too."""
    try:
        return cells.text(cell)
    except ValueError:
        return str(cell)


def lay_out(kind: str, sheet: Sheet, *, heading_row: int = 0, depth: int = 0) -> Layout:
    """Take a table apart, at the heading that a person named or the one that is found."""
    lines = {number: [shown(cell) for cell in line] for number, line in sheet.rows}
    if not heading_row:
        heading_row, depth = _found(kind, lines)
    depth = min(max(depth, 1), DEEPEST)
    headings = [name for name, _ in _joined(lines, heading_row, depth)]
    rows, asides, section = [], [], ""
    several = len([each for each in headings if each]) > FEWEST
    sectioned = False
    for number, line in sheet.rows:
        said = lines[number]
        if number < heading_row or not any(said):
            asides += _aside(number, said)
        elif number >= heading_row + depth:
            if several and len({each for each in said if each}) < FEWEST:
                asides += _aside(number, said)
                section = next(each for each in said if each)
            elif said != lines.get(heading_row + depth - 1):
                sectioned = sectioned or bool(section)
                rows.append((number, [*line, *[None] * (len(headings) - len(line)), _bare(section)]))
    if sectioned:
        headings.append(SECTION)
    else:
        rows = [(number, line[:-1]) for number, line in rows]
    return Layout(heading_row, depth, headings, rows, asides)


def _aside(number: int, said: list[str]) -> list[tuple[int, str]]:
    words = " ".join(dict.fromkeys(each for each in said if each))
    return [(number, words)] if words else []


def _bare(section: str) -> str:
    """Return what a section's title names, without its ordinal and its count."""
    return _COUNT.sub("", _ORDINAL.sub("", section)).strip()


def _found(kind: str, lines: dict[int, list[str]]) -> tuple[int, int]:
    """Return first row and depth of the heading: where most columns are recognised, else the first line of several."""
    numbers = [number for number in sorted(lines) if any(lines[number])][:HEADING_WITHIN]
    best, row, depth = 0, 0, 1
    for number in numbers:
        if len({each for each in lines[number] if each}) < FEWEST:
            continue
        for deep in range(1, DEEPEST + 1):
            if deep > 1 and not _continued(
                lines.get(number + deep - 2, []), lines.get(number + deep - 1, [])
            ):
                break
            names = _joined(lines, number, deep)
            known = len({column.key for name, tail in names if (column := meaning(kind, name, tail))})
            if known > best or (known == best and known and number == row):
                best, row, depth = known, number, deep
    if not best:
        row = next((n for n in numbers if len({each for each in lines[n] if each}) > FEWEST), numbers[0])
    return row, depth


def _continued(top: list[str], below: list[str]) -> bool:
    """Say whether a line is the heading's next one: under merged cells the same again, or parts of what runs across."""
    if not any(below):
        return False
    pairs = [(top[place], below[place] if place < len(below) else "") for place in range(len(top))]
    same = any(upper and upper == lower for upper, lower in pairs)
    across = [bool(upper) and top.count(upper) > 1 for upper, _ in pairs]
    return (same or any(across)) and all(
        upper == lower or across[place] or not upper or not lower
        for place, (upper, lower) in enumerate(pairs)
    )


def _joined(lines: dict[int, list[str]], first: int, depth: int) -> list[tuple[str, str]]:
    """Return each column's heading, its lines put together, and the last of them."""
    stack = [lines.get(first + step, []) for step in range(depth)]
    names = []
    for place in range(max((len(line) for line in stack), default=0)):
        parts = [line[place] for line in stack if place < len(line) and line[place]]
        parts = list(dict.fromkeys(re.sub(r"\s+", "", part) for part in parts))
        names.append(("".join(parts), parts[-1] if parts else ""))
    return names


def meaning(kind: str, heading: str, tail: str = "") -> Column | None:
    """Return the column of ours that a heading names by one of its known names, also without what is in brackets."""
    bare = re.sub(r"\(.*?\)", "", plain_heading(heading))
    return find(kind, heading) or find(kind, bare) or (find(kind, tail) if tail and tail != heading else None)


def propose(kind: str, headings: Sequence[str]) -> list[str]:
    """Return for each heading the key it probably means; each key once, the surest first."""
    found = [_exact(kind, each) for each in headings]
    taken = set(found)
    for place, heading in enumerate(headings):
        if found[place] == KEEP:
            near = _near(kind, heading)
            if near and near not in taken:
                found[place] = near
                taken.add(near)
    seen: set[str] = set()
    for place, key in enumerate(found):
        if key not in {KEEP, LEAVE} and key in seen:
            found[place] = KEEP
        seen.add(key)
    return found


def _exact(kind: str, heading: str) -> str:
    plain = plain_heading(heading)
    if not plain or plain in IGNORED:
        return LEAVE
    column = meaning(kind, heading)
    return column.key if column else KEEP


def _near(kind: str, heading: str) -> str:
    """Return the one column of which a name ends the heading, else stands within it or holds it."""
    plain = plain_heading(heading)
    names = [
        (column.key, name)
        for column in COLUMNS[kind]
        for name in map(plain_heading, (column.label, *column.also))
        if len(min(name, plain, key=len)) >= FEWEST and (name in plain or plain in name)
    ]
    ending = {key for key, name in names if plain.endswith(name)}
    keys = ending or {key for key, _ in names}
    return keys.pop() if len(keys) == 1 else ""
