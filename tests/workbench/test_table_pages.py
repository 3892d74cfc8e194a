"""Tables as agencies have them: fitted on a screen, seen row by row, imported whole, remembered for the next time."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from rules_cast import at_desk, body, who_may_open

from mingjing.catalog.mapping_models import HeadingMap, UploadedTable
from mingjing.catalog.queries import rows_of, unfinished
from mingjing.registry.models import Certificate, Department, Officer, User
from mingjing.registry.permissions import Role
from mingjing.registry.queries import roles_of

if TYPE_CHECKING:
    from rules_cast import Desk

    from mingjing.catalog.models import MatterRow
    from mingjing.demo.bureau import Bureau
    from mingjing.registry.models import Agency

TABLES = "/workbench/tables/"
LIBRARY = "application/octet-stream"
KEEPERS = ("publisher", "checker", "system", "security", "officer1")


def upload(data: bytes, name: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, data, LIBRARY)}


def a_real_looking_book() -> bytes:
    """A title over everything, headings over two lines, a category merged down, a section, a note, another sheet."""
    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    book.create_sheet("说明").append(["本表由各股室填报"])
    sheet = book.create_sheet("事项")
    for row in (
        ["云岭县住房和城乡建设局行政执法事项一览表"],
        ["序号", "执法类别", "执法事项名称", "依据", None, "执法领域", "承办股室", "填报人"],
        [None, None, None, "法律", "条款", None, None, None],
        ["一、建筑市场类（共2项）"],
        [
            1,
            "行政处罚",
            "对未取得施工许可证擅自施工的处罚",
            "中华人民共和国建筑法",
            "第64条",
            "建筑市场",
            "市场股",
            "甲",
        ],
        [2, None, "对转包工程的处罚", "中华人民共和国建筑法", "第67条", "建筑市场", "市场股", "甲"],
        ["二、燃气类"],
        [3, "行政检查", "对燃气经营的检查", "城镇燃气管理条例", "第41条", "燃气", "燃气股", "乙"],
        ["注：以上事项依据2026年权责清单。"],
    ):
        sheet.append(row)
    for merged in (
        "A1:H1",
        "A2:A3",
        "B2:B3",
        "C2:C3",
        "D2:E2",
        "F2:F3",
        "G2:G3",
        "H2:H3",
        "A4:H4",
        "B5:B6",
        "A7:H7",
    ):
        sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fields(page: str, name: str) -> dict[str, str]:
    """Return what is chosen in every select of a page whose name begins so."""
    found = {}
    for part in page.split("<select")[1:]:
        control, options = part.split(">", 1)
        key = control.split('name="')[1].split('"')[0]
        options = options.split("</select>")[0]
        value = (
            options.split(" selected")[0].rsplit('value="', 1)[1].split('"')[0]
            if " selected" in options
            else ""
        )
        if key.startswith(name):
            found[key] = value
    return found


def fitted(desk: Desk, kind: str, data: bytes, name: str, **changes: str) -> Any:
    """Upload a table and take the columns as they are proposed but for what a person changes."""
    assert desk.send(f"{TABLES}{kind}/", upload(data, name)).status_code == 303
    page = desk.text(f"{TABLES}{kind}/columns/")
    return desk.send(f"{TABLES}{kind}/columns/", {**fields(page, "column_"), **changes})


def draft_rows(agency: Agency, kind: str) -> list[MatterRow]:
    found = unfinished(agency, kind)
    assert found is not None
    return list(rows_of(found[0]))  # type: ignore[arg-type]


def test_a_table_with_title_two_line_headings_merged_cells_and_notes_becomes_a_draft(bureau: Bureau) -> None:
    desk = at_desk("publisher")
    answer = fitted(desk, "matters", a_real_looking_book(), "事项.xlsx", fixed_power="监督检查")
    assert answer.headers["Location"].endswith("/tables/matters/rows/")
    columns = desk.text(f"{TABLES}matters/columns/")
    assert "表头在第 2–3 行" in columns
    assert "注：以上事项依据2026年权责清单。" in columns
    page = desk.text(f"{TABLES}matters/rows/")
    assert "没有问题，可以导入" in page
    assert not unfinished(bureau.agency, "matters")
    assert desk.send(f"{TABLES}matters/rows/").status_code == 303
    rows = draft_rows(bureau.agency, "matters")
    assert [row.category for row in rows] == ["行政处罚", "行政处罚", "行政检查"]
    assert rows[1].name == "对转包工程的处罚"
    assert rows[1].basis == "《中华人民共和国建筑法》第六十七条"
    assert {row.power for row in rows} == {"监督检查"}
    assert ["填报人", "乙"] in rows[2].others
    assert ["（分节标题）", "燃气类"] in rows[2].others
    assert not UploadedTable.objects.exists()


def test_the_columns_are_remembered_for_the_agency_and_can_be_changed(bureau: Bureau) -> None:
    desk = at_desk("publisher")
    assert not HeadingMap.objects.filter(agency=bureau.agency).exists()
    fitted(desk, "matters", a_real_looking_book(), "事项.xlsx", column_7="-", fixed_power="监督检查")
    desk.send(f"{TABLES}matters/rows/")
    assert HeadingMap.objects.get().fixed == {"power": "监督检查"}
    desk.send(f"{TABLES}matters/", upload(a_real_looking_book(), "再来.xlsx"))
    page = desk.text(f"{TABLES}matters/columns/")
    assert "这种表头以前导入过" in page
    assert fields(page, "column_")["column_7"] == "-"
    desk.send(f"{TABLES}matters/columns/", {**fields(page, "column_"), "column_7": ""})
    desk.send(f"{TABLES}matters/rows/")
    assert HeadingMap.objects.get().columns[7] == ""


def test_a_table_in_a_word_document_is_read_and_its_heading_can_be_named(bureau: Bureau) -> None:
    document = Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "填报单位：某某局"
    table = document.add_table(rows=4, cols=4)
    for place, row in enumerate(
        (
            ["表二", "表二", "表二", "表二"],
            ["执法类别", "执法环节", "执法事项", "记录场所"],
            ["行政处罚", "调查取证", "现场检查", "工地"],
            ["行政处罚", "送达", "留置送达", "住所"],
        )
    ):
        for cell, words in zip(table.rows[place].cells, row, strict=True):
            cell.text = words
    out = io.BytesIO()
    document.save(out)
    desk = at_desk("publisher")
    desk.send(f"{TABLES}recordings/", upload(out.getvalue(), "音像.docx"))
    assert "“表 2”：表头在第 2 行" in desk.text(f"{TABLES}recordings/columns/")
    desk.send(f"{TABLES}recordings/heading/", {"sheet": "1", "heading_row": "1", "depth": "1"})
    assert "表头在第 1 行" in desk.text(f"{TABLES}recordings/columns/")
    desk.send(f"{TABLES}recordings/heading/", {"sheet": "1", "heading_row": "2", "depth": "1"})
    page = desk.text(f"{TABLES}recordings/columns/")
    desk.send(f"{TABLES}recordings/columns/", fields(page, "column_"))
    desk.send(f"{TABLES}recordings/rows/")
    assert [row.place for row in draft_rows(bureau.agency, "recordings")] == ["工地", "住所"]  # type: ignore[attr-defined]


def test_a_bad_cell_is_named_before_anything_is_imported_and_the_choice_stays(bureau: Bureau) -> None:
    data = "类别,事项名称,领域,依据,生效日期\n行政处罚,甲,建筑,《建筑法》第七条,去年\n".encode()
    desk = at_desk("publisher")
    fitted(desk, "matters", data, "事项.csv", column_0="category")
    page = desk.text(f"{TABLES}matters/rows/")
    assert "第 2 行" in page
    assert "“去年”不是日期" in page
    seen = desk.hidden(f"{TABLES}matters/columns/")
    refused = desk.client.post(f"{TABLES}matters/rows/", seen)
    assert refused.status_code == 422
    assert not unfinished(bureau.agency, "matters")
    assert fields(desk.text(f"{TABLES}matters/columns/"), "column_")["column_0"] == "category"


def a_boundless_document() -> bytes:
    """A cell that claims to span a hundred million columns."""
    document = Document()
    document.add_table(rows=1, cols=2).cell(0, 0)._tc.grid_span = 100_000_000
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


STAFF = (
    ["执法人员花名册"],
    [
        *("姓名", "所在科室", "职务", "执法证号", "执法领域", "执法区域"),
        *("证件有效期", None, "考试合格日期", "登录名", "系统岗位"),
    ],
    [*[None] * 6, "起", "止", None, None, None],
    [
        *("赵一（示例）", "质安股", "股长", "YL-901", "建筑市场、质安", "云岭县"),
        *(dt.date(2024, 1, 1), dt.date(2029, 12, 31), dt.date(2023, 11, 1)),
        *("zhaoyi", "承办人、承办机构负责人"),
    ],
    ["钱二（示例）", "法制审核股", "科员", *[None] * 6, "qianer", "法制审核员"],
)


def staff_book() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in STAFF:
        sheet.append(row)
    for merged in ("A1:K1", "G2:H2", *(f"{letter}2:{letter}3" for letter in "ABCDEFIJK")):
        sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_one_staff_table_gives_people_to_one_administrator_and_accounts_to_the_other(bureau: Bureau) -> None:
    assert not bureau.agency.departments.filter(name="质安股").exists()
    assert who_may_open(f"{TABLES}staff/", KEEPERS) == {"system"}
    assert who_may_open(f"{TABLES}accounts/", KEEPERS) == {"security"}
    security = at_desk("security")
    fitted(security, "accounts", staff_book(), "花名册.xlsx")
    assert "没有登记过，请系统管理员先导入人员" in security.text(f"{TABLES}accounts/rows/")
    system = at_desk("system")
    fitted(system, "staff", staff_book(), "花名册.xlsx")
    assert system.send(f"{TABLES}staff/rows/").status_code == 303
    certificate = Certificate.objects.get(number="YL-901")
    assert (certificate.categories, certificate.valid_to) == (["建筑市场", "质安"], dt.date(2029, 12, 31))
    assert not Officer.objects.get(name="钱二（示例）").certificates.exists()
    assert Department.objects.get(name="法制审核股").function == "legal"
    page = body(security.send(f"{TABLES}accounts/rows/"))
    user = User.objects.get(username="zhaoyi")
    assert roles_of(user) == {Role.OFFICER, Role.SECTION}
    password = page.split("zhaoyi</td>")[1].split("<code>")[1].split("</code>")[0]
    at_desk("zhaoyi", password)


def test_a_certificate_without_an_examination_and_an_unknown_role_keep_the_whole_table_out(
    bureau: Bureau,
) -> None:
    data = "姓名,科室,职务,证号,类别,区域,起,止\n孙三,质安股,科员,X-1,质安,云岭县,2024-01-01,2029-01-01\n".encode()
    system = at_desk("system")
    said = dict(enumerate(("category", "area", "certificate_from", "certificate_to"), start=4))
    fitted(system, "staff", data, "人员.csv", **{f"column_{place}": key for place, key in said.items()})
    page = system.text(f"{TABLES}staff/rows/")
    assert "考试合格日期" in page
    assert "未填写" in page
    assert not Officer.objects.filter(name="孙三").exists()
    name = bureau.people["officer1"].name
    security = at_desk("security")
    fitted(security, "accounts", f"姓名,账号,岗位\n{name},other,局长\n".encode(), "账号.csv")
    page = security.text(f"{TABLES}accounts/rows/")
    assert "没有“局长”" in page
    assert f"{name}已有账号“officer1”" in page


def test_only_who_keeps_a_list_brings_in_its_table_and_an_old_format_is_refused(bureau: Bureau) -> None:
    assert not unfinished(bureau.agency, "matters")
    assert who_may_open(f"{TABLES}matters/", KEEPERS) == {"publisher"}
    answer = at_desk("publisher").send(f"{TABLES}matters/", upload(b"\xd0\xcf\x11\xe0", "旧.xls"))
    assert answer.status_code == 422
    assert "另存为 xlsx 或 docx" in body(answer)
    answer = at_desk("publisher").send(f"{TABLES}matters/", upload(a_boundless_document(), "宽.docx"))
    assert answer.status_code == 422
    assert "横跨 100 列以上" in body(answer)
    assert not UploadedTable.objects.exists()
