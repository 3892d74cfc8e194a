"""Citations are read as people write them; what is not understood is handed back, never guessed."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.citations import Citation, format_citation, parse_citation, read_citations, title_key
from mingjing.law.numerals import to_chinese, to_int
from mingjing.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("《建筑法》第六十四条", Citation("建筑法", 64)),
        ("《中华人民共和国建筑法》第六十四条", Citation("中华人民共和国建筑法", 64)),
        ("中华人民共和国建筑法第64条", Citation("中华人民共和国建筑法", 64)),
        ("建筑法64条", Citation("建筑法", 64)),
        ("第五十七条第一款第（一）项", Citation("", 57, 0, 1, 1)),
        ("《行政处罚法》第57条第1款第(1)项", Citation("行政处罚法", 57, 0, 1, 1)),
        ("《行政处罚法》第５７条第１款第（１）项", Citation("行政处罚法", 57, 0, 1, 1)),
        ("《行政处罚法》第五十八条第（二）项", Citation("行政处罚法", 58, 0, None, 2)),
        ("《行政处罚法》第五十八条第二项", Citation("行政处罚法", 58, 0, None, 2)),
        ("《行政处罚法》第五十八条第一款㈡项", Citation("行政处罚法", 58, 0, 1, 2)),
        ("《刑法》第一百三十四条之一第一款", Citation("刑法", 134, 1, 1)),
        ("《行政处罚法》（2021年修订）第五条", Citation("行政处罚法", 5)),
        ("《罚款决定与罚款收缴分离实施办法》第七条", Citation("罚款决定与罚款收缴分离实施办法", 7)),
        ("罚款决定与罚款收缴分离实施办法第七条", Citation("罚款决定与罚款收缴分离实施办法", 7)),
        ("内蒙古自治区人民政府令第244号第十二条", Citation("内蒙古自治区人民政府令第244号", 12)),
        ("违反《建筑法》第七条的规定", Citation("建筑法", 7)),
        ("依据本法第五条", Citation("", 5)),
        ("《城市房地产管理法》", Citation("城市房地产管理法")),
        (
            "《国务院关于修改〈物业管理条例〉的决定》第三条",
            Citation("国务院关于修改〈物业管理条例〉的决定", 3),
        ),
        ("〈物业管理条例〉 第 五十六 条", Citation("物业管理条例", 56)),
        ("《物业管理条例第五十六条", Citation("物业管理条例", 56)),
    ],
)
def test_one_citation_is_read(text: str, citation: Citation) -> None:
    reading = read_citations(text)
    assert reading.citations == [citation]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("《建筑法》第六十四条、第六十五条第二款", [(64, None, None), (65, 2, None)]),
        ("《建筑法》第六十四、六十五条", [(64, None, None), (65, None, None)]),
        ("《建筑法》第64、65条第二款", [(64, None, None), (65, 2, None)]),
        ("《建筑法》第五十七条第一款、第三款", [(57, 1, None), (57, 3, None)]),
        ("《建筑法》第五十七条第一款第（一）、（二）项", [(57, 1, 1), (57, 1, 2)]),
        ("《建筑法》第五十七条第一款第（一）项、第（二）项和第二款", [(57, 1, 1), (57, 1, 2), (57, 2, None)]),
        (
            "《建筑法》第五十四条至第五十七条",
            [(54, None, None), (55, None, None), (56, None, None), (57, None, None)],
        ),
        ("《建筑法》第54-56条", [(54, None, None), (55, None, None), (56, None, None)]),
    ],
)
def test_several_places_of_one_statute(text: str, places: list[tuple[int, int | None, int | None]]) -> None:
    reading = read_citations(text)
    assert [(each.article, each.paragraph, each.item) for each in reading.citations] == places
    assert {each.title for each in reading.citations} == {"建筑法"}
    assert reading.rest == []


def test_several_statutes_in_one_string() -> None:
    text = (
        "《城市房地产管理法》《城市商品房预售管理办法》(建设部令131号)第五条；"
        "建设工程质量管理条例第57条，物业管理条例第56条"
    )
    assert read_citations(text).citations == [
        Citation("城市房地产管理法"),
        Citation("城市商品房预售管理办法", 5),
        Citation("建设工程质量管理条例", 57),
        Citation("物业管理条例", 56),
    ]


def test_words_that_are_no_citation_are_handed_back_and_lend_no_title() -> None:
    reading = read_citations("《建筑法》第七条，详见附件第三条")
    assert reading.citations == [Citation("建筑法", 7), Citation("", 3)]
    assert reading.rest == ["详见附件"]


def test_a_text_without_any_citation_is_all_rest() -> None:
    assert read_citations("原文截断").citations == []
    assert read_citations("原文截断").rest == ["原文截断"]


@pytest.mark.parametrize("text", ["", "原文截断", "《建筑法》第七条、第八条", "第一款", "见附件第三条"])
def test_what_is_not_exactly_one_citation_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_citation(text)
    assert refused.value.code == "law.citation_unreadable"


def test_a_citation_is_written_as_documents_write_it_and_read_back() -> None:
    for citation in (
        Citation("建筑法", 64),
        Citation("行政处罚法", 57, 0, 1, 1),
        Citation("刑法", 134, 1, 1),
        Citation("行政处罚法", 58, 0, None, 2),
        Citation("", 110, 0, 10, 20),
        Citation("物业管理条例"),
    ):
        assert parse_citation(format_citation(citation)) == citation
    assert format_citation(Citation("建筑法", 64, 0, 1, 12)) == "《建筑法》第六十四条第一款第（十二）项"


def test_spellings_of_one_title_share_a_key() -> None:
    assert title_key("《中华人民共和国 建筑法》") == title_key("建筑法") == "建筑法"
    assert title_key("行政处罚法（2021年修订）") == "行政处罚法"
    assert title_key("建设工程勘察质量管理办法(试行)") == title_key("建设工程勘察质量管理办法（试行）")


def test_a_range_longer_than_any_statute_is_not_spelled_out() -> None:
    assert [each.article for each in read_citations("《建筑法》第1至9999条").citations] == [1, 9999]


@given(
    st.text(alphabet="《》〈〉建筑法条例第一二十百零〇千两19条款项之（）()、，和至-的规定 \n", max_size=40)
)
def test_no_text_whatever_breaks_the_reading(text: str) -> None:
    for citation in read_citations(text).citations:
        if citation.title and citation.article:
            assert read_citations(format_citation(citation)).citations == [citation]


def test_numerals_there_and_back() -> None:
    for number in range(1, 1300):
        assert to_int(to_chinese(number)) == number
        assert to_int(str(number)) == number
    assert (to_chinese(10), to_chinese(15), to_chinese(108)) == ("十", "十五", "一百零八")
    assert (to_chinese(110), to_chinese(306), to_chinese(1005)) == ("一百一十", "三百零六", "一千零五")
    assert to_int("二〇二一") == 2021


def test_every_citation_of_the_seed_matters_is_read(shared: Path) -> None:
    with (shared / "data" / "enforcement_items_seed.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 50
    for row in rows:
        expected = Citation(row["实施依据"], int(row["条"][1:-1]))
        assert parse_citation(row["实施依据"] + row["条"]) == expected
        assert parse_citation(f"《{row['实施依据']}》{row['条']}") == expected


def test_the_untidy_bases_of_the_inspection_list_lose_no_words(shared: Path) -> None:
    with (shared / "data" / "random_inspection_items.csv").open(encoding="utf-8-sig", newline="") as lines:
        bases = [row["抽查依据"] for row in csv.DictReader(lines)]
    for basis in bases:
        reading = read_citations(basis)
        assert reading.citations or reading.rest or not basis
        assert all(
            citation.title in basis.replace("(", "（").replace(")", "）") for citation in reading.citations
        )
