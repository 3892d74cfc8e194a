"""What a file is, told from its content, and whether it may come in."""

from __future__ import annotations

import codecs
import re
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from mingjing.refusal import Refusal
from mingjing.storage import archives

if TYPE_CHECKING:
    from collections.abc import Collection

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
TEXT = "text/plain"
MP4 = "video/mp4"
MOV = "video/quicktime"
AVI = "video/x-msvideo"
MP3 = "audio/mpeg"
M4A = "audio/mp4"
WAV = "audio/wav"
UNKNOWN = "application/octet-stream"

IMAGES = frozenset({PNG, JPEG})
RECORDINGS = frozenset({MP4, MOV, AVI, MP3, M4A, WAV})
PAPERS = frozenset({PDF, DOCX, XLSX, TEXT})

DEFAULT_LIMIT = 100 << 20
FILE_LIMIT = 50 << 20
"""What one file of a case may weigh: evidence, a recording, an older document."""
_HEAD = 4096


@dataclass(frozen=True)
class _Kind:
    label: str
    extensions: tuple[str, ...]


_KINDS = {
    PDF: _Kind("PDF 文档", ("pdf",)),
    PNG: _Kind("PNG 图片", ("png",)),
    JPEG: _Kind("JPEG 图片", ("jpg", "jpeg")),
    DOCX: _Kind("Word 文档", ("docx",)),
    XLSX: _Kind("Excel 工作簿", ("xlsx",)),
    ZIP: _Kind("压缩包", ("zip",)),
    TEXT: _Kind("UTF-8 文本", ("txt", "csv", "md", "json", "bpmn")),
    MP4: _Kind("MP4 视频", ("mp4",)),
    MOV: _Kind("MOV 视频", ("mov",)),
    AVI: _Kind("AVI 视频", ("avi",)),
    MP3: _Kind("MP3 录音", ("mp3",)),
    M4A: _Kind("M4A 录音", ("m4a",)),
    WAV: _Kind("WAV 录音", ("wav",)),
}
_BY_EXTENSION = {extension: media for media, kind in _KINDS.items() for extension in kind.extensions}


@dataclass(frozen=True)
class Accepted:
    """A file that may come in: its type, found from the content, and its size in bytes."""

    media_type: str
    size: int


def accept(stream: IO[bytes], name: str, allowed: Collection[str], *, limit: int = DEFAULT_LIMIT) -> Accepted:
    """Let an uploaded file in, or refuse it; the stream (seekable) is left at its beginning.

    `name` is only asked for its extension; `allowed` holds media types of this module; `limit` is in bytes.
    Raises Refusal: `file.kind_not_allowed`, `file.empty`, `file.too_large`, `file.content_mismatch`,
    `file.archive_bomb`, `file.archive_locked`.
    """
    expected = named(name, allowed)
    size = stream.seek(0, 2)
    if not size:
        raise empty()
    if size > limit:
        raise too_large(size, limit)
    found = detect(stream)
    if found in {DOCX, XLSX, ZIP}:
        archives.check(stream)
    stream.seek(0)
    if found != expected:
        raise mismatch(found, [expected])
    return Accepted(found, size)


def named(name: str, allowed: Collection[str]) -> str:
    """Return the media type that a file's name promises; raise Refusal `file.kind_not_allowed`."""
    found = _BY_EXTENSION.get(name.rpartition(".")[2].lower()) if "." in name else None
    if found is None or found not in allowed:
        raise Refusal(
            "file.kind_not_allowed",
            "这里不收这种文件。",
            next_step=f"请上传以下类型之一：{_labels(allowed)}。",
            field="file",
        )
    return found


def ending(media_type: str) -> str:
    """Return the ending that a file of one of our types has, or `bin`."""
    return _KINDS[media_type].extensions[0] if media_type in _KINDS else "bin"


def detect(stream: IO[bytes]) -> str:
    """Return the media type of a seekable stream's content, or an empty string where it is none of ours."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _archive(stream)
    return _by_magic(head) or _by_box(head) or (TEXT if _is_text(stream) else "")


def label(media_type: str) -> str:
    """Return what a person calls a type."""
    return _KINDS[media_type].label if media_type in _KINDS else "无法识别的内容"


def empty() -> Refusal:
    """Return the refusal of a file without a byte."""
    return Refusal("file.empty", "文件是空的，没有内容。", next_step="请检查原文件后重新上传。", field="file")


def too_large(size: int, limit: int) -> Refusal:
    """Return the refusal of a file beyond a limit, both in bytes."""
    return Refusal(
        "file.too_large",
        f"文件有 {_megabytes(size)}，超过上限 {_megabytes(limit)}。",
        next_step="请压缩或拆分后再上传。",
        field="file",
    )


def mismatch(found: str, expected: Collection[str]) -> Refusal:
    """Return the refusal of a content that is not what was said."""
    return Refusal(
        "file.content_mismatch",
        f"文件的内容与类型不符：应为{_labels(expected)}，实为{label(found)}。",
        next_step="请用原来的软件另存为正确的格式，不要只改扩展名。",
        field="file",
    )


def _by_magic(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"RIFF"):
        return {b"WAVE": WAV, b"AVI ": AVI}.get(head[8:12], "")
    return MP3 if head.startswith(b"ID3") or _is_mpeg_layer_3(head) else ""


def _by_box(head: bytes) -> str:
    """Tell MP4, MOV and M4A by their first box (ISO 14496-12); old MOV files begin without `ftyp`."""
    box, brand = head[4:8], head[8:12]
    if box != b"ftyp":
        return MOV if box in {b"moov", b"mdat", b"wide"} else ""
    if brand == b"qt  ":
        return MOV
    if brand in {b"M4A ", b"M4B "}:
        return M4A
    return MP4 if re.fullmatch(rb"iso\w|mp4[12]|avc1|M4V[ HP]?|MSNV|dash|3g[pg]\w", brand) else ""


def _is_mpeg_layer_3(head: bytes) -> bool:
    """Read the 32-bit frame header: sync, layer III, a real bit rate and sampling rate."""
    if len(head) < 4:  # noqa: PLR2004 - a header has four bytes
        return False
    layer, bit_rate, sampling = head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    synced = head[0] == 0xFF and head[1] >> 5 == 0b111  # noqa: PLR2004
    return synced and layer == 1 and 0 < bit_rate < 0b1111 and sampling != 0b11  # noqa: PLR2004 - 1 is layer III


def _archive(stream: IO[bytes]) -> str:
    """Tell an Office file by its parts; one that carries macros is none of ours."""
    try:
        with zipfile.ZipFile(stream) as bundle:
            names = set(bundle.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    if "[Content_Types].xml" not in names:
        return ZIP
    if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in names):
        return ""
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else ""


_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def _is_text(stream: IO[bytes]) -> bool:
    """Read to the end: UTF-8 throughout, without control characters."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := stream.read(1 << 16):
            if _CONTROLS.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _labels(media_types: Collection[str]) -> str:
    return "、".join(label(each) for each in sorted(media_types, key=list(_KINDS).index))


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB"
