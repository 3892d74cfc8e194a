"""副本：录像能在浏览器里放，缩略图、画面一览、波形由任务制作，每件有自己的记录，原件一字节不动 (种子 B3.2)."""

from __future__ import annotations

import io
import os
import time
from typing import TYPE_CHECKING

import pytest
from django_tasks_db.models import DBTaskResult

from mingjing import clock
from mingjing.cases.actions import recording as recording_acts
from mingjing.cases.queries.recordings import activities_of
from mingjing.demo.stories import CaseStory
from mingjing.evidence import copying, footage, making
from mingjing.evidence.actions import Upload
from mingjing.evidence.recordings import Made
from mingjing.records import queue
from mingjing.records.models import Record
from mingjing.storage import content, store
from reels import reel

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.evidence.models import Copy, Recording


def brought(bureau: Bureau, name: str, data: bytes) -> Recording:
    """Upload a recording of an inspection that has just been made."""
    story = CaseStory(bureau, prompt=False).lead().verified().filed().investigated()
    activity = next(each for each in activities_of(story.case.dossier) if each.activity_kind == "inspection")
    now = clock.now()
    return recording_acts.upload_recording(
        user=story.user, case=story.refresh(), activity=activity, upload=Upload(name, io.BytesIO(data)),
        made=Made(now, now, "工地", "手机", story.officers[0]),
    )  # fmt: skip


def copied(row: Recording) -> dict[str, Copy]:
    """Let the tasks run, and return the copies."""
    queue.run_all()
    return copying.copies_of(row)


def test_an_old_camera_s_film_gets_a_copy_that_a_browser_plays(bureau: Bureau) -> None:
    """AVI with MPEG-4 and PCM: H.264 and AAC in an MP4; the original keeps its bytes, and every copy its record."""
    data = reel(6, codec="mpeg4", container="avi", sound="pcm_s16le")
    row = brought(bureau, "现场.avi", data)
    made = copied(row)
    assert set(made) == {"proxy", "thumbnail", "sheet"}
    with store.opened(made["proxy"].blob) as stream:
        assert making.plays(stream, content.MP4)
    assert store.read(row.blob) == data
    for each in made.values():
        assert each.source_id == row.blob_id
        assert each.tool.startswith("PyAV")
        assert dict(each.technical)["时长"] == "00:00:06"
        told = Record.objects.get(subject=f"evidence.copy:{each.ref}")
        assert (told.act, told.actor.startswith("system")) == ("evidence.copied", True)
    assert copying.make_copies(copying.name_of(row)) == []


def test_what_a_browser_plays_already_is_not_encoded_again(bureau: Bureau) -> None:
    made = copied(brought(bureau, "现场.mp4", reel(4)))
    assert set(made) == {"thumbnail", "sheet"}


def test_a_sound_gets_its_waveform(bureau: Bureau) -> None:
    made = copied(brought(bureau, "询问.wav", reel(2, codec="", container="wav", sound="pcm_s16le")))
    assert made["waveform"].blob.media_type == content.PNG


def test_a_damaged_film_stays_as_it_came_and_stops_nothing(bureau: Bureau) -> None:
    data = reel(4)
    row = brought(bureau, "损坏.mp4", data[: len(data) // 3])
    assert copied(row) == {}
    assert store.read(row.blob) == data[: len(data) // 3]


def test_what_was_destroyed_meanwhile_gets_no_copy_and_the_task_is_done(bureau: Bureau) -> None:
    row = brought(bureau, "已销毁.mp4", reel(1))
    store.backend().destroy(row.blob.sha256)
    assert copied(row) == {}
    assert not DBTaskResult.objects.ready().exists()


def test_what_a_process_that_died_left_half_made_is_cleared(bureau: Bureau) -> None:
    del bureau
    with copying.workshop() as today:
        old = today.with_name("yesterday")
        old.mkdir()
        (old / "proxy.mp4").write_bytes(b"half")
        os.utime(old, (0, 0))
        copying.clear_workshop()
        assert (today.exists(), old.exists()) == (True, False)


def test_a_film_whose_tracks_a_browser_plays_changes_its_container_only() -> None:
    stream = io.BytesIO(reel(4, container="mov"))
    assert not making.plays(stream, content.MOV)


@pytest.mark.parametrize("media_type", [content.MP4, content.MP3, content.WAV, content.AVI])
def test_no_reader_but_the_content_s_own_opens_a_file(media_type: str) -> None:
    """A play list that names other addresses is read by none, nor a list of files that states a length."""
    stream = io.BytesIO(b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n")
    with pytest.raises(making.UnreadableError):
        making.technical(stream, media_type)
    listed = io.BytesIO(b"ffconcat version 1.0\nfile other.mp4\nduration 60\n")
    assert footage.look_at(listed, media_type) == footage.Footage()


def test_thumbnail_and_metadata_take_less_than_half_a_second() -> None:
    """Speed, of a two-hour film: seeks, never decodes what lies before."""
    stream = io.BytesIO(reel(7200, rate=1, size=(160, 120), sound=""))
    began = time.perf_counter()
    assert dict(making.technical(stream, content.MP4))["时长"] == "02:00:00"
    stream.seek(0)
    assert making.thumbnail(stream, content.MP4).startswith(b"\xff\xd8")
    assert time.perf_counter() - began < 0.5
