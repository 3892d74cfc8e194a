"""预览、Word 稿、扫描件：从页面点得到，看得见，不该留下的不留下."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from case_cast import case_at, page
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rules_cast import at_desk

from mingjing.cases.actions import drafting
from mingjing.cases.examination import examine
from mingjing.cases.queries.case import core_of, newest_drafts
from mingjing.demo.people import PASSWORD
from mingjing.demo.scanned import picture
from mingjing.demo.stories import OPINION
from mingjing.documents.models import Document, NumberSeries
from mingjing.records.models import Record
from mingjing.review.checks.seen import faults_of
from mingjing.review.points import POINTS
from mingjing.workflow.models import Position

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.demo.bureau import Bureau

pytestmark = pytest.mark.typeset

SEE = {"preview": "1"}


def kept() -> tuple[int, int, list[Any], int, set[Path]]:
    """Return all that an act leaves: records, documents, numbers, places, files."""
    series = list(NumberSeries.objects.order_by("pk").values_list("pk", "last"))
    files = {each for each in (Path(settings.MINGJING_DATA) / "blobs").rglob("*") if each.is_file()}
    steps = hash(tuple(Position.objects.order_by("pk").values_list("pk", "step")))
    return Record.objects.count(), Document.objects.count(), series, steps, files


def text(answer: Any) -> str:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    return re.sub(r"\s", "", "".join(each.get_textpage().get_text_bounded() for each in document))


def test_a_document_is_seen_before_it_is_made_and_nothing_stays(bureau: Bureau) -> None:
    """The notice, from its page: as it will be, without number and code, marked on each page."""
    story = case_at(bureau, "review").reviewed()
    officer, party = at_desk("officer1"), story.parties[0]
    address, before = page(story.refresh(), "notice", party), kept()
    assert 'name="preview"' in officer.text(address)
    seen = text(officer.send(address, SEE))
    assert kept() == before
    for said in ("行政处罚意见告知书", party.name, "31,460.00", "预览", "未编号", "尚未制作"):
        assert said in seen
    assert not re.search(r"〔2026〕第?\d+号", seen.replace("（预览，未编号）", ""))
    assert not re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", seen)
    officer.send(address, {})
    assert story.parties[0].notices.count() == 1


def test_looking_at_a_decision_asks_for_no_password_and_decides_nothing(bureau: Bureau) -> None:
    story = case_at(bureau, "decision")
    for username in ("section", "legalhead"):
        at_desk(username).send(
            page(story.case, "endorse-decision", story.parties[0]),
            {"agreed": "yes", "opinion": "拟同意，程序合法。", "password": PASSWORD},
        )
    deputy, before = at_desk("deputy"), kept()
    seen = text(
        deputy.send(
            page(story.case, "decision", story.parties[0]), {**SEE, "agreed": "yes", "opinion": "同意。"}
        )
    )
    assert "行政处罚决定书" in seen
    assert "预览" in seen
    assert kept() == before
    assert not story.parties[0].decisions.exists()


def test_a_preview_is_refused_as_the_act_itself_would_be(bureau: Bureau) -> None:
    """What the act would refuse is refused beforehand, in the form, with what was typed."""
    story = case_at(bureau, "decision")
    answer = at_desk("deputy").send(
        page(story.case, "decision", story.parties[0]), {**SEE, "agreed": "yes", "opinion": "同意的意见。"}
    )
    assert answer.status_code == 422
    assert "同意的意见。" in answer.content.decode()


@pytest.fixture
def decided(bureau: Bureau) -> Case:
    return case_at(bureau, "service").refresh()


def test_a_scan_is_brought_back_from_the_documents_page(decided: Case) -> None:
    officer = at_desk("officer1")
    document = decided.dossier.documents.get(form="JD03")
    address = reverse("case-document", args=[decided.ref, document.ref])
    shown = officer.text(address)
    assert "已盖章" not in shown
    assert "尚未收回扫描件" in shown
    link = f"{page(decided, 'scan')}?document={document.ref}"
    assert link in shown
    assert f'value="{document.ref}" selected' in officer.text(link)

    notice = decided.dossier.documents.get(form="GZ01")
    wrong = SimpleUploadedFile("照片.png", picture(notice), "image/png")
    answer = officer.send(page(decided, "scan"), {"document": document.ref, "sealed": "yes", "file": wrong})
    assert answer.status_code == 422
    assert notice.number in answer.content.decode()

    right = SimpleUploadedFile("照片.png", picture(document), "image/png")
    answer = officer.send(page(decided, "scan"), {"document": document.ref, "sealed": "yes", "file": right})
    assert answer["Location"] == address
    shown = officer.text(address)
    assert "已盖章" in shown
    file = re.search(r'action="([^"]*/scans/[^"]*)"', shown)
    assert file is not None
    assert officer.client.post(file[1])["Content-Type"] == "image/png"
    assert officer.get(file[1]).status_code == 405
    assert "已盖章，有扫描件" in officer.text(page(decided))


def test_a_draft_is_taken_out_and_brought_back_by_clicking(bureau: Bureau) -> None:
    case, party = (story := case_at(bureau, "conclusion")).case, story.parties[0]
    officer = at_desk("officer1")
    draft = newest_drafts(case.dossier)[party.ref]
    out = reverse("case-draft-word", args=[case.ref, draft.ref])
    assert out in officer.text(reverse("case-draft", args=[case.ref, draft.ref]))
    taken = officer.get(out)
    assert taken["Content-Disposition"].startswith("attachment")
    assert page(case, "word-draft", party) in officer.text(page(case))
    same = SimpleUploadedFile("代拟稿.docx", taken.content)
    answer = officer.send(page(case, "word-draft", party), {"file": same})
    assert answer.status_code == 422
    assert "没有改动" in answer.content.decode()
    assert core_of(newest_drafts(case.dossier)[party.ref]) == core_of(draft)


def test_the_opinion_is_seen_before_it_is_signed(bureau: Bureau) -> None:
    story = case_at(bureau, "review")
    submission = story.submission(story.parties[0])
    address = f"/workbench/review/{submission.ref}/"
    drafting.write_opinion(
        user=story.as_("reviewer"), case=story.refresh(), submission=submission, result="同意", text=OPINION,
        verdicts={point.key: "sound" for point in POINTS},
        reasons=dict.fromkeys(faults_of(examine(story.refresh(), submission)), "已核对。"),
    )  # fmt: skip
    head, before = at_desk("legalhead"), kept()
    assert 'name="preview"' in head.text(address)
    seen = text(head.send(address, SEE))
    assert "法制审核意见书" in seen
    assert "尚未制作" in seen
    assert kept() == before


def test_who_serves_a_decision_sees_whether_its_sealed_page_is_in_the_file(decided: Case) -> None:
    officer, party = at_desk("officer1"), decided.parties.get()
    assert "尚未收回扫描件" in officer.text(page(decided, "service", party))
    document = decided.dossier.documents.select_related("original").get(form="JD03")
    file = SimpleUploadedFile("照片.png", picture(document), "image/png")
    officer.send(page(decided, "scan"), {"document": document.ref, "sealed": "yes", "file": file})
    assert "已盖章，有扫描件" in officer.text(page(decided, "service", party))
