"""播放：打开一次记一次，按范围取字节可以拖动；片段按时间点引用，原件不剪辑 (种子 B3.2；行政处罚法46)."""

from __future__ import annotations

import io
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse
from rules_cast import at_desk

from mingjing import clock
from mingjing.cases.actions import recording as recording_acts
from mingjing.cases.actions.citing import cite_recording
from mingjing.cases.queries.recordings import activities_of
from mingjing.demo.stories import CaseStory
from mingjing.evidence.actions import Upload
from mingjing.evidence.models import Citation, Recording
from mingjing.evidence.recordings import Made
from mingjing.records import queue
from mingjing.records.models import Record
from mingjing.storage import store
from mingjing.storage.models import Blob
from mingjing.theme.ranges import WINDOW, ranged
from reels import reel
from telling import refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

FILM = reel(20, rate=2)


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    return CaseStory(bureau, prompt=False).lead().verified().filed().investigated()


@pytest.fixture
def row(story: CaseStory) -> Recording:
    return brought(story, FILM)


def brought(story: CaseStory, data: bytes) -> Recording:
    activity = next(each for each in activities_of(story.case.dossier) if each.activity_kind == "inspection")
    now = clock.now()
    return recording_acts.upload_recording(
        user=story.user, case=story.refresh(), activity=activity, upload=Upload("现场.mp4", io.BytesIO(data)),
        made=Made(now, now, "工地", "手机", story.officers[0]),
    )  # fmt: skip


def play(story: CaseStory, row: Recording, username: str = "officer1") -> tuple[Any, str]:
    """Open a recording; return the client and the player's address."""
    client = at_desk(username).client
    answer = client.post(reverse("recording-play", args=[story.case.ref, row.ref]))
    assert answer.status_code == 303, answer.content.decode()
    return client, answer["Location"]


