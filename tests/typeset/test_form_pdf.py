"""Forms and records on paper: every element is there, every page is checkable and signed, nothing claims a seal."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pypdfium2
import pytest

from mingjing.typeset import Cell, FormPage, Identity, RecordPage, TypesettingError, form_pdf, record_pdf
from mingjing.typeset.form import rows_of

IDENTITY = Identity("LA01-2026-00012", 1, "7KQ4-M2XD-9RTB", "查验真伪")
DAY = dt.date(2026, 7, 28)
AGENCY = "云岭县住房和城乡建设局（示例）"
FORM = FormPage(
    AGENCY,
    "立案审批表",
    "云建立字〔2026〕第012号",
    (
        Cell("案由", "擅自施工"),
        Cell("立案日期", "2026年7月28日"),
        Cell("当事人基本情况", "云岭县青禾置业有限公司（示例）\n住所：云岭县云川镇（示例）"),
        Cell("承办机构负责人意见", "同意立案。", opinion=True, signed="王五　2026年7月28日"),
        Cell("分管负责人意见", "", opinion=True),
    ),
    DAY,
    IDENTITY,
)
RECORD = RecordPage(
    AGENCY,
    "询问笔录",
    "",
    (Cell("时间", "2026年7月28日9时10分"), Cell("被询问人", "周某")),
    (Cell("询问内容", "问：何时开工？\n答：三月。"),),
    DAY,
    IDENTITY,
    ("被询问人", "执法人员", "执法人员"),
    "被询问人阅后写明：",
)


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def test_a_form_holds_every_element_with_its_label() -> None:
    text = "".join(pages(form_pdf(FORM)))
    for part in (AGENCY, FORM.title, FORM.number, "王五2026年7月28日"):
        assert part in text
    for cell in FORM.cells:
        assert cell.label in text
        assert re.sub(r"\s", "", cell.text) in text


def test_an_opinion_that_nobody_signed_leaves_the_line_for_the_pen() -> None:
    text = "".join(pages(form_pdf(FORM)))
    assert text.count("签名：") == 1
    assert text.count("签署") == 1


def test_two_short_cells_share_a_row_and_an_opinion_has_its_own() -> None:
    assert [[cell.label for cell in row] for row in rows_of(FORM.cells)] == [
        ["案由", "立案日期"],
        ["当事人基本情况"],
        ["承办机构负责人意见"],
        ["分管负责人意见"],
    ]


def test_a_record_holds_its_facts_and_who_said_what() -> None:
    text = "".join(pages(record_pdf(RECORD)))
    for part in (
        "时间：2026年7月28日9时10分",
        "被询问人：周某",
        "问：何时开工？",
        "答：三月。",
        "以下空白",
        "阅后写明",
    ):
        assert part in text


def test_every_page_of_a_record_has_its_lines_for_signatures() -> None:
    """55号令16、17: 逐页签名."""
    long = replace(RECORD, body=(Cell("询问内容", "问：何时开工？\n答：三月。\n" * 60),))
    found = pages(record_pdf(long))
    assert len(found) > 2
    for page in found:
        assert page.count("（签名）") == 3


@pytest.mark.parametrize("paper", ["form", "record"])
def test_every_page_carries_id_version_page_and_that_it_has_no_seal(paper: str) -> None:
    long = "现场有塔式起重机一台。" * 300
    pdf = (
        form_pdf(replace(FORM, cells=(*FORM.cells, Cell("案情摘要", long))))
        if paper == "form"
        else record_pdf(replace(RECORD, body=(Cell("检查情况", long),)))
    )
    found = pages(pdf)
    assert len(found) > 1
    for number, page in enumerate(found, 1):
        assert f"第{number}页共{len(found)}页" in page
        assert "编号LA01-2026-00012第1版核验码7KQ4-M2XD-9RTB" in page
    text = "".join(found)
    assert text.count("现场有塔式起重机一台。") >= 280  # the rest is cut by the edge of a page
    assert not re.search("印章|盖章|公章|签章", text.replace("无印章", ""))


def test_the_same_paper_gives_the_same_bytes_whoever_asks() -> None:
    for make, page in ((form_pdf, FORM), (record_pdf, RECORD)):
        first = make(page)  # type: ignore[operator]
        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(make, [page] * 4)) == {first}  # type: ignore[arg-type]
        assert b"<pdfaid:part>2</pdfaid:part>" in first
        assert b"FandolFang" in first


def test_what_people_type_is_never_read_as_an_instruction() -> None:
    typed = '#panic("x")$x$*b*<l>@r`c`]'
    assert typed in "".join(pages(form_pdf(replace(FORM, title=typed, cells=(Cell(typed, typed),)))))
    record = replace(RECORD, facts=(Cell(typed, typed),), body=(Cell(typed, typed),))
    assert "".join(pages(record_pdf(record))).count(typed) == 4


def test_a_character_that_no_font_has_is_refused() -> None:
    with pytest.raises(TypesettingError):
        form_pdf(replace(FORM, cells=(Cell("当事人", "\U0003fffd"),)))


def test_a_hash_breaks_instead_of_running_over_the_edge() -> None:
    digest = "0123456789abcdef" * 4
    pdf = form_pdf(replace(FORM, cells=(Cell("摘要", digest),)))
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].get_textpage()
    right = max(page.get_charbox(place)[2] for place in range(page.count_chars()))
    document.close()
    assert right < 595 - 70
    assert digest in "".join(pages(pdf))


def test_four_who_sign_leave_the_foot_on_the_page() -> None:
    record = replace(RECORD, signers=("主持人", "参加人", "参加人", "记录人"))
    document = pypdfium2.PdfDocument(record_pdf(record))
    page = document[0].get_textpage()
    lowest = min(page.get_charbox(place)[1] for place in range(page.count_chars()))
    document.close()
    assert lowest > 30
