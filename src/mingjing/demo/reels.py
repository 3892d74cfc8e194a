"""A small film that plays, for the demo: a building site in flat colours, with somebody walking by and a tone."""

from __future__ import annotations

import array
import datetime as dt
import io
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

SIZE = (480, 270)
RATE, TONE, STEP = 4, 44100, 1024
WALKER = (60, 130)
"""Width and height of who walks by: whom a redacted copy must cover."""


def _drawn(left: int) -> Image.Image:
    """Return a picture of the site with somebody walking by so far from its left edge."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only what is really drawn needs it

    picture = Image.new("RGB", SIZE, (168, 196, 214))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 200, *SIZE), fill=(142, 128, 104))
    pen.rectangle((250, 60, 420, 200), fill=(190, 190, 186))
    for floor in range(60, 200, 28):
        pen.line((250, floor, 420, floor), fill=(110, 110, 110), width=2)
    pen.line((140, 20, 140, 200), fill=(200, 150, 30), width=6)
    pen.line((60, 30, 240, 30), fill=(200, 150, 30), width=5)
    pen.ellipse((left + 18, 100, left + 42, 124), fill=(224, 176, 150))
    pen.rectangle((left + 12, 124, left + 48, 190), fill=(200, 90, 30))
    return picture


def picture() -> bytes:
    """Return a JPEG of the site."""
    made = io.BytesIO()
    _drawn(60).save(made, "JPEG", quality=85)
    return made.getvalue()


def site(seconds: int, began: dt.datetime) -> bytes:
    """Return an H.264 film of so many seconds that states when it began."""
    import av  # noqa: PLC0415 - heavy, and only what is really filmed needs it

    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as file:
        file.metadata["creation_time"] = began.astimezone(dt.UTC).isoformat(timespec="seconds")
        film = file.add_stream("libx264", rate=RATE, options={"preset": "ultrafast", "g": "8"})
        tone = file.add_stream("aac", rate=TONE, layout="mono")
        film.width, film.height, film.pix_fmt = *SIZE, "yuv420p"
        for number in range(seconds * RATE):
            picture = _drawn(10 + number * 220 // max(1, seconds * RATE))
            frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            frame.pts = number
            file.mux(film.encode(frame))
        file.mux(film.encode(None))
        for number in range(seconds * TONE // STEP):
            heard = array.array(
                "h",
                (int(6000 * math.sin((number * STEP + at) * 330 * math.tau / TONE)) for at in range(STEP)),
            )
            part = av.AudioFrame(format="s16", layout="mono", samples=STEP)
            part.planes[0].update(heard.tobytes())
            part.rate, part.pts = TONE, number * STEP
            file.mux(tone.encode(part))
        file.mux(tone.encode(None))
    return made.getvalue()
