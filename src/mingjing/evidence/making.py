"""Making copies of recordings: a film to play, a picture of it, a sheet of its course, the waveform of a sound.

Pure of rows: a seekable stream comes in, bytes or a file go out. Which decoder reads is chosen by what the content is,
never guessed by the library, so that no file can make it open another address. Memory does not grow with the length.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Any

import av
from av.audio.resampler import AudioResampler
from av.filter import Graph
from PIL import Image, ImageDraw, ImageOps

from mingjing.storage import content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

DEMUXERS = {
    content.MP4: "mp4",
    content.MOV: "mov",
    content.M4A: "mp4",
    content.AVI: "avi",
    content.MP3: "mp3",
    content.WAV: "wav",
}
TOOL = f"PyAV {av.__version__}"
SMALL, CELL = (480, 360), (240, 180)
COLUMNS, ROWS = 4, 3
WAVE = (1200, 160)
RATE = 8000
LOUDEST = 1 << 15
TALLEST = 720
HALF_TURN = 180
ENCODING = {"preset": "veryfast", "crf": "26"}
PLAYABLE_SOUND = frozenset({"aac", "mp3"})


type Stream = IO[bytes]


class UnreadableError(Exception):
    """The file holds nothing that can be copied: damaged, or without a track."""


def opened(stream: IO[bytes], media_type: str) -> InputContainer:
    """Open a recording with the one reader that its content calls for."""
    try:
        return av.open(stream, mode="r", format=DEMUXERS[media_type])
    except (av.FFmpegError, KeyError, ValueError, OSError) as error:
        raise UnreadableError from error


def technical(stream: IO[bytes], media_type: str) -> list[list[str]]:
    """Return what a file says of itself, as `[label, value]`; nothing is decoded."""
    if media_type in content.IMAGES:
        with Image.open(stream) as picture:
            return [["画面", f"{picture.width}×{picture.height}"]]
    with opened(stream, media_type) as container:
        told = []
        if container.duration:
            told.append(["时长", clock_of(container.duration // 1000)])
        for video in container.streams.video[:1]:
            rate = f"，每秒 {float(video.average_rate):.4g} 帧" if video.average_rate else ""
            told.append(["画面", f"{video.codec_context.name}，{video.width}×{video.height}{rate}"])
        told += [
            ["声音", f"{sound.codec_context.name}，{sound.rate} Hz，{sound.channels} 声道"]
            for sound in container.streams.audio[:1]
        ]
        began = container.metadata.get("creation_time", "")
        if began:
            told.append(
                [
                    "文件自述的开始时间",
                    began[:19].replace("T", " ") + ("（世界时）" if began[-1:] == "Z" else ""),
                ]
            )
        return told


def clock_of(ms: int) -> str:
    """Return milliseconds as `00:12:03`."""
    seconds = ms // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def thumbnail(stream: IO[bytes], media_type: str) -> bytes:
    """Return a small JPEG: of a picture, or of the frame at a tenth of a film."""
    if media_type in content.IMAGES:
        with Image.open(stream) as picture:
            small = ImageOps.exif_transpose(picture).convert("RGB")
    else:
        with opened(stream, media_type) as container:
            small = next(_frames_at(container, [(container.duration or 0) // 10]))[1]
    small.thumbnail(SMALL)
    return _jpeg(small)


def sheet(stream: IO[bytes], media_type: str) -> bytes:
    """Return a JPEG with twelve frames of a film's course, each under its time."""
    whole = Image.new("RGB", (COLUMNS * CELL[0], ROWS * CELL[1]), "#1b2430")
    pen = ImageDraw.Draw(whole)
    with opened(stream, media_type) as container:
        length = container.duration or 0
        count = COLUMNS * ROWS
        wanted = [length * place // count for place in range(count)]
        for place, (at, frame) in enumerate(_frames_at(container, wanted)):
            frame.thumbnail((CELL[0] - 4, CELL[1] - 4))
            left, top = place % COLUMNS * CELL[0] + 2, place // COLUMNS * CELL[1] + 2
            whole.paste(frame, (left, top))
            pen.rectangle((left, top, left + 56, top + 14), fill="#1b2430")
            pen.text((left + 4, top + 1), clock_of(at // 1000), fill="white")
    return _jpeg(whole)


def _frames_at(container: InputContainer, wanted: list[int]) -> Iterator[tuple[int, Image.Image]]:
    """Yield the frames at key frames before the wanted moments (microseconds), small enough to look at."""
    if not container.streams.video:
        raise UnreadableError
    video = container.streams.video[0]
    video.codec_context.skip_frame = "NONKEY"
    for at in wanted:
        try:
            container.seek(at + (container.start_time or 0))
            frame = next(container.decode(video))
        except (av.FFmpegError, StopIteration) as error:
            raise UnreadableError from error
        yield at, picture_of(frame)


def turning(frame: VideoFrame) -> list[tuple[str, str]]:
    """Return the filters that put a frame upright: a telephone says how it was held, and the film lies as it was."""
    return {90: [("transpose", "cclock")], -90: [("transpose", "clock")]}.get(
        frame.rotation, [("hflip", ""), ("vflip", "")] if abs(frame.rotation) == HALF_TURN else []
    )


def chained(source: Any, filters: list[tuple[str, str]], *, over: Path | None = None) -> Graph:
    """Return a chain of filters for the frames of a picture track; `over`: a PNG laid over each of them."""
    graph = Graph()
    chain = [graph.add_buffer(template=source)]
    chain += [graph.add(name, argument) for name, argument in filters]
    if over is not None:
        chain.append(graph.add("overlay", "0:0"))
        graph.add("movie", f"filename={over}").link_to(chain[-1], 0, 1)
    chain.append(graph.add("buffersink", ""))
    for one, following in pairwise(chain):
        one.link_to(following)
    graph.configure()
    return graph


def picture_of(frame: VideoFrame) -> Image.Image:
    """Return a frame as an upright picture, no taller than what a page shows."""
    scale = min(1, TALLEST / frame.height)
    size = {"width": max(2, int(frame.width * scale)), "height": max(2, int(frame.height * scale))}
    picture: Image.Image = frame.reformat(format="rgb24", **size).to_image()  # type: ignore[no-untyped-call]
    return picture.rotate(frame.rotation, expand=True) if frame.rotation else picture


def waveform(stream: IO[bytes], media_type: str) -> bytes:
    """Return a PNG of how loud a sound is along its course."""
    peaks = []
    resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    with opened(stream, media_type) as container:
        if not container.streams.audio:
            raise UnreadableError
        for frame in container.decode(container.streams.audio[0]):
            for part in resampler.resample(frame):
                heard = memoryview(part.planes[0]).cast("h")[: part.samples]
                peaks.append(max(abs(max(heard)), abs(min(heard))))
    if not peaks:
        raise UnreadableError
    picture = Image.new("RGB", WAVE, "white")
    pen = ImageDraw.Draw(picture)
    for x in range(WAVE[0]):
        first = x * len(peaks) // WAVE[0]
        here = peaks[first : max(first + 1, (x + 1) * len(peaks) // WAVE[0])]
        tall = max(1, max(here) * (WAVE[1] // 2) // LOUDEST)
        pen.line((x, WAVE[1] // 2 - tall, x, WAVE[1] // 2 + tall), fill="#23405f")
    drawn = io.BytesIO()
    picture.save(drawn, "PNG")
    return drawn.getvalue()


def _jpeg(picture: Image.Image) -> bytes:
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", quality=80)
    return drawn.getvalue()


@dataclass(frozen=True)
class Streams:
    """What of a film a browser plays as it is."""

    picture: bool
    sound: bool


def plays(stream: IO[bytes], media_type: str) -> bool:
    """Say whether a browser plays the original: H.264 with AAC or MP3 in an MP4; sounds of our kinds always."""
    if media_type not in {content.MP4, content.MOV, content.AVI}:
        return True
    with opened(stream, media_type) as container:
        found = _playable(container)
        return media_type == content.MP4 and found.picture and found.sound


def _playable(container: InputContainer) -> Streams:
    video, sound = container.streams.video[:1], container.streams.audio[:1]
    return Streams(
        picture=all(_plain_h264(each) for each in video),
        sound=all(each.codec_context.name in PLAYABLE_SOUND for each in sound),
    )


def _plain_h264(video: VideoStream) -> bool:
    return video.codec_context.name == "h264" and video.codec_context.pix_fmt in {"yuv420p", "yuvj420p"}


def proxy(stream: IO[bytes], media_type: str, target: Path) -> str:
    """Write an H.264 film in an MP4 that begins to play at once; return by what it was made.

    A track that a browser plays already goes over as it is, packet by packet; the other is encoded anew.
    """
    with (
        opened(stream, media_type) as source,
        av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as made,
    ):
        video, sound = source.streams.video[:1], source.streams.audio[:1]
        if not video:
            raise UnreadableError
        as_is = _playable(source)
        tracks: dict[int, Any] = {}
        for film in video:
            tracks[film.index] = _Same(made, film) if as_is.picture else Film(made, film)
        for each in sound:
            tracks[each.index] = _Same(made, each) if as_is.sound else Sound(made)
        for packet in source.demux(*video, *sound):
            tracks[packet.stream.index].take(packet)
        for track in tracks.values():
            track.end()
    return f"{TOOL}，" + ("原样换装" if as_is.picture else "libx264 veryfast crf 26")


class _Same:
    """A track that goes over as it is."""

    def __init__(self, made: Any, source: Any) -> None:
        self._made, self._track = made, made.add_stream_from_template(source)

    def take(self, packet: Any) -> None:
        """Hand on a packet."""
        if packet.dts is not None:
            packet.stream = self._track
            self._made.mux(packet)

    def end(self) -> None:
        """Hand on what is left: nothing."""


class Film:
    """A picture track that is encoded anew, upright, no taller than a page shows.

    `over` draws what is laid over each frame: it is given the size and returns the PNG it wrote.
    """

    def __init__(self, made: Any, source: Any, over: Callable[[int, int], Path] | None = None) -> None:
        self._made, self._source, self._over = made, source, over
        self._track = made.add_stream("libx264", rate=source.average_rate or 25, options=ENCODING)
        self._track.pix_fmt = "yuv420p"
        self._track.codec_context.time_base = source.time_base
        self._graph: Graph | None = None

    def take(self, packet: Any) -> None:
        """Decode and encode what is in a packet; a damaged one is left out."""
        try:
            frames = packet.decode()
        except av.FFmpegError:
            return
        for frame in frames:
            self._graph = self._graph or self._drawn(frame)
            self._graph.vpush(frame)
            self._pull()

    def _drawn(self, frame: Any) -> Graph:
        turned = turning(frame)
        sideways = any(name == "transpose" for name, _ in turned)
        wide, tall = (frame.height, frame.width) if sideways else (frame.width, frame.height)
        scale = min(1, TALLEST / tall)
        self._track.width, self._track.height = _even(wide * scale), _even(tall * scale)
        size = f"{self._track.width}:{self._track.height}"
        over = self._over(self._track.width, self._track.height) if self._over else None
        return chained(self._source, [*turned, ("scale", size), ("format", "pix_fmts=yuv420p")], over=over)

    def _pull(self) -> None:
        while self._graph is not None:
            try:
                drawn = self._graph.vpull()
            except (av.BlockingIOError, av.EOFError):
                return
            self._made.mux(self._track.encode(drawn))

    def end(self) -> None:
        """Write what filters and encoder still hold."""
        if self._graph is None:
            raise UnreadableError
        self._graph.vpush(None)
        self._pull()
        self._made.mux(self._track.encode(None))


class Sound:
    """A sound track that becomes AAC."""

    def __init__(self, made: Any) -> None:
        self._made = made
        self._track = made.add_stream("aac", rate=44100, layout="mono")
        self._resampler = AudioResampler(format="fltp", layout="mono", rate=44100)

    def take(self, packet: Any) -> None:
        """Decode and encode what is in a packet; a damaged one is left out."""
        try:
            frames = packet.decode()
        except av.FFmpegError:
            return
        for frame in frames:
            for part in self._resampler.resample(frame):
                self._made.mux(self._track.encode(part))

    def end(self) -> None:
        """Write what resampler and encoder still hold."""
        for part in self._resampler.resample(None):
            self._made.mux(self._track.encode(part))
        self._made.mux(self._track.encode(None))


def _even(length: float) -> int:
    return max(2, int(length) // 2 * 2)
