"""A bundle dropped on the page is verified in the browser, and nothing of it is sent anywhere."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from mingjing.ledger.bundle import verify_bundle
from mingjing.records import log
from mingjing.records.actors import SYSTEM
from mingjing.records.bundling import bundle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from mingjing.documents.models import Document

    type Give = Callable[..., str]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made(issued: Callable[..., Document], tmp_path: Path) -> Path:
    document = issued(b"%PDF-1.7 the original", b"%PDF-1.7 the masked copy")
    target = tmp_path / "case.zip"
    bundle(actor=SYSTEM, dossier=document.dossier, target=target, folder="case-1", names={})
    assert verify_bundle(target).ok
    return target


@pytest.fixture
def give(page: Page, live_server: LiveServer) -> Give:
    """Give the page a file and return what it says; after the page has loaded nothing is asked of the server."""

    def hand(file: Path, *, key: str = "") -> str:
        page.goto(f"{live_server.url}/verify/", wait_until="networkidle")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        if key:
            page.get_by_text("我有从别处抄来的日志公钥").click()
            page.get_by_label("日志公钥").fill(key)
        page.locator("input[type=file]").set_input_files(file)
        expect(page.locator("[data-result] h2")).to_be_visible()
        assert not [url for url in asked if not url.partition("?")[0].endswith(".js")]
        return page.locator("[data-result]").inner_text()

    return hand


def test_an_untouched_bundle_is_told_complete(give: Give, made: Path) -> None:
    said = give(made)
    assert said.startswith("案卷包完整，没有改动")
    assert "2 个文件与记录所列的 SHA-256 相同" in said
    assert "与本站现用的相同" in said
    assert "记录所在的检查点没有外面的见证人副署" in said
    assert "公钥与您填写的相同" in give(made, key=log.log_head().vkey)


def test_a_changed_bundle_is_told_by_the_member_that_changed(give: Give, made: Path) -> None:
    whole = made.read_bytes()
    place = whole.index(b"the masked copy")
    made.write_bytes(whole[:place] + b"T" + whole[place + 1 :])
    said = give(made)
    assert said.startswith("案卷包核验不通过")
    assert "data/documents/" in said
    place = whole.index(b'"act') + 6
    made.write_bytes(whole[:place] + b"X" + whole[place + 1 :])
    assert "与记录头所记的散列不符" in give(made)
    made.write_bytes(whole[:-10])
    assert "不是完整的 zip 文件" in give(made)


def test_a_bundle_that_lacks_a_record_or_file_is_told_so(give: Give, made: Path) -> None:
    with zipfile.ZipFile(made) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    for lacking in ("data/documents/", "data/proofs/000001"):
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
            for name, content in members:
                if lacking not in name:
                    archive.writestr(name, content)
        said = give(made)
        assert said.startswith("案卷包核验不通过")
        assert lacking in said


def test_a_bundle_under_another_key_is_not_believed(give: Give, made: Path) -> None:
    assert give(made, key="other.example/log+00000000+AAAA").startswith("案卷包核验不通过")
