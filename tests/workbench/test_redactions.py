"""遮盖件：遮住的烧进另一份文件，元数据不带走，原件不动；经另一人预览核对才能公开 (种子 B4)."""

from __future__ import annotations

import array
import io
import struct
from typing import TYPE_CHECKING

import av
import pypdfium2 as pdfium
import pytest
from django.urls import reverse
from PIL import Image
from rules_cast import at_desk

from mingjing import clock
from mingjing.cases.actions import investigation
from mingjing.cases.actions import recording as recording_acts
from mingjing.cases.actions.redacting import answer_redaction, redact
from mingjing.cases.queries.recordings import activities_of
from mingjing.demo.stories import CaseStory
from mingjing.evidence import covering, making, redacting, redaction_rules
from mingjing.evidence.actions import Upload
from mingjing.evidence.recordings import Made
from mingjing.records import queue
from mingjing.records.models import Record
from mingjing.storage import store
from reels import reel
from telling import refusal

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.demo.bureau import Bureau
    from mingjing.evidence.copying import Shown
    from mingjing.evidence.models import Evidence, Recording, Redaction

REASON = "遮盖路人面部，随处罚决定公示"
BLACK = (0, 0, 0)


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    return CaseStory(bureau, prompt=False).lead().verified().filed().investigated()


def filmed(story: CaseStory, data: bytes, name: str = "现场.mp4") -> Recording:
    activity = next(each for each in activities_of(story.case.dossier) if each.activity_kind == "inspection")
    now = clock.now()
    return recording_acts.upload_recording(
        user=story.user, case=story.refresh(), activity=activity, upload=Upload(name, io.BytesIO(data)),
        made=Made(now, now, "工地", "手机", story.officers[0]),
    )  # fmt: skip


def given(story: CaseStory, name: str, data: bytes) -> Evidence:
    return investigation.add_evidence(
        user=story.user, case=story.refresh(), evidence_kind="01", name=name, proves="现场情况",
        collected_on=clock.today(), source="当事人", upload=Upload(name, io.BytesIO(data)),
    )  # fmt: skip


def covered(story: CaseStory, row: Shown, regions: str) -> Redaction:
    """Have a copy made and let the task run."""
    asked = redact(user=story.user, case=story.refresh(), row=row, regions=regions, reason=REASON)
    queue.run_all()
    asked.refresh_from_db()
    return asked


def bytes_of(made: Redaction) -> bytes:
    assert made.blob is not None, made.failed
    return store.read(made.blob)


def test_boxes_and_silence_are_burnt_into_another_film(story: CaseStory) -> None:
    """Within its span a box is black in every frame, outside it is not; what is muted is silent; no metadata."""
    data = reel(6)
    row = filmed(story, data)
    made = covered(story, row, "00:00:02-00:00:03 0,0,50,50\n静音 00:00:04-00:00:05\n80,80,20,20")
    with av.open(io.BytesIO(bytes_of(made))) as film:
        assert "creation_time" not in film.metadata
        for frame in film.decode(film.streams.video[0]):
            picture = frame.to_image()  # type: ignore[no-untyped-call]
            assert max(picture.getpixel((310, 230))) < 20
            if 2 <= frame.time <= 3:
                assert max(picture.crop((0, 0, 158, 118)).getextrema()[0]) < 40
            if frame.time < 1.5 or frame.time > 3.5:
                assert picture.getpixel((5, 100)) > (20, 50, 90)
    loud: dict[bool, float] = {True: 0, False: 0}
    with av.open(io.BytesIO(bytes_of(made))) as film:
        for part in film.decode(film.streams.audio[0]):
            heard = array.array("f", bytes(part.planes[0])[: part.samples * 4])
            muted = 4.1 < part.time < 4.9
            loud[muted] = max(loud[muted], *map(abs, heard))
    assert loud[False] > 0.2
    assert loud[True] < 0.001
    assert store.read(row.blob) == data


