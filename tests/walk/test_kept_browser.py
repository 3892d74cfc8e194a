"""What becomes of a recording: cited, covered, filed away, handed out at the window, destroyed by an approved list."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from walking import Walker, day

from mingjing import clock
from mingjing.cases.actions import closing, disposal, leads
from mingjing.demo import samples
from mingjing.demo.bureau import Bureau
from mingjing.demo.people import COLLEAGUES, PASSWORD
from mingjing.evidence.models import Citation, Recording, Redaction
from mingjing.records import audit, log, queue
from mingjing.storage.store import read
from reels import frames, named
from telling import OFF_THE_CATALOGUE, decided

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from mingjing.demo.stories import CaseStory

pytestmark = pytest.mark.browser
LATER = dt.date(2057, 3, 1)


@pytest.fixture
def story(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> CaseStory:
    """A case whose closing waits for its approval, its inspection filmed, in a bureau with archivist and window."""
    del transactional_db
    monkeypatch.setattr(samples, "film", named)
    with day(1, 5):
        bureau = Bureau.make()
        bureau.add(
            [each for each in COLLEAGUES if each.username in {"archivist", "window"}], dt.date(2026, 1, 1)
        )
    with day(9, 15):
        told = decided(bureau, matter=OFF_THE_CATALOGUE).served().performed().scanned()
        closing.request_closing(
            user=told.user, case=told.refresh(), pages=60, defects="无", checked_by=bureau.people["section"]
        )
        leads.endorse(user=told.as_("section"), case=told.refresh(), matter="closing", opinion="建议结案。")
        return told


def test_a_recording_is_cited_covered_filed_handed_out_and_at_last_destroyed(
    page: Page, live_server: LiveServer, story: CaseStory
) -> None:
    page.set_default_timeout(20_000)
    walker = Walker(page, live_server.url)
    walker.case = f"/workbench/cases/{story.case.ref}/"
    row = Recording.objects.filter(activity__activity_kind="inspection").get()
    original = read(row.blob)
    with day(9, 16):
        _cite_and_cover(walker, f"{walker.case}recordings/{row.ref}/")
        walker.log_in("principal")
        walker.act("批准结案", {"opinion": "同意结案。", "password": PASSWORD})
        walker.sees("已结案")
        marked = _hand_out(walker, story, f"evidence.recording:{row.ref}")
    assert Citation.objects.get().recording == row
    assert Redaction.objects.get().released
    assert marked != original
    assert frames(marked) == frames(original)
    assert read(row.blob) == original, "the original was only read"
    with clock.at(LATER):
        _destroy(walker, row)
    log.integrate_all()
    assert audit.run().problems == []


def _cite_and_cover(walker: Walker, recording: str) -> None:
    walker.log_in("officer1")
    walker.go(recording)
    walker.press("播放")
    walker.fill({"starts": "00:00:01", "shows": "塔吊正在运转"})
    walker.page.locator("main form:has([name=starts]) button[type=submit]").click()
    walker.sees("塔吊正在运转")
    walker.press("制作遮盖件")
    walker.fill({"regions": "10,10,30,30", "reason": "遮盖路人面部，随处罚决定公示"})
    walker.submit()
    queue.run_all()
    walker.log_in("officer2")
    walker.go(recording)
    walker.press("遮盖件 1")
    walker.press("核对")
    walker.fill({"released": "可以公开", "words": "已从头看到尾。"})
    walker.submit()


def _hand_out(walker: Walker, story: CaseStory, film: str) -> bytes:
    """Register the party's reading, wait for the marked copy, hand it over; return its bytes."""
    page, party = walker.page, story.parties[0]
    walker.log_in("window")
    walker.go(f"/workbench/access/?number={story.refresh().number}")
    walker.press(f"当事人：{party.name}")
    page.locator(f"[name=things][value='{film}']").check()
    walker.fill(
        {
            "identity": "居民身份证，尾号 0012", "connection": "法定代表人", "copies": "要求复制",
            "valid_from": "2026-09-16", "valid_to": "2026-09-20",
        }
    )  # fmt: skip
    walker.submit()
    walker.sees("查阅件正在制作")
    queue.run_all()
    page.reload()
    with page.expect_download() as taken:
        walker.press("交付复制件")
    assert taken.value.suggested_filename.endswith("（查阅件）.mp4")
    return Path(taken.value.path()).read_bytes()


def _destroy(walker: Walker, row: Recording) -> None:
    page = walker.page
    walker.log_in("archivist")
    walker.go("/workbench/custody/disposal/new/")
    page.locator(f"[name=contents][value='{row.blob_id}']").check()
    walker.fill({"appraisal": "期满，已无利用价值。"})
    walker.submit()
    listed = page.url.removeprefix(walker.base)
    walker.log_in("principal")
    walker.go(listed)
    walker.press("审批")
    walker.fill({"agreed": "同意销毁", "opinion": "同意。", "password": PASSWORD})
    walker.submit()
    walker.log_in("archivist")
    walker.go(listed)
    walker.press("销毁")
    walker.fill({"watched_by": "程砚秋", "password": PASSWORD})
    walker.submit()
    disposal.clear_rest()
    walker.go(f"/workbench/evidence/{row.ref}/")
    expect(page.locator("main")).to_contain_text("已依法销毁")
