"""A document as Word: tagged content controls (内容控件), some of them locked, and what comes back of them.

What is read is the text of the controls by their tags; what stands outside them is compared with what was written.
Nothing of a file that came in is ever run, fetched or expanded: macros, relations that lead outside, parts embedded
from elsewhere and document types are refused before a word is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import defusedxml.ElementTree as Safe
import docx
from defusedxml.common import DefusedXmlException
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from mingjing.refusal import Refusal
from mingjing.storage import archives, content

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

LIMIT = 2 << 20
EXPANDED = 20 << 20
SPACE = re.compile(r"[\s\u200b\ufeff]+")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FOREIGN = ("vbaproject.bin", "vbadata.xml", "activex", "embeddings/", "oleobject")
"""Names of parts that run or carry something of their own."""
TAKEN_OUT = {f"{W}del", f"{W}moveFrom"}


@dataclass(frozen=True, slots=True)
class Control:
    """A tagged field: a `locked` one cannot be edited in Word, and is compared when the file comes back."""

    tag: str
    label: str
    text: str
    locked: bool = True


@dataclass(frozen=True, slots=True)
class Read:
    """What came back: the text of each control by its tag, and the text outside of all controls."""

    controls: dict[str, str]
    outside: str


def write(
    title: str, controls: Sequence[Control], *, head: Sequence[str] = (), notes: Sequence[str] = ()
) -> bytes:
    """Return a `.docx`: the title, lines above it, then each control under its label."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.comments = ""
    _measures(document)
    for line in head:
        _line(document, line, "FangSong", 12, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, title, "SimSun", 22, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    for note in notes:
        _line(document, note, "KaiTi", 10.5)
    for place, control in enumerate(controls, 1):
        _line(document, control.label, "SimHei", 14)
        document.element.body.insert(-1, _sdt(control, place))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def outside(
    title: str, controls: Sequence[Control], *, head: Sequence[str] = (), notes: Sequence[str] = ()
) -> str:
    """Return the text that `write` puts outside the controls, as `read` gives it back."""
    return squeezed("".join([*head, title, *notes, *(each.label for each in controls)]))


def squeezed(text: str) -> str:
    """Return a text without its white space: Word sets that as it likes."""
    return SPACE.sub("", text)


def _measures(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _line(document: Any, text: str, font: str, size: float, *, bold: bool = False, align: Any = None) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold = bold
    _font(run._r, font, size)  # noqa: SLF001 - python-docx has no other way to its element


def _font(run: Any, font: str, size: float) -> None:
    properties = run.get_or_add_rPr()
    fonts = OxmlElement("w:rFonts")
    for where in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{where}"), font)
    properties.insert(0, fonts)
    properties.get_or_add_sz().set(qn("w:val"), str(int(size * 2)))


def _sdt(control: Control, number: int) -> Any:
    """Return a block control: its paragraphs are the lines of its text."""
    sdt, properties, body = OxmlElement("w:sdt"), OxmlElement("w:sdtPr"), OxmlElement("w:sdtContent")
    for name, value in (
        ("w:alias", control.label),
        ("w:tag", control.tag),
        ("w:id", str(number)),
        ("w:lock", "sdtContentLocked" if control.locked else "sdtLocked"),
    ):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        properties.append(element)
    for line in control.text.split("\n"):
        paragraph = OxmlElement("w:p")
        run = OxmlElement("w:r")
        _font(run, "FangSong", 14)
        text = OxmlElement("w:t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        paragraph.append(run)
        body.append(paragraph)
    sdt.append(properties)
    sdt.append(body)
    return sdt


def read(data: bytes) -> Read:
    """Return what a `.docx` says; Refusal `word.*` for anything but a plain document within the limits."""
    if len(data) > LIMIT:
        raise _refused("too_large", f"Word 文件超过 {LIMIT >> 20} MB。", "请只改文字，不要插入图片。")
    stream = io.BytesIO(data)
    if content.detect(stream) != content.DOCX:
        raise _refused(
            "not_word", "这不是 .docx 文件，或者带有宏。", "请用下载的那一份修改后保存，不要改格式。"
        )
    archives.check(stream)
    try:
        with zipfile.ZipFile(stream) as bundle:
            if sum(each.file_size for each in bundle.infolist()) > EXPANDED:
                raise _refused("too_large", "Word 文件展开后过大。", "请只改文字，不要插入图片。")
            _plain(bundle)
            root = Safe.fromstring(bundle.read("word/document.xml"), forbid_dtd=True)
    except (zipfile.BadZipFile, KeyError, Safe.ParseError, DefusedXmlException, NotImplementedError) as error:
        raise _refused("broken", "Word 文件已经损坏，读不出来。", "请重新下载后再改。") from error
    return _told(root)


def _plain(bundle: zipfile.ZipFile) -> None:
    """Refuse what runs, what is fetched from elsewhere, and what is embedded."""
    for name in bundle.namelist():
        lower = name.lower()
        if any(part in lower for part in FOREIGN):
            raise _refused("foreign", "Word 文件里有宏或者嵌入的对象。", "请删去后重新保存。")
        if not lower.endswith(".rels"):
            continue
        for relation in Safe.fromstring(bundle.read(name), forbid_dtd=True):
            kind = relation.get("Type", "").rpartition("/")[2]
            if relation.get("TargetMode", "").lower() == "external" or kind in {
                "aFChunk",
                "attachedTemplate",
            }:
                raise _refused(
                    "external", "Word 文件里有指向外部的链接、模板或者图片。", "请删去后重新保存。"
                )
    kinds = bundle.read("[Content_Types].xml").lower()
    if b"macroenabled" in kinds:
        raise _refused("foreign", "Word 文件带有宏。", "请另存为 .docx 后重新上传。")


def _told(root: Element) -> Read:
    controls: dict[str, str] = {}
    rest: list[str] = []
    body = root.find(f"{W}body")
    if body is None:
        raise _refused("broken", "Word 文件里没有正文。", "请重新下载后再改。")
    _walk(body, controls, rest)
    return Read(controls, squeezed("".join(rest)))


def _walk(element: Element, controls: dict[str, str], rest: list[str]) -> None:
    for child in element:
        if child.tag in TAKEN_OUT:
            continue
        if child.tag == f"{W}sdt" and (tag := _tag(child)):
            if tag in controls:
                raise _refused(
                    "doubled", "Word 文件里有重复的内容控件。", "请用下载的那一份修改，不要复制内容控件。"
                )
            inside = child.find(f"{W}sdtContent")
            prompting = child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
            controls[tag] = "" if inside is None or prompting else _text(inside)
        elif child.tag == f"{W}t":
            rest.append(child.text or "")
        else:
            _walk(child, controls, rest)


def _tag(sdt: Element) -> str:
    found = sdt.find(f"{W}sdtPr/{W}tag")
    return "" if found is None else found.get(f"{W}val", "")


def _text(inside: Element) -> str:
    """Return a control's text: its paragraphs are lines; what a tracked change took out is gone."""
    paragraphs = list(_paragraphs(inside))
    lines = ["".join(_runs(each)) for each in paragraphs] if paragraphs else ["".join(_runs(inside))]
    return "\n".join(line.rstrip() for line in lines).strip()


def _paragraphs(element: Element) -> Iterable[Element]:
    for child in element:
        if child.tag in TAKEN_OUT:
            continue
        if child.tag == f"{W}p":
            yield child
        else:
            yield from _paragraphs(child)


def _runs(element: Element) -> Iterable[str]:
    for child in element:
        if child.tag in TAKEN_OUT:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab":
            yield "\t" if element.tag == f"{W}r" else ""
        elif child.tag in {f"{W}br", f"{W}cr"}:
            yield "\n"
        else:
            yield from _runs(child)


def _refused(code: str, sentence: str, next_step: str) -> Refusal:
    return Refusal(f"word.{code}", sentence, next_step=next_step, field="file")
