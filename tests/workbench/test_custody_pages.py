"""The pages of custody: what became of a file, what the archivist keeps, what a reader at the window is shown."""

from __future__ import annotations

import copy
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from rules_cast import at_desk, body

from mingjing import clock
from mingjing.cases.actions import access, custody, disposal
from mingjing.cases.models import AccessGrant, Disposal
from mingjing.cases.queries.files import files_of
from mingjing.cases.queries.opened import open_to
from mingjing.demo import samples
from mingjing.demo.people import COLLEAGUES, PASSWORD
from mingjing.records import queue
from mingjing.storage.store import put, read
from reels import named
from telling import OFF_THE_CATALOGUE, decided

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.cases.queries.files import CaseFile
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

DAY = dt.date(2026, 9, 15)
LATER = dt.date(2057, 3, 1)
KEPT = {"archivist", "window"}


@pytest.fixture(scope="module")
def closed(founded: Bureau) -> CaseStory:
    """A closed case in a bureau with an archivist and a window."""
    bureau = copy.deepcopy(founded)
    with clock.at(dt.date(2026, 1, 5)):
        bureau.add([each for each in COLLEAGUES if each.username in KEPT], dt.date(2026, 1, 1))
    with clock.at(DAY), pytest.MonkeyPatch.context() as patch:
        patch.setattr(samples, "film", named)
        told = decided(bureau, matter=OFF_THE_CATALOGUE).served().performed().scanned().closed()
        told.refresh()
        return told


@pytest.fixture
def story(closed: CaseStory, db: None) -> Iterator[CaseStory]:
    """The case, told once."""
    del db
    kept = [read(each.blob) for each in files_of(closed.case)]
    yield copy.deepcopy(closed)
    for data in kept:
        put(data)


def piece(story: CaseStory) -> CaseFile:
    return next(each for each in files_of(story.refresh()) if each.kind.name == "evidence")


def test_every_kind_of_file_has_its_custody_page(story: CaseStory) -> None:
    with clock.at(DAY):
        desk = at_desk("archivist")
        kinds = {}
        for file in files_of(story.refresh()):
            kinds.setdefault(file.kind.name, file)
        assert set(kinds) == {"evidence", "recording", "scan", "document"}
        for file in kinds.values():
            page = desk.get(reverse("file-custody", args=[file.ref]))
            assert page.status_code == 200
            assert file.blob.sha256 in body(page)


def test_a_download_asks_its_reason_and_the_page_tells_it(story: CaseStory) -> None:
    with clock.at(DAY):
        desk = at_desk("archivist")
        file = piece(story)
        url = reverse("file-download", args=[file.ref])
        assert desk.send(url, {"reason": ""}).status_code == 422
        given = desk.send(url, {"reason": "法院调卷"})
        assert b"".join(given.streaming_content) == read(file.blob)
        shown = body(desk.get(reverse("file-custody", args=[file.ref])))
        assert "用途：法院调卷" in shown
        assert "127.0.0.1" in shown


def test_the_certificate_of_custody_is_a_paper_and_a_record(story: CaseStory) -> None:
    with clock.at(DAY):
        desk = at_desk("archivist")
        file = piece(story)
        given = desk.client.post(reverse("file-certificate", args=[file.ref]))
        assert given.content.startswith(b"%PDF")
        assert "出具证明" in body(desk.get(reverse("file-custody", args=[file.ref])))


def test_a_list_goes_from_what_is_due_to_the_certificate_of_destruction(story: CaseStory) -> None:
    file = piece(story)
    with clock.at(LATER):
        desk = at_desk("archivist")
        url = reverse("disposal-new")
        done = desk.send(url, {"contents": [file.blob.sha256], "appraisal": "期满，已无价值。"})
        row = Disposal.objects.get()
        assert done["Location"] == reverse("disposal", args=[row.ref])
        desk = at_desk("principal")
        assert "审批销毁清册" in body(desk.get(reverse("desk")))
        url = reverse("disposal-decide", args=[row.ref])
        desk.send(url, {"agreed": "yes", "opinion": "同意。", "password": PASSWORD})
        desk = at_desk("archivist")
        url = reverse("disposal-carry-out", args=[row.ref])
        watcher = story.bureau.people["section"].pk
        desk.send(url, {"watched_by": watcher, "password": PASSWORD})
        disposal.clear_rest()
        assert desk.get(reverse("disposal-certificate", args=[row.ref])).content.startswith(b"%PDF")
        page = body(desk.get(reverse("file-custody", args=[file.ref])))
        assert "已依法销毁" in page
        desk = at_desk("officer1")
        gone = desk.client.post(reverse("case-evidence", args=[story.case.ref, file.ref]))
        assert gone.status_code == 410
        assert "销毁" in body(gone)


