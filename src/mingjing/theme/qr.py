"""A QR code as one SVG path: no image file, no inline style."""

from __future__ import annotations

import io

import segno

QUIET = 2


def drawing(text: str) -> tuple[int, str]:
    """Return the side of the drawing in modules (with its quiet zone) and the path of the dark runs."""
    matrix = [[bool(dark) for dark in row] for row in segno.make(text, error="m", micro=False).matrix]
    moves: list[str] = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                moves.append(f"M{x + QUIET} {y + QUIET}.5h{run}")
            x += run or 1
    return len(matrix) + 2 * QUIET, "".join(moves)


def picture(text: str) -> bytes:
    """Return the same code as a PNG file, large enough to print."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=10, border=QUIET)
    return out.getvalue()
