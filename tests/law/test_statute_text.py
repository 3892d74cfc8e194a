"""Texts of statutes are read into articles, paragraphs and items, and dated by what they say themselves."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path, PurePath

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.citations import title_key
from mingjing.law.effective import dates_of
from mingjing.law.statute_files import StatuteFile, read_statute_file
from mingjing.law.statute_text import parse_statute
from mingjing.refusal import Refusal

SAMPLE = """# 云岭县示例管理办法

2020年3月1日 示例人民政府令第1号公布

2024年5月6日 示例人民政府令第9号修订

<!-- INFO END -->

## 第一章　总　则

第一条　为了示例，制定本办法。

本办法第三条另有规定的，从其规定。

### 第一节 细则

第二条　有下列情形之一的，应当说明：

（一）甲；

（二）乙。

前款情形消失的，不再说明。 第三条　承接上条。

第三条之一　插入的一条。

第五条的规定不影响本条。

第四条　本办法自2024年7月1日起施行。

示例人民政府办公室
"""


def read(text: str, name: str = "示例(2024-05-06).md") -> StatuteFile:
    return read_statute_file(name, text.encode())


def test_articles_paragraphs_and_items_are_told_apart() -> None:
    parsed = parse_statute(SAMPLE)
    assert parsed.title == "云岭县示例管理办法"
    assert [(each.number, each.suffix) for each in parsed.articles] == [
        (1, 0),
        (2, 0),
        (3, 0),
        (3, 1),
        (4, 0),
    ]
    assert [each.items for each in parsed.articles] == [[0, 0], [2, 0], [0], [0, 0], [0]]
    assert parsed.notes == []


def test_a_glued_article_is_cut_off_by_its_number() -> None:
    parsed = parse_statute(SAMPLE)
    assert parsed.articles[1].text.endswith("不再说明。")
    assert parsed.articles[2].text == "承接上条。"


def test_chapters_and_sections_are_kept_without_their_spacing() -> None:
    parsed = parse_statute(SAMPLE)
    assert parsed.articles[0].chapter == "第一章 总则"
    assert parsed.articles[1].chapter == "第一章 总则/第一节 细则"


def test_a_signature_after_the_last_article_is_no_paragraph_of_it() -> None:
    assert parse_statute(SAMPLE).articles[-1].text == "本办法自2024年7月1日起施行。"


def test_a_missing_article_is_noted_for_a_person() -> None:
    parsed = parse_statute("# 办法\n\n第一条　甲。\n\n第四条　乙。")
    assert parsed.notes == ["缺第二条、第三条"]


def test_a_text_without_a_title_is_refused() -> None:
    for text in ("", "第一条　甲。"):
        with pytest.raises(Refusal) as refused:
            parse_statute(text)
        assert refused.value.code == "law.text_without_title"


def test_where_revised_the_last_article_says_from_when() -> None:
    dates = read(SAMPLE).dates
    assert (dates.published_on, dates.effective_from) == (dt.date(2024, 5, 6), dt.date(2024, 7, 1))
    assert dates.source == "last_article"


def test_where_amended_the_last_article_is_the_first_versions_and_the_files_date_holds() -> None:
    dates = read(SAMPLE.replace("第9号修订", "第9号修正")).dates
    assert (dates.effective_from, dates.source) == (dt.date(2024, 5, 6), "file_name")


def test_an_amendment_that_the_head_leaves_out_shows_in_the_files_date() -> None:
    dates = read(SAMPLE, "示例(2025-01-02).md").dates
    assert (dates.effective_from, dates.source) == (dt.date(2025, 1, 2), "file_name")


def test_a_date_that_nothing_gives_is_left_for_a_person() -> None:
    dates = read(SAMPLE.replace("第9号修订", "第9号修正"), "示例.md").dates
    assert (dates.published_on, dates.effective_from, dates.source) == (dt.date(2024, 5, 6), None, "unknown")


def test_a_docx_with_the_same_lines_is_the_same_statute() -> None:
    document = docx.Document()
    for line in SAMPLE.splitlines():
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    assert read_statute_file("示例(2024-05-06).docx", stream.getvalue()) == read(SAMPLE)


def test_an_old_encoding_is_read_too() -> None:
    assert read_statute_file("示例(2024-05-06).txt", SAMPLE.encode("gb18030")) == read(SAMPLE)


def test_files_that_are_not_what_they_say_are_refused() -> None:
    unpacked_bomb = io.BytesIO()
    with zipfile.ZipFile(unpacked_bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 100_000_001)
    empty_zip = io.BytesIO()
    with zipfile.ZipFile(empty_zip, "w") as archive:
        archive.writestr("a", b"")
    for name, content, code in (
        ("法.docx", SAMPLE.encode(), "law.file_content"),
        ("法.docx", empty_zip.getvalue(), "law.file_content"),
        ("法.docx", unpacked_bomb.getvalue(), "law.file_too_large"),
        ("法.md", b"PK\x03\x04\0\0", "law.file_content"),
        ("法.md", b"\xff\xff\xff", "law.file_content"),
        ("法.pdf", b"%PDF", "law.file_type"),
        ("法.md", b" " * 10_000_001, "law.file_too_large"),
    ):
        with pytest.raises(Refusal) as refused:
            read_statute_file(name, content)
        assert refused.value.code == code, name


LINES = [
    "# 办法",
    "第一条 甲。",
    "第二条",
    "第二条之一 乙。 第三条 丙",
    "（一）丁；",
    "## 第一章 总 则",
    "第一节 戊",
    "2020年13月45日 公布",
    "2020年1月5日 修正",
    "<!-- INFO END -->",
    "自2020年99月1日起施行",
    "\u200b",
]


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_no_text_whatever_breaks_the_parser(lines: list[str]) -> None:
    text = "\n".join(["# 办法", *lines])
    parsed = read_statute_file("法(2020-02-31).md", text.encode()).parsed
    places = [(each.number, each.suffix) for each in parsed.articles]
    assert places == sorted(set(places))


ARTICLES = {
    "建筑法": 85,
    "行政处罚法": 86,
    "行政强制法": 71,
    "行政许可法": 83,
    "行政诉讼法": 103,
    "民事诉讼法": 306,
    "档案法": 53,
    "建筑工程施工许可管理办法": 20,
    "住房和城乡建设行政处罚程序规定": 46,
    "建设工程质量管理条例": 82,
}

IN_FORCE = {
    "建筑法(2019-04-23)": "2019-04-23",
    "行政处罚法(2021-01-22)": "2021-07-15",
    "行政复议法(2017-09-01)": "2018-01-01",
    "行政复议法(2023-09-01)": "2024-01-01",
    "全国年节及纪念日放假办法(2024-11-10)": "2025-01-01",
    "住房和城乡建设行政处罚程序规定(2022-03-10)": "2022-05-01",
    "建筑工程施工许可管理办法": "2014-10-25",
    "城市房地产管理法(2019-08-26)": "2020-01-01",
    "城镇燃气管理条例(2016-02-06)": "2016-02-06",
    "政府信息公开条例(2019-04-03)": "2019-05-15",
    "国办发2018-118号": "2018-12-05",
    "内蒙古自治区行政执法监督条例": None,
}


def law_files(shared: Path) -> list[Path]:
    return sorted((shared / "data" / "laws").glob("*.md"))


def test_every_law_of_the_shared_folder_is_read_without_a_gap(shared: Path) -> None:
    for path in law_files(shared):
        parsed, dates = read_statute_file(path.name, path.read_bytes())
        assert parsed.notes == [], path.name
        numbers = [each.number for each in parsed.articles]
        assert numbers == list(range(1, len(numbers) + 1)), path.name
        assert numbers or parsed.document_number, path.name
        assert all(each.paragraphs for each in parsed.articles), path.name
        if title_key(parsed.title) in ARTICLES and "2017-09-01" not in path.name:
            assert len(numbers) == ARTICLES[title_key(parsed.title)]
        if path.stem in IN_FORCE:
            expected = IN_FORCE[path.stem]
            assert dates.effective_from == (dt.date.fromisoformat(expected) if expected else None), path.name


def test_key_articles_read_word_for_word_as_they_were_published(shared: Path) -> None:
    texts: dict[tuple[str, int], set[str]] = {}
    for path in law_files(shared):
        parsed = read_statute_file(path.name, path.read_bytes()).parsed
        for article in parsed.articles:
            texts.setdefault((title_key(parsed.title), article.number), set()).add(article.text)
    compared = 0
    for line in (shared / "data" / "key_articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = texts.get((row["short"], int(row["article"])))
        if found:
            compared += 1
            assert "".join(row["text"].split()) in {"".join(text.split()) for text in found}, (
                row["short"],
                row["article"],
            )
    assert compared > 100


def test_a_texts_own_name_does_not_matter_but_its_date_does() -> None:
    parsed = parse_statute(SAMPLE)
    assert dates_of(parsed, PurePath("x(2024-05-06).docx")).source == "last_article"
    assert dates_of(parsed, PurePath("x.docx")).source == "last_article"
