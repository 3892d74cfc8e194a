"""种子 A3.1, B2; 行政处罚法59; 244号10: documents hold what the law asks, hide what it hides, and stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from django.db import IntegrityError, connection, transaction

from mingjing.cases.actions import notice
from mingjing.cases.queries import newest_notice
from mingjing.demo.stories import Firm
from mingjing.documents.models import Document
from mingjing.storage.store import read
from telling import FIRM, TWO, decided, noticed, presented

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

PHONE, ADDRESS, IDENTITY = "13900000000", "云岭县云川镇建设路小区 3 栋（示例）", "150999198506150023"
PERSON = Firm("何某某（示例）", party_kind="01", identity_number=IDENTITY, address=ADDRESS, phone=PHONE)
REACHABLE = Firm(**(vars(FIRM) | {"phone": PHONE}))


def pdf(data: bytes) -> tuple[str, str]:
    """Return a PDF's text and its metadata as one text each, without white space."""
    document = pypdfium2.PdfDocument(data)
    pages = "".join(page.get_textpage().get_text_bounded() for page in document)
    metadata = "".join(f"{name}{value}" for name, value in document.get_metadata_dict().items())
    return re.sub(r"\s+", "", pages), re.sub(r"\s+", "", metadata)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def texts(story: CaseStory) -> dict[str, str]:
    """Return the plain-text documents of a case by their form."""
    rows = story.case.dossier.documents.exclude(form="JD03").select_related("original")
    return {row.form: read(row.original).decode() for row in rows}


# ── the decision ──


@pytest.fixture
def of_a_person(bureau: Bureau) -> Document:
    return decided(bureau, firms=(PERSON,)).decisions[0].document


def test_the_original_names_the_person_and_the_copy_for_the_public_does_not(of_a_person: Document) -> None:
    """244号10; §11.6 no. 27: what is a person's own is hidden: number, dwelling, phone, name."""
    original, _ = pdf(read(of_a_person.original))
    for secret in (PERSON.name, IDENTITY, squeezed(ADDRESS), PHONE):
        assert secret in original
    assert of_a_person.masked is not None
    data = read(of_a_person.masked)
    masked, metadata = pdf(data)
    for secret in (PERSON.name, IDENTITY, squeezed(ADDRESS), PHONE):
        assert secret not in masked + metadata
        assert secret.encode() not in data
        assert secret.encode("utf-16-be") not in data
    assert "公示件" in masked


def test_a_firms_seat_and_representative_are_not_hidden_its_phone_is(bureau: Bureau) -> None:
    """§11.6 no. 27."""
    document = decided(bureau, firms=(REACHABLE,)).decisions[0].document
    masked, metadata = pdf(read(document.masked))
    for shown in (FIRM.name, FIRM.credit_code, FIRM.representative, squeezed(FIRM.address)):
        assert squeezed(shown) in masked
    assert PHONE not in masked + metadata
    assert PHONE in pdf(read(document.original))[0]


def test_a_decision_holds_what_the_law_asks_of_it(bureau: Bureau) -> None:
    """行政处罚法59; 55号令27: party, facts, evidence, kind, basis, performance, relief, agency, number and date."""
    story = decided(bureau)
    made = story.decisions[0]
    text, _ = pdf(read(made.document.original))
    for item in (
        FIRM.name, FIRM.credit_code, story.facts, "现场检查笔录", *story.violated, *story.basis, "罚款人民币",
        "31,460.00", "叁万壹仟肆佰陆拾元整", "十五日内", "云岭县人民政府", "云岭县人民法院", bureau.agency.name,
        made.number, made.document.verification_code,
    ):  # fmt: skip
        assert squeezed(item) in text, item


def test_the_paragraph_on_notice_and_defence_lies_in_the_document_and_not_in_what_is_reviewed(
    bureau: Bureau,
) -> None:
    """§11.4 no. 1: number, date, notice and defence are outside the core."""
    story = noticed(bureau)
    notice.record_statement(
        user=story.user, case=story.refresh(), notice=newest_notice(story.parties[0]), made_on=story.case.found_on,
        content="请求从轻。", brings_new=False, reexamination="已考虑，不再从轻。",
    )  # fmt: skip
    story.waived().presented().decided()
    text, _ = pdf(read(story.decisions[0].document.original))
    assert squeezed("复核意见：已考虑，不再从轻。") in text
    assert "已考虑".encode() not in bytes(story.decisions[0].draft.core)


