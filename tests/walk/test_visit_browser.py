"""亮码: a phone without network shows codes that the portal takes; whoever is visited reads them at 360 px."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from walking import PHONE, Walker, day

from mingjing import clock
from mingjing.demo.bureau import Bureau
from mingjing.demo.people import PASSWORD
from mingjing.records.models import Record
from mingjing.visits import codes
from mingjing.visits.models import Complaint, Rating, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser
TASK = {
    "activity": "现场检查", "category": "建筑市场", "officers": "沈知行、顾", "place": "云川镇滨河路工地（示例）",
    "object": "云岭县青禾置业有限公司（示例）", "content": "查看施工现场的安全防护。",
    "basis": "建设工程质量管理条例 第四十三条", "recording": "全过程录像，制作现场检查笔录。",
    "opens_at": "2026-09-15 08:00", "closes_at": "2026-09-15 20:00",
}  # fmt: skip


@pytest.fixture
def bureau(transactional_db: None) -> Bureau:
    del transactional_db
    with day(1, 5):
        return Bureau.make()


def test_a_phone_without_network_shows_a_code_that_whoever_is_visited_can_check(
    page: Page, browser: Browser, live_server: LiveServer, bureau: Bureau
) -> None:
    page.set_default_timeout(20_000)
    second = bureau.people["officer2"].name
    walker = Walker(page, live_server.url)
    with clock.at(dt.datetime(2026, 9, 15, 10, tzinfo=clock.SHANGHAI)):
        walker.log_in("officer1")
        walker.go("/workbench/visits/new/")
        walker.fill({**TASK, "officers": f"沈知行、{second}"})
        walker.fits()
        walker.press("呈报")
        visit = Visit.objects.get()
        walker.log_in("deputy")
        walker.go(f"/workbench/visits/{visit.ref}/approve/")
        walker.fill({"password": PASSWORD})
        walker.press("批准")
        walker.log_in("officer1")
        page.clock.install(time=time.time())
        walker.go(f"/workbench/visits/{visit.ref}/code/")
        walker.fits()
        panel = page.locator("[data-visit]")
        expect(panel).to_have_attribute("data-address", re.compile("/visits/"))
        first = panel.get_attribute("data-address")
        page.context.set_offline(True)
        page.clock.fast_forward(codes.SLICE * 1000)
        expect(panel).not_to_have_attribute("data-address", first or "")
        address = panel.get_attribute("data-address") or ""
        expect(panel.locator("svg.qr path")).to_have_attribute("d", re.compile("^M"))

        recorded = Record.objects.count()
        visited = browser.new_context(viewport=PHONE, java_script_enabled=False)
        citizen = visited.new_page()
        answer = citizen.goto(address)
        assert answer is not None
        assert answer.status == 200
        assert Record.objects.count() == recorded
        said = citizen.locator("main").inner_text()
        for words in ("沈知行", second, "不代替出示证件", "将记录什么", visit.number):
            assert words in said, words
        citizen.get_by_label("满意", exact=True).check()
        citizen.get_by_role("button", name="提交评价").click()
        expect(citizen.get_by_role("status")).to_contain_text("谢谢")
        citizen.get_by_role("link", name="投诉这次执法").click()
        citizen.get_by_label("投诉", exact=True).check()
        citizen.locator("[name=claim]").fill("进门时没有先出示证件。")
        citizen.get_by_role("button", name="提交", exact=True).click()
        expect(citizen.get_by_role("heading", level=1)).to_contain_text("已收到")
        visited.close()
    assert Rating.objects.count() == Complaint.objects.count() == 1
