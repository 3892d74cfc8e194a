"""A list as a file: CSV and JSON streamed, Excel written row by row. No cell can act as a formula.

`rows` may be a generator over any number of rows: only Excel is put together before it is sent.
"""

from __future__ import annotations

import csv
import json
import tempfile
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from mingjing.refusal import Refusal
from mingjing.theme.cells import Column, Row, plain, values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHEET_ROWS = 20_000


class _Echo:
    """The file object that `csv.writer` wants; it hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def export(fmt: str, columns: Sequence[Column], rows: Iterable[Row], filename: str) -> HttpResponseBase:
    """Return the list as `csv`, `json` or `xlsx` under `filename` (without its ending).

    Refuses another format (`export.format`) and an Excel file of more than 20,000 rows (`export.too_long`).
    """
    makers: dict[str, Callable[[Sequence[Column], Iterable[Row]], HttpResponseBase]] = {
        "csv": _csv,
        "json": _json,
        "xlsx": _xlsx,
    }
    if fmt not in makers:
        raise Refusal(
            "export.format", "没有这种下载格式。", next_step="可以下载 CSV、JSON 或者 Excel（xlsx）。"
        )
    response = makers[fmt](columns, rows)
    inline = fmt == "json"
    response["Content-Disposition"] = content_disposition_header(not inline, f"{filename}.{fmt}") or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response


def harmless(value: object) -> object:
    """Return a CSV cell that no spreadsheet takes for a formula; numbers are left alone."""
    flat = plain(value)
    if isinstance(flat, str) and flat.startswith(FORMULA_STARTS):
        return f"'{flat}"
    return "" if flat is None else flat


def _csv(columns: Sequence[Column], rows: Iterable[Row]) -> StreamingHttpResponse:
    return StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8")


def csv_heading(columns: Sequence[Column]) -> str:
    """Return the first line, the byte order mark before it (Excel needs it to read Chinese)."""
    return BOM + csv_line(column.label for column in columns)


def csv_line(cells: Iterable[object]) -> str:
    """Return one line of harmless cells."""
    return str(csv.writer(_Echo()).writerow([harmless(value) for value in cells]))


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the file line by line."""
    yield csv_heading(columns)
    for row in rows:
        yield csv_line(value for _, value in values(row, columns))


def _json(columns: Sequence[Column], rows: Iterable[Row]) -> StreamingHttpResponse:
    return StreamingHttpResponse(json_lines(columns, rows), content_type="application/json; charset=utf-8")


def json_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a JSON array, one object a line: keys of the columns, dates as ISO text, yuan as text."""
    yield "["
    for index, row in enumerate(rows):
        item = {column.key: plain(value) for column, value in values(row, columns)}
        yield (",\n" if index else "\n") + json.dumps(item, ensure_ascii=False, default=_exact)
    yield "\n]\n"


def _exact(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def _xlsx(columns: Sequence[Column], rows: Iterable[Row]) -> FileResponse:
    kept = list(islice(rows, MOST_SHEET_ROWS + 1))
    if len(kept) > MOST_SHEET_ROWS:
        sentence = f"超过 {MOST_SHEET_ROWS:,} 行，不能生成 Excel。"
        raise Refusal("export.too_long", sentence, next_step="请下载 CSV，或者先缩小范围。")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("列表")
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    head = [WriteOnlyCell(sheet, column.label) for column in columns]
    for cell in head:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True)
    sheet.append(head)
    for row in kept:
        sheet.append([_sheet_cell(sheet, value) for _, value in values(row, columns)])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, content_type=SHEET_TYPE)


def _sheet_cell(sheet: WriteOnlyWorksheet, value: object) -> object:
    """Keep text as text, so that `=1+1` stays what somebody typed; Excel knows no control characters."""
    flat = plain(value)
    if not isinstance(flat, str):
        return flat
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", flat))
    cell.data_type = "s"
    return cell
