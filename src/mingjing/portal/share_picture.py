"""The picture that a shared link shows (A5.1): agency, kind, number, date and title, as the page has them, no more."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 72
INK, SEAL, PAPER, MUTED = 0, 1, 255, 190
"""Indices of the palette: a ramp from the masthead's ink to paper, for letters with soft edges, and the seal's red."""
TITLE, TITLE_LINES = 60, 3
KEPT = 64
"""Pictures held ready in a process: a link that is passed on is asked for many times within minutes."""


@dataclass(frozen=True)
class Told:
    """What a picture says."""

    agency: str
    kind: str
    title: str
    number: str
    day: str


@lru_cache(KEPT)
def picture(told: Told) -> bytes:
    """Return the PNG, of one byte a point, so that it is drawn quickly and weighs little."""
    image = Image.new("L", SIZE, INK)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, HEIGHT - 14, WIDTH, HEIGHT), fill=SEAL)
    draw.text((MARGIN, MARGIN - 10), told.agency, font=_font(38), fill=PAPER)
    draw.text((MARGIN, MARGIN + 50), f"行政执法公示　{told.kind}", font=_font(30), fill=MUTED)
    for place, line in enumerate(_lines(told.title)):
        draw.text((MARGIN, 210 + place * 84), line, font=_font(TITLE), fill=PAPER)
    foot = "　".join(part for part in (told.number, told.day) if part)
    draw.text((MARGIN, HEIGHT - 110), foot, font=_font(34), fill=MUTED)
    coloured = Image.frombytes("P", SIZE, image.tobytes())
    coloured.putpalette(_palette())
    out = io.BytesIO()
    coloured.save(out, "PNG", compress_level=3)
    return out.getvalue()


def _lines(title: str) -> list[str]:
    """Break a title into lines that fit; what is longer than three ends in an ellipsis."""
    lines: list[str] = [""]
    for char in title:
        if _font(TITLE).getlength(lines[-1] + char) > WIDTH - 2 * MARGIN:
            lines.append("")
        lines[-1] += char
    if len(lines) <= TITLE_LINES:
        return lines
    return [*lines[: TITLE_LINES - 1], f"{lines[TITLE_LINES - 1][:-1]}…"]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(files("mingjing.typeset") / "fonts" / "FandolHei-Regular.otf"), size)


def _palette() -> list[int]:
    ink, seal = (0x0F, 0x22, 0x38), (0xB2, 0x37, 0x22)
    ramp = [round(dark + (0xFF - dark) * step / 255) for step in range(256) for dark in ink]
    ramp[SEAL * 3 : SEAL * 3 + 3] = seal
    return ramp
