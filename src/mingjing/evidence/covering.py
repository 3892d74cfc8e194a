"""Covering what must not be public: black boxes and silence, burnt into a new file; no metadata goes along.

What is covered is not there any more: films are encoded anew, pages become pictures. The source is only read.
"""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Any

import av
import PIL
import pypdfium2 as pdfium
from av.audio.resampler import AudioResampler
from PIL import Image, ImageDraw, ImageOps

from mingjing.evidence.making import ENCODING, TOOL, UnreadableError, chained, opened, turning
from mingjing.evidence.redaction_rules import Box, Mute
from mingjing.storage import content

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from av.filter import Graph

    from mingjing.evidence.redaction_rules import Region

DOTS = 150
"""Dots to an inch of a page that becomes a picture."""
POINTS = 72
MOST_PAGES = 500
MOST_INCHES = 40
ENDINGS = {"video": "mp4", "audio": "m4a", "image": "jpg", "application": "pdf"}


def cover(stream: IO[bytes], media_type: str, regions: Sequence[Region], target: Path) -> str:
    """Write the covered copy to `target`; return by what it was made. Raise UnreadableError."""
    try:
        return _covered(stream, media_type, regions, target)
    except (av.FFmpegError, pdfium.PdfiumError, Image.DecompressionBombError, SyntaxError) as error:
        raise UnreadableError from error


def _covered(stream: IO[bytes], media_type: str, regions: Sequence[Region], target: Path) -> str:
    if media_type in content.IMAGES:
        return _picture(stream, regions, target)
    if media_type == content.PDF:
        return _pages(stream, regions, target)
    if media_type in content.RECORDINGS:
        return _recording(stream, media_type, regions, target)
    raise UnreadableError


def _blacken(picture: Image.Image, regions: Sequence[Region], page: int | None = None) -> None:
    pen = ImageDraw.Draw(picture)
    for each in regions:
        if isinstance(each, Box) and each.page in {None, page}:
            left, top, right, bottom = each.on(picture.width, picture.height)
            pen.rectangle((left, top, right - 1, bottom - 1), fill="black")


def _picture(stream: IO[bytes], regions: Sequence[Region], target: Path) -> str:
    with Image.open(stream) as found:
        clean = Image.new("RGB", ImageOps.exif_transpose(found).size, "white")
        clean.paste(ImageOps.exif_transpose(found).convert("RGB"))
    _blacken(clean, regions)
    clean.save(target, "JPEG", quality=90)
    return f"Pillow {PIL.__version__}"


def _pages(stream: IO[bytes], regions: Sequence[Region], target: Path) -> str:
    source = pdfium.PdfDocument(stream)
    made = pdfium.PdfDocument.new()
    try:
        if len(source) > MOST_PAGES:
            raise UnreadableError
        for number in range(len(source)):
            page = source[number]
            wide, tall = page.get_size()
            if max(wide, tall) > MOST_INCHES * POINTS:
                raise UnreadableError
            picture = page.render(scale=DOTS / POINTS).to_pil().convert("RGB")
            page.close()
            _blacken(picture, regions, number + 1)
            _add_page(made, picture, wide, tall)
        made.save(str(target))
    finally:
        made.close()
        source.close()
    return f"pypdfium2，每页一幅图，{DOTS} dpi"


def _add_page(made: Any, picture: Image.Image, wide: float, tall: float) -> None:
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", quality=85)
    drawn.seek(0)
    image = pdfium.PdfImage.new(made)
    image.load_jpeg(drawn, inline=True)
    image.set_matrix(pdfium.PdfMatrix().scale(wide, tall))
    page = made.new_page(wide, tall)
    page.insert_obj(image)
    page.gen_content()
    page.close()


