"""A structural fault refuses the whole file, by row and column; nothing of it is imported."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from catalog_office import CERTIFICATE_HEADINGS, MATTER_HEADINGS, csv_of, matter, matters_csv, person, xlsx_of
from django.db import connection

from mingjing.catalog import tables
from mingjing.catalog.actions import import_list
from mingjing.catalog.models import Edition, MatterRow
from mingjing.catalog.queries import rows_of
from mingjing.records.models import Record
from mingjing.refusal import Refusal
from mingjing.registry.models import Certificate, Officer

if TYPE_CHECKING:
    from catalog_office import Office

DATED = [*MATTER_HEADINGS, "生效日期", "失效日期"]


def refused(office: Office, data: bytes, filename: str = "清单.csv", list_kind: str = "matters") -> Refusal:
    """Import a file that must be refused, and show that nothing came of it."""
    before = (
        Edition.objects.count(),
        MatterRow.objects.count(),
        Record.objects.count(),
        Officer.objects.count(),
    )
    with pytest.raises(Refusal) as refusal:
        import_list(user=office.publisher, list_kind=list_kind, data=data, filename=filename)
    after = (
        Edition.objects.count(),
        MatterRow.objects.count(),
        Record.objects.count(),
        Officer.objects.count(),
    )
    assert after == before
    assert refusal.value.field == "file"
    assert refusal.value.next_step
    return refusal.value


@pytest.mark.once
def test_one_bad_cell_among_ten_thousand_rows_of_excel_refuses_all_and_is_named(office: Office) -> None:
    rows = [[*matter(f"CF-{n:05d}", f"事项{n}"), "2026-01-01", ""] for n in range(10_000)]
    rows[7_000][8] = "2026-13-45"
    refusal = refused(office, xlsx_of(DATED, rows), "清单.xlsx")
    assert refusal.code == "list.file_faulty"
    assert refusal.details == ["第7002行“生效日期”：“2026-13-45”不是日历上的日子。"]


def test_every_fault_is_listed_up_to_a_hundred(office: Office) -> None:
    rows = [[*matter(f"CF-{n:05d}"), "明天", ""] for n in range(150)]
    refusal = refused(office, csv_of(DATED, rows))
    assert refusal.sentence.startswith("文件有 150 处错误")
    assert len(refusal.details) == 100
    assert refusal.details[0] == "第2行“生效日期”：“明天”不是日期，应写成 2026-09-15。"


def test_a_missing_column_is_named(office: Office) -> None:
    headings = [heading for heading in MATTER_HEADINGS if heading != "领域"]
    refusal = refused(office, csv_of(headings, [["CF-001", "行政处罚", "擅自施工", "股", "责", "权", "据"]]))
    assert refusal.code == "list.columns_missing"
    assert refusal.details == ["第1行（表头）缺少“领域”。"]


def test_a_doubled_column_is_named(office: Office) -> None:
    refusal = refused(office, csv_of([*MATTER_HEADINGS, "备注", "备注"], [[*matter(), "甲", "乙"]]))
    assert refusal.code == "list.columns_doubled"
    assert refusal.details == ["第1行（表头）重复了“备注”。"]


def test_a_key_that_stands_twice_is_named_with_both_rows(office: Office) -> None:
    refusal = refused(office, matters_csv(matter("CF-001"), matter("CF-002"), matter("CF-001", "另一事项")))
    assert refusal.details == ["第4行“编码”：“CF-001”与第2行重复。"]


def test_a_validity_that_ends_before_it_begins_is_named(office: Office) -> None:
    refusal = refused(office, csv_of(DATED, [[*matter(), "2026-09-01", "2026-08-31"]]))
    assert refusal.details == ["第2行“失效日期”：早于起始日期。"]


def test_a_cell_longer_than_its_column_is_named_rather_than_cut(office: Office) -> None:
    refusal = refused(office, matters_csv(matter(name="长" * 201)))
    assert refusal.details == ["第2行“事项名称”：有 201 个字，超过 200 个字。"]


def test_words_without_a_heading_are_named_rather_than_dropped(office: Office) -> None:
    refusal = refused(office, matters_csv([*matter(), "多出来的话"]))
    assert refusal.details == ["第2行“第9列”：“多出来的话”所在的列没有表头。"]


def test_a_formula_in_error_and_one_never_computed_are_named(office: Office) -> None:
    wrong = refused(office, xlsx_of(MATTER_HEADINGS, [matter(职责="#REF!")]), "清单.xlsx")
    assert wrong.details == ["第2行“职责”：是出错的公式（#REF!）。"]
    uncomputed = refused(office, xlsx_of(MATTER_HEADINGS, [matter(职责='="查处"&"违法"')]), "清单.xlsx")
    assert uncomputed.details == ["第2行第6列：是没有算出结果的公式。"]


def test_a_control_character_in_a_cell_is_named(office: Office) -> None:
    wrong = refused(office, matters_csv(matter(职责="查处\x1b违法")), "清单.csv")
    assert wrong.details == ["第2行“职责”：含有无法保存的控制字符。"]


def test_quotes_that_do_not_close_are_named(office: Office) -> None:
    refusal = refused(office, ",".join(MATTER_HEADINGS).encode() + b'\nCF-001,"\xe8\xa1\x8c\xe6\x94\xbf')
    assert refusal.code == "list.file_unreadable"


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 30, "清单.csv", "file.content_mismatch"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 30, "清单.xlsx", "file.content_mismatch"),
        (matters_csv(matter()), "清单.xlsx", "file.content_mismatch"),
        (xlsx_of(MATTER_HEADINGS, [matter()]), "清单.csv", "file.content_mismatch"),
        (matters_csv(matter()), "清单.docx", "list.file_kind"),
        (matters_csv(matter()), "清单", "list.file_kind"),
        (b"", "清单.csv", "file.empty"),
        (b"\xff\xff\xff\xff\xfe", "清单.csv", "list.file_unreadable"),
        ("只有一句话".encode(), "清单.csv", "list.heading_missing"),
    ],
)
def test_a_file_whose_content_is_not_its_extension_is_refused(
    office: Office, data: bytes, filename: str, code: str
) -> None:
    assert refused(office, data, filename).code == code


def _with_part(book: bytes, name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            target.writestr(part.filename, content if part.filename == name else source.read(part))
    return made.getvalue()


def test_an_excel_file_with_xml_entities_is_refused(office: Office) -> None:
    sheet = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    data = _with_part(xlsx_of(MATTER_HEADINGS, [matter()]), "xl/worksheets/sheet1.xml", sheet)
    assert refused(office, data, "清单.xlsx").code == "list.file_unreadable"


def test_an_excel_bomb_is_refused(office: Office) -> None:
    data = _with_part(
        xlsx_of(MATTER_HEADINGS, [matter()]), "xl/worksheets/sheet1.xml", b" " * (tables.MOST_EXPANDED + 1)
    )
    assert refused(office, data, "清单.xlsx").code == "file.archive_bomb"


def test_a_damaged_excel_file_is_refused(office: Office) -> None:
    data = _with_part(xlsx_of(MATTER_HEADINGS, [matter()]), "xl/worksheets/sheet1.xml", b"<worksheet")
    assert refused(office, data, "清单.xlsx").code == "list.file_unreadable"


def test_a_list_of_more_rows_than_any_list_has_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    rows = [matter(f"CF-{n:03d}") for n in range(30)]
    assert refused(office, matters_csv(*rows)).code == "list.too_many_rows"
    assert refused(office, xlsx_of(MATTER_HEADINGS, rows), "清单.xlsx").code == "list.too_many_rows"


def test_two_sheets_that_both_look_like_the_list_are_not_chosen_between(office: Office) -> None:
    from openpyxl import Workbook, load_workbook

    book = load_workbook(io.BytesIO(xlsx_of(MATTER_HEADINGS, [matter()])))
    second = book.create_sheet("第二张")
    second.append(MATTER_HEADINGS)
    file = io.BytesIO()
    book.save(file)
    assert isinstance(book, Workbook)
    assert refused(office, file.getvalue(), "清单.xlsx").code == "list.several_sheets"


def test_an_examination_in_the_future_refuses_the_officers(office: Office) -> None:
    rows = [person("某甲", "15000001"), person("某乙", "15000002", 考试合格日期="2026-09-16")]
    refusal = refused(office, csv_of(CERTIFICATE_HEADINGS, rows), list_kind="officers")
    assert refusal.details == ["第3行“考试合格日期”：“2026-09-16”是将来的日期。"]
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_may_come_in_any_of_the_encodings_that_office_programs_write(
    office: Office, encoding: str
) -> None:
    data = csv_of(MATTER_HEADINGS, [matter(name="擅自施工㎡")], encoding)
    edition = import_list(user=office.publisher, list_kind="matters", data=data, filename="清单.CSV")
    assert [str(row) for row in rows_of(edition)] == ["擅自施工㎡"]


def test_a_title_above_the_heading_and_blank_rows_are_no_fault(office: Office) -> None:
    data = xlsx_of(
        MATTER_HEADINGS,
        [matter("CF-001"), [None] * 8, matter("CF-002", "另一事项")],
        above=[["行政执法事项清单"], []],
    )
    edition = import_list(user=office.publisher, list_kind="matters", data=data, filename="清单.xlsx")
    assert [row.code for row in rows_of(edition)] == ["CF-001", "CF-002"]
    faulty = xlsx_of(DATED, [[*matter(), "明天", ""]], above=[["行政执法事项清单"], []])
    assert refused(office, faulty, "清单.xlsx").details[0].startswith("第4行“生效日期”")


def test_ten_thousand_rows_come_in_with_a_handful_of_statements(office: Office) -> None:
    from django.test.utils import CaptureQueriesContext

    data = xlsx_of(MATTER_HEADINGS, [matter(f"CF-{n:05d}", f"事项{n}") for n in range(10_000)])
    with CaptureQueriesContext(connection) as statements:
        edition = import_list(user=office.publisher, list_kind="matters", data=data, filename="清单.xlsx")
    assert rows_of(edition).count() == 10_000
    assert len(statements) < 120
