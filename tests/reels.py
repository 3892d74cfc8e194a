"""Small films and sounds that play, made for a test."""

from __future__ import annotations

import array
import io
import math
import struct
from functools import cache

import av
from PIL import Image, ImageDraw

STEP = 1024


@cache
def reel(
    seconds: int, *, codec: str = "libx264", container: str = "mp4", sound: str = "aac", rate: int = 5,
    size: tuple[int, int] = (320, 240),
) -> bytes:  # fmt: skip
    """Return a film (or, without `codec`, a sound) of a square that moves and a tone of 440 Hz."""
    made = io.BytesIO()
    with av.open(made, "w", format=container) as file:
        film = file.add_stream(codec, rate=rate) if codec else None
        tone = (
            file.add_stream(sound, rate=44100 if sound == "aac" else 8000, layout="mono") if sound else None
        )
        if film:
            film.width, film.height, film.pix_fmt = *size, "yuv420p"
            film.options = {"preset": "ultrafast", "g": "10"} if codec == "libx264" else {}
            for place in range(seconds * rate):
                picture = Image.new("RGB", size, (40, 80, 120))
                ImageDraw.Draw(picture).rectangle((place % 200, 20, place % 200 + 40, 60), fill="white")
                frame = av.VideoFrame.from_image(picture)
                frame.pts = place
                file.mux(film.encode(frame))
            file.mux(film.encode(None))
        if tone:
            wave = [int(12000 * math.sin(at * 440 * math.tau / tone.rate)) for at in range(tone.rate)]
            for place in range(seconds * tone.rate // STEP):
                heard = array.array("h", [wave[(place * STEP + at) % tone.rate] for at in range(STEP)])
                part = av.AudioFrame(format="s16", layout="mono", samples=STEP)
                part.planes[0].update(heard.tobytes())
                part.rate, part.pts = tone.rate, place * STEP
                file.mux(tone.encode(part))
            file.mux(tone.encode(None))
    return made.getvalue()


def named(word: str) -> bytes:
    """Return a film of two seconds that plays, another one for each word."""
    return reel(2) + struct.pack(">I", len(word.encode()) + 8) + b"free" + word.encode()


def frames(film: bytes) -> int:
    """Return how many frames a film shows."""
    with av.open(io.BytesIO(film)) as file:
        return sum(1 for _ in file.decode(video=0))


def without_frame(film: bytes, *, place: int) -> bytes:
    """Return the film with one frame cut out (the last of its group, which no other needs); nothing encoded anew."""
    made = io.BytesIO()
    with av.open(io.BytesIO(film)) as source, av.open(made, "w", format="mp4") as target:
        kept = {each.index: target.add_stream_from_template(each) for each in source.streams}
        passed = 0
        for packet in source.demux():
            shows = packet.stream.type == "video" and packet.dts is not None
            if packet.dts is not None and not (shows and passed == place):
                packet.stream = kept[packet.stream.index]
                target.mux(packet)
            passed += shows
    return made.getvalue()
