"""A reviewer finds on ten points without the mouse: numbers, arrows, one key a finding, Ctrl+Enter; and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from walking import PHONE, Walker, day

from mingjing.demo.bureau import Bureau
from mingjing.review.models import WorkSheet
from telling import submitted

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from mingjing.demo.stories import CaseStory

pytestmark = pytest.mark.browser
WORDS = "经逐项审核，裁量理由不充分，其余各项符合规定，请改正。"
REASON = "理由与情节不对应。"


@pytest.fixture
def story(transactional_db: None) -> CaseStory:
    """Tell a case up to its submission."""
    del transactional_db
    with day(1, 5):
        bureau = Bureau.make()
    with day(6, 22):
        return submitted(bureau)


def test_the_work_sheet_is_written_by_keyboard_alone(
    page: Page, live_server: LiveServer, story: CaseStory
) -> None:
    page.set_default_timeout(10_000)
    walker = Walker(page, live_server.url)
    with day(6, 22):
        walker.log_in("reviewer")
        walker.go(f"/workbench/review/{story.submission(story.parties[0]).ref}/")
        expect(page.locator("#keys")).to_be_visible()
        page.keyboard.press("1")
        for _ in range(5):
            page.keyboard.press("y")
        page.keyboard.press("n")  # the sixth: discretion
        page.keyboard.type(REASON)
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowDown")
        for _ in range(3):
            page.keyboard.press("y")
        page.keyboard.press("0")
        page.keyboard.press("u")
        walker.fill({"result": "改正", "text": WORDS})
        page.keyboard.press("Control+Enter")
        expect(page.locator("main")).to_contain_text("审核工作单已保存")
    sheet = WorkSheet.objects.get()
    found = {each.point: (each.verdict, each.reason) for each in sheet.findings.all()}
    assert found["discretion"] == ("faulty", REASON)
    assert found["abuse"] == ("none", "")
    assert {verdict for point, (verdict, _) in found.items() if point not in {"discretion", "abuse"}} == {
        "sound"
    }


def test_on_a_phone_the_points_stand_below_the_draft_and_no_keys_are_offered(
    page: Page, live_server: LiveServer, story: CaseStory
) -> None:
    page.set_default_timeout(10_000)
    walker = Walker(page, live_server.url)
    with day(6, 22):
        walker.log_in("reviewer")
        page.set_viewport_size(PHONE)
        walker.go(f"/workbench/review/{story.submission(story.parties[0]).ref}/")
    expect(page.locator("#keys")).to_be_hidden()
    draft, point = page.locator("#draft").bounding_box(), page.locator("[data-point='1']").bounding_box()
    assert draft
    assert point
    assert draft["y"] < point["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
