"""A decision as PDF/A-2b, a draft as plain PDF.

The compiler is kept: the first document costs a tenth of a second, later ones a sixth of that. The same input
gives the same bytes, so a document that is rendered in its act can be hashed in that act.
"""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import segno
import typst

if TYPE_CHECKING:
    from typst import PDFStandard

    from mingjing.typeset.document import DecisionPage, Identity, Paragraph

HERE = Path(str(files("mingjing.typeset")))
CHARACTERS_A_PAGE = 22 * 28
MOST_PAGES = 400
STAND_IN = [2000, 1, 1]
MASK = 2

_one_at_a_time = threading.Lock()
"""The compiler is one object with a cache; it is not made for two threads."""


class TypesettingError(Exception):
    """A document cannot be set, most often because no font here has one of its characters."""


def decision_pdf(data: DecisionPage) -> bytes:
    """Return the document as PDF/A-2b, a draft without date as PDF; `TypesettingError` if it cannot be set.

    Masked text does not enter the file: what is handed to the typesetter holds the label alone.
    """
    pages = 1 + _length(data) // CHARACTERS_A_PAGE
    while True:
        pages += 1  # the head, the signature and short lines take room that no character count shows
        try:
            return _rendered(data, pages)
        except typst.TypstError as error:
            if "too few codes" not in str(error) or pages > MOST_PAGES:
                raise TypesettingError(f"文书无法排版：{error}") from error
            pages *= 2


def page_code(identity: Identity, page: int) -> str:
    """Return what a page's QR code says: id, version, page, verification code, and what the paper is not."""
    return "\n".join(
        [
            f"编号 {identity.id}",
            f"第{identity.version}版 第{page}页",
            f"核验码 {identity.code}",
            f"电子文本，无印章；核验见 {identity.verify_at}",
        ]
    )


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(HERE / "decision.typ", root=HERE, font_paths=[HERE / "fonts"])


def _rendered(data: DecisionPage, pages: int) -> bytes:
    """Render under PDF/A-2b, which demands a date and a glyph for every character.

    A draft has no date yet and cannot be PDF/A: it is rendered under a stand-in date first, for the glyphs.
    """
    document = _input(data, pages)
    if data.date:
        return _compiled({**document, "created": [data.date.year, data.date.month, data.date.day]}, ["a-2b"])
    _compiled({**document, "created": STAND_IN}, ["a-2b"])
    return _compiled({**document, "created": None}, [])


def _compiled(document: dict[str, object], standards: list[PDFStandard]) -> bytes:
    inputs = {"document": json.dumps(document, ensure_ascii=False)}
    with _one_at_a_time:
        result = _compiler().compile(format="pdf", sys_inputs=inputs, pdf_standards=standards)
    if not isinstance(result, bytes):
        raise TypesettingError("排版没有得到一个文件。")
    return result


def _input(data: DecisionPage, pages: int) -> dict[str, object]:
    """Return all that the template reads; masked text is not among it."""
    return {
        "agency": data.agency,
        "number": data.number,
        "title": data.title,
        "party": [{"label": field.label, "value": _runs(field.value)} for field in data.party],
        "sections": [
            {
                "heading": section.heading,
                "level": section.level,
                "paragraphs": [_runs(paragraph) for paragraph in section.paragraphs],
            }
            for section in data.sections
        ],
        "date": f"{data.date.year}年{data.date.month}月{data.date.day}日" if data.date else None,
        "remarks": list(data.remarks),
        "identity": {**asdict(data.identity), "version": str(data.identity.version)},
        "codes": [_code(data.identity, page) for page in range(1, pages + 1)],
    }


def _runs(paragraph: Paragraph) -> list[dict[str, str | bool]]:
    return [
        {"masked": True, "label": run.label} if run.masked else {"masked": False, "text": run.text}
        for run in paragraph
    ]


def _code(identity: Identity, page: int) -> dict[str, str]:
    # A fixed mask: every reader reads any of the eight, and trying all of them takes five times as long.
    code = segno.make(page_code(identity, page), error="m", encoding="utf-8", micro=False, mask=MASK)
    return {"text": f"第{page}页二维码：编号、版本、页码与核验码", "svg": code.svg_inline(border=1)}


def _length(data: DecisionPage) -> int:
    paragraphs = [paragraph for section in data.sections for paragraph in section.paragraphs]
    return sum(len(run.text) for paragraph in paragraphs for run in paragraph) + 28 * len(paragraphs)
