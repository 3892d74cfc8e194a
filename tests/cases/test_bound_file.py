"""55号令40; reference §5.4: an archived file is bound by the system from the record, and never changed afterwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from django.test import Client

from mingjing import clock
from mingjing.cases.actions import binding
from mingjing.cases.models import BoundFile
from mingjing.demo.people import PASSWORD
from mingjing.records import audit, consumers, log, queue
from mingjing.records.models import Record
from mingjing.storage.store import read
from telling import decided

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

pytestmark = [pytest.mark.django_db, pytest.mark.typeset]


def follow() -> None:
    log.integrate_all()
    while consumers.run_all():
        pass
    queue.run_all()


@pytest.fixture
def closed(bureau: Bureau) -> CaseStory:
    story = decided(bureau).served().performed().closed()
    follow()
    return story


def pages(row: BoundFile) -> tuple[list[str], list[tuple[int, str, int]]]:
    """Return each page's text and the bookmarks: depth, title, page from 0."""
    with pypdfium2.PdfDocument(read(row.blob)) as pdf:
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
        marks = [(each.level, each.get_title(), each.get_dest().get_index()) for each in pdf.get_toc()]
    return texts, marks


def test_a_closed_file_is_bound_with_cover_contents_numbers_bookmarks_and_note(closed: CaseStory) -> None:
    row = closed.refresh().bindings.get()
    texts, marks = pages(row)
    assert len(texts) == row.pages
    assert closed.case.archive_number in texts[0]
    assert "卷内目录" in texts[1]
    assert "卷内备考表" in texts[-1]
    titles = [title for _, title, _ in marks]
    assert titles[:2] == ["封面", "卷内目录"]
    assert titles[-1] == "卷内备考表"
    for words in ("立案审批表", "现场检查（勘验）笔录", "行政处罚决定书", "结案审批表"):
        assert any(words in title for title in titles), words
    decision = next(page for _, title, page in marks if title.endswith("　行政处罚决定书"))
    assert closed.decisions[0].number in texts[decision].replace("\r\n", "")
    first = next(page for level, _, page in marks if level == 1)
    assert f"卷内第{decision - first + 1}页" in re.sub(r"\s", "", texts[decision])


def test_its_list_and_note_for_the_paper_file_are_drawn_up_before_and_bound_with_it(
    closed: CaseStory,
) -> None:
    own = ["case.file_listed", "case.file_bound"]
    acts = Record.objects.filter(dossier=closed.case.dossier).order_by("seq").values_list("act", flat=True)
    assert list(acts)[-3:] == ["case.closed", *own]
    titles = [title for _, title, _ in pages(closed.refresh().bindings.get())[1]]
    assert sum("卷内目录" in title for title in titles) == 2
    assert sum("卷内备考表" in title for title in titles) == 2


def test_film_and_sound_stand_in_the_contents_without_a_page(closed: CaseStory) -> None:
    row = closed.refresh().bindings.get()
    assert row.films > 0
    assert "不能装订" in re.sub(r"\s", "", "".join(pages(row)[0][1:4]))


def test_nothing_new_is_no_new_binding(closed: CaseStory) -> None:
    assert binding.bind_file(closed.case.ref) is None
    follow()
    assert closed.refresh().bindings.count() == 1


def test_what_comes_in_later_is_bound_anew_and_the_first_binding_stays(
    closed: CaseStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = closed.refresh().bindings.get()
    monkeypatch.setattr(binding.papers, "digest", lambda _: "f" * 64)
    row = binding.bind_file(closed.case.ref)
    assert row is not None
    assert row.turn == 2
    assert closed.refresh().bindings.get(turn=1).blob_id == before.blob_id


def test_a_case_that_is_not_archived_is_not_bound(bureau: Bureau) -> None:
    story = decided(bureau)
    follow()
    assert binding.bind_file(story.case.ref) is None
    assert not BoundFile.objects.exists()


def test_reading_it_is_an_act_and_a_link_does_not_do_it(closed: CaseStory) -> None:
    client = Client()
    client.post("/login/", {"username": "section", "password": PASSWORD})
    address = f"/workbench/cases/{closed.case.ref}/bound/1/"
    assert "第 1 次装订" in client.get(f"/workbench/cases/{closed.case.ref}/contents/").content.decode()
    assert client.get(address).status_code == 405
    answer = client.post(address)
    assert b"".join(answer.streaming_content) == read(closed.refresh().bindings.get().blob)  # type: ignore[arg-type]
    assert Record.objects.filter(act="case.bound_read").count() == 1
    assert client.post(f"/workbench/cases/{closed.case.ref}/bound/2/").status_code == 404


def test_what_was_bound_verifies(closed: CaseStory) -> None:
    del closed
    assert audit.run().problems == []


def test_the_same_file_bound_on_the_same_day_is_the_same_bytes(closed: CaseStory) -> None:
    row = closed.refresh().bindings.get()
    again = _bound_again(closed, row.bound_on)
    assert again == read(row.blob)


def _bound_again(story: CaseStory, on: dt.date) -> bytes:
    import tempfile
    from pathlib import Path

    from mingjing.typeset.bound import bound_pdf

    case = story.refresh()
    lines = binding.papers.listed(case)
    with tempfile.TemporaryDirectory() as folder, clock.at(on):
        return bound_pdf(binding.papers.laid_out(case, lines, on=on, folder=Path(folder)))
