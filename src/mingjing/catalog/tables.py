"""From a file's bytes to rows with their numbers. A file that cannot be read whole is refused whole."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from mingjing.catalog.cells import Cell
from mingjing.refusal import Refusal
from mingjing.storage import content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_BYTES = 20 << 20
MOST_EXPANDED = 200 << 20
HEADING_WITHIN = 10
"""The heading stands in one of the first rows: real lists begin with a title."""

type Numbered = tuple[int, list[Cell]]


@dataclass(frozen=True)
class Table:
    """The rows of a list as a file has them: headings, and each row below with its number in the file."""

    headings: list[str]
    heading_row: int
    rows: list[Numbered]


def read_table(data: bytes, filename: str, *, is_heading: Callable[[list[str]], bool]) -> Table:
    """Read a CSV (UTF-8, UTF-16, GBK) or Excel file whose heading `is_heading` recognises.

    Raises Refusal: `list.file_kind`, `list.file_unreadable`, `list.too_many_rows`, `list.heading_missing`,
    `list.several_sheets`, and what `storage.content.accept` refuses.
    """
    extension = filename.rpartition(".")[2].lower()
    if extension == "csv":
        sheets: list[Iterable[Numbered]] = [csv_rows(decoded(data, filename))]
    elif extension == "xlsx":
        content.accept(io.BytesIO(data), filename, {content.XLSX}, limit=MOST_BYTES)
        sheets = [*sheets_of(data)]
    else:
        raise Refusal(
            "list.file_kind",
            "清单只收 CSV 或 Excel（xlsx）文件。",
            next_step="请在表格软件中另存为“Excel 工作簿（*.xlsx）”或“CSV”。",
            field="file",
        )
    found = [table for table in (_table(rows, is_heading) for rows in sheets) if table]
    if len(found) > 1:
        raise Refusal(
            "list.several_sheets",
            "工作簿里有几张表都像是这份清单。",
            next_step="请只保留要导入的那一张表。",
            field="file",
        )
    if not found:
        raise Refusal(
            "list.heading_missing",
            f"前 {HEADING_WITHIN} 行内没有找到表头。",
            next_step="请核对栏目名称；可以先下载现行版，照它的表头填写。",
            field="file",
        )
    return found[0]


def _table(rows: Iterable[Numbered], is_heading: Callable[[list[str]], bool]) -> Table | None:
    """Find the heading and keep what stands below it; None for a sheet that has none."""
    source = iter(rows)
    for number, cells in source:
        if number > HEADING_WITHIN:
            return None
        headings = [str(cell).strip() if cell is not None else "" for cell in cells]
        if is_heading(headings):
            return Table(headings, number, list(_filled(source)))
    return None


def _filled(rows: Iterable[Numbered]) -> Iterator[Numbered]:
    """Leave out blank rows, and stop where a list ends to be one."""
    count = 0
    for number, cells in rows:
        if all(_blank(cell) for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise Refusal(
                "list.too_many_rows",
                f"清单超过 {MOST_ROWS} 行。",
                next_step="请核对是否选错了文件；确有这么多的，分领域编制。",
                field="file",
            )
        if len(cells) > MOST_COLUMNS:
            raise unreadable([f"第{number}行：超过 {MOST_COLUMNS} 列。"])
        yield number, cells


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def decoded(data: bytes, filename: str) -> str:
    """Return a CSV file's text: what it is comes from its content, not from its name."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _as_text(data, encoding, filename)
    stream = io.BytesIO(data)
    if content.detect(stream) or not data:
        content.accept(stream, filename, {content.TEXT}, limit=MOST_BYTES)
        return data.decode("utf-8-sig")
    return _as_text(data, "gb18030", filename)


def _as_text(data: bytes, encoding: str, filename: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise unreadable(["文件不是 UTF-8 或 GBK 编码的文本。"]) from None
    content.accept(io.BytesIO(text.encode()), filename, {content.TEXT}, limit=MOST_BYTES)
    return text.removeprefix("\ufeff")


def csv_rows(text: str) -> Iterator[Numbered]:
    """Return the rows of a CSV file with their numbers, whatever separates its cells."""
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [_as_typed(cell) for cell in cells]
    except csv.Error:
        raise unreadable([f"第{number + 1}行：引号或分隔符不成对，无法读取。"]) from None


def _as_typed(cell: str) -> str:
    """Take off the apostrophe by which our own exports keep a cell from acting as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


def sheets_of(data: bytes) -> list[list[Numbered]]:
    """Return the rows of the visible sheets. openpyxl parses with defusedxml; what it stumbles over is refused."""
    try:
        formulas = _has_formulas(data)
        sheets = _sheets(data, data_only=True)
        if formulas:
            _refuse_uncomputed(_sheets(data, data_only=False), sheets)
    except Refusal:
        raise
    except Exception as fault:
        raise unreadable(["工作簿已损坏或者不是规范的 xlsx 文件。"]) from fault
    return sheets


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        parts = bundle.infolist()
        if sum(part.file_size for part in parts) > MOST_EXPANDED:
            raise Refusal(
                "file.archive_bomb",
                "工作簿展开后过大，未予接收。",
                next_step="请删去无关的表和格式后再导入。",
                field="file",
            )
        sheets = [part for part in parts if "/worksheets/" in part.filename]
        return any(re.search(rb"<f[ />]", bundle.read(part)) for part in sheets)


def _sheets(data: bytes, *, data_only: bool) -> list[list[Numbered]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and validations that openpyxl does not know change no value
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
        return [list(_sheet_rows(sheet)) for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _refuse_uncomputed(formulas: list[list[Numbered]], values: list[list[Numbered]]) -> None:
    """A formula whose value no program has computed yet would read as blank, and what it says be lost."""
    faults = []
    for typed, computed in zip(formulas, values, strict=True):
        known = dict(computed)
        for number, cells in typed:
            line = known.get(number, [])
            faults += [
                f"第{number}行第{place + 1}列：是没有算出结果的公式。"
                for place, cell in enumerate(cells)
                if (str(cell).startswith("=") or hasattr(cell, "ref"))
                and (place >= len(line) or _blank(line[place]))
            ]
    if faults:
        raise unreadable(faults[:100])


def _sheet_rows(sheet: Any) -> Iterator[Numbered]:
    """Read a few rows more than a list may have, and no further."""
    sheet.reset_dimensions()  # the declared size of a sheet is often wrong
    kept = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_value(cell) for cell in row]
        width = next((place for place in range(len(cells), 0, -1) if not _blank(cells[place - 1])), 0)
        kept += width > 0
        if kept > MOST_ROWS + HEADING_WITHIN:
            break
        if width or number <= HEADING_WITHIN:
            yield number, cells[:width]


def _value(cell: Any) -> Cell:
    """Return a cell's value; a number shown as a percentage is what is shown (0.05 is `5%`)."""
    value: Cell = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in cell.number_format:
        return f"{round(value * 100, 6):g}%"
    return value


def unreadable(details: list[str]) -> Refusal:
    """Return the refusal of a file that cannot be read."""
    return Refusal(
        "list.file_unreadable",
        "文件无法读取，没有导入任何内容。",
        next_step="请在表格软件中打开核对，另存后再导入。",
        field="file",
        details=details,
    )
