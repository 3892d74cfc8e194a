"""种子 B4: a recording that a party takes is marked across every frame; a court gets the bytes themselves."""

from __future__ import annotations

import copy
import datetime as dt
import io
import struct
import wave
from typing import TYPE_CHECKING

import av
import pytest
from PIL import Image

from mingjing import clock
from mingjing.cases.actions import access, marking
from mingjing.cases.models import AccessGrant, MarkedCopy
from mingjing.cases.queries.files import copies_of
from mingjing.cases.queries.opened import open_to
from mingjing.demo import samples
from mingjing.demo.people import COLLEAGUES
from mingjing.evidence.making import UnreadableError
from mingjing.evidence.marking import mark
from mingjing.records import audit, log, queue
from mingjing.storage.store import opened
from reels import named, reel
from telling import filed, refusal

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.cases.queries.files import CaseFile
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

DAY = dt.date(2026, 9, 15)


@pytest.fixture(scope="module")
def filmed(founded: Bureau) -> CaseStory:
    """A case whose inspection was filmed, in a bureau that has a window."""
    bureau = copy.deepcopy(founded)
    with clock.at(dt.date(2026, 1, 5)):
        bureau.add([each for each in COLLEAGUES if each.username == "window"], dt.date(2026, 1, 1))
    with clock.at(DAY), pytest.MonkeyPatch.context() as patch:
        patch.setattr(samples, "film", named)
        return filed(bureau).investigated()


@pytest.fixture
def story(filmed: CaseStory, db: None) -> CaseStory:
    del db
    return copy.deepcopy(filmed)


def recording(story: CaseStory) -> CaseFile:
    files = open_to(story.refresh(), "party", story.parties[0].ref)
    return next(each for each in files if each.blob.media_type == "video/mp4")


def grant(story: CaseStory, *, kind: str = "party") -> AccessGrant:
    party = story.parties[0]
    reader = access.Reader(
        kind=kind,
        name=party.name,
        identity="营业执照",
        connection="当事人",
        party=party.ref if kind == "party" else "",
    )
    return access.grant(
        user=story.as_("window"), case=story.refresh(), reader=reader, things=[recording(story).thing], copies=True,
        valid_from=DAY, valid_to=DAY + dt.timedelta(days=7),
    )  # fmt: skip


def test_a_party_takes_a_marked_film_and_a_court_the_bytes(story: CaseStory) -> None:
    with clock.at(DAY):
        file, window, row = recording(story), story.as_("window"), grant(story)
        with refusal("access.marking"):
            access.hand_over(user=window, row=row, thing=file.thing)
        assert not row.uses.exists()
        queue.run_all()
        given = access.hand_over(user=window, row=row, thing=file.thing)
        made = MarkedCopy.objects.get()
        assert given.blob == made.blob != file.blob
        assert made.source == file.blob
        assert marking.make(made.ref) == made, "made once"
        courts = grant(story, kind="authority")
        assert not courts.marked.exists()
        assert access.hand_over(user=window, row=courts, thing=file.thing).blob == file.blob
        with opened(made.source) as before, opened(given.blob) as after:
            assert _colours(after.read()) > _colours(before.read()), "the words stand on the picture"
        assert made in copies_of([file.blob.sha256])[file.blob.sha256], "it goes with its original"
    log.integrate_all()
    assert audit.run().problems == []


def _colours(data: bytes) -> int:
    with av.open(io.BytesIO(data)) as film:
        picture = next(film.decode(video=0)).to_image().convert("L")
    return len(picture.getcolors(1 << 16) or [])


def test_a_sound_becomes_a_film_of_the_words_as_long_as_it_is(tmp_path: Path) -> None:
    sound = io.BytesIO()
    with wave.open(sound, "wb") as written:
        written.setparams((1, 2, 8000, 0, "NONE", ""))
        written.writeframes(b"".join(struct.pack("<h", each % 9000) for each in range(8000 * 3)))

    def over(width: int, height: int) -> Path:
        Image.new("RGBA", (width, height), (200, 0, 0, 90)).save(tmp_path / "words.png")
        return tmp_path / "words.png"

    mark(io.BytesIO(sound.getvalue()), "audio/wav", over, tmp_path / "made.mp4")
    with av.open(str(tmp_path / "made.mp4")) as made:
        assert {each.type for each in made.streams} == {"video", "audio"}
        assert round((made.duration or 0) / 1_000_000) == 3
    for broken in (b"x" * 4000, reel(1)[:200]):
        with pytest.raises(UnreadableError):
            mark(io.BytesIO(broken), "video/mp4", over, tmp_path / "none.mp4")


def test_what_cannot_be_read_is_said_to_be_so(story: CaseStory, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*_: object) -> str:
        raise UnreadableError

    monkeypatch.setattr(marking, "mark", unreadable)
    with clock.at(DAY):
        row = grant(story)
        queue.run_all()
        with refusal("access.unmarkable"):
            access.show(user=story.as_("window"), row=row, thing=recording(story).thing)
