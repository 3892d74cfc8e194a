"""A large recording goes up from the browser: the connection breaks, the page is closed, and it goes on from there."""

from __future__ import annotations

import hashlib
import socket
import struct
from threading import Event
from typing import TYPE_CHECKING, Any

import av
import pytest
from django.http import UnreadablePostError
from playwright.sync_api import expect
from walking import Walker, day

from mingjing.cases.queries.recordings import activities_of
from mingjing.demo.bureau import Bureau
from mingjing.demo.stories import CaseStory
from mingjing.evidence import arriving
from mingjing.evidence.models import Arrival, Recording
from reels import reel

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser
PIECE = 16 << 20
LONG = 35 << 20
WRITE = arriving.write


@pytest.fixture
def story(transactional_db: None) -> CaseStory:
    """A case whose officers inspected today."""
    del transactional_db
    with day(1, 5):
        bureau = Bureau.make()
    with day(6, 22):
        return CaseStory(bureau, prompt=False).lead().verified().filed().investigated()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A film of three pieces: what no player looks at makes it long."""
    found = reel(2)
    path = tmp_path / "现场检查.mp4"
    path.write_bytes(found + struct.pack(">I", LONG - len(found)) + b"free" + bytes(LONG - len(found) - 8))
    return path


class Cable:
    """The server's end of the cable: pulled once in the middle of the second piece, then for good in the third."""

    def __init__(self) -> None:
        self.offsets: list[int] = []
        self.gone = Event()
        self.mended = False

    def write(self, arrival: Arrival, *, offset: int, piece: Any, size: int, checksum: str = "") -> int:
        """Take a piece as the product does, unless the cable is pulled."""
        self.offsets.append(offset)
        if self._pulled(offset):
            piece.read(1 << 20)
            piece.environ["wsgi.input"]._read.__self__.raw._sock.shutdown(socket.SHUT_RDWR)
            raise UnreadablePostError
        return WRITE(arrival, offset=offset, piece=piece, size=size, checksum=checksum)

    def _pulled(self, offset: int) -> bool:
        if self.mended:
            return False
        if offset >= 2 * PIECE:
            self.gone.set()
        return self.gone.is_set() or (offset == PIECE and self.offsets.count(PIECE) == 1)


def test_a_large_recording_goes_on_where_it_was_cut(
    page: Page, live_server: LiveServer, story: CaseStory, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.set_default_timeout(20_000)
    cable = Cable()
    monkeypatch.setattr(arriving, "write", cable.write)
    walker = Walker(page, live_server.url)
    activity = next(each for each in activities_of(story.case.dossier) if each.activity_kind == "inspection")
    form = f"/workbench/cases/{story.case.ref}/recording/{activity.ref}/"
    with day(6, 22):
        walker.log_in("officer1")
        walker.go(form)
        page.locator("input[type=file]").set_input_files(film)
        # the connection drops once and comes back by itself; then it is gone, and the person closes the page
        # (when it is gone is not to be read off the page, which counts what was sent, not yet what was taken)
        assert cable.gone.wait(60), "the third piece was begun"
        expect(page.locator(".upload-words")).to_contain_text("连接中断，正在重试", timeout=60_000)
        page.on("dialog", lambda dialog: dialog.accept())
        walker.go("/workbench/")
        assert Arrival.objects.get().blob is None
        before = len(cable.offsets)
        assert cable.offsets[:3] == [0, PIECE, PIECE]
        cable.mended = True
        walker.go(form)
        page.locator("input[type=file]").set_input_files(film)
        expect(page.locator(".upload-words")).to_contain_text("已传完，填好表单后提交", timeout=60_000)
        again = cable.offsets[before:]
        assert again[0] == 2 * PIECE, "it goes on where it was cut"
        assert again == sorted(set(again)), "and sends nothing twice"
        walker.fill(
            {
                "started_at": "2026-06-22T08:00", "ended_at": "2026-06-22T08:12", "device": "手机",
                "recorded_by": "沈知行",
            }
        )  # fmt: skip
        walker.submit()
        row = Recording.objects.get()
        walker.go(f"/workbench/cases/{story.case.ref}/recordings/{row.ref}/")
        walker.press("播放")
        expect(page.locator("video")).to_have_js_property("readyState", 4)
        cookies = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
        # a player from outside, with its own client of HTTP, seeks in what we hand out
        with av.open(f"{page.url}original/", options={"headers": f"Cookie: {cookies}\r\n"}) as player:
            player.seek(1_500_000)
            assert next(player.decode(video=0)).time <= 1.5
    assert row.blob.sha256 == hashlib.sha256(film.read_bytes()).hexdigest()
    assert Arrival.objects.get().taken_as == f"evidence.recording:{row.ref}"
