"""The press: one kept compiler a template, PDF/A-2b out of it, and the code that each page carries.

The compiler is kept: the first document costs a tenth of a second, later ones a sixth of that. The same input
gives the same bytes, so a document that is rendered in its act can be hashed in that act.
"""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import segno
import typst

from mingjing.typeset.page_code import page_code

if TYPE_CHECKING:
    import datetime as dt

    from typst import PDFStandard

    from mingjing.typeset.document import Identity

HERE = Path(str(files("mingjing.typeset")))
MOST_PAGES = 400
STAND_IN = [2000, 1, 1]
MASK = 2

_one_at_a_time = threading.Lock()
"""The compiler is one object with a cache; it is not made for two threads."""


class TypesettingError(Exception):
    """A document cannot be set, most often because no font here has one of its characters."""


def printed(
    template: str, document: dict[str, object], *, identity: Identity, date: dt.date | None, guess: int
) -> bytes:
    """Return a document as PDF/A-2b, a draft without date as PDF; `TypesettingError` if it cannot be set.

    `template` is a file here without its ending. `guess` is how many pages it will probably have: each page's code
    is made beforehand and costs milliseconds, a guess too small costs another run.
    """
    pages = guess
    while True:
        whole = {
            **document,
            "identity": {**asdict(identity), "version": str(identity.version)},
            "date": f"{date.year}年{date.month}月{date.day}日" if date else None,
            "codes": [_code(identity, page) for page in range(1, pages + 1)],
        }
        try:
            return _rendered(template, whole, date)
        except typst.TypstError as error:
            if "too few codes" not in str(error) or pages > MOST_PAGES:
                raise TypesettingError(f"文书无法排版：{error}") from error
            pages *= 2


@cache
def compiler(template: str) -> typst.Compiler:
    """Return the kept compiler of a template."""
    return typst.Compiler(HERE / f"{template}.typ", root=HERE, font_paths=[HERE / "fonts"])


def _rendered(template: str, document: dict[str, object], date: dt.date | None) -> bytes:
    """Render under PDF/A-2b, which demands a date and a glyph for every character.

    A draft has no date yet and cannot be PDF/A: it is rendered under a stand-in date first, for the glyphs.
    """
    if date:
        return _compiled(template, {**document, "created": [date.year, date.month, date.day]}, ["a-2b"])
    _compiled(template, {**document, "created": STAND_IN}, ["a-2b"])
    return _compiled(template, {**document, "created": None}, [])


def _compiled(template: str, document: dict[str, object], standards: list[PDFStandard]) -> bytes:
    inputs = {"document": json.dumps(document, ensure_ascii=False)}
    with _one_at_a_time:
        result = compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_standards=standards)
    if not isinstance(result, bytes):
        raise TypesettingError("排版没有得到一个文件。")
    return result


@lru_cache(maxsize=64)
def _code(identity: Identity, page: int) -> dict[str, str]:
    # Kept for a moment: an original and its copy for the public carry the same codes.
    # A fixed mask: every reader reads any of the eight, and trying all of them takes five times as long.
    code = segno.make(page_code(identity, page), error="m", encoding="utf-8", micro=False, mask=MASK)
    return {"text": f"第{page}页二维码：编号、版本、页码与核验码", "svg": code.svg_inline(border=1)}
