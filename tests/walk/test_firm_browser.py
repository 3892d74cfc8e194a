"""The firm that was fined finds its decision, says what is wrong, reads the answer and old beside new, sees it gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from walking import Walker, day

from mingjing.demo.bureau import Bureau
from mingjing.demo.people import PASSWORD
from mingjing.disclosure.models import Publication
from telling import FIRM, decided

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser
WRONG, RIGHT = "住所登记不全。", "云岭县云川镇青禾路 6 号（示例）"


@pytest.fixture
def public(transactional_db: None) -> Publication:
    del transactional_db
    with day(1, 5):
        bureau = Bureau.make()
    with day(9, 14):
        decided(bureau).served()
    with day(9, 15):
        return bureau.release(Publication.objects.get(kind="decision"))


def test_a_firm_has_its_decision_corrected_and_at_last_taken_down(
    page: Page, live_server: LiveServer, public: Publication
) -> None:
    page.set_default_timeout(10_000)
    walker = Walker(page, live_server.url)
    receipt = _ask(walker)
    _mend(walker, public, receipt)
    with day(9, 17):
        _read_the_answer(walker, receipt)
        old = _read_both(walker)
        walker.log_in("checker")
        walker.go(f"/workbench/publications/{Publication.objects.get(version=2).ref}/withdraw/")
        walker.fill({"situation": "撤销", "password": PASSWORD})
        walker.submit()
        page.context.clear_cookies()
        for address in (old, f"/decisions/{public.ref}/"):
            answer = page.goto(walker.base + address)
            assert answer is not None
            assert answer.status == 410
            expect(page.locator("body")).not_to_contain_text(FIRM.name)
        walker.go(f"/search?q={FIRM.credit_code}")
        expect(page.locator("main")).not_to_contain_text(FIRM.name)


def _ask(walker: Walker) -> str:
    """Find the decision by the firm's code and say what is wrong; return the receipt's number."""
    page = walker.page
    with day(9, 16):
        walker.go(f"/search?q={FIRM.credit_code}")
        page.get_by_role("link", name=re.compile(FIRM.name)).first.click()
        page.get_by_role("link", name="申请更正").first.click()
        walker.fill({"field": "住所", "claim": f"{WRONG}营业执照上是{RIGHT}", "contact": "0000-7654321"})
        page.get_by_role("button", name="提交申请").click()
        walker.sees("正在核对")
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def _mend(walker: Walker, public: Publication, receipt: str) -> None:
    """The publisher corrects, another person makes the new version public; only then can it be answered as done."""
    with day(9, 17):
        walker.log_in("publisher")
        walker.go(f"/workbench/publications/{public.ref}/correct/")
        walker.page.locator("main label", has_text="住所").first.click()
        walker.page.keyboard.press("Control+A")
        walker.page.keyboard.insert_text(RIGHT)
        walker.fill({"correction": "有误", "reason": f"{WRONG}依营业执照补全。"})
        walker.submit()
        walker.log_in("checker")
        walker.go("/workbench/publications/")
        walker.follow(FIRM.name)
        walker.fill({"secrecy_checked": "保密审查", "password": PASSWORD})
        walker.submit()
        walker.log_in("publisher")
        walker.go("/workbench/publications/corrections/")
        walker.follow(receipt)
        walker.fill({"outcome": "已更正", "answer": "经核对，住所登记不全，已经更正。"})
        walker.submit()


def _read_the_answer(walker: Walker, receipt: str) -> None:
    walker.page.context.clear_cookies()
    walker.go("/corrections/")
    walker.page.get_by_label("回执号", exact=True).fill(receipt.lower())
    walker.page.get_by_role("button", name="查看").click()
    walker.sees("经核对，住所登记不全，已经更正。")


def _read_both(walker: Walker) -> str:
    """See what was wrong struck through beside what is right; return the address."""
    walker.go(f"/search?q={FIRM.credit_code}")
    walker.page.get_by_role("link", name=re.compile(FIRM.name)).first.click()
    expect(walker.page.locator("main ins")).to_contain_text(RIGHT)
    expect(walker.page.locator("main del")).to_be_visible()
    return walker.page.url.removeprefix(walker.base)
