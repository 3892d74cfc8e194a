"""种子 A2.2: what is inspected by drawing lots is published with its basis, and how often a firm may be inspected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from catalog_office import csv_of, matter, matters_csv

from mingjing.catalog.actions import edit_row, import_list
from mingjing.catalog.models import InspectionRow, ListKind
from mingjing.catalog.queries import in_force, rows_of
from mingjing.config.cli import LIST_KINDS
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from catalog_office import Office

    from mingjing.catalog.models import Edition

HEADINGS = [
    *("抽查事项", "抽查领域", "事项类别", "事项编码", "检查依据", "检查主体", "检查对象", "检查内容"),
    *("抽查比例", "检查方式", "检查频次", "年度频次上限"),
]
BASIS = "《建设工程质量管理条例》第四十七条"


def inspection(**cells: str) -> list[str]:
    """Return a row as a bureau writes it; `cells` by heading replace its own."""
    told = dict(
        zip(
            HEADINGS,
            [
                *("工程质量检查", "质安", "重点检查事项", "JC-001", BASIS, "质量安全监管股"),
                *("在建工程的施工单位", "实体质量", "不低于20%", "现场检查", "每半年1次", "2次"),
            ],
            strict=True,
        )
    )
    return list((told | cells).values())


def draft(office: Office, *rows: list[str]) -> Edition:
    return import_list(
        user=office.publisher,
        list_kind=ListKind.INSPECTIONS,
        data=csv_of(HEADINGS, rows),
        filename="抽查.csv",
    )


def first(edition: Edition) -> InspectionRow:
    row = rows_of(edition)[0]
    assert isinstance(row, InspectionRow)
    return row


@pytest.fixture
def matters(office: Office) -> None:
    rows = (matter("JC-001", "质量检查", 事项类别="行政检查"), matter("CF-001", "处罚"))
    office.release(
        import_list(user=office.publisher, list_kind="matters", data=matters_csv(*rows), filename="清单.csv")
    )


@pytest.mark.usefixtures("matters")
def test_it_is_published_under_the_headings_that_a_bureau_uses_with_the_yearly_cap(office: Office) -> None:
    edition = draft(office, inspection())
    row = first(edition)
    assert (row.code, row.weight, row.annual_cap) == ("CC-001", InspectionRow.Weight.KEY, 2)
    assert (row.unit, row.target, row.frequency) == ("质量安全监管股", "在建工程的施工单位", "每半年1次")
    assert row.marks == []
    publication = office.release(edition)
    assert "58号" in publication.basis
    assert in_force(office.agency, ListKind.INSPECTIONS) == edition


@pytest.mark.usefixtures("matters")
def test_what_it_lacks_is_marked_and_an_item_that_no_power_allows_as_well(office: Office) -> None:
    """国办发〔2015〕58号: no basis, no inspection; §11.6 no. 4: it must be a 行政检查 of the matter list."""
    bare = inspection(检查依据="", 年度频次上限="", 事项类别="特别事项", 事项编码="CF-001")
    marks = first(draft(office, bare)).marks
    assert marks == [
        "未填写：事项类别、抽查依据、年度频次上限（次/户）。",
        "“事项类别”写作“特别事项”，不是可选的值。",
        "事项编码“CF-001”不在现行事项清单的行政检查事项内。",
    ]


def test_without_a_name_it_is_not_sent_and_a_cap_that_is_no_number_refuses_the_file(office: Office) -> None:
    with pytest.raises(Refusal) as refusal:
        draft(office, inspection(年度频次上限="按需要"))
    assert refusal.value.details == ["第2行“年度频次上限”：“按需要”应写成次数，如 2。"]
    edition = draft(office, inspection())
    edit_row(user=office.publisher, row=first(edition), name="")
    with pytest.raises(Refusal) as refusal:
        office.release(edition)
    assert refusal.value.details == ["第1项（CC-001）未填写：抽查事项名称。"]


def test_the_command_knows_every_list() -> None:
    assert set(LIST_KINDS) == set(ListKind.values)