def test_who_asked_from_what_and_why_is_recorded_before_and_after(story: CaseStory) -> None:
    row = filmed(story, reel(2))
    made = covered(story, row, "10,10,20,20")
    assert (made.source_id, made.reason, made.made_by) == (row.blob_id, REASON, story.officers[0])
    assert [str(each) for each in redaction_rules.again(made.regions)] == ["遮盖 10,10,20,20"]
    acts = Record.objects.filter(dossier=made.dossier).order_by("seq").values_list("act", flat=True)
    assert [each for each in acts if "redaction" in each] == [
        "evidence.redaction_asked", "evidence.redaction_made",
    ]  # fmt: skip
    assert redacting.make(made.ref) == made
    assert Record.objects.filter(act="evidence.redaction_made").count() == 1


def held_sideways(film: bytes) -> bytes:
    """Return a film as a telephone held upright writes it: lying, with the matrix of a quarter turn in its header."""
    at = film.index(b"tkhd") + 44
    matrix = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    return film[:at] + matrix + film[at + 36 :]


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_a_box_lies_where_it_was_drawn_on_a_film_held_sideways(tmp_path: Path, codec: str) -> None:
    """People draw on the upright picture; copies that are encoded anew stand upright too."""
    film = held_sideways(reel(2, codec=codec, sound=""))
    regions = redaction_rules.read("0,0,50,20", media_type="video/mp4")
    covering.cover(io.BytesIO(film), "video/mp4", regions, tmp_path / "covered.mp4")
    with av.open(str(tmp_path / "covered.mp4")) as made:
        frame = next(made.decode(video=0))
        picture = frame.to_image()
    assert (picture.size, frame.rotation) == ((240, 320), 0)
    assert max(picture.getpixel((60, 30))) < 20
    assert picture.getpixel((60, 200))[2] > 80
    small = Image.open(io.BytesIO(making.thumbnail(io.BytesIO(film), "video/mp4")))
    assert small.size == (240, 320)
    making.proxy(io.BytesIO(film), "video/mp4", tmp_path / "proxy.mp4")
    with av.open(str(tmp_path / "proxy.mp4")) as made:
        frame = next(made.decode(video=0))
    assert (abs(frame.rotation) == 90) == (frame.width == 320), "turned by its header, or upright by itself"


def test_a_picture_loses_what_is_covered_and_where_it_was_taken(story: CaseStory) -> None:
    """EXIF goes, upright stays upright."""
    picture = Image.new("RGB", (200, 100), (200, 30, 30))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "张三家门口"
    data = io.BytesIO()
    picture.save(data, "JPEG", exif=exif)
    made = covered(story, given(story, "门口.jpg", data.getvalue()), "0,0,50,25")
    clean = Image.open(io.BytesIO(bytes_of(made)))
    assert clean.size == (100, 200)
    assert not dict(clean.getexif())
    assert "张三" not in bytes_of(made).decode("utf-8", "ignore")
    assert max(clean.getpixel((20, 20))) < 30
    assert clean.getpixel((80, 150))[0] > 150


def test_a_page_becomes_a_picture_so_that_nothing_lies_beneath(story: CaseStory) -> None:
    source = pdfium.PdfDocument.new()
    for _ in range(2):
        source.new_page(300, 400)
    data = io.BytesIO()
    source.save(data)
    made = covered(story, given(story, "合同.pdf", data.getvalue()), "第2页 10,10,50,50")
    found = pdfium.PdfDocument(bytes_of(made))
    assert [each.get_size() for each in found] == [(300, 400), (300, 400)]
    pictures = [each.render().to_pil().convert("RGB") for each in found]
    assert min(pictures[0].getpixel((100, 100))) > 240
    assert max(pictures[1].getpixel((100, 100))) < 15
    assert not found[1].get_textpage().get_text_range()


def test_nothing_is_public_before_another_person_has_looked_at_it(story: CaseStory) -> None:
    """Not even the maker's own word: released by somebody else, once; a refusal says why."""
    row = filmed(story, reel(2))
    made = covered(story, row, "10,10,20,20")
    case = story.refresh()
    with refusal("redaction.unreleased.not_allowed"):
        redacting.publishable(made)
    with refusal("redaction.own"):
        answer_redaction(user=story.user, case=case, row=row, redaction=made, released=True, words="")
    other = story.as_("officer2")
    with refusal("redaction.words"):
        answer_redaction(user=other, case=case, row=row, redaction=made, released=False, words=" ")
    made = answer_redaction(user=other, case=case, row=row, redaction=made, released=True, words="")
    assert redacting.publishable(made) == made.blob
    with refusal("redaction.answered"):
        answer_redaction(user=other, case=case, row=row, redaction=made, released=False, words="漏了")


