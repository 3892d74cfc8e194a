"""A decision on paper: GB/T 9704 layout, checkable on every page, and silent about what is masked."""

from __future__ import annotations

import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pypdfium2
import pytest

from mingjing.typeset import (
    DecisionPage,
    Section,
    TypesettingError,
    decision_pdf,
    page_code,
    parse_page_code,
    plain,
)
from mingjing.typeset.press import compiler

FOOTER_LINES = 3
SECRET = "周砚秋甲乙丙"
STREET = "建设路十八号附三室"


def pages(pdf: bytes) -> list[list[str]]:
    """Return the lines of each page, as text extraction gives them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range().splitlines() for page in document]
    finally:
        document.close()


def whole(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join("".join(lines) for lines in pages(pdf)))


def everything(pdf: bytes) -> str:
    """Return the file with all its streams unpacked, as text in which only ASCII is reliable."""
    parts = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(match[1]))
        except zlib.error:
            parts.append(match[1])
    return b"\n".join(parts).decode("latin-1").upper()


def test_the_document_says_what_the_law_asks_for(decision: DecisionPage) -> None:
    text = whole(decision_pdf(decision))
    for part in (
        "云岭县住房和城乡建设局（示例）",
        "行政处罚决定书",
        "云建罚决字〔2026〕第012号",
        SECRET,
        STREET,
        "2026年7月28日",
    ):
        assert part in text
    assert "叁拾壹万肆仟陆佰元整（¥314,600.00）" in text
    for section in decision.sections:
        assert section.heading in text


def test_every_page_carries_id_version_page_and_where_to_check(decision: DecisionPage) -> None:
    found = pages(decision_pdf(decision))
    for number, lines in enumerate(found, 1):
        footer = "".join(lines[-FOOTER_LINES:])
        assert f"第 {number} 页　共 {len(found)} 页" in footer
        assert "编号 JD03-2026-00012　第 1 版　核验码 YL26-0012-7KQ4" in footer
        assert "电子文本，无印章；核验见 https://zfgs.yunling.example/verify/" in footer


def test_the_code_of_a_page_holds_what_its_footer_says(decision: DecisionPage) -> None:
    assert page_code(decision.identity, 2).splitlines() == [
        "编号 JD03-2026-00012",
        "第1版 第2页",
        "核验码 YL26-0012-7KQ4",
        "电子文本，无印章",
    ]
    read = parse_page_code(page_code(decision.identity, 2))
    assert read is not None
    assert (read.id, read.version, read.page, read.code) == (
        decision.identity.id,
        decision.identity.version,
        2,
        decision.identity.code,
    )
    assert parse_page_code("https://example.test/第2页") is None


def test_a_preview_says_so_on_every_page_and_carries_neither_id_nor_code(decision: DecisionPage) -> None:
    """A preview cannot be taken for the document: no number, no code to check, 预览 across each page."""
    seen = replace(decision, identity=replace(decision.identity, preview=True))
    for lines in pages(decision_pdf(seen)):
        page = "".join(lines)
        assert "预览" in page
        assert "尚未制作" in page
        assert decision.identity.id not in page
        assert decision.identity.code not in page


def test_nothing_on_paper_claims_a_seal(decision: DecisionPage) -> None:
    text = whole(decision_pdf(decision)).replace("无印章", "")
    assert not re.search("印章|盖章|公章|签章", text)


def test_what_is_masked_is_not_in_the_file_at_all(decision: DecisionPage, published: DecisionPage) -> None:
    open_file, masked_file = decision_pdf(decision), decision_pdf(published)
    text = whole(masked_file)
    assert SECRET in whole(open_file)
    for hidden in (SECRET, STREET):
        assert hidden not in text
        assert hidden.encode("utf-16-be").hex().upper() not in everything(masked_file)
        assert hidden.encode() not in masked_file
    rare = f"{ord('砚'):04X}"  # a character that occurs in the masked name only
    assert rare in everything(open_file)
    assert rare not in everything(masked_file)
    assert text.count("已隐去") == 3
    assert "门牌已隐去" in text
    assert "（公开文本，按规则隐去3处。）" in text


def test_the_length_of_what_is_masked_cannot_be_seen(published: DecisionPage) -> None:
    def longer(page: DecisionPage) -> DecisionPage:
        party = tuple(
            replace(
                field,
                value=tuple(replace(run, text=run.text * 9) if run.masked else run for run in field.value),
            )
            for field in page.party
        )
        return replace(page, party=party)

    assert decision_pdf(longer(published)) == decision_pdf(published)


def test_the_same_document_gives_the_same_bytes(decision: DecisionPage) -> None:
    first = decision_pdf(decision)
    compiler.cache_clear()
    assert decision_pdf(decision) == first
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(decision_pdf, [decision] * 8)) == {first}
    assert decision_pdf(replace(decision, number="云建罚决字〔2026〕第013号")) != first


def test_it_is_an_archival_file_that_embeds_its_fonts(decision: DecisionPage) -> None:
    pdf = decision_pdf(decision)
    assert re.search(rb"<pdfaid:part>2</pdfaid:part>\s*<pdfaid:conformance>B</pdfaid:conformance>", pdf)
    for font in (b"FandolFang", b"FandolSong", b"FandolHei", b"FandolKai"):
        assert font in pdf


def test_a_page_holds_22_lines_of_28_characters(decision: DecisionPage) -> None:
    full = replace(decision, sections=(Section((plain("国" * 28 * 22 * 3),)),))
    second = pages(decision_pdf(full))[1][:-FOOTER_LINES]
    assert [len(line) for line in second] == [28] * 22


@pytest.mark.parametrize("lines", range(5, 16))
def test_the_signature_never_stands_alone_on_a_page(decision: DecisionPage, lines: int) -> None:
    text = replace(decision, sections=(Section((plain("国" * 28 * lines),)),))
    last = pages(decision_pdf(text))[-1][:-FOOTER_LINES]
    assert last[-1] == "2026年7月28日"
    assert set(last[-3]) == {"国"}


def test_a_draft_has_no_date_and_does_not_invent_one(decision: DecisionPage) -> None:
    draft = decision_pdf(replace(decision, date=None))
    assert b"CreationDate" not in draft
    assert b"pdfaid" not in draft
    assert "2026年7月28日" not in whole(draft)


def test_what_people_type_is_never_read_as_an_instruction(decision: DecisionPage) -> None:
    typed = '#panic("x") $x$ *b* \\ <l> @r `c` #image("/etc/passwd") ]'
    text = whole(
        decision_pdf(replace(decision, sections=(Section((plain(typed),), heading=typed),), agency=typed))
    )
    assert text.count(typed.replace(" ", "")) >= 3


def test_a_character_that_no_font_has_is_refused_instead_of_left_blank(decision: DecisionPage) -> None:
    rare = replace(decision, sections=(Section((plain("当事人姓名\U0003fffd"),)),))
    with pytest.raises(TypesettingError):
        decision_pdf(rare)
    with pytest.raises(TypesettingError):
        decision_pdf(replace(rare, date=None))


def test_a_document_longer_than_its_characters_suggest_gets_all_its_codes(decision: DecisionPage) -> None:
    sections = tuple(Section((plain("略"),), heading=f"第{number}项") for number in range(120))
    found = pages(decision_pdf(replace(decision, sections=sections)))
    assert len(found) == 12
