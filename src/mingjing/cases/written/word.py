"""Written rules as `.docx`: the very lines of the page, set as an official paper (GB/T 9704)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from mingjing.cases.written.text import GENERATED

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.written.text import WrittenRules

BODY, HEADING, TITLE = ("FangSong", 16), ("SimHei", 16), ("SimSun", 22)
INDENT = Pt(32)


def as_docx(rules: WrittenRules, on: dt.date) -> bytes:
    """Return the rules as they read on a day."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = rules.title, ""
    document.core_properties.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _line(document, rules.title, TITLE, centred=True)
    _line(document, f"（{on.year}年{on.month}月{on.day}日）", BODY, centred=True)
    for heading, clauses in rules.numbered:
        _line(document, heading, HEADING, centred=True)
        for each in clauses:
            _line(document, f"{each.number}　{each.clause.text}", BODY)
            for item in each.items:
                _line(document, item, BODY)
    _line(document, GENERATED, ("KaiTi", 12))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _line(document: Any, text: str, face: tuple[str, int], *, centred: bool = False) -> None:
    font, size = face
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(28)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        paragraph.paragraph_format.first_line_indent = INDENT
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    fonts = OxmlElement("w:rFonts")
    for where in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{where}"), font)
    run._r.get_or_add_rPr().insert(0, fonts)  # noqa: SLF001 - python-docx has no other way to its element
