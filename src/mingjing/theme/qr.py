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


def modules(text: str) -> tuple[int, bytes]:
    """Return the side of the same code without its quiet zone, and its modules as bits, row by row: for a script."""
    matrix = segno.make(text, error="m", micro=False).matrix
    bits = "".join("1" if dark else "0" for row in matrix for dark in row)
    padded = bits + "0" * (-len(bits) % 8)
    return len(matrix), int(padded, 2).to_bytes(len(padded) // 8, "big")


def picture(text: str) -> bytes:
    """Return the same code as a PNG file, large enough to print."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=10, border=QUIET)
    return out.getvalue()