def test_the_window_shows_marked_pages_and_offers_nothing_internal(story: CaseStory) -> None:
    with clock.at(DAY):
        desk = at_desk("window")
        case, party = story.refresh(), story.parties[0]
        found = desk.text(f"{reverse('grants')}?number={case.number}")
        url = reverse("access-grant-party", args=[case.ref, party.ref])
        assert url in found
        offered = desk.text(url)
        assert "行政处罚决定书" in offered
        for internal in ("法制审核意见书", "集体讨论笔录", "行政处罚决定审批表", "案件调查终结报告"):
            assert internal not in offered
        paper = next(each for each in files_of(case) if getattr(each.row, "form", "") == "JD03")
        desk.send(
            url,
            {
                "reader": "周一苇（示例）", "identity": "居民身份证，尾号 0012", "connection": "法定代表人",
                "things": [paper.thing], "copies": "on", "valid_from": "2026-09-15", "valid_to": "2026-09-20",
            },
        )  # fmt: skip
        row = AccessGrant.objects.get()
        shown = desk.client.post(reverse("access-show", args=[row.ref, paper.ref, "view"]))
        assert shown.content.startswith(b"%PDF")
        assert shown.content != read(paper.blob)
        assert "出示了" in body(desk.get(reverse("access", args=[row.ref])))


def test_a_film_is_marked_first_then_plays_for_this_showing_only(story: CaseStory) -> None:
    with clock.at(DAY):
        desk, party = at_desk("window"), story.parties[0]
        files = open_to(story.refresh(), "party", party.ref)
        film = next(each for each in files if each.blob.media_type == "video/mp4")
        row = access.grant(
            user=story.as_("window"), case=story.refresh(), things=[film.thing], copies=False, valid_from=DAY,
            valid_to=DAY, reader=access.Reader("party", party.name, "营业执照", "法定代表人", party.ref),
        )  # fmt: skip
        page, show = (
            reverse("access", args=[row.ref]),
            reverse("access-show", args=[row.ref, film.ref, "view"]),
        )
        assert "查阅件正在制作" in desk.text(page)
        queue.run_all()
        assert "查阅件正在制作" not in desk.text(page)
        answer = desk.client.post(show)
        assert answer.status_code == 303
        assert row.uses.count() == 1
        player = answer["Location"]
        assert f"{player}stream/" in desk.text(player)
        part = desk.client.get(f"{player}stream/", headers={"Range": "bytes=0-99"})
        assert (part.status_code, part["Content-Type"]) == (206, "video/mp4")
        assert desk.get(f"{player[:-2]}x/").status_code == 403
        assert row.uses.count() == 1, "one showing, one record"
        access.end(user=story.as_("window"), row=row, reason="阅毕")
        assert desk.get(player).status_code == 403


def test_a_hold_and_a_mark_stand_on_the_page_and_are_lifted_there(story: CaseStory) -> None:
    with clock.at(DAY):
        desk = at_desk("archivist")
        file = piece(story)
        url = reverse("file-hold", args=[file.ref])
        desk.send(url, {"scope": "case", "ground": "litigation", "reason": "应诉通知书"})
        url = reverse("file-seal", args=[file.ref])
        desk.send(url, {"ground": "secret", "reason": "含第三人报价"})
        page = body(desk.get(reverse("file-custody", args=[file.ref])))
        assert "应诉通知书" in page
        assert "含第三人报价" in page
        hold = file.case.dossier.holds.get()
        url = reverse("file-hold-lift", args=[file.ref, hold.ref])
        desk.send(url, {"reason": "判决生效"})
        hold.refresh_from_db()
        assert hold.lifted_on == DAY


def test_another_agencys_file_and_another_post_see_nothing(story: CaseStory) -> None:
    with clock.at(DAY):
        file = piece(story)
        desk = at_desk("publisher")
        assert desk.get(reverse("file-custody", args=[file.ref])).status_code == 403
        desk = at_desk("officer1")
        assert desk.get(reverse("keeping")).status_code == 403
        assert desk.get(reverse("file-custody", args=["0" * 32])).status_code == 404
        assert custody.there(file) is None
