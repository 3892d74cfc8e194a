"""Marked copies of recordings: words across every frame of a film; a sound becomes a film of the words it is heard by.

Everything is encoded anew and no metadata goes along; the source is only read. The sound itself carries no mark.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import av
from PIL import Image

from mingjing.evidence.making import ENCODING, TOOL, Film, Sound, UnreadableError, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STILL = (640, 360)
PAPER = "white"


def mark(stream: IO[bytes], media_type: str, over: Callable[[int, int], Path], target: Path) -> str:
    """Write the marked film to `target`; return by what it was made. Raise UnreadableError.

    `over` is given a width and a height and returns the transparent PNG of that size to be laid over each frame.
    """
    try:
        with (
            opened(stream, media_type) as source,
            av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as made,
        ):
            _written(source, made, over)
    except av.FFmpegError as error:
        raise UnreadableError from error
    return f"{TOOL}，加水印，libx264 veryfast crf 26"


def _written(source: Any, made: Any, over: Callable[[int, int], Path]) -> None:
    films, sounds = source.streams.video[:1], source.streams.audio[:1]
    if not films and not sounds:
        raise UnreadableError
    tracks: dict[int, Any] = {each.index: Film(made, each, over) for each in films}
    still = None if films else _Still(made, over)
    tracks |= {each.index: Sound(made) for each in sounds}
    for packet in source.demux(*films, *sounds):
        tracks[packet.stream.index].take(packet)
        if still and packet.pts is not None:
            still.until(float(packet.pts * packet.time_base))
    for track in [*tracks.values(), *([still] if still else [])]:
        track.end()


class _Still:
    """One picture with the words, a frame a second, for as long as the sound lasts."""

    def __init__(self, made: Any, over: Callable[[int, int], Path]) -> None:
        self._made, self._count = made, 0
        self._track = made.add_stream("libx264", rate=1, options=ENCODING)
        self._track.width, self._track.height = STILL
        self._track.pix_fmt = "yuv420p"
        with Image.open(over(*STILL)) as words:
            under = Image.new("RGBA", STILL, PAPER)
            self._picture = Image.alpha_composite(under, words.convert("RGBA")).convert("RGB")

    def until(self, seconds: float) -> None:
        """Show the picture up to a moment of the sound."""
        while self._count <= seconds:
            frame: Any = av.VideoFrame.from_image(self._picture)  # type: ignore[no-untyped-call]
            frame.pts = self._count
            self._made.mux(self._track.encode(frame))
            self._count += 1

    def end(self) -> None:
        """Write what the encoder still holds."""
        self._made.mux(self._track.encode(None))
