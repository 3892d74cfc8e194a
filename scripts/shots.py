"""Take the README's screenshots from a fresh demo: `.venv/bin/python scripts/shots.py [NAME…]`.

Starts the demo in a folder that is thrown away, serves it on a free port, and looks at it as the demo accounts do.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect, sync_playwright

from mingjing.demo.people import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "docs" / "shots"
COMMAND = str(ROOT / ".venv" / "bin" / "mingjing")
DESKTOP, PHONE = (1280, 900), (360, 780)
FLAGS = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking")
MORE_FLAGS = ("disable-component-update", "disable-sync", "disable-dev-shm-usage")
PATIENCE = 120


def portal_home(page: Page) -> None:
    page.goto("/")


def portal_list(page: Page) -> None:
    page.goto("/lists/matters/")


def portal_decision(page: Page) -> None:
    page.goto("/decisions/")
    page.goto(_link(page, "main a[href^='/decisions/']:not([href$='/decisions/']):not([href*='feed'])"))


def portal_verify(page: Page) -> None:
    """Drop a published decision, as anyone may."""
    portal_decision(page)
    pdf = page.request.get(_link(page, "a[href$='.pdf']")).body()
    page.goto("/verify/")
    page.set_input_files(
        "input[type=file]", {"name": "决定书.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    expect(page.locator("[data-result] h2")).to_contain_text("一致")
    page.locator("[data-result]").scroll_into_view_if_needed()


def wb_home(page: Page) -> None:
    _log_in(page, "officer1")
    page.goto("/workbench/")


def wb_case(page: Page) -> None:
    """Show a case that waits for its parties' answers."""
    _log_in(page, "officer1")
    cases = _cases()
    chosen = next((case for case in cases if case["state"] == "noticed"), cases[0])
    page.goto(f"/workbench/cases/{chosen['id']}/")


def wb_review(page: Page) -> None:
    _log_in(page, "reviewer")
    page.goto("/workbench/review/")
    page.goto(_link(page, "td a.btn"))


def wb_publish(page: Page) -> None:
    _log_in(page, "checker")
    page.goto("/workbench/publications/")
    page.goto(_link(page, "td a.btn"))


PAGES: dict[str, tuple[Callable[[Page], None], tuple[int, int]]] = {
    "portal-home": (portal_home, DESKTOP),
    "portal-home-360": (portal_home, PHONE),
    "portal-list": (portal_list, DESKTOP),
    "portal-decision": (portal_decision, DESKTOP),
    "portal-verify": (portal_verify, DESKTOP),
    "wb-home": (wb_home, DESKTOP),
    "wb-case": (wb_case, DESKTOP),
    "wb-review": (wb_review, DESKTOP),
    "wb-publish": (wb_publish, DESKTOP),
}


def _link(page: Page, selector: str) -> str:
    """Return where the first such link leads."""
    return page.locator(selector).first.evaluate("link => link.href")


def _log_in(page: Page, username: str) -> None:
    page.goto("/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/workbench/**")


def _cases() -> list[dict[str, str]]:
    told = subprocess.run([COMMAND, "cases", "--json"], check=True, capture_output=True, text=True).stdout
    found: list[dict[str, str]] = json.loads(told)
    return found


@contextmanager
def served_demo() -> Iterator[str]:
    """Hold a fresh demo on a free port for as long as the block runs; return its address."""
    with tempfile.TemporaryDirectory(prefix="mingjing-shots-") as folder, socket.socket() as free:
        os.environ["MINGJING_DATA"] = folder
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        subprocess.run([COMMAND, "demo"], check=True)
        with (Path(folder) / "serve.log").open("w") as log:
            server = subprocess.Popen([COMMAND, "serve", "--port", str(port)], stderr=log, stdout=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/healthz")
            yield address
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own loopback address
                return
        except OSError:  # refused, or not answered in time
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def take(browser: Browser, address: str, name: str) -> None:
    """Take one screenshot."""
    show, (width, height) = PAGES[name]
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    page = context.new_page()
    show(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=SHOTS / f"{name}.png")
    context.close()
    print(f"docs/shots/{name}.png")


def main(names: list[str]) -> int:
    """Take the named screenshots, or all."""
    chromium = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
        None,
    )
    if chromium is None or set(names) - set(PAGES):
        print(
            "需要系统的 Chromium。" if chromium is None else f"名称须是：{'、'.join(PAGES)}", file=sys.stderr
        )
        return 2
    SHOTS.mkdir(parents=True, exist_ok=True)
    with served_demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[f"--{flag}" for flag in (*FLAGS, *MORE_FLAGS)],
            # Date and file fields speak the browser's own language, where its Chinese texts are installed.
            env={**os.environ, "LANGUAGE": "zh_CN", "LC_ALL": "zh_CN.UTF-8"},
        )
        for name in names or PAGES:
            take(browser, address, name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
