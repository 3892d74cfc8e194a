"""行政处罚法46; 55号令17; 种子 B4: evidence of the eight kinds, its file as it came, every viewing recorded."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest

from mingjing.cases.actions import investigation
from mingjing.evidence import actions as evidence
from mingjing.evidence.actions import Upload
from mingjing.evidence.models import Evidence
from mingjing.records.models import Dossier, Record
from mingjing.records.queries import timeline
from mingjing.storage import content
from mingjing.storage.models import Blob
from telling import drafted, filed, refusal, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

TODAY = dt.date(2026, 9, 15)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    return filed(bureau)


def add(story: CaseStory, data: bytes | None = None, name: str = "合同.txt", **told: Any) -> Evidence:
    return investigation.add_evidence(
        user=story.user, case=story.refresh(),
        upload=Upload(name, io.BytesIO(data)) if data is not None else None,
        **{"evidence_kind": "01", "name": "施工合同", "proves": "工程价款", "collected_on": TODAY, "source": "当事人"}
        | told,
    )  # fmt: skip


def test_evidence_is_numbered_says_what_it_proves_and_keeps_its_bytes(story: CaseStory) -> None:
    """行政处罚法46; 种子 B4."""
    first, second = add(story, "一".encode()), add(story, "二".encode())
    assert (first.position, second.position) == (1, 2)
    assert (first.proves, first.source, first.collected_by.name) == ("工程价款", "当事人", "沈知行（示例）")
    assert evidence.view(user=story.as_("supervisor"), evidence=first) == "一".encode()


@pytest.mark.parametrize("kind", [value for value, _ in Evidence.Kind.choices])
def test_every_one_of_the_eight_kinds_may_be_collected(story: CaseStory, kind: str) -> None:
    """行政处罚法46: eight kinds; a piece may be a thing without a file."""
    assert len(Evidence.Kind.choices) == 8
    assert add(story, None, evidence_kind=kind).blob is None


BAD = [
    pytest.param(PDF, "合同.txt", "file.content_mismatch", id="a PDF called a text"),
    pytest.param(PNG, "合同.pdf", "file.content_mismatch", id="a picture called a PDF"),
    pytest.param(b"MZ\x90\x00\x03" + b"\x00" * 60, "合同.pdf", "file.content_mismatch", id="a program"),
    pytest.param(b"text", "合同.exe", "file.kind_not_allowed", id="a program by name"),
    pytest.param(b"<html></html>", "合同.html", "file.kind_not_allowed", id="a page"),
    pytest.param(b"text", "合同", "file.kind_not_allowed", id="no extension"),
    pytest.param(b"", "合同.txt", "file.empty", id="empty"),
    pytest.param(b"PK\x03\x04" + b"\x00" * 40, "合同.docx", "file.content_mismatch", id="no Word document"),
]


@pytest.mark.parametrize(("data", "name", "code"), BAD)
def test_a_file_whose_content_is_not_what_it_says_is_refused_whole(
    story: CaseStory, data: bytes, name: str, code: str
) -> None:
    """种子 B4: nothing of it is kept, and no number is used."""
    before = [model.objects.count() for model in (Evidence, Record, Blob)]
    with refusal(code):
        add(story, data, name)
    assert [model.objects.count() for model in (Evidence, Record, Blob)] == before
    assert add(story, PDF, "合同.pdf").position == 1


def test_a_file_that_is_too_large_is_refused(story: CaseStory, monkeypatch: pytest.MonkeyPatch) -> None:
    """种子 B4: told before it is stored; the largest that fits comes in."""
    monkeypatch.setattr(content, "FILE_LIMIT", 10)
    with refusal("file.too_large"):
        add(story, b"01234567890")
    assert add(story, b"0123456789").blob is not None


def test_nothing_is_collected_on_a_day_that_has_not_come(story: CaseStory) -> None:
    """种子 B4."""
    with refusal("date.future") as told:
        add(story, collected_on=TODAY + dt.timedelta(days=1))
    assert told.value.field == "collected_on"


def test_evidence_is_collected_while_the_case_is_investigated_and_not_while_it_is_reviewed(
    bureau: Bureau,
) -> None:
    """行政处罚法40、58: what is reviewed stays as it is."""
    assert add(drafted(bureau)).position == 4
    with refusal("case.wrong_step"):
        add(submitted(bureau))


def test_without_evidence_no_case_is_concluded(story: CaseStory) -> None:
    """行政处罚法40."""
    with refusal("report.no_evidence"):
        story.concluded()
    add(story)
    story.concluded()


@pytest.mark.parametrize("item", investigation.REPORT_ITEMS)
def test_a_concluding_report_has_its_five_contents(story: CaseStory, item: str) -> None:
    """55号令20."""
    add(story)
    report = dict.fromkeys(investigation.REPORT_ITEMS, "内容。")
    with refusal("report.incomplete") as told:
        investigation.conclude(
            user=story.user, case=story.refresh(), report=report | {item: " "}, complex_case=False
        )
    assert told.value.details == [f"缺：{item}"]
    investigation.conclude(user=story.user, case=story.refresh(), report=report, complex_case=False)


def test_viewing_is_one_record_on_the_files_own_dossier(story: CaseStory) -> None:
    """种子 B4; 244号23、24: who looked at it and when; the case's own page is not disturbed."""
    piece = add(story, b"text")
    seq, records = story.refresh().dossier.seq, Record.objects.count()
    evidence.view(user=story.as_("supervisor"), evidence=piece)
    evidence.view(user=story.as_("reviewer"), evidence=piece)
    assert Record.objects.count() == records + 2
    assert story.refresh().dossier.seq == seq
    dossier = Dossier.objects.get(kind="evidence", ref=piece.ref)
    told = timeline(dossier)
    assert [line.record.act for line in told] == ["evidence.viewed"] * 2
    assert "顾清和" in told[0].sentence
    assert "施工合同" in told[0].sentence


def test_a_piece_without_a_file_is_not_viewed(story: CaseStory) -> None:
    """行政处罚法46: the thing itself is looked at where it is kept."""
    with refusal("evidence.no_file"):
        evidence.view(user=story.as_("supervisor"), evidence=add(story))
    assert not Dossier.objects.filter(kind="evidence").exists()


@pytest.mark.parametrize("username", ["publisher", "checker", "system", "security", "audit"])
def test_evidence_is_not_viewed_by_those_who_have_no_part_in_cases(story: CaseStory, username: str) -> None:
    """三员分立: keeping the machine gives no right to read what lies on it."""
    piece = add(story, b"text")
    with refusal("role.not_allowed"):
        evidence.view(user=story.as_(username), evidence=piece)


def test_two_people_who_collect_at_once_do_not_share_a_number(story: CaseStory) -> None:
    """The second with the same page open is told so."""
    seen = story.refresh().dossier.seq
    add(story, version=seen)
    with refusal("record.stale"):
        add(story, version=seen)
    assert Evidence.objects.filter(dossier=story.case.dossier).count() == 1
