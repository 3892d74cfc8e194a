"""§11.1 F2; 行政处罚法59: the signed paper comes back as a scan; only then is its signature step closed."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from PIL import Image

from mingjing.cases.actions import papers
from mingjing.cases.gates.steps import ahead
from mingjing.cases.standing import standing_of
from mingjing.demo import endings
from mingjing.demo.scanned import picture, take_back
from mingjing.documents import paper, scans
from mingjing.documents.forms_catalogue import form_of
from mingjing.documents.models import Document, Scan
from mingjing.evidence.actions import Upload
from mingjing.records.queries import timeline
from mingjing.storage import content
from mingjing.storage.store import read
from mingjing.typeset.page_code import PageCode
from telling import OTHER_FIRM, decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

pytestmark = pytest.mark.typeset


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    return decided(bureau)


def of(story: CaseStory, form: str) -> Document:
    return story.case.dossier.documents.select_related("dossier", "original").get(form=form)


def back(story: CaseStory, document: Document, data: bytes, name: str = "扫描件.png", **told: Any) -> Scan:
    form = form_of(document.form)
    seen = {"sealed": True if form.sealed else None, "signing": "signed" if form.signers else ""} | told
    return papers.take_back(
        user=story.user,
        case=story.refresh(),
        document=document,
        upload=Upload(name, io.BytesIO(data)),
        **seen,
    )  # type: ignore[arg-type]


def again(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def printed(
    document: Document, *, dots: int = 200, turn: float = 0, pages: tuple[int, ...] = ()
) -> list[Image.Image]:
    """Return what a scanner sees of a printed document."""
    pdf = pypdfium2.PdfDocument(read(document.original))
    wanted = pages or range(1, len(pdf) + 1)
    images = [pdf[page - 1].render(scale=dots / 72, grayscale=True).to_pil() for page in wanted]
    return [each.rotate(turn, expand=True, fillcolor=225) for each in images]


def as_file(images: list[Image.Image], kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "PDF":
        images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=200)
    else:
        images[0].save(out, kind, quality=60)
    return out.getvalue()


def test_nothing_shows_a_seal_until_a_person_has_seen_it_on_a_scan(story: CaseStory) -> None:
    document = of(story, "JD03")
    assert not scans.sealed(document)
    assert scans.lacking(document) == ["尚未收回扫描件"]
    with refusal("scan.seal_unsaid"):
        back(story, document, picture(document), sealed=None)
    back(story, document, picture(document), sealed=False)
    assert scans.lacking(again(document)) == ["扫描件上未见本机关印章"]
    assert not scans.sealed(again(document))
    back(story, document, picture(document), sealed=True)
    assert scans.lacking(again(document)) == []
    assert scans.sealed(again(document))


def test_a_scan_of_another_version_is_not_of_this_document(story: CaseStory) -> None:
    """The version in the code of a page is the one that is in force."""
    document = of(story, "JD03")
    current = PageCode(document.ref, scans.VERSION, 1, document.verification_code)
    assert scans.of_this(document, [current]) == [1]
    with refusal("scan.version"):
        scans.of_this(document, [replace(current, version=scans.VERSION + 1)])


def test_a_scan_of_the_printed_pages_is_read_page_by_page(story: CaseStory) -> None:
    """A scanner's PDF at 200 dots an inch, pages lying askew and upside down."""
    document = of(story, "JD03")
    images = printed(document, turn=2)
    images[-1] = images[-1].rotate(180)
    scan = back(story, document, as_file(images, "PDF"), "扫描件.pdf")
    assert scan.pages == list(range(1, len(images) + 1))
    assert scan.of == len(images) > 1
    assert not scan.typed


def test_photos_may_come_one_by_one_and_missing_pages_are_named(story: CaseStory) -> None:
    document = of(story, "JD03")
    total = len(printed(document))
    for page in range(total, 0, -1):
        back(
            story,
            document,
            as_file(printed(document, pages=(page,)), "JPEG"),
            "照片.jpg",
            sealed=page == total,
        )
        missing = scans.lacking(again(document))
        assert missing == ([f"缺{scans.said(range(1, page))}"] if page > 1 else [])


def test_a_scan_of_another_document_is_refused_by_naming_which_it_is(story: CaseStory) -> None:
    document, notice = of(story, "JD03"), of(story, "GZ01")
    with refusal("scan.another_document") as told:
        back(story, document, picture(notice))
    assert notice.number in told.value.sentence
    assert notice.title in told.value.sentence
    assert document.number in told.value.sentence
    assert not document.scans.exists()


def test_a_scan_from_another_case_is_said_to_be_of_another_case(bureau: Bureau, story: CaseStory) -> None:
    other = of(decided(bureau, firms=(OTHER_FIRM,)), "JD03")
    with refusal("scan.another_document") as told:
        back(story, of(story, "JD03"), picture(other))
    assert "另一个案件" in told.value.sentence
    with refusal("document.unknown"):
        back(story, other, picture(other))


def test_a_code_whose_document_was_exchanged_is_refused(story: CaseStory) -> None:
    """The code's id and its verification code must belong together."""
    document = of(story, "JD03")
    with refusal("scan.another_document"):
        back(story, document, picture(document, code="2222-2222-2222"))