def got(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def viewings(row: Recording) -> int:
    return Record.objects.filter(
        act="evidence.recording_viewed", subject=f"evidence.recording:{row.ref}"
    ).count()


def test_opening_is_one_act_however_much_is_then_played(story: CaseStory, row: Recording) -> None:
    client, address = play(story, row)
    for part in ("bytes=0-99", "bytes=100-199", "bytes=-50"):
        assert client.get(f"{address}original/", headers={"Range": part}).status_code == 206
    client.get(address)
    assert viewings(row) == 1
    play(story, row)
    assert viewings(row) == 2


def test_bytes_come_by_ranges_as_the_standard_says(story: CaseStory, row: Recording) -> None:
    """RFC 9110 §14: first, last, from the end, beyond, backwards, of another version; HEAD and 304."""
    client, address = play(story, row)
    stream, size = f"{address}original/", len(FILM)
    etag = f'"{row.blob.sha256}"'
    for asked, start, end in (
        ("bytes=0-0", 0, 1), ("bytes=10-19", 10, 20), ("bytes=-7", size - 7, size),
        (f"bytes={size - 5}-", size - 5, size), (f"bytes=3-{size * 2}", 3, size), (f"bytes=-{size * 2}", 0, size),
    ):  # fmt: skip
        answer = client.get(stream, headers={"Range": asked})
        assert answer.status_code == 206
        assert answer["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
        assert answer["Content-Length"] == str(end - start)
        assert got(answer) == FILM[start:end]
    for asked in (f"bytes={size}-", "bytes=-0"):
        answer = client.get(stream, headers={"Range": asked})
        assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{size}")
    for asked in ("bytes=9-3", "bytes=0-1,5-6", "items=0-1", "bytes=a-b", "bytes=-"):
        answer = client.get(stream, headers={"Range": asked})
        assert (answer.status_code, got(answer) == FILM) == (200, True)
    for mark, status in ((etag, 206), ('"another"', 200), ("Wed, 25 Nov 2026 00:00:00 GMT", 200)):
        assert client.get(stream, headers={"Range": "bytes=0-1", "If-Range": mark}).status_code == status
    head = client.head(stream, headers={"Range": "bytes=0-1"})
    assert (head.status_code, head["Content-Length"], head.content) == (200, str(size), b"")
    assert (head["ETag"], head["Accept-Ranges"], head["Content-Type"]) == (etag, "bytes", "video/mp4")
    assert client.get(stream, headers={"If-None-Match": etag}).status_code == 304


def test_only_who_opened_it_plays_it(story: CaseStory, row: Recording) -> None:
    client, address = play(story, row)
    assert at_desk("officer2").get(f"{address}original/").status_code == 403
    assert at_desk("publisher").get(address).status_code == 403
    assert (
        at_desk("publisher")
        .client.post(reverse("recording-play", args=[story.case.ref, row.ref]))
        .status_code
        == 403
    )
    other = brought(story, reel(3, rate=2))
    assert client.get(address.replace(row.ref, other.ref)).status_code == 403
    with clock.at(clock.now()):
        assert client.get(address).status_code == 200


def test_a_range_far_within_a_large_file_costs_no_memory(bureau: Bureau) -> None:
    """Six gibibytes, as a two-hour film in high quality: a tool gets any range, a browser's player a window of it."""
    del bureau
    large = Blob.objects.create(
        sha256="f0" * 32, sm3="a" * 64, size=6 << 30, media_type="video/mp4", stored_at=clock.now()
    )
    path = settings.MINGJING_DATA / "blobs" / "f0" / "f0" / large.sha256
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.truncate(6 << 30)
        file.seek((5 << 30) + 3)
        file.write(b"here")
    asked = RequestFactory().get("/", headers={"Range": f"bytes={5 << 30}-{(5 << 30) + (64 << 20)}"})
    answer: Any = ranged(asked, large, filename="现场.mp4")
    tracemalloc.start()
    first, total = b"", 0
    for chunk in answer.streaming_content:
        first = first or chunk
        total += len(chunk)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (first[3:7], total) == (b"here", (64 << 20) + 1)
    assert peak < 4 << 20
    watching = RequestFactory().get("/", headers={"Range": f"bytes={4 << 30}-", "Sec-Fetch-Dest": "video"})
    answer = ranged(watching, large, filename="现场.mp4")
    assert answer["Content-Range"] == f"bytes {4 << 30}-{(4 << 30) + WINDOW - 1}/{6 << 30}"
    path.unlink()


def test_the_player_shows_what_is_known_and_what_was_copied(story: CaseStory, row: Recording) -> None:
    queue.run_all()
    client, address = play(story, row)
    shown = client.get(address).content.decode()
    for said in ("<video", 'preload="metadata"', row.blob.sha256, row.blob.sm3, "00:00:20", "缩略图", "手机"):
        assert said in shown
    picture = client.get(reverse("recording-picture", args=[story.case.ref, row.ref, "thumbnail"]))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    assert "media-src 'self'" in client.get(address)["Content-Security-Policy"]


def test_a_span_is_cited_by_its_times_and_leads_back_to_them(story: CaseStory, row: Recording) -> None:
    """From the player and back to it; the evidence of the case lists it; the original keeps its bytes."""
    client, address = play(story, row)
    opening = address.rstrip("/").rpartition("/")[2]
    page = reverse("recording-citation", args=[story.case.ref, row.ref])
    typed = {
        "starts": "0:03",
        "ends": "0:07.5",
        "shows": "三层外架没有连墙件",
        "opening": opening,
        "once": "a" * 20,
    }
    refused = client.post(page, {**typed, "ends": "0:02"})
    assert refused.status_code == 422
    assert "三层外架没有连墙件" in refused.content.decode()
    done = client.post(page, {**typed, "once": "b" * 20})
    assert (done.status_code, done["Location"]) == (303, address)
    shown = client.get(address).content.decode()
    assert 'data-seek="3.000"' in shown
    assert "[00:00:03–00:00:07.5]" in shown
    assert "三层外架没有连墙件" in at_desk("officer2").text(reverse("case", args=[story.case.ref]))
    assert "引用“录像 1”[00:00:03–00:00:07.5]作为证据" in at_desk("supervisor").text(
        reverse("case-records", args=[story.case.ref])
    )
    assert store.read(row.blob) == FILM


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        ("0:30", "", "citation.beyond"), ("0:01", "0:30", "citation.beyond"), ("0:05", "0:05", "citation.backwards"),
        ("五分", "", "citation.moment"), ("0:61", "", "citation.moment"),
    ],
)  # fmt: skip
def test_a_citation_names_a_time_that_the_recording_has(
    story: CaseStory, row: Recording, starts: str, ends: str, code: str
) -> None:
    with refusal(code):
        cite_recording(
            user=story.user, case=story.refresh(), recording=row, starts=starts, ends=ends, shows="外架"
        )
    assert not Citation.objects.exists()


def test_only_who_handles_the_case_cites(story: CaseStory, row: Recording) -> None:
    with refusal("role.not_allowed"):
        cite_recording(
            user=story.as_("deputy"), case=story.refresh(), recording=row, starts="0:01", shows="外架"
        )
