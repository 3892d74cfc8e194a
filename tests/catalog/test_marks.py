"""What cannot be understood is kept as text and marked for a person, never dropped and never guessed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from catalog_office import MATTER_HEADINGS, csv_of, matter, matters_csv
from openpyxl import Workbook

from mingjing.catalog.actions import edit_row, import_list
from mingjing.catalog.queries import rows_of, table
from mingjing.catalog.rules import benchmark_faults, give_codes

if TYPE_CHECKING:
    from catalog_office import Office

    from mingjing.catalog.models import ListRow

BENCHMARKS = ["编码", "事项编码", "事项", "裁量阶次", "适用条件", "处罚标准", "依据"]


def imported(office: Office, data: bytes, list_kind: str = "matters") -> list[ListRow]:
    edition = import_list(user=office.publisher, list_kind=list_kind, data=data, filename="清单.csv")
    return list(rows_of(edition))


@pytest.mark.parametrize(
    ("basis", "marks"),
    [
        ("《建筑法》第六十四条", []),
        ("《中华人民共和国建筑法》第64条", []),
        ("《建设工程质量管理条例》第五十七条、第五十八条", []),
        ("《建筑法》", ["实施依据：《建筑法》没有写明第几条。"]),
        (
            "《消防法》第五十八条",
            ["实施依据：《消防法》尚未导入，无法核对条款，请人工核对。"],
        ),
        (
            "按上级文件执行",
            ["实施依据：“按上级文件执行”不能识别为法律依据。"],
        ),
        ("第六十四条", ["实施依据：“第六十四条”没有写明是哪部法规。"]),
        ("", ["未填写：实施依据。"]),
    ],
)
def test_a_basis_is_judged_and_kept_as_it_was_written(office: Office, basis: str, marks: list[str]) -> None:
    (row,) = imported(office, matters_csv(matter(实施依据=basis)))
    assert row.marks == marks
    assert table([row], "matters")[0]["实施依据"] == basis


def test_an_article_that_does_not_exist_is_marked(office: Office) -> None:
    (row,) = imported(office, matters_csv(matter(实施依据="《建筑法》第九百条")))
    assert len(row.marks) == 1
    assert "没有第九百条" in row.marks[0]


def test_statute_and_article_in_two_columns_become_one_citation(office: Office) -> None:
    headings = [*MATTER_HEADINGS, "条"]
    rows = imported(
        office,
        csv_of(
            headings,
            [
                [*matter("CF-001", 实施依据="中华人民共和国建筑法"), "第64条"],
                [*matter("CF-002", 实施依据="上级规定"), "见附件"],
            ],
        ),
    )
    told = table(rows, "matters")
    assert [each["实施依据"] for each in told] == ["《中华人民共和国建筑法》第六十四条", "上级规定见附件"]
    assert [bool(row.marks) for row in rows] == [False, True]


def test_a_choice_that_is_none_is_kept_marked_and_answered_later(office: Office) -> None:
    (row,) = imported(office, csv_of([*MATTER_HEADINGS, "强制权"], [[*matter(), "视情况"]]))
    assert row.marks == ["“强制权”写作“视情况”，不是可选的值。"]
    assert table([row], "matters")[0]["强制权"] == "视情况"
    answered = edit_row(user=office.publisher, row=row, coercion="government")
    assert answered.marks == []
    assert table([answered], "matters")[0]["强制权"] == "由本级政府责成"


def test_columns_that_the_list_does_not_know_come_along(office: Office) -> None:
    (row,) = imported(office, csv_of(["序号", *MATTER_HEADINGS, "备注"], [["1", *matter(), "省级下放"]]))
    assert row.others == [["备注", "省级下放"]]
    assert row.marks == []


def test_of_two_columns_that_mean_the_same_ours_counts_and_the_other_comes_along(office: Office) -> None:
    (row,) = imported(office, csv_of(["单位", *MATTER_HEADINGS], [["云岭县住建局", *matter()]]))
    assert row.others == [["单位", "云岭县住建局"]]
    assert table([row], "matters")[0]["实施机构"] == "建筑市场监管股"


def test_a_percentage_in_excel_reads_as_it_is_shown(office: Office) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in ([*MATTER_HEADINGS, "幅度/期限"], [*matter(), 0.005]):
        sheet.append(line)
    sheet.cell(2, len(MATTER_HEADINGS) + 1).number_format = "0.0%"
    file = io.BytesIO()
    book.save(file)
    edition = import_list(
        user=office.publisher, list_kind="matters", data=file.getvalue(), filename="清单.xlsx"
    )
    assert table(rows_of(edition), "matters")[0]["幅度、期限"] == "0.5%"


def test_two_rows_of_one_name_are_both_kept_and_the_second_is_marked(office: Office) -> None:
    first, second = imported(office, matters_csv(matter("CF-001"), matter("CF-002")))
    assert first.marks == []
    assert second.marks == ["与前面一行的类别、名称相同，请核对是否重复。"]
    edit_row(user=office.publisher, row=first, name="另一事项")
    second.refresh_from_db()
    assert second.marks == []


def test_a_benchmark_of_an_unlisted_matter_is_marked(office: Office) -> None:
    office.release(
        import_list(
            user=office.publisher, list_kind="matters", data=matters_csv(matter()), filename="清单.csv"
        )
    )
    rows = imported(
        office,
        csv_of(
            BENCHMARKS,
            [
                ["", "CF-001", "擅自施工", "从轻、减轻", "不满1万元", "1%", "《建筑法》第六十四条"],
                ["", "CF-404", "无此事项", "从轻、减轻", "不满1万元", "1%", "《建筑法》第六十四条"],
            ],
        ),
        "benchmarks",
    )
    assert [row.marks for row in rows] == [[], ["事项编码“CF-404”不在现行事项清单内。"]]


def test_grades_that_share_an_amount_or_know_no_lighter_one_are_marked() -> None:
    grades = [
        {"grade": "从轻", "condition": "建筑面积20000㎡以下"},
        {"grade": "一般", "condition": "建筑面积20000㎡以上50000㎡以下"},
        {"grade": "从重", "condition": "建筑面积超过50000㎡"},
    ]
    assert benchmark_faults(grades) == [
        "裁量阶次没有“减轻”。",
        "两档都含“20000㎡”本数，后一档以外应写作“不满”。",
    ]
    apart = [
        {"grade": "减轻、从轻", "condition": "不满20000㎡"},
        {"grade": "一般", "condition": "20000㎡以上"},
    ]
    assert benchmark_faults(apart) == []


def test_a_row_without_code_gets_that_of_the_same_row_before_and_never_one_that_was_public() -> None:
    known = [(("行政处罚", "甲"), "CF-001"), (("行政处罚", "乙"), "CF-002")]
    rows = [
        {"code": "", "category": "行政处罚", "name": "丙"},
        {"code": "", "category": "行政处罚", "name": "乙"},
        {"code": "自编-9", "category": "行政检查", "name": "丁"},
        {"code": "", "category": "行政检查", "name": "戊"},
    ]
    codes = give_codes("matters", rows, known=known, used=["CF-001", "CF-002", "CF-003"])
    assert codes == ["CF-004", "CF-002", "自编-9", "JC-001"]
