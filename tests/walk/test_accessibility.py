"""WCAG 2.1 AA on every kind of page, at a desk, on a phone and in 长者模式; nothing scrolls sideways, nothing errs.

The pages are those that the site itself leads to, one of each route and role; axe-core judges them.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from walking import day

from crawling import crawl
from mingjing.cases.models import Case
from mingjing.demo.bureau import Bureau
from mingjing.demo.guides import publish_guides
from mingjing.demo.people import PASSWORD
from mingjing.demo.stories import CaseStory
from mingjing.disclosure.actions import withdraw
from mingjing.disclosure.models import Publication
from mingjing.portal.export.making import export
from mingjing.registry.permissions import MAY, Role
from telling import TWO, decided, drafted, filed, submitted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK, PHONE = BOTH = ({"width": 1280, "height": 900}, {"width": 360, "height": 740})
RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    "resultTypes": ["violations"],
}
JUDGED = "options => axe.run(document, options).then(found => found.violations)"
BUT_COLOURS = RULES | {"rules": {"color-contrast": {"enabled": False}}}
"""Colours are the same at both widths, and measuring them costs the most: they are measured on the phone."""
WATCH = """
window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation", (event) => window.refusedByPolicy.push(event.violatedDirective));
"""
# What no link leads to.
TYPED = (
    "/?print=1",
    "/search?q=施工",
    "/search?q=没有这样的词",
    "/officers/check?number=YL-2023-0101",
    "/officers/check?number=没有",
    "/verify/number",
    "/verify/number?number=没有",
    "/decisions/?q=没有",
    "/lists/matters/?q=没有",
)


@dataclass
class Judge:
    """Opens pages in a browser and notes what is wrong with each."""

    page: Page
    base: str
    faults: list[str] = field(default_factory=list)
    seen: int = 0

    def __post_init__(self) -> None:
        self.page.add_init_script(WATCH)
        self.page.on(
            "console", lambda line: self._note("console", line.text) if line.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self._note("error", str(error)))

    def _note(self, kind: str, what: str) -> None:
        self.faults.append(f"{self.page.url.removeprefix(self.base)} {kind}: {what}")

    def look(self, address: str) -> None:
        """Judge one page at both widths."""
        self.page.set_viewport_size(DESK)  # type: ignore[arg-type]
        answer = self.page.goto(self.base + address)
        assert answer is not None
        assert answer.ok, (address, answer.status)
        self.judge()

    def judge(self, sizes: Sequence[dict[str, int]] = BOTH) -> None:
        """Judge what is shown now."""
        self.seen += 1
        self.page.evaluate(Axe().axe_script)
        for size in sizes:
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > size["width"]:
                self._note("wide", f"{wide} > {size['width']}: {self._widest()}")
            self._judge_by_rules(BUT_COLOURS if size is DESK else RULES, size["width"])
        for directive in self.page.evaluate("window.refusedByPolicy"):
            self._note("policy", directive)

    def _judge_by_rules(self, rules: dict[str, Any], width: int) -> None:
        for violation in self.page.evaluate(JUDGED, rules):
            places = [f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:3]]
            self._note(f"{violation['id']}@{width}", f"{violation['help']} {places}")

    def _widest(self) -> str:
        found: str = self.page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
            ".slice(-3).map(e => e.outerHTML.slice(0, 120)).join(' | ')"
        )
        return found


@pytest.fixture
def judge(page: Page, live_server: LiveServer) -> Judge:
    """Return a judge with an empty sheet."""
    page.set_default_timeout(10_000)
    return Judge(page, live_server.url)


@pytest.fixture
def bureau(transactional_db: None) -> Bureau:
    """Make a bureau."""
    del transactional_db
    with day(1, 5):
        made = Bureau.make()
        publish_guides(made)
    return made


@pytest.fixture
def told(bureau: Bureau) -> CaseStory:
    """Tell cases up to several steps; return one that is published, closed, one of its two decisions withdrawn."""
    with day(9, 1):
        whole = decided(bureau, **TWO).served()
    with day(9, 8):
        published = [
            bureau.release(each) for each in Publication.objects.filter(kind="decision", state="collected")
        ]
        whole.performed().closed()
        withdraw(user=bureau.users["checker"], publication=published[1], situation="leaked")
        CaseStory(bureau).lead()
        CaseStory(bureau).lead().verified()
        filed(bureau)
        drafted(bureau)
        submitted(bureau)
        submitted(bureau).reviewed()
        submitted(bureau).reviewed().notified()
        decided(bureau)
    return whole


def test_every_page_of_the_portal_and_of_its_exported_copy(
    judge: Judge, told: CaseStory, tmp_path: Path
) -> None:
    pages = [*crawl(Client(), ["/"]).pages, *TYPED]
    number = told.decisions[0].document.number
    pages += [f"/verify/number?number={number}", "/login/"]
    for elder in (False, True):
        if elder:
            judge.page.goto(f"{judge.base}/display?mode=elder&next=/")
        for address in pages:
            judge.look(address)
    assert judge.seen > 40
    with day(9, 8):
        export(tmp_path / "site")
    live = judge.seen
    with _served(tmp_path / "site") as address:
        for path in _one_of_each(tmp_path / "site"):
            judge.page.goto(f"{address}/{path}")
            judge.judge([PHONE])
    assert judge.seen > live + 15
    assert judge.faults == [], "\n".join(judge.faults)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve a folder of plain files, as any web server would."""
    handler = partial(QuietFiles, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class QuietFiles(SimpleHTTPRequestHandler):
    """A server of files that says nothing of what it was asked."""

    def log_message(self, *said: object) -> None:
        """Keep quiet."""


def _one_of_each(folder: Path) -> list[str]:
    """Return a page of each part and depth of the exported site."""
    found: dict[tuple[str, ...], str] = {}
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        parts = name.split("/")
        found.setdefault((*parts[:2][: len(parts) - 1], str(len(parts))), name)
    return list(found.values())


DESKS = ("officer1", "reviewer", "legalhead", "deputy", "publisher", "checker", "system", "security", "audit")


def test_the_pages_of_the_workbench(judge: Judge, told: CaseStory) -> None:
    del told
    done: set[str] = set()
    cases = [f"/workbench/cases/{case.ref}/" for case in Case.objects.order_by("pk")]
    for username in DESKS:
        client = Client()
        client.post("/login/", {"username": username, "password": PASSWORD})
        starts = ["/workbench/", *cases] if may_read_cases(username) else ["/workbench/"]
        pages = crawl(client, starts, below="/workbench/").pages
        _take_over(judge, client)
        for address, route in pages.items():
            if route not in done or address == "/workbench/":
                judge.look(address)
        done |= set(pages.values())
    assert len(done) > 50, sorted(done)
    assert judge.faults == [], "\n".join(judge.faults)


def may_read_cases(username: str) -> bool:
    return Role(username.rstrip("12")) in MAY["case.read"]


def _take_over(judge: Judge, client: Client) -> None:
    """Let the browser go on with a person's session."""
    judge.page.context.clear_cookies()
    cookies = [
        {"name": name, "value": morsel.value, "url": judge.base} for name, morsel in client.cookies.items()
    ]
    judge.page.context.add_cookies(cookies)  # type: ignore[arg-type]


@pytest.mark.usefixtures("bureau")
def test_a_form_sent_back(judge: Judge) -> None:
    """What is wrong stands at the top and at its field, for eyes and ears alike."""
    client = Client()
    client.post("/login/", {"username": "officer1", "password": PASSWORD})
    _take_over(judge, client)
    for address in ("/workbench/cases/new/", "/workbench/password/"):
        judge.page.goto(judge.base + address)
        judge.page.locator("main form[method=post] button[type=submit]").first.click()
        judge.page.wait_for_selector("[role=alert]")
        judge.judge()
    judge.page.context.clear_cookies()
    judge.page.goto(f"{judge.base}/login/")
    judge.page.get_by_role("button", name="登录").click()
    judge.judge()
    assert _but_for_their_status(judge.faults) == []


def test_pages_of_what_is_not_there(judge: Judge, told: CaseStory) -> None:
    del told
    withdrawn = Publication.objects.get(kind="decision", state="withdrawn")
    for address, status in (("/no/such/page", 404), (f"/decisions/{withdrawn.ref}/", 410)):
        answer = judge.page.goto(judge.base + address)
        assert answer is not None
        assert answer.status == status
        judge.judge()
    assert _but_for_their_status(judge.faults) == []


def _but_for_their_status(faults: list[str]) -> list[str]:
    """Return the faults but for the browser's own line on an answer of 404, 410 or 422, which is meant here."""
    return [fault for fault in faults if "Failed to load resource" not in fault]


def test_the_judge_has_eyes(judge: Judge) -> None:
    """Were axe not running, or the measure wrong, every page would pass for nothing."""
    judge.page.goto(f"{judge.base}/verify/")
    judge.page.evaluate(
        "document.querySelector('main').innerHTML = "
        '\'<img src="/x.png"><p id="pale" style="margin:0">灰色的字</p><div id="wide">宽</div>\';'
        "document.querySelector('#wide').style.width = '2000px';"
        "document.querySelector('#pale').style.color = '#ccc';"
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<script src=\"https://other.example/x.js\">');"
    )
    judge.judge()
    told_of = {fault.split()[1].partition("@")[0].rstrip(":") for fault in judge.faults}
    assert told_of >= {"image-alt", "color-contrast", "wide", "console", "policy"}
