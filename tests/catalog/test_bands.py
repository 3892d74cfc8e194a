"""行政处罚法34; 国办发〔2022〕27号: what a benchmark's words allow, as numbers; grades that overlap are refused."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from catalog_office import csv_of

from mingjing.catalog.actions import edit_row, import_list, send_to_check
from mingjing.catalog.bands import amounts, bands
from mingjing.catalog.queries import rows_of
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from catalog_office import Office

HEADINGS = ["编码", "事项编码", "事项", "裁量阶次", "适用条件", "处罚标准", "依据"]


@pytest.mark.parametrize(
    ("words", "within", "without"),
    [
        ("处工程合同价款百分之一点三以上、不足百分之一点七的罚款", ("1.3", "1.69"), ("1.29", "1.7")),
        ("处合同价款1%以上1.3%以下的罚款", ("1", "1.3"), ("0.99", "1.31")),
        ("处合同价款1%-1.3%的罚款", ("1", "1.3"), ("1.4",)),
        ("处已收取预付款超过百分之零点二、不足百分之零点六的罚款", ("0.21",), ("0.2", "0.6")),
        ("处五万元以上、不足二十万元的罚款", ("50000", "199999"), ("49999", "200000")),
        ("处二万五千元以上三万元以下罚款", ("25000", "30000"), ("24999", "30001")),
        ("处1-2万元罚款", ("10000", "20000"), ("9999", "20001")),
        ("处一万元以下罚款", ("1", "10000"), ("10001",)),
        ("处一百万元以上罚款", ("1000000", "9999999"), ("999999",)),
        ("处5千元以上罚款", ("5000",), ("4999",)),
        ("处5千元以上1万元以下罚款", ("5000", "10000"), ("4999", "10001")),
        ("处1万5千元以下罚款", ("1", "15000"), ("15001",)),
        ("处1万零500元以下罚款", ("10500",), ("10501",)),
        ("处三千至五千元罚款", ("3000", "5000"), ("2999", "5001")),
        ("处十至十五万元罚款", ("100000", "150000"), ("99999", "150001")),
        ("处五百元至一万元罚款", ("500", "10000"), ("499", "10001")),
        ("处一亿二千万元以上罚款", ("120000000",), ("20000000",)),
        ("处万元以下罚款", ("1", "10000"), ("10001",)),
        ("处合同价款百分之点五的罚款", ("0.5",), ("5",)),
        ("处合同价款百分之一至二的罚款", ("1", "2"), ("0.9", "2.1")),
    ],
)
def test_a_band_holds_what_its_words_hold(
    words: str, within: tuple[str, ...], without: tuple[str, ...]
) -> None:
    (band,) = bands(words)
    assert [value for value in within if not band.holds(Decimal(value))] == []
    assert [value for value in without if band.holds(Decimal(value))] == []


@pytest.mark.parametrize(
    "words",
    ["处数万元罚款", "处十几万元罚款", "处几十万元罚款", "处百分之点的罚款", "处1..2万元", "处百分之1.2.3"],
)
def test_words_that_name_no_number_are_no_band(words: str) -> None:
    assert bands(words) == []


def test_bands_of_several_people_and_of_several_things_stand_apart() -> None:
    builder, contractor = bands("建设单位处工程合同价款1%以上2%以下的罚款；施工单位处3万元以下的罚款")
    assert (builder.subject, builder.base, builder.percent) == ("建设单位", "工程合同价款", True)
    assert (contractor.subject, contractor.base, contractor.percent) == ("施工单位", "", False)
    assert not builder.overlaps(contractor)
    assert bands("给予警告，责令改正") == []


def test_the_sum_of_what_a_percentage_is_of_is_found_in_a_text() -> None:
    assert amounts("工程合同价款 2860 万元，面积 300 平方米。", "工程合同价款") == [Decimal(28_600_000)]
    assert amounts("工程合同价款为人民币二千万元", "工程合同价款") == [Decimal(20_000_000)]
    assert amounts("面积 300 平方米", "工程合同价款") == []


def grades(*penalties: str) -> bytes:
    names = ("从轻", "减轻", "一般")
    return csv_of(
        HEADINGS,
        [
            ["", "CF-JZ-001", "擅自施工", name, name, penalty, "《建设工程质量管理条例》第五十七条"]
            for name, penalty in zip(names, penalties, strict=False)
        ],
    )


def test_grades_that_overlap_are_refused_by_their_rows_and_nothing_is_imported(office: Office) -> None:
    data = grades("处合同价款1%以上1.5%以下的罚款", "处合同价款1.4%以上2%以下的罚款")
    with pytest.raises(Refusal) as told:
        import_list(user=office.publisher, list_kind="benchmarks", data=data, filename="基准.csv")
    assert told.value.code == "list.file_faulty"
    assert told.value.details == ["第3行“处罚标准”：幅度与第2行（同一事项的另一档）重叠。"]


def test_grades_that_meet_or_are_for_other_people_are_imported(office: Office) -> None:
    data = grades(
        "处合同价款1%以上、不足1.5%的罚款",
        "处合同价款1.5%以上2%以下的罚款",
        "施工单位处合同价款1%以上2%以下的罚款",
    )
    edition = import_list(user=office.publisher, list_kind="benchmarks", data=data, filename="基准.csv")
    assert rows_of(edition).count() == 3


def test_grades_made_to_overlap_by_hand_are_not_sent_to_check(office: Office) -> None:
    data = grades(
        "处合同价款1%以上、不足1.5%的罚款", "处合同价款1.5%以上2%以下的罚款", "施工单位处一万元的罚款"
    )
    edition = import_list(user=office.publisher, list_kind="benchmarks", data=data, filename="基准.csv")
    row = rows_of(edition)[1]
    edit_row(user=office.publisher, row=row, penalty="处合同价款1.2%以上2%以下的罚款")
    with pytest.raises(Refusal) as told:
        send_to_check(user=office.publisher, edition=edition)
    assert told.value.code == "list.bands_overlap"
    assert told.value.details == ["第2项与第1项重叠。"]
    edit_row(user=office.publisher, row=rows_of(edition)[1], penalty="处合同价款1.5%以上2%以下的罚款")
    send_to_check(user=office.publisher, edition=edition)
