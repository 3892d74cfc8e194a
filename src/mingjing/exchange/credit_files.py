"""A month's credit disclosure as a file: the rows, beside them the list of faults and what was taken down."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from openpyxl import Workbook

from mingjing.exchange import credit_rules as rules
from mingjing.exchange.credit_licences import licence_fields
from mingjing.theme.cells import Column
from mingjing.theme.exports import csv_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.exchange.credit import Gone, Month
    from mingjing.theme.cells import Row

type Sheet = tuple[str, str, Sequence[Column], list[Row]]
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/zip",
    "json": "application/json",
}
FAULTS = (
    Column("number", "决定书文号"), Column("field", "字段"), Column("label", "中文名"), Column("fault", "问题"),
)  # fmt: skip
GONE = (
    Column("number", "决定书文号"), Column("day", "撤下日期"), Column("situation", "情形"),
    Column("reason", "公布的理由"),
)  # fmt: skip
GONE_SINCE = (
    Column("number", "决定书文号"), Column("day", "公开日期"), Column("situation", "现在的状态"),
)  # fmt: skip


def sheets(month: Month) -> list[Sheet]:
    """Return a month's tables: tail of the file's name, title, columns, rows; the first is headed by field keys."""
    faults: list[Row] = [
        {"number": row.number, "field": each.field, "label": each.label, "fault": each.sentence}
        for row in month.all_faulty
        for each in row.faults
    ]
    licences = [Column(each.key, each.key) for each in licence_fields()]
    more: list[Sheet] = [("-licences", "行政许可", licences, [row.values for row in month.licences])]
    return [
        ("", "行政处罚", [Column(each.key, each.key) for each in rules.fields()], [row.values for row in month.rows]),
        ("-faults", "不合格", FAULTS, faults),
        ("-withdrawn", "撤下", GONE, _told(month.withdrawn)),
        ("-gone", "不在正表", GONE_SINCE, _told(month.gone)),
        *(more if month.licences or month.faulty_licences else []),
    ]  # fmt: skip


def _told(gone: Sequence[Gone]) -> list[Row]:
    return [
        {
            "number": each.number,
            "day": each.day.isoformat(),
            "situation": each.situation,
            "reason": each.reason,
        }
        for each in gone
    ]


def as_json(month: Month) -> bytes:
    """Return one object with all the tables; amounts are text, so that nobody's arithmetic rounds them."""
    names = {
        "": "rows",
        "-faults": "faults",
        "-withdrawn": "withdrawn",
        "-gone": "gone",
        "-licences": "licences",
    }
    told = {
        "month": month.month,
        "agency": month.agency.name,
        "agency_code": month.agency.credit_code,
        **{names[tail]: rows for tail, _, _, rows in sheets(month)},
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def as_xlsx(month: Month) -> bytes:
    """Return a workbook with a sheet a table; every cell is text but amounts, and none a formula."""
    book = Workbook()
    amounts = {each.key for each in rules.fields() if each.kind == "amount"}
    for place, (_, title, columns, rows) in enumerate(sheets(month)):
        sheet = book.create_sheet(title, place)
        sheet.append([column.label for column in columns])
        for at, row in enumerate(rows, 2):
            for across, column in enumerate(columns, 1):
                text = str(row.get(column.key, ""))
                number = text and column.key in amounts
                cell = sheet.cell(at, across, float(text) if number else text)
                cell.data_type = "n" if number else "s"
        sheet.freeze_panes = "A2"
    del book[book.sheetnames[-1]]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csvs(month: Month) -> dict[str, bytes]:
    """Return a file a table, by the tail of its name; a table without rows has its heading."""
    return {tail: "".join(csv_lines(columns, rows)).encode() for tail, _, columns, rows in sheets(month)}


def as_file(month: Month, fmt: str) -> bytes:
    """Return the month as one file to download: CSV comes as a zip of its tables."""
    if fmt == "json":
        return as_json(month)
    if fmt == "xlsx":
        return as_xlsx(month)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for tail, data in as_csvs(month).items():
            pack.writestr(f"{month.month}{tail}.csv", data)
    return out.getvalue()
