"""Forms (审批表、登记表、回证) as bordered tables, and records (笔录) that are signed page by page."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from mingjing.typeset.press import printed

if TYPE_CHECKING:
    from mingjing.typeset.document import Cell, FormPage, RecordPage

CHARACTERS_A_LINE = 30
LINES_A_PAGE = 24
SHORT = 10
"""So many characters stand in half a row: two such cells share one."""
LABEL = 6
"""So many characters of a label stand in one line; up to twice as many are broken into two even lines."""
LATIN = 0x2E7F
"""Up to here a character takes about half a square."""
SPEAKER = re.compile(r"^(问|答)[：:]\s*")
TURN = re.compile(r"(?<=[。？！?!；])\s*(?=[问答][：:])")


def form_pdf(data: FormPage) -> bytes:
    """Return a form as PDF/A-2b; `TypesettingError` if it cannot be set."""
    document: dict[str, object] = {
        "agency": data.agency,
        "title": data.title,
        "number": data.number,
        "rows": [[_cell(cell) for cell in row] for row in rows_of(data.cells)],
        "signers": list(data.signers),
        "remarks": list(data.remarks),
        "grids": [asdict(grid) for grid in data.grids],
    }
    lines = _lines(data.cells) + sum(2 * len(grid.rows) for grid in data.grids)
    return printed("form", document, identity=data.identity, date=data.date, guess=1 + lines // LINES_A_PAGE)


def record_pdf(data: RecordPage) -> bytes:
    """Return a record as PDF/A-2b; `TypesettingError` if it cannot be set."""
    document: dict[str, object] = {
        "agency": data.agency,
        "title": data.title,
        "number": data.number,
        "facts": [asdict(cell) for cell in data.facts],
        "body": [
            {"label": cell.label, "paragraphs": [_spoken(line) for line in _turns(cell.text) if line]}
            for cell in data.body
        ],
        "confirmation": data.confirmation,
        "signers": list(data.signers),
        "remarks": list(data.remarks),
    }
    lines = _lines(data.facts) + _lines(data.body)
    return printed(
        "record", document, identity=data.identity, date=data.date, guess=1 + lines // LINES_A_PAGE
    )


def rows_of(cells: tuple[Cell, ...]) -> list[list[Cell]]:
    """Return the rows of a table: two short cells that follow each other share one, any other has its own."""
    rows: list[list[Cell]] = []
    for cell in cells:
        if _short(cell) and rows and len(rows[-1]) == 1 and _short(rows[-1][0]):
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return rows


def _short(cell: Cell) -> bool:
    width = sum(1 if ord(char) > LATIN else 0.5 for char in cell.text)
    return not cell.opinion and width <= SHORT and "\n" not in cell.text


def _cell(cell: Cell) -> dict[str, object]:
    return {
        **asdict(cell),
        "label": _even(cell.label),
        "paragraphs": [line for line in cell.text.splitlines() if line],
    }


def _even(label: str) -> str:
    """Break a label of two lines in the middle; a longer one is left to the typesetter's rules of punctuation."""
    if len(label) > 2 * LABEL:
        return label
    lines = -(-len(label) // LABEL) or 1
    width = -(-len(label) // lines) or 1
    return "\n".join(label[start : start + width] for start in range(0, len(label), width))


def _turns(text: str) -> list[str]:
    """Return the lines of a text; an answer typed behind its question begins a line of its own."""
    return TURN.sub("\n", text).splitlines()


def _spoken(line: str) -> dict[str, str]:
    """Return a line with who speaks it: 问, 答, or nobody."""
    found = SPEAKER.match(line)
    return {"speaker": found[1], "text": line[found.end() :]} if found else {"speaker": "", "text": line}


def _lines(cells: tuple[Cell, ...]) -> int:
    return sum(
        1 + len(line) // CHARACTERS_A_LINE for cell in cells for line in (cell.text.splitlines() or [""])
    )
