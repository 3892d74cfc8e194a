"""种子 A3.1, B2; 行政处罚法59; 244号10: documents hold what the law asks, hide what it hides, and stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from django.db import IntegrityError, connection, transaction

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions import notice
from mingjing.cases.actions.file_list import list_file
from mingjing.cases.queries.case import newest_notice
from mingjing.demo.stories import Firm
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.documents.forms_catalogue import form_of
from mingjing.documents.models import Document, NumberSeries
from mingjing.records.deeds import deed
from mingjing.storage.store import read
from telling import FIRM, TWO, decided, noticed, presented, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

PHONE, ADDRESS, IDENTITY = "13900000000", "云岭县云川镇建设路小区 3 栋（示例）", "150999198506150023"
PERSON = Firm("何晓梅（示例）", party_kind="01", identity_number=IDENTITY, address=ADDRESS, phone=PHONE)
REACHABLE = Firm(**(vars(FIRM) | {"phone": PHONE}))


def pdf(data: bytes) -> tuple[str, str]:
    """Return a PDF's text and its metadata as one text each, without white space."""
    document = pypdfium2.PdfDocument(data)
    pages = "".join(page.get_textpage().get_text_bounded() for page in document)
    metadata = "".join(f"{name}{value}" for name, value in document.get_metadata_dict().items())
    return re.sub(r"\s+", "", pages), re.sub(r"\s+", "", metadata)


def _day(found: re.Match[str]) -> str:
    """Return a day as documents write it."""
    year, month, day = map(int, found.groups())
    return f"{year}年{month}月{day}日"


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def texts(story: CaseStory) -> dict[str, str]:
    """Return the text of a case's documents by their form, without white space."""
    rows = story.case.dossier.documents.select_related("original")
    return {row.form: pdf(read(row.original))[0] for row in rows}


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
    assert "何某某" in masked
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


# ── every document, by the elements of its form ──


def test_every_document_of_a_case_holds_its_elements(bureau: Bureau) -> None:
    """种子 A3.1, B2; 55号令: reason, basis, rights and duties told to the party; nothing left blank."""
    story = presented(bureau, complex_case=True).discussed().decided().served().performed().closed()
    list_file(story.refresh())
    rows = {row.form: row for row in story.case.dossier.documents.all()}
    told = texts(story)
    assert {
        "AY01",
        "AY02",
        "LA01",
        "DC01",
        "DC02",
        "ZJ01",
        "FS03",
        "GZ01",
        "JD01",
        "JD03",
        "SD01",
        "JA01",
        "GD01-1",
        "GD01-2",
    } <= set(rows)
    for code, row in rows.items():
        form, items = form_of(code), dict(row.data)
        assert row.title == form.title
        for element in form.elements:
            assert items[element].strip(), (code, element)
            assert code == "JD03" or squeezed(element) in told[code], (code, element)
            for line in items[element].splitlines():
                in_words = re.sub(r"(\d{4})-(\d{2})-(\d{2})", _day, line)
                signed = re.sub(r"（([^（）]+（示例）)，([^（）]+)）$", r"签署\1\2", in_words)
                seen = [each for each in (line, in_words, signed) if squeezed(each)[:40] in told[code]]
                assert seen, (code, element, line)
        assert squeezed(bureau.agency.name) in told[code]
        assert row.verification_code in told[code]
        assert "电子文本，无印章" in told[code]
        assert row.original.media_type == "application/pdf"


def test_a_record_is_signed_on_every_page_by_the_person_and_two_officers(bureau: Bureau) -> None:
    """55号令16、17."""
    story = presented(bureau)
    made, pages = (
        texts(story),
        len(pypdfium2.PdfDocument(read(story.case.dossier.documents.get(form="DC01").original))),
    )
    assert made["DC01"].count("被检查人（签名）") == pages
    assert made["DC01"].count("执法人员（签名）") == 2 * pages
    assert "被询问人阅后写明" in made["DC02"]


def test_the_filing_form_names_certificates_and_who_signed_when(bureau: Bureau) -> None:
    """55号令15; §11.6 no. 21: opinions signed rung by rung."""
    story = presented(bureau)
    text = texts(story)["LA01"]
    assert "承办机构负责人意见" in squeezed(text)
    assert text.count("签署") == 2
    for officer in (bureau.people[name] for name in story.handlers):
        assert officer.certificates.get().number in text


@pytest.mark.parametrize("element", forms.NOTICE.elements)
def test_a_document_that_lacks_an_element_is_not_made(bureau: Bureau, element: str) -> None:
    """行政处罚法44: the form says what is missing, and nothing is numbered or recorded."""
    story = noticed(bureau)
    before = story.case.dossier.documents.count()
    items = dict.fromkeys(forms.NOTICE.elements, "示例") | {element: " "}
    with (
        refusal("document.incomplete") as told,
        deed(dossier=story.refresh().dossier, act=acts.NOTIFIED, actor=story.user.actor()) as work,
    ):
        issue(work, form=forms.NOTICE, agency=bureau.agency, made_on=clock.today(), data=items)
    assert told.value.details == [f"缺：{element}"]
    assert "第四十四条" in told.value.clause
    assert story.case.dossier.documents.count() == before
    assert NumberSeries.objects.get(word="罚告字").last == 1


def test_a_character_that_no_font_has_is_refused_and_nothing_is_lost(bureau: Bureau) -> None:
    story = noticed(bureau)
    items = dict.fromkeys(forms.SERVICE.elements, "示例") | {"签收人": "\U0003fffd"}
    with (
        refusal("document.not_set"),
        deed(dossier=story.refresh().dossier, act=acts.SERVED, actor=story.user.actor()) as work,
    ):
        issue(work, form=forms.SERVICE, agency=bureau.agency, made_on=clock.today(), data=items)


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
        assert squeezed(item) in text


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
