"""Tiny files that are what they say: a grey picture, a moment of silence, an empty film; each word makes another."""

from __future__ import annotations

import base64
import datetime as dt
import io
import struct
from fractions import Fraction

_GREY = base64.b64decode(
    "/9j/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QA"
    "FAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q=="
)
"""A JPEG of one grey pixel."""
RATE = 8000


def photo(word: str) -> bytes:
    """Return a JPEG of one pixel that carries a word as its comment."""
    comment = word.encode()
    return _GREY[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + _GREY[2:]


def sound(word: str) -> bytes:
    """Return a WAV of a tenth of a second: 8 kHz, one channel, eight bits, silent, with a word as its note."""
    note = _chunk(b"note", word.encode())
    body = b"WAVE" + _chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, RATE, RATE, 1, 8)) + note
    body += _chunk(b"data", b"\x80" * (RATE // 10))
    return _chunk(b"RIFF", body)


def film(word: str) -> bytes:
    """Return an MP4 without a track: file type, movie header, and a free box that carries a word."""
    header = struct.pack(">IIIII", 0, 0, 0, 1000, 0) + struct.pack(">IHHII", 0x10000, 0x100, 0, 0, 0)
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    movie = _box(b"mvhd", header + matrix + b"\x00" * 24 + struct.pack(">I", 1))
    return (
        _box(b"ftyp", b"isom" + struct.pack(">I", 512) + b"isommp41")
        + _box(b"moov", movie)
        + _box(b"free", word.encode())
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def clip(word: str, began: dt.datetime | None, seconds: float) -> bytes:
    """Return a real MP4 of a grey picture that lasts so long, states when it began, and carries a word as its title."""
    import av  # noqa: PLC0415 - heavy, and only what is really filmed needs it

    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as container:
        container.metadata["title"] = word
        if began is not None:
            container.metadata["creation_time"] = began.astimezone(dt.UTC).isoformat(timespec="seconds")
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 16
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, 10)
        grey = av.VideoFrame(16, 16, "yuv420p")
        for plane in grey.planes:
            plane.update(b"\x80" * plane.buffer_size)
        frames = max(1, round(seconds * 10))
        for number in sorted({*range(0, frames, max(1, frames // 20)), frames - 1}):
            grey.pts = number
            grey.time_base = Fraction(1, 10)
            container.mux(stream.encode(grey))
        container.mux(stream.encode(None))
    return made.getvalue()
