"""The pages of custody: what became of a file, what the archivist keeps, what a reader at the window is shown."""

from __future__ import annotations

import copy
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from mingjing import clock
from mingjing.cases.actions import custody, disposal
from mingjing.cases.models import AccessGrant, Disposal
from mingjing.cases.queries.files import files_of
from mingjing.demo.people import COLLEAGUES, PASSWORD
from mingjing.storage.store import put, read
from telling import OFF_THE_CATALOGUE, decided

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

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
    with clock.at(DAY):
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


def as_(client: Client, story: CaseStory, username: str) -> Client:
    client.force_login(story.as_(username))
    return client


def typed(page: object, **fields: object) -> dict[str, object]:
    form = page.context["form"]  # type: ignore[attr-defined]
    seen = {name: form.initial.get(name) for name in ("version", "once")}
    return {**{name: value for name, value in seen.items() if value is not None}, **fields}


def test_every_kind_of_file_has_its_custody_page(client: Client, story: CaseStory) -> None:
    with clock.at(DAY):
        as_(client, story, "archivist")
        kinds = {}
        for file in files_of(story.refresh()):
            kinds.setdefault(file.kind.name, file)
        assert set(kinds) == {"evidence", "recording", "scan", "document"}
        for file in kinds.values():
            page = client.get(reverse("file-custody", args=[file.ref]))
            assert page.status_code == 200
            assert file.blob.sha256 in page.content.decode()


def test_a_download_asks_its_reason_and_the_page_tells_it(client: Client, story: CaseStory) -> None:
    with clock.at(DAY):
        as_(client, story, "archivist")
        file = piece(story)
        url = reverse("file-download", args=[file.ref])
        page = client.get(url)
        assert client.post(url, typed(page, reason="")).status_code == 422
        given = client.post(url, typed(page, reason="法院调卷"))
        assert b"".join(given.streaming_content) == read(file.blob)
        shown = client.get(reverse("file-custody", args=[file.ref])).content.decode()
        assert "用途：法院调卷" in shown
        assert "127.0.0.1" in shown


def test_the_certificate_of_custody_is_a_paper_and_a_record(client: Client, story: CaseStory) -> None:
    with clock.at(DAY):
        as_(client, story, "archivist")
        file = piece(story)
        given = client.post(reverse("file-certificate", args=[file.ref]))
        assert given.content.startswith(b"%PDF")
        assert "出具证明" in client.get(reverse("file-custody", args=[file.ref])).content.decode()


def test_a_list_goes_from_what_is_due_to_the_certificate_of_destruction(
    client: Client, story: CaseStory
) -> None:
    file = piece(story)
    with clock.at(LATER):
        as_(client, story, "archivist")
        url = reverse("disposal-new")
        done = client.post(
            url, typed(client.get(url), contents=[file.blob.sha256], appraisal="期满，已无价值。")
        )
        row = Disposal.objects.get()
        assert done["Location"] == reverse("disposal", args=[row.ref])
        as_(client, story, "principal")
        assert "审批销毁清册" in client.get(reverse("desk")).content.decode()
        url = reverse("disposal-decide", args=[row.ref])
        client.post(url, typed(client.get(url), agreed="yes", opinion="同意。", password=PASSWORD))
        as_(client, story, "archivist")
        url = reverse("disposal-carry-out", args=[row.ref])
        watcher = story.bureau.people["section"].pk
        client.post(url, typed(client.get(url), watched_by=watcher, password=PASSWORD))
        disposal.clear_rest()
        assert client.get(reverse("disposal-certificate", args=[row.ref])).content.startswith(b"%PDF")
        page = client.get(reverse("file-custody", args=[file.ref])).content.decode()
        assert "已依法销毁" in page
        as_(client, story, "officer1")
        gone = client.post(reverse("case-evidence", args=[story.case.ref, file.ref]))
        assert gone.status_code == 410
        assert "销毁" in gone.content.decode()


def test_the_window_shows_marked_pages_and_offers_nothing_internal(client: Client, story: CaseStory) -> None:
    with clock.at(DAY):
        as_(client, story, "window")
        case, party = story.refresh(), story.parties[0]
        found = client.get(reverse("grants"), {"number": case.number}).content.decode()
        url = reverse("access-grant-party", args=[case.ref, party.ref])
        assert url in found
        page = client.get(url)
        offered = page.content.decode()
        assert "行政处罚决定书" in offered
        for internal in ("法制审核意见书", "集体讨论笔录", "行政处罚决定审批表", "案件调查终结报告"):
            assert internal not in offered
        paper = next(each for each in files_of(case) if getattr(each.row, "form", "") == "JD03")
        client.post(
            url,
            typed(
                page, reader="周一苇（示例）", identity="居民身份证，尾号 0012", connection="法定代表人",
                things=[paper.thing], copies="on", valid_from="2026-09-15", valid_to="2026-09-20",
            ),
        )  # fmt: skip
        row = AccessGrant.objects.get()
        shown = client.post(reverse("access-show", args=[row.ref, paper.ref, "view"]))
        assert shown.content.startswith(b"%PDF")
        assert shown.content != read(paper.blob)
        assert "出示了" in client.get(reverse("access", args=[row.ref])).content.decode()


def test_a_hold_and_a_mark_stand_on_the_page_and_are_lifted_there(client: Client, story: CaseStory) -> None:
    with clock.at(DAY):
        as_(client, story, "archivist")
        file = piece(story)
        url = reverse("file-hold", args=[file.ref])
        client.post(url, typed(client.get(url), scope="case", ground="litigation", reason="应诉通知书"))
        url = reverse("file-seal", args=[file.ref])
        client.post(url, typed(client.get(url), ground="secret", reason="含第三人报价"))
        page = client.get(reverse("file-custody", args=[file.ref])).content.decode()
        assert "应诉通知书" in page
        assert "含第三人报价" in page
        hold = file.case.dossier.holds.get()
        url = reverse("file-hold-lift", args=[file.ref, hold.ref])
        client.post(url, typed(client.get(url), reason="判决生效"))
        hold.refresh_from_db()
        assert hold.lifted_on == DAY


def test_another_agencys_file_and_another_post_see_nothing(client: Client, story: CaseStory) -> None:
    with clock.at(DAY):
        file = piece(story)
        as_(client, story, "publisher")
        assert client.get(reverse("file-custody", args=[file.ref])).status_code == 403
        as_(client, story, "officer1")
        assert client.get(reverse("keeping")).status_code == 403
        assert client.get(reverse("file-custody", args=["0" * 32])).status_code == 404
        assert custody.there(file) is None
