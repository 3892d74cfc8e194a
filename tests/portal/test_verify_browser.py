"""The page computes the answer itself: a real browser, real scripts, a file that never leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from mingjing.documents.forms_catalogue import OPINION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from mingjing.disclosure.models import Publication
    from mingjing.documents.models import Document

    type Issue = Callable[..., Document]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ORIGINAL, MASKED = b"%PDF-1.7 the original", b"%PDF-1.7 the masked copy"


@pytest.fixture
def verify(page: Page, live_server: LiveServer, tmp_path: Path) -> Iterator[Callable[[bytes], str]]:
    """Open the page, give it a file, return what it says; nothing may fail or be sent meanwhile."""
    troubles: list[str] = []
    sent: list[tuple[str, str | None]] = []
    page.on("console", lambda message: troubles.append(message.text) if "404" not in message.text else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: sent.append((request.method, request.post_data)))

    def give(content: bytes) -> str:
        page.goto(f"{live_server.url}/verify/")
        (tmp_path / "决定书.pdf").write_bytes(content)
        page.locator("input[type=file]").set_input_files(tmp_path / "决定书.pdf")
        expect(page.locator("[data-result] h2")).to_be_visible()
        return page.locator("[data-result]").inner_text()

    yield give
    assert troubles == []
    assert set(sent) == {("GET", None)}


def test_the_served_document_is_told_as_such(verify: Callable[[bytes], str], issued: Issue) -> None:
    document = issued(ORIGINAL, MASKED)
    said = verify(ORIGINAL)
    assert said.startswith("与送达件一致")
    assert f"{document.number}，2026-09-15 10:00" in said
    assert "收录证明成立" in said
    assert said.count("不成立") == 0


def test_the_masked_copy_is_told_as_such(verify: Callable[[bytes], str], issued: Issue) -> None:
    issued(ORIGINAL, MASKED)
    assert verify(MASKED).startswith("与公示件（遮盖件）一致")


def test_a_copy_that_names_itself_is_sent_to_number_and_code(
    verify: Callable[[bytes], str], page: Page, issued: Issue
) -> None:
    document = issued(ORIGINAL, MASKED)
    said = verify(b"%PDF-1.4 saved again, code " + document.verification_code.encode())
    assert said.startswith("不是记录的那份文件：像是扫描件或者另存件")
    page.locator("[data-result] a", has_text="用文号和验真码查验").click()
    expect(page.locator("h2", has_text="编号与本机关的记录相符")).to_be_visible()


def test_a_copy_is_known_by_its_public_number_too(
    verify: Callable[[bytes], str], publish_decision: Callable[..., Publication]
) -> None:
    publish_decision()
    said = verify("%PDF-1.4 行政处罚决定书　云建罚决字〔2026〕第012号".encode())
    assert said.startswith("不是记录的那份文件")
    assert "查看公示页" in said


def test_a_strange_file_is_not_recorded_here(verify: Callable[[bytes], str], issued: Issue) -> None:
    issued(ORIGINAL, MASKED)
    said = verify(b"%PDF-1.7 something else")
    assert said.startswith("本机关无此记录")
    assert "先不要按文件上的账号缴款" in said


def test_a_document_that_was_not_published_names_its_title_only(
    verify: Callable[[bytes], str], issued: Issue
) -> None:
    issued(ORIGINAL, form=OPINION)
    said = verify(ORIGINAL)
    assert said.startswith("与送达件一致")
    assert "这份文书没有公开" in said


def test_a_key_copied_from_elsewhere_is_compared(
    verify: Callable[[bytes], str], page: Page, live_server: LiveServer, tmp_path: Path, issued: Issue
) -> None:
    issued(ORIGINAL, MASKED)
    verify(ORIGINAL)
    key = page.request.get(f"{live_server.url}/log/key").text().strip()
    for typed, words in ((key, "公钥与您填写的相同"), (f"x{key}", "公钥与您填写的不同")):
        page.goto(f"{live_server.url}/verify/")
        page.locator("summary", has_text="日志公钥").click()
        page.locator("#key").fill(typed)
        page.locator("input[type=file]").set_input_files(tmp_path / "决定书.pdf")
        expect(page.locator("[data-result] li", has_text=words)).to_be_visible()


def test_a_server_that_lies_is_found_out(verify: Callable[[bytes], str], page: Page, issued: Issue) -> None:
    issued(ORIGINAL, MASKED)
    page.route("**/verify/file/*.json", lambda route: route.fulfill(
        response=(answer := route.fetch()), body=answer.text().replace("index 0", "index 1")))  # fmt: skip
    said = verify(ORIGINAL)
    assert said.startswith("本站的回答不能自证")
    assert "收录证明不成立" in said