def test_where_no_code_can_be_read_the_person_types_it_and_that_is_recorded(story: CaseStory) -> None:
    document = of(story, "SD01") if story.served() else None
    assert document is not None
    blank = as_file([Image.new("L", (600, 800), 240)], "PNG")
    with refusal("scan.no_code"):
        back(story, document, blank)
    with refusal("scan.another_document"):
        back(story, document, blank, typed_code=of(story, "GZ01").verification_code, typed_pages="1")
    with refusal("scan.pages"):
        back(story, document, blank, typed_code=document.verification_code, typed_pages="9")
    scan = back(story, document, blank, typed_code=document.verification_code.lower(), typed_pages="1")
    assert scan.typed
    newest = timeline(story.refresh().dossier, limit=1)[0].sentence
    assert "送达回证" in newest
    assert "手工填写核验码" in newest


def test_the_electronic_text_itself_is_no_scan(story: CaseStory) -> None:
    document = of(story, "JD03")
    with refusal("scan.electronic"):
        back(story, document, read(document.original), "决定书.pdf")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"GIF89a", "照片.gif", "file.kind_not_allowed"),
        (b"%PDF-1.7 broken", "扫描件.pdf", "scan.unreadable"),
        (b"\xff\xd8\xff\xe0 no picture", "照片.jpg", "scan.unreadable"),
        (b"%PDF-1.7", "照片.png", "file.content_mismatch"),
    ],
)
def test_what_is_no_scan_is_refused(story: CaseStory, data: bytes, name: str, code: str) -> None:
    with refusal(code):
        back(story, of(story, "JD03"), data, name)


def test_a_scan_beyond_all_measure_is_not_opened(story: CaseStory) -> None:
    """A PDF's page as large as a wall, and a PDF of more pages than any paper has."""
    wall, book = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument.new()
    wall.new_page(14_000, 14_000)
    for _ in range(paper.MOST_PICTURES + 1):
        book.new_page(100, 100)
    for each in (wall, book):
        out = io.BytesIO()
        each.save(out)
        with refusal("scan.too_large"):
            back(story, of(story, "JD03"), out.getvalue(), "扫描件.pdf")


def blank(pages: int) -> bytes:
    """Return a PDF of empty pages of A4."""
    book, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        book.new_page(595, 842)
    book.save(out)
    return out.getvalue()


def test_one_upload_is_not_looked_at_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """What all its pages take together is bounded; a second, closer look is taken only while that lasts."""
    one_look = 1654 * 2339
    monkeypatch.setattr(paper, "MOST_DOTS", 3 * one_look)
    assert len(paper.pictures(blank(3), content.PDF)) == 3
    with refusal("scan.too_large"):
        paper.pictures(blank(4), content.PDF)


def test_pages_are_drawn_one_at_a_time() -> None:
    """PDFium is not made for two threads."""
    done = threading.Event()

    def look() -> None:
        paper.pictures(blank(1), content.PDF)
        done.set()

    with paper.one_at_a_time:
        reader = threading.Thread(target=look)
        reader.start()
        assert not done.wait(0.2)
    reader.join(10)
    assert done.is_set()


def test_who_refused_to_sign_is_written_down(story: CaseStory) -> None:
    """55号令16、17: a record without the party's signature says why."""
    record = of(story, "DC02")
    with refusal("scan.signing_unsaid"):
        back(story, record, picture(record), signing="")
    with refusal("scan.no_note"):
        back(story, record, picture(record), signing="refused")
    back(story, record, picture(record), signing="refused", note="被询问人拒签，见证人村委会工作人员在场。")
    assert scans.lacking(again(record)) == []


def test_only_who_handles_the_case_brings_its_papers_back(story: CaseStory) -> None:
    document = of(story, "JD03")
    with refusal("case.not_handler"):
        papers.take_back(
            user=story.as_("officer3"), case=story.refresh(), document=document, sealed=True,
            upload=Upload("扫描件.png", io.BytesIO(picture(document))),
        )  # fmt: skip


def test_an_internal_form_signed_in_the_system_has_no_paper_to_come_back(story: CaseStory) -> None:
    filing = of(story, "LA01")
    assert not scans.returns(filing)
    with refusal("scan.not_signed"):
        back(story, filing, picture(filing))


def test_a_case_is_not_closed_before_its_signed_papers_are_back(story: CaseStory) -> None:
    """The gate shut, told paper by paper; and open."""
    story.served().performed()
    with refusal("closing.papers") as told:
        endings.close(story)
    waiting = [row for row in story.case.dossier.documents.all() if scans.returns(row)]
    assert {"JD03", "GZ01", "DC01", "DC02", "SD01", "ZJ01"} <= {row.form for row in waiting}
    assert len(told.value.details) == len(waiting)
    for row in waiting[1:]:
        take_back(user=story.user, case=story.refresh(), document=row)
    with refusal("closing.papers"):
        endings.close(story)
    assert "没有收回" in " ".join(gate.sentence for gate in ahead(standing_of(story.case)).gates)
    take_back(user=story.user, case=story.refresh(), document=waiting[0])
    endings.close(story)
    assert story.refresh().ending


def test_what_ended_a_case_may_come_back_after_its_end(story: CaseStory) -> None:
    """A letter of transfer is sealed when the case has already ended: only its paper may still come in."""
    story.served().performed().closed()
    document = of(story, "JD03")
    back(story, document, picture(document))
    with refusal("case.ended"):
        story.suspended()
