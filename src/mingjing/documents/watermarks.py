"""Marked pictures of what a party reads or takes: every page becomes a picture with the reader's words across it.

Pages are drawn anew and not overlaid, so that no layer can be peeled off, and nothing that a page does not show
(metadata, attachments, text under a box) leaves with it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from mingjing import typeset
from mingjing.documents.paper import one_at_a_time
from mingjing.refusal import Refusal
from mingjing.storage import content

if TYPE_CHECKING:
    from collections.abc import Iterator

DOTS, POINTS = 150, 72
MOST_PIXELS = 60_000_000
FONT = Path(typeset.__file__).parent / "fonts" / "FandolHei-Regular.otf"
INK, FILM_INK = (150, 0, 0, 64), (220, 60, 60, 120)
"""Paper is white, film is not."""
SLANT = 30


@dataclass(frozen=True)
class Marked:
    """A marked copy: its bytes, type and the ending of its name."""

    data: bytes
    media_type: str
    suffix: str


def can_mark(media_type: str) -> bool:
    """Say whether a type can be marked."""
    return media_type == content.PDF or media_type in content.IMAGES


def marked(data: bytes, media_type: str, words: str) -> Marked:
    """Return a copy of a PDF or a picture with words across every page.

    Raises Refusal `watermark.kind` for what cannot be marked (sound, film, office files).
    """
    try:
        if media_type == content.PDF:
            return Marked(_pdf(data, words), content.PDF, "pdf")
        if media_type in content.IMAGES:
            return Marked(_picture(data, words), content.JPEG, "jpg")
    except (pdfium.PdfiumError, UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Refusal(
            "watermark.unreadable", "这个文件打不开，不能加水印。", next_step="请出示纸质原件。"
        ) from error
    raise Refusal(
        "watermark.kind",
        f"{content.label(media_type)}不能加水印，不在系统中出示或者交付。",
        next_step="请打印或者转为 PDF 后入卷。",
    )


def _pdf(data: bytes, words: str) -> bytes:
    with one_at_a_time:
        made = pdfium.PdfDocument.new()
        try:
            for picture, width, height in _pages(data):
                image = pdfium.PdfImage.new(made)
                image.load_jpeg(io.BytesIO(_jpeg(_across(picture, words))), inline=True)
                image.set_matrix(pdfium.PdfMatrix().scale(width, height))
                page = made.new_page(width, height)
                page.insert_obj(image)
                page.gen_content()
                page.close()
            out = io.BytesIO()
            made.save(out)
            return out.getvalue()
        finally:
            made.close()


def _pages(data: bytes) -> Iterator[tuple[Image.Image, float, float]]:
    source = pdfium.PdfDocument(data)
    try:
        for page in source:
            width, height = page.get_size()
            scale = min(DOTS / POINTS, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            yield page.render(scale=scale).to_pil(), width, height
            page.close()
    finally:
        source.close()


def _picture(data: bytes, words: str) -> bytes:
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise OSError("too many dots")
        return _jpeg(_across(image, words))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def _across(image: Image.Image, words: str) -> Image.Image:
    """Return a picture with the words again and again across it, slanting."""
    under = image.convert("RGBA")
    return Image.alpha_composite(under, layer(under.size, words)).convert("RGB")


@lru_cache(maxsize=4)
def layer(size: tuple[int, int], words: str, ink: tuple[int, ...] = INK) -> Image.Image:
    """Return the words across an empty picture of a size; the pages of one document share it."""
    letters = max(12, min(size) // 40)
    font = ImageFont.truetype(str(FONT), letters)
    line = Image.new("RGBA", (int(font.getlength(words)) + letters, 2 * letters), (0, 0, 0, 0))
    ImageDraw.Draw(line).text((0, letters // 3), words, font=font, fill=ink)
    turned = line.rotate(SLANT, resample=Image.Resampling.BICUBIC, expand=True)
    wide, high = turned.size
    # One piece continues the line of the one before, up and to the right; lines lie one below the other.
    layer = Image.new("RGBA", (size[0] + 2 * wide, size[1] + 2 * high), (0, 0, 0, 0))
    steps = size[0] // wide + 3
    for top in range(0, layer.height + steps * high, 8 * letters):
        for step in range(steps):
            place = (step * wide, top - step * high)
            if 0 <= place[1] <= layer.height - high and place[0] <= layer.width - wide:
                layer.alpha_composite(turned, place)
    return layer.crop((wide, high, wide + size[0], high + size[1]))
