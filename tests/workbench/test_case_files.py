"""文书可以下载，证据每次查看都留痕；内容与类型不符的文件不收."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from case_cast import case_at, page
from django.core.files.uploadedfile import SimpleUploadedFile
from rules_cast import at_desk, body

from mingjing.cases.papers.contents import contents
from mingjing.ledger.bundle import verify_bundle
from mingjing.records.models import Record
from mingjing.storage.models import Blob
from mingjing.workbench.views import files

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from mingjing.demo.bureau import Bureau

EVIDENCE: dict[str, Any] = {
    "evidence_kind": "01",
    "name": "建设工程施工合同",
    "proves": "工程价款",
    "collected_on": "2026-09-15",
    "source": "当事人提供",
    "obtained": "fetched",
    "original": "copy",
}


def test_a_document_is_read_and_downloaded_as_it_was_made(bureau: Bureau) -> None:
    story = case_at(bureau, "filing")
    row = story.case.dossier.documents.filter(form="AY02").get()
    desk = at_desk("officer1")
    address = f"{page(story.case)}documents/{row.ref}/"
    text = desk.text(address)
    assert "核查经过及初步证据" in text
    assert row.original.sha256 in text
    answer = desk.get(f"{address}original/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith(b"%PDF")
    assert desk.get(f"{address}masked/").status_code == 404
    assert desk.get(f"{address}dossier/").status_code == 404


def test_a_decision_is_a_pdf_in_two_copies(bureau: Bureau) -> None:
    story = case_at(bureau, "service")
    row = story.decisions[0].document
    desk = at_desk("supervisor")
    address = f"{page(story.case)}documents/{row.ref}/"
    assert "遮盖件" in desk.text(address)
    for kind in ("original", "masked"):
        assert desk.get(f"{address}{kind}/").content.startswith(b"%PDF")


def test_the_contents_list_everything_in_the_order_of_the_eight_classes(bureau: Bureau) -> None:
    """55号令40: eight classes, each by the day it was made; nothing is left out, nothing stands twice."""
    story = case_at(bureau, "service")
    text = at_desk("supervisor").text(f"{page(story.case)}contents/")
    order = [
        "案源材料、立案审批表", "案件来源登记表", "立案审批表", "调查终结报告、意见告知书", "案件调查终结报告",
        "行政处罚意见告知书", "行政处罚决定书", "证据材料", "现场检查（勘验）笔录", "询问笔录", "听证笔录等听证材料",
        "法制审核意见书", "其他有关材料",
    ]  # fmt: skip
    places = []
    for title in order:
        places.append(text.index(title, places[-1] if places else text.index("每类按形成时间")))
    assert places == sorted(places)
    classes = contents(story.case)
    items = [item for each in classes for item in each.items]
    assert [item.place for item in items] == list(range(1, len(items) + 1))
    assert len(items) == story.case.dossier.documents.count() + story.case.dossier.evidence.count()
    assert "卷内目录" in at_desk("officer1").text(page(story.case))


def test_looking_at_evidence_is_a_post_and_leaves_a_record(bureau: Bureau) -> None:
    story = case_at(bureau, "investigation")
    row = story.case.dossier.evidence.first()
    assert row is not None
    desk = at_desk("supervisor")
    address = f"{page(story.case)}evidence/{row.ref}/"
    before = Record.objects.count()
    assert row.name in desk.text(address)
    assert Record.objects.count() == before
    answer = desk.client.post(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "no-store" in answer["Cache-Control"]
    assert Record.objects.count() == before + 1
    assert "秦明远（示例）查看了证据" in desk.text(address)


def test_a_file_whose_content_is_not_its_extension_is_refused_and_nothing_of_it_is_kept(
    bureau: Bureau,
) -> None:
    story = case_at(bureau, "investigation")
    desk, address = at_desk("officer1"), page(story.case, "evidence")
    blobs, count = Blob.objects.count(), story.case.dossier.evidence.count()
    fake = SimpleUploadedFile("合同.pdf", "其实是文本".encode(), "application/pdf")
    answer = desk.send(address, EVIDENCE | {"file": fake})
    text = body(answer)
    assert answer.status_code == 422
    assert "文件的内容与类型不符" in text
    assert 'href="#id_file"' in text
    assert EVIDENCE["name"] in text
    assert "请重新选择文件" in text
    assert (Blob.objects.count(), story.case.dossier.evidence.count()) == (blobs, count)


def test_a_file_of_a_kind_that_is_not_taken_is_refused(bureau: Bureau) -> None:
    story = case_at(bureau, "investigation")
    bad = SimpleUploadedFile("run.exe", b"MZ", "application/octet-stream")
    answer = at_desk("officer1").send(page(story.case, "evidence"), EVIDENCE | {"file": bad})
    assert answer.status_code == 422
    assert "不收这种文件" in body(answer)


def test_evidence_with_and_without_a_file_is_registered_once(bureau: Bureau) -> None:
    story = case_at(bureau, "investigation")
    desk, address = at_desk("officer1"), page(story.case, "evidence")
    count = story.case.dossier.evidence.count()
    assert desk.send(address, EVIDENCE).status_code == 303
    data = {**EVIDENCE, **desk.hidden(address)}
    for _ in range(2):
        file = SimpleUploadedFile("合同.txt", "合同文本".encode(), "text/plain")
        assert desk.client.post(address, {**data, "file": file}).status_code == 303
    assert story.case.dossier.evidence.count() == count + 2


def test_a_draft_shows_its_words_its_hash_and_what_review_said(bureau: Bureau) -> None:
    story = case_at(bureau, "notice")
    row = story.case.dossier.drafts.get()
    text = at_desk("section").text(f"{page(story.case)}drafts/{row.ref}/")
    for said in (row.core_hash, "同意", "31,460.00", "《建设工程质量管理条例》第五十七条"):
        assert said in text


def test_a_bundle_made_at_the_desk_is_verified_by_whoever_receives_it(bureau: Bureau, tmp_path: Path) -> None:
    story = case_at(bureau, "investigation")
    address = f"{page(story.case)}bundle/"
    for name in ("reviewer", "deputy", "publisher", "system"):
        assert at_desk(name).get(address).status_code == 403
    desk = at_desk("supervisor")
    assert "离线可验" in desk.text(address)
    assert desk.client.post(address, {}).status_code == 422, "for whom is not preset"
    answer = desk.client.post(address, {"audience": "court"})
    target = tmp_path / "case.zip"
    target.write_bytes(b"".join(answer.streaming_content))
    assert verify_bundle(target).ok
    assert "秦明远（示例）" in desk.text(f"{page(story.case)}records/")
    refused = desk.client.post(address, {"audience": "public"})
    assert refused.status_code == 422
    assert "本案没有公开的决定" in refused.content.decode()
    assert verify_bundle(target).facts["withheld"] == 0
    target.write_bytes(b"".join(desk.client.post(address, {"audience": "party"}).streaming_content))
    assert int(verify_bundle(target).facts["withheld"]) > 0


def test_what_is_too_large_for_a_request_is_exported_where_it_lies(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    answer = at_desk("supervisor").client.post(
        f"{page(case_at(bureau, 'investigation').case)}bundle/", {"audience": "court"}
    )
    assert answer.status_code == 422
    assert "mingjing bundle" in answer.content.decode()