def test_a_damaged_original_is_said_to_give_no_copy(story: CaseStory) -> None:
    data = reel(4)
    made = covered(story, filmed(story, data[: len(data) // 3]), "10,10,20,20")
    assert (made.blob, made.failed) == (None, "原件损坏、已销毁或者无法读取，没有制成")
    with refusal("redaction.unreleased.not_allowed"):
        redacting.publishable(made)


def test_what_a_library_cannot_read_is_unreadable_and_no_task_is_left_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken page, a picture of too many dots: said as such, or its page would say 制作中 for ever."""
    broken = b"%PDF-1.4\n" + b"0" * 100
    picture = io.BytesIO()
    Image.new("RGB", (100, 100)).save(picture, "PNG")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    for data, media_type in ((broken, "application/pdf"), (picture.getvalue(), "image/png")):
        with pytest.raises(making.UnreadableError):
            covering.cover(io.BytesIO(data), media_type, [], tmp_path / "covered")


@pytest.mark.parametrize(
    ("media_type", "line"),
    [
        ("video/mp4", "10,10,20"), ("video/mp4", "90,10,20,20"), ("video/mp4", "10,10,0,20"),
        ("video/mp4", "第1页 10,10,20,20"), ("video/mp4", "00:00:05-00:00:03 10,10,20,20"),
        ("image/jpeg", "静音 00:00:01-00:00:02"), ("image/jpeg", "00:00:01-00:00:02 10,10,20,20"),
        ("audio/wav", "10,10,20,20"), ("application/pdf", "静音 00:00:01-00:00:02"), ("video/mp4", "遮住人脸"),
    ],
)  # fmt: skip
def test_a_region_that_the_file_does_not_have_is_refused(media_type: str, line: str) -> None:
    with refusal("redaction.region"):
        redaction_rules.read(line, media_type=media_type)


def test_regions_are_said_as_they_are_read() -> None:
    text = "00:00:02-00:00:03.5 遮盖 0,0,50,50\n静音 00:00:04-00:00:05"
    assert "\n".join(map(str, redaction_rules.read(text, media_type="video/mp4"))) == text


def test_it_goes_by_the_pages(story: CaseStory) -> None:
    """Opened (an act), drawn or typed, made, previewed, checked by a colleague, handed out."""
    row = filmed(story, reel(2))
    maker, other = at_desk("officer1"), at_desk("officer2")
    shown = maker.text(reverse("case-recording", args=[story.case.ref, row.ref]))
    opening = reverse("redaction-open", args=[story.case.ref, "recording", row.ref])
    assert f'action="{opening}"' in shown
    form = maker.client.post(opening)["Location"]
    assert Record.objects.filter(act="evidence.recording_viewed").count() == 1
    drawn_on = maker.text(form)
    assert 'id="canvas"' in drawn_on
    source = drawn_on.partition('<video class="player"')[2].partition('src="')[2].partition('"')[0]
    assert maker.client.get(source, headers={"Range": "bytes=0-9"}).status_code == 206
    assert other.client.get(source).status_code == 403
    refused = maker.send(form, {"regions": "遮住人脸", "reason": REASON})
    assert refused.status_code == 422
    copy = maker.send(form, {"regions": "10,10,20,20", "reason": REASON})["Location"]
    assert "正在制作" in maker.text(copy)
    queue.run_all()
    assert f'href="{copy}check/"' not in maker.text(copy)
    assert f'href="{copy}check/"' in other.text(copy)
    assert other.client.get(f"{copy}file/", headers={"Range": "bytes=0-9"}).status_code == 206
    reader = at_desk("supervisor")
    assert "核对可以公开以后才能查看" in reader.text(copy), "unchecked: it may show what it should cover"
    assert reader.get(f"{copy}file/").status_code == 403
    assert other.send(f"{copy}check/", {"released": "yes", "words": ""})["Location"] == copy
    assert "下载，供公开使用" in maker.text(copy)
    assert "可以公开" in maker.text(reverse("case-recording", args=[story.case.ref, row.ref]))
    assert reader.client.get(f"{copy}file/", headers={"Range": "bytes=0-9"}).status_code == 206
    assert at_desk("publisher").get(f"{copy}file/").status_code == 403
