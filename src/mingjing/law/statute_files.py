"""Files that hold statute texts: `.md` or `.txt` in UTF-8 or GB 18030, and `.docx`."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath
from typing import NamedTuple

import docx

from mingjing.law.effective import Dates, dates_of
from mingjing.law.statute_text import ParsedStatute, parse_statute
from mingjing.refusal import Refusal

LARGEST_FILE = 10_000_000
LARGEST_UNPACKED = 100_000_000
_ZIP = b"PK\x03\x04"


class StatuteFile(NamedTuple):
    """A file's text, parsed, with its dates."""

    parsed: ParsedStatute
    dates: Dates


def read_statute_file(name: str, content: bytes) -> StatuteFile:
    """Return a file's statute, or refuse a file that is too large, unreadable, or not what it says."""
    path = PurePath(name)
    if len(content) > LARGEST_FILE:
        raise _refused("law.file_too_large", f"文件“{path.name}”超过10兆字节。", "请只上传法规文本本身")
    match path.suffix.lower():
        case ".docx":
            text = _docx_text(path, content)
        case ".md" | ".txt":
            text = _plain_text(path, content)
        case other:
            raise _refused(
                "law.file_type", f"不认识“{other or path.name}”类型的文件。", "请使用 .md、.txt 或 .docx 文件"
            )
    parsed = parse_statute(text)
    return StatuteFile(parsed, dates_of(parsed, path))


def _refused(code: str, sentence: str, next_step: str) -> Refusal:
    return Refusal(code, sentence, next_step=next_step, field="file")


def _mismatch(path: PurePath) -> Refusal:
    return _refused("law.file_content", f"文件“{path.name}”的内容与扩展名不符。", "请检查文件后重新选择")


def _plain_text(path: PurePath, content: bytes) -> str:
    if b"\0" in content:
        raise _mismatch(path)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _mismatch(path)


def _docx_text(path: PurePath, content: bytes) -> str:
    """Return the paragraphs' words, unless the archive is no document or unpacks beyond measure."""
    if not content.startswith(_ZIP):
        raise _mismatch(path)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
                raise _refused(
                    "law.file_too_large", f"文件“{path.name}”解开后过大。", "请另存为纯文本的 .docx 后重试"
                )
        document = docx.Document(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _mismatch(path) from error
    return "\n".join(paragraph.text for paragraph in document.paragraphs)
