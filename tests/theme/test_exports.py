"""A list as a file: readable by Excel, streamed, and no cell is a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.http import FileResponse, StreamingHttpResponse
from openpyxl import load_workbook

from mingjing.refusal import Refusal
from mingjing.theme.cells import Column, Link, Row, Yuan
from mingjing.theme.exports import MOST_SHEET_ROWS, csv_lines, export

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = [
    Column("no", "文号"),
    Column("party", "当事人", width=30),
    Column("fine", "罚款（元）"),
    Column("day", "日期"),
]
ROWS: list[Row] = [
    {
        "no": Link("云建罚决字〔2026〕第012号", "/d/12"),
        "party": "甲,“乙”",
        "fine": Yuan(31460000),
        "day": dt.date(2026, 8, 3),
    },
    {"no": "=1+1", "party": "@SUM(A1)", "fine": None, "day": None},
]


def body(response: Any) -> bytes:
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:  # response.close() would close the test's database too
        close()
    return content


def as_csv(rows: list[Row]) -> list[list[str]]:
    text = body(export("csv", COLUMNS, rows, "清单")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_csv_begins_with_the_mark_that_excel_needs() -> None:
    assert body(export("csv", COLUMNS, ROWS, "清单")).startswith(b"\xef\xbb\xbf")


def test_a_csv_says_the_headings_and_the_plain_values() -> None:
    assert as_csv(ROWS)[:2] == [
        ["文号", "当事人", "罚款（元）", "日期"],
        ["云建罚决字〔2026〕第012号", "甲,“乙”", "314600", "2026-08-03"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_csv_cell_acts_as_a_formula(start: str) -> None:
    assert as_csv([{"no": f"{start}HYPERLINK(1)"}])[1][0] == f"'{start}HYPERLINK(1)"


def test_a_negative_number_stays_a_number() -> None:
    assert as_csv([{"fine": Yuan(-100)}])[1][2] == "-1"


def test_lines_are_made_one_at_a_time() -> None:
    taken: list[int] = []

    def rows() -> Iterator[Row]:
        for number in range(1000):
            taken.append(number)
            yield {"no": str(number)}

    lines = csv_lines(COLUMNS, rows())
    next(lines), next(lines)
    assert taken == [0]
    assert isinstance(export("csv", COLUMNS, rows(), "清单"), StreamingHttpResponse)
    assert isinstance(export("json", COLUMNS, rows(), "清单"), StreamingHttpResponse)
    assert taken == [0]


def test_json_has_the_keys_of_the_columns() -> None:
    first, second = json.loads(body(export("json", COLUMNS, ROWS, "清单")))
    assert first == {
        "no": "云建罚决字〔2026〕第012号",
        "party": "甲,“乙”",
        "fine": "314600",
        "day": "2026-08-03",
    }
    assert second == {"no": "=1+1", "party": "@SUM(A1)", "fine": None, "day": None}


def test_an_empty_list_is_valid_json() -> None:
    assert json.loads(body(export("json", COLUMNS, [], "清单"))) == []


def test_excel_keeps_formulas_as_the_text_they_are() -> None:
    response = export("xlsx", COLUMNS, ROWS, "清单")
    assert isinstance(response, FileResponse)
    sheet = load_workbook(io.BytesIO(body(response))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["文号", "当事人", "罚款（元）", "日期"]
    assert [cell.value for cell in sheet[2]][2] == 314600
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert sheet.column_dimensions["B"].width == 30


def test_excel_survives_control_characters() -> None:
    sheet = load_workbook(io.BytesIO(body(export("xlsx", COLUMNS, [{"no": "甲\x00\x0b乙"}], "清单")))).active
    assert sheet is not None
    assert sheet["A2"].value == "甲乙"


def test_excel_refuses_what_it_cannot_hold_well() -> None:
    rows: Iterator[Row] = ({"no": "1"} for _ in range(MOST_SHEET_ROWS + 1))
    with pytest.raises(Refusal, match="不能生成 Excel"):
        export("xlsx", COLUMNS[:1], rows, "清单")


def test_the_file_has_a_chinese_name() -> None:
    assert (
        "filename*=utf-8''%E6%B8%85%E5%8D%95.csv" in export("csv", COLUMNS, [], "清单")["Content-Disposition"]
    )


def test_another_format_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        export("exe", COLUMNS, ROWS, "清单")
    assert refused.value.code == "export.format"