def test_each_party_gets_a_decision_that_speaks_of_itself_only(bureau: Bureau) -> None:
    """§11.4 no. 4."""
    story = decided(bureau, **TWO)
    first, second = (pdf(read(each.document.original))[0] for each in story.decisions)
    assert TWO["firms"][0].name in first
    assert TWO["firms"][1].name not in first
    assert TWO["firms"][0].name not in second


# ── the others, in plain text ──

ELEMENTS = {
    "AY01": ["案源", "收到时间", "线索内容", "地点"],
    "AY02": ["核查经过及初步证据", "执法事项", "当事人", "拟指派承办人", "建议"],
    "LA01": ["案由", "案情摘要", "当事人", "承办人", "最迟作出决定", "承办机构负责人意见", "分管负责人意见"],
    "DC01": [
        "时间",
        "地点",
        "被检查（询问）人",
        "执法人员",
        "出示执法证件",
        "告知的事由、依据、权利、义务",
        "内容",
    ],
    "DC02": [
        "时间",
        "地点",
        "被检查（询问）人",
        "执法人员",
        "出示执法证件",
        "告知的事由、依据、权利、义务",
        "内容",
    ],
    "ZJ01": ["当事人基本情况", "案件来源和调查经过", "违法事实和证据", "处理依据和裁量", "处理建议"],
    "FS03": ["审核对象", "审核目录", "意见", "具体意见", "审核人", "法制机构负责人"],
    "GZ01": ["当事人", "违法事实", "违反的规定", "处罚依据", "拟作出的处罚", "权利", "联系"],
    "JD01": ["参加人", "讨论记录", "结论"],
    "SD01": ["送达文书", "受送达人", "送达方式", "送达地点", "签收人", "送达证明"],
    "JA01": ["案由", "处理结果", "执行情况", "结案理由", "批准意见"],
}


def test_every_document_of_a_case_holds_its_elements(bureau: Bureau) -> None:
    """种子 A3.1, B2; 55号令: reason, basis, rights and duties told to the party; nothing left blank."""
    story = presented(bureau, complex_case=True).discussed().decided().served().performed().closed()
    made = texts(story)
    assert set(made) == set(ELEMENTS)
    for form, items in ELEMENTS.items():
        text = made[form]
        for item in items:
            assert re.search(rf"【{re.escape(item)}】\n\S", text), (form, item)
        assert text.startswith(bureau.agency.name)
        assert "电子文本，无印章。" in text


def test_the_notice_tells_the_party_facts_reasons_basis_and_rights(bureau: Bureau) -> None:
    """行政处罚法44; 55号令22."""
    story = noticed(bureau)
    text = texts(story)["GZ01"]
    for item in (
        story.facts,
        *story.violated,
        *story.basis,
        "叁万壹仟肆佰陆拾元整",
        "五个工作日内，可以陈述、申辩",
    ):
        assert item in text


# ── as they were made ──


def test_a_document_is_never_changed_or_taken_away(bureau: Bureau) -> None:
    """种子 B2, B4: what was issued is corrected by a document of its own."""
    row = noticed(bureau).case.dossier.documents.get(form="GZ01")
    row.data = [["当事人", "他人"]]
    attacks: list[Any] = [
        row.save,
        lambda: Document.objects.filter(pk=row.pk).update(number="改了"),
        lambda: _delete(row),
    ]
    for attack in attacks:
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()
    assert dict(Document.objects.get(pk=row.pk).data)["当事人"] == FIRM.name


def _delete(row: Document) -> None:
    key = Document._meta.pk.get_db_prep_value(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM documents_document WHERE id = %s", [key])


def test_every_document_has_a_code_of_its_own_that_can_be_read_aloud(bureau: Bureau) -> None:
    """B4: what a stranger types to check a printed page."""
    decided(bureau)
    codes = list(Document.objects.values_list("verification_code", flat=True))
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}", code) for code in codes)
