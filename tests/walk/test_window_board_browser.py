"""A window's board on the hall's screen: all of it without scrolling, newer by itself, kept without network."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from walking import day

from mingjing.demo.bureau import Bureau
from mingjing.demo.guides import publish_guides
from mingjing.demo.windows import THREE
from mingjing.registry import windows

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser
TODAY = dt.date(2026, 6, 22)
OVERFLOW = """() => [...document.querySelectorAll('main, main *')].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
}).map((each) => each.className || each.tagName)"""


@pytest.mark.django_db(transaction=True)
def test_the_board_fits_the_screen_and_lives_through_a_loss_of_the_network(
    page: Page, live_server: LiveServer
) -> None:
    page.set_default_timeout(10_000)
    with day(1, 5):
        bureau = Bureau.make()
        publish_guides(bureau)
    user = bureau.users["publisher"]
    with day(6, 22):
        fullest = {
            "duties": "\n".join("职责要一" * 4 + "项" for _ in range(4)),
            "notices": "\n".join("告知事项全" * 9 for _ in range(3)),
            "progress": "进度" * 30,
            "progress_url": "https://example.invalid/progress",
        }
        window = windows.add_window(user=user, **THREE | fullest)
        for name in ("officer1", "officer2"):
            windows.put_on_duty(
                user=user, window=window, officer=bureau.people[name],
                first_on=TODAY, last_on=TODAY,
            )  # fmt: skip
        page.clock.install()
        for width, height in ((1920, 1080), (1280, 720)):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{live_server.url}/windows/{window.ref}/")
            assert page.evaluate(OVERFLOW) == []
            smallest = page.evaluate(
                "() => Math.min(...[...document.querySelectorAll('.board h1, .board-services li, .board-person b')]"
                ".map((each) => parseFloat(getComputedStyle(each).fontSize)))"
            )
            assert smallest >= width * 0.023  # 28 mm on a screen 1.2 m wide
        windows.put_notices(user=user, window=window, notices="今日下午系统维护")
        page.clock.run_for(21_000)
        expect(page.locator(".board-notices")).to_have_text("告知 今日下午系统维护", use_inner_text=False)
        page.context.set_offline(True)
        page.clock.run_for(21_000)
        expect(page.locator(".board-time")).to_contain_text("网络中断，内容截至")
        expect(page.locator(".board-notices")).to_contain_text("今日下午系统维护")
        windows.put_notices(user=user, window=window, notices="")
        page.context.set_offline(False)
        page.clock.run_for(21_000)
        expect(page.locator(".board-notices")).to_have_count(0)
        expect(page.locator(".board-time")).not_to_contain_text("网络中断")