def _recording(stream: IO[bytes], media_type: str, regions: Sequence[Region], target: Path) -> str:
    with (
        opened(stream, media_type) as source,
        av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as made,
    ):
        tracks: dict[int, Any] = {}
        begins = (source.start_time or 0) / av.time_base
        for film in source.streams.video[:1]:
            tracks[film.index] = _Covered(
                made, film, [each for each in regions if isinstance(each, Box)], begins
            )
        for sound in source.streams.audio[:1]:
            tracks[sound.index] = _Muted(made, [each for each in regions if isinstance(each, Mute)], begins)
        if not tracks:
            raise UnreadableError
        for packet in source.demux(*source.streams.video[:1], *source.streams.audio[:1]):
            try:
                frames = packet.decode()
            except av.FFmpegError:
                continue  # a damaged packet shows nothing, so nothing of it can leak
            for frame in frames:
                tracks[packet.stream.index].take(frame)
        for track in tracks.values():
            track.end()
    return f"{TOOL}，libx264、aac"


class _Covered:
    """A picture track with boxes; turned upright first, as people saw it when they drew them."""

    def __init__(self, made: Any, source: Any, boxes: Sequence[Box], begins: float) -> None:
        self._made, self._source, self._boxes, self._begins = made, source, boxes, begins
        self._track = made.add_stream("libx264", rate=source.average_rate or 25, options=ENCODING)
        self._track.pix_fmt = "yuv420p"
        self._track.codec_context.time_base = source.time_base
        self._graph: Graph | None = None

    def _drawn(self, frame: Any) -> Graph:
        """Build the chain of filters for frames like this one."""
        turned = turning(frame)
        sideways = any(name == "transpose" for name, _ in turned)
        wide, tall = (frame.height, frame.width) if sideways else (frame.width, frame.height)
        even = (wide // 2 * 2, tall // 2 * 2)
        filters = [*turned, ("crop", f"{even[0]}:{even[1]}:0:0")]
        for each in self._boxes:
            left, top, right, bottom = each.on(*even)
            drawing = f"x={left}:y={top}:w={right - left}:h={bottom - top}:color=black:t=fill"
            if each.starts is not None and each.ends is not None:
                # the frame shown when the span begins came before it
                starts = each.starts / 1000 + self._begins - float(1 / (self._source.average_rate or 25))
                ends = each.ends / 1000 + self._begins
                drawing += f":enable='between(t,{starts:.3f},{ends:.3f})'"
            filters.append(("drawbox", drawing))
        self._track.width, self._track.height = even
        return chained(self._source, [*filters, ("format", "pix_fmts=yuv420p")])

    def take(self, frame: Any) -> None:
        """Draw the boxes of this moment and encode."""
        if self._graph is None:
            self._graph = self._drawn(frame)
        self._graph.vpush(frame)
        self._pull()

    def _pull(self) -> None:
        while self._graph is not None:
            try:
                drawn = self._graph.vpull()
            except (av.BlockingIOError, av.EOFError):
                return
            self._made.mux(self._track.encode(drawn))

    def end(self) -> None:
        """Write what filters and encoder still hold."""
        if self._graph is not None:
            self._graph.vpush(None)
            self._pull()
            self._made.mux(self._track.encode(None))


class _Muted:
    """A sound track with silence; a block that only touches a muted span is silent as a whole."""

    def __init__(self, made: Any, mutes: Sequence[Mute], begins: float) -> None:
        self._made, self._mutes, self._begins = made, mutes, begins
        self._track = made.add_stream("aac", rate=44100, layout="mono")
        self._resampler = AudioResampler(format="fltp", layout="mono", rate=44100)

    def take(self, frame: Any) -> None:
        """Silence what is muted and encode."""
        self._put(self._resampler.resample(frame))

    def _put(self, parts: list[Any]) -> None:
        for part in parts:
            starts = (part.time or 0) - self._begins
            ends = starts + part.samples / part.rate
            if any(each.starts / 1000 < ends and starts < each.ends / 1000 for each in self._mutes):
                for plane in part.planes:
                    plane.update(bytes(plane.buffer_size))
            self._made.mux(self._track.encode(part))

    def end(self) -> None:
        """Write what resampler and encoder still hold."""
        self._put(self._resampler.resample(None))
        self._made.mux(self._track.encode(None))
