"""Someone at a browser: logs in as a role, fills a form by its labels, presses the button that the page offers."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, ViewportSize, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from mingjing import clock
from mingjing.demo.people import PASSWORD
from mingjing.records import consumers, log

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}


class Walker:
    """One browser window, used by one role after another."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.case = ""

    def go(self, path: str) -> None:
        """Open an address of the site."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def log_in(self, username: str, password: str = PASSWORD) -> None:
        """Become somebody else: an officer at a phone, everybody else at a desk."""
        self.page.context.clear_cookies()
        self.page.set_viewport_size(PHONE if username.startswith("officer") else DESK)
        self.go("/login/")
        self.page.get_by_label("账号", exact=True).fill(username)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("待办")

    def open_case(self) -> None:
        """Open the case that this walk is about."""
        self.go(self.case)
        self.fits()

    def fits(self) -> None:
        """See that the page does not run out at the side, on a phone either."""
        wide, shown = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= shown, f"{self.page.url} is {wide} px wide on {shown}"

    def fill(self, values: Mapping[str, str]) -> None:
        """Fill fields by name: text and dates are typed, choices picked by their label's words."""
        for name, value in values.items():
            field = self.page.locator(f"main [name='{name}']").first
            kind = field.evaluate("field => field.type || field.tagName.toLowerCase()")
            if kind in ("radio", "checkbox"):
                for word in value.split("、"):
                    self.page.locator(f"main label:has([name='{name}'])").filter(has_text=word).first.locator(
                        "input"
                    ).check()
            elif kind == "select-one":
                field.select_option(label=self._option(name, value))
            else:
                field.fill(value)

    def _option(self, name: str, word: str) -> str:
        labels = self.page.locator(f"main [name='{name}'] option").all_inner_texts()
        return next(label for label in labels if word in label)

    def attach(self, name: str, filename: str, content: bytes, media_type: str) -> None:
        """Choose a file for a file field."""
        self.page.locator(f"main input[name='{name}']").set_input_files(
            {"name": filename, "mimeType": media_type, "buffer": content}
        )

    def press(self, name: str) -> None:
        """Press the button or follow the link that reads so."""
        button = self.page.locator("main").get_by_role("button", name=name, exact=True)
        link = self.page.locator("main").get_by_role("link", name=name, exact=True)
        offered = button.or_(link).first
        self._await(offered, f"no “{name}”")
        offered.click()

    def _await(self, locator: Locator, missing: str) -> None:
        """Wait until something is on the page, which may still be loading; say what is there instead if it never is."""
        try:
            locator.wait_for(state="visible")
        except PlaywrightTimeoutError as error:
            there = self.page.locator("main").inner_text()[:600]
            raise AssertionError(f"{missing} on {self.page.url}: {there}") from error

    def follow(self, row: str) -> None:
        """Follow the link in the row of a list that speaks of something."""
        rows = self.page.locator("main tr", has_text=row)
        self._await(rows.first, f"no row “{row}”")
        rows.first.get_by_role("link").first.click()

    def press_for(self, party: str, name: str) -> None:
        """Press what the case page offers for one party: in the list of what is missing, or in the party's panel."""
        panels = self.page.locator("main .panel").filter(has=self.page.locator("h2", has_text=party))
        places = self.page.locator("main li.gate", has_text=party).or_(panels)
        link = places.get_by_role("link", name=name, exact=True)
        self._await(link.first, f"no “{name}” for {party}")
        link.first.click()

    def act(self, offer: str, values: Mapping[str, str], party: str = "") -> None:
        """Take up what the case page offers (for a party), fill the form, submit it, and see that it was done."""
        self.open_case()
        if party:
            self.press_for(party, offer)
        else:
            self.press(offer)
        self.fill(values)
        if values:  # the form is there once its fields could be filled
            self.fits()
        self.submit()

    def submit(self) -> None:
        """Press the one button that a form stresses, and see that nothing was refused."""
        self.press_primary()
        expect(self.page.locator("main")).not_to_contain_text("没有办成")
        expect(self.page.locator("main .errors")).to_have_count(0)

    def press_primary(self) -> None:
        """Press the button that the page's form of an act stresses."""
        self.page.locator("main form[method=post] button:is(.btn-primary, .btn-seal)").first.click()

    def sees(self, *words: str) -> None:
        """See words on the page."""
        for word in words:
            expect(self.page.locator("body")).to_contain_text(word)


@contextmanager
def day(month: int, number: int, hour: int = 10) -> Iterator[None]:
    """Hold the clock at a day of 2026; when the day ends, the worker has followed."""
    with clock.at(dt.datetime(2026, month, number, hour, tzinfo=clock.SHANGHAI)):
        yield
        log.integrate_all()
        while consumers.run_all():
            pass
