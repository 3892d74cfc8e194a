"""电子卷宗: a file bound into one PDF with cover, contents, page numbers, bookmarks and note (55号令40)."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from mingjing.typeset.press import HERE, TypesettingError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


@dataclass(frozen=True)
class Sheet:
    """One file of a piece: `pages` of a PDF, or one picture."""

    file: Path
    pages: int
    pdf: bool


@dataclass(frozen=True)
class Piece:
    """One line of the contents. Without sheets (film, sound, things) it stands there without a page."""

    title: str
    number: str
    on: str
    remark: str
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True)
class Bound:
    """What is bound: rows of the cover and of the note (label, value), and the pieces by class in their order."""

    agency: str
    title: str
    date: dt.date
    cover: tuple[tuple[str, str], ...]
    note: tuple[tuple[str, str], ...]
    classes: tuple[tuple[str, tuple[Piece, ...]], ...]


def bound_pdf(data: Bound) -> bytes:
    """Return the file as one PDF; raise `TypesettingError` if one of its sheets cannot be set."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        shutil.copy(HERE / "bound.typ", root)
        document = {
            "agency": data.agency,
            "title": data.title,
            "date": [data.date.year, data.date.month, data.date.day],
            "cover": data.cover,
            "note": data.note,
            "classes": _classes(data.classes, root),
        }
        inputs = {"document": json.dumps(document, ensure_ascii=False)}
        try:
            result = typst.compile(
                root / "bound.typ", root=root, font_paths=[HERE / "fonts"], format="pdf", sys_inputs=inputs
            )
        except typst.TypstError as error:
            raise TypesettingError(f"电子卷宗无法装订：{error}") from error
    if not isinstance(result, bytes):
        raise TypesettingError("排版没有得到一个文件。")
    return result


def _classes(classes: Sequence[tuple[str, tuple[Piece, ...]]], root: Path) -> list[dict[str, object]]:
    told: list[dict[str, object]] = []
    place = 0
    for title, pieces in classes:
        rows = []
        for piece in pieces:
            place += 1
            sheets = [
                _sheet(sheet, root, f"{place}-{turn}", turn == 0) for turn, sheet in enumerate(piece.sheets)
            ]
            rows.append({**asdict(piece), "place": place, "key": f"piece-{place}", "sheets": sheets})
        if rows:
            told.append({"title": title, "pieces": rows})
    return told


def _sheet(sheet: Sheet, root: Path, name: str, first: bool) -> dict[str, object]:
    """Lay a file beside the template: the typesetter reads nothing outside of its folder."""
    target = root / f"{name}{sheet.file.suffix}"
    target.symlink_to(sheet.file)
    return {"file": target.name, "pages": sheet.pages, "pdf": sheet.pdf, "first": first}
