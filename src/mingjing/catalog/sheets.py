"""Every table of a file as it looks on paper: merged cells say in each of their places what they say once.

`tables` reads a file that has our headings; here a person will say what the columns are.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx import Document
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from mingjing.catalog.tables import (
    MOST_COLUMNS,
    MOST_EXPANDED,
    MOST_ROWS,
    Numbered,
    csv_rows,
    decoded,
    sheets_of,
    unreadable,
)
from mingjing.refusal import Refusal
from mingjing.storage import content

if TYPE_CHECKING:
    from mingjing.catalog.cells import Cell

MOST_BYTES = 10 << 20
MOST_SHEETS = 40
MOST_MERGES = 50_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True)
class Sheet:
    """One table of a file: its name and its rows with their numbers there, merged cells filled in."""

    name: str
    rows: list[Numbered]


def read_sheets(data: bytes, filename: str) -> list[Sheet]:
    """Read the tables of an Excel workbook, a Word document or a CSV file; what a file is comes from its content.

    Raises Refusal: `list.file_kind`, `list.file_unreadable`, `list.too_many_rows`, `list.no_table`, and what
    `storage.content.accept` refuses.
    """
    extension = filename.rpartition(".")[2].lower()
    if extension == "csv":
        sheets = [
            Sheet("CSV", [(number, list(cells)) for number, cells in csv_rows(decoded(data, filename))])
        ]
    elif extension == "xlsx":
        content.accept(io.BytesIO(data), filename, {content.XLSX}, limit=MOST_BYTES)
        sheets = _workbook(data)
    elif extension == "docx":
        content.accept(io.BytesIO(data), filename, {content.DOCX}, limit=MOST_BYTES)
        sheets = _document(data)
    else:
        raise Refusal(
            "list.file_kind",
            "只收 Excel（xlsx）、Word（docx）或 CSV 文件。",
            next_step="旧格式（xls、doc）的，请先另存为 xlsx 或 docx。",
            field="file",
        )
    sheets = [sheet for sheet in sheets if any(_filled(cells) for _, cells in sheet.rows)]
    if not sheets:
        raise Refusal("list.no_table", "文件里没有表格。", next_step="请核对是否选错了文件。", field="file")
    for sheet in sheets:
        _check_size(sheet)
    return sheets


def _filled(cells: list[Cell]) -> bool:
    return any(cell is not None and str(cell).strip() for cell in cells)


def _check_size(sheet: Sheet) -> None:
    if len(sheet.rows) > MOST_ROWS:
        raise Refusal(
            "list.too_many_rows",
            f"“{sheet.name}”超过 {MOST_ROWS} 行。",
            next_step="请核对是否选错了文件；确有这么多的，分领域编制。",
            field="file",
        )
    wide = next((number for number, cells in sheet.rows if len(cells) > MOST_COLUMNS), None)
    if wide is not None:
        raise unreadable([f"“{sheet.name}”第{wide}行：超过 {MOST_COLUMNS} 列。"])


def _workbook(data: bytes) -> list[Sheet]:
    """Read every visible sheet by the reader of lists, then lay the merged cells over it."""
    rows = sheets_of(data)[:MOST_SHEETS]
    try:
        merges = _merges(data)
    except Exception as fault:
        raise unreadable(["工作簿已损坏或者不是规范的 xlsx 文件。"]) from fault
    return [Sheet(name, _unfolded(lines, spans)) for lines, (name, spans) in zip(rows, merges, strict=True)]


type _Span = tuple[int, int, int, int]
"""First column, first row, last column, last row; all from one."""


def _merges(data: bytes) -> list[tuple[str, list[_Span]]]:
    """Return name and merged ranges of the visible sheets.

    The streaming reader does not tell them: they are read from the sheet's own part, which `sheets_of` has bounded.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    shown: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:MOST_SHEETS]
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        return [
            (sheet.title, _spans(bundle.read(sheet._worksheet_path)))  # noqa: SLF001 - nowhere else said
            for sheet in shown
        ]


def _spans(part: bytes) -> list[_Span]:
    found = []
    for each in _MERGED.finditer(part):
        left, top, right, bottom = each.groups()
        found.append(
            (
                column_index_from_string(left.decode()),
                int(top),
                column_index_from_string(right.decode()),
                int(bottom),
            )
        )
        if len(found) > MOST_MERGES:
            raise unreadable([f"合并的单元格超过 {MOST_MERGES} 处。"])
    return found


def _unfolded(rows: list[Numbered], spans: list[_Span]) -> list[Numbered]:
    """Say in every place of a merged range what its first cell says; beyond the rows that are there nothing is."""
    lines = {number: list(cells) for number, cells in rows}
    width = min(max((len(cells) for cells in lines.values()), default=0), MOST_COLUMNS + 1)
    for left, top, right, bottom in spans:
        first = lines.get(top, [])
        value = first[left - 1] if left <= len(first) else None
        if value is None:
            continue
        for number in range(top, min(bottom, top + MOST_ROWS) + 1):
            line = lines.get(number)
            if line is None:
                continue
            line.extend([None] * (min(right, width) - len(line)))
            for place in range(left - 1, min(right, width)):
                line[place] = value
    return sorted(lines.items())


def _document(data: bytes) -> list[Sheet]:
    """Read the tables of a Word document; python-docx gives a merged cell in each of its places."""
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        if sum(part.file_size for part in bundle.infolist()) > MOST_EXPANDED:
            raise unreadable(["文档展开后过大。"])
    try:
        tables = Document(io.BytesIO(data)).tables[:MOST_SHEETS]
        for table in tables:
            _check_claims(table)
        return [
            Sheet(f"表 {place}", [(number, _texts(row)) for number, row in enumerate(table.rows, start=1)])
            for place, table in enumerate(tables, start=1)
        ]
    except Refusal:
        raise
    except Exception as fault:
        raise unreadable(["文档已损坏或者不是规范的 docx 文件。"]) from fault


def _check_claims(table: Any) -> None:
    """Refuse what would unfold to more than a list has: one cell may claim to span any number of columns."""
    if len(table.rows) > MOST_ROWS:
        raise unreadable([f"文档里的表格超过 {MOST_ROWS} 行。"])
    if any(cell.grid_span > MOST_COLUMNS for cell in table._tbl.iter_tcs()):  # noqa: SLF001 - its rows would unfold it
        raise unreadable([f"有单元格横跨 {MOST_COLUMNS} 列以上。"])


def _texts(row: Any) -> list[Cell]:
    return [cell.text.strip() or None for cell in row.cells]
