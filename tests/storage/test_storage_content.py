"""A file is what its content is, not what its name says."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook

from mingjing.refusal import Refusal
from mingjing.storage import archives, content

EVERYTHING = content.PAPERS | content.IMAGES | content.RECORDINGS | {content.ZIP}


def _zip(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return buffer.getvalue()


def _docx() -> bytes:
    buffer = io.BytesIO()
    document = Document()
    document.add_paragraph("责令限期改正通知书")
    document.save(buffer)
    return buffer.getvalue()


def _xlsx() -> bytes:
    buffer = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "事项名称"
    book.save(buffer)
    return buffer.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(17)
SAMPLES = {
    "decision.pdf": (b"%PDF-1.7\n", content.PDF),
    "scene.png": (PNG, content.PNG),
    "scene.JPG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", content.JPEG),
    "notice.docx": (_docx(), content.DOCX),
    "list.xlsx": (_xlsx(), content.XLSX),
    "bundle.zip": (_zip({"bagit.txt": b"x"}), content.ZIP),
    "note.txt": ("询问笔录\r\n\t第一页".encode(), content.TEXT),
    "list.csv": (b"\xef\xbb\xbf" + "名称,依据\n".encode(), content.TEXT),
    "scene.mp4": (struct.pack(">I", 24) + b"ftypisom" + bytes(12), content.MP4),
    "scene.mov": (struct.pack(">I", 20) + b"ftypqt  " + bytes(8), content.MOV),
    "old.mov": (struct.pack(">I", 8) + b"wide" + struct.pack(">I", 8) + b"mdat", content.MOV),
    "scene.avi": (b"RIFF\x00\x00\x00\x00AVI LIST", content.AVI),
    "talk.m4a": (struct.pack(">I", 24) + b"ftypM4A " + bytes(12), content.M4A),
    "talk.mp3": (b"ID3\x04\x00\x00", content.MP3),
    "bare.mp3": (b"\xff\xfb\x90\x64" + bytes(400), content.MP3),
    "talk.wav": (b"RIFF\x24\x00\x00\x00WAVEfmt ", content.WAV),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_true_file_comes_in_and_the_stream_is_rewound(name: str) -> None:
    data, media_type = SAMPLES[name]
    stream = io.BytesIO(data)
    assert content.accept(stream, name, EVERYTHING) == content.Accepted(media_type, len(data))
    assert stream.tell() == 0


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("worn", ["x.pdf", "x.png", "x.docx", "x.txt", "x.mp4", "x.wav"])
def test_no_content_passes_under_another_extension(name: str, worn: str) -> None:
    data, media_type = SAMPLES[name]
    if media_type == {"pdf": content.PDF, "png": content.PNG, "docx": content.DOCX, "txt": content.TEXT}.get(
        worn[2:], {"mp4": content.MP4, "wav": content.WAV}.get(worn[2:])
    ):
        return
    with pytest.raises(Refusal) as refused:
        content.accept(io.BytesIO(data), worn, EVERYTHING)
    assert refused.value.code == "file.content_mismatch"
    assert content.label(media_type) in refused.value.sentence
    assert refused.value.next_step


@pytest.mark.parametrize(
    "name", ["run.exe", "page.html", "drawing.svg", "pdf", "", "x.pdf.exe", "macro.docm"]
)
def test_a_kind_that_is_not_asked_for_is_refused(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        content.accept(io.BytesIO(b"%PDF-1.7"), name, content.PAPERS)
    assert refused.value.code == "file.kind_not_allowed"
    assert "PDF 文档" in refused.value.next_step


def test_an_allowed_name_outside_what_this_form_takes_is_refused() -> None:
    with pytest.raises(Refusal, match="不收"):
        content.accept(io.BytesIO(PNG), "scene.png", {content.PDF})


def test_an_empty_file_and_one_too_large_are_refused() -> None:
    for data, code in ((b"", "file.empty"), (b"%PDF-" + bytes(100), "file.too_large")):
        with pytest.raises(Refusal) as refused:
            content.accept(io.BytesIO(data), "x.pdf", {content.PDF}, limit=100)
        assert refused.value.code == code


@pytest.mark.parametrize(
    "data",
    [
        "处罚决定".encode("gb18030"),
        b"abc\x00def",
        "听证".encode()[:-1],
        b"ok" * 40_000 + b"\xff",
        b"\x7fELF",
    ],
)
def test_what_is_not_clean_utf8_is_no_text(data: bytes) -> None:
    assert content.detect(io.BytesIO(data)) == ""


def test_a_character_cut_by_a_chunk_is_still_text() -> None:
    assert content.detect(io.BytesIO(b"a" + "罚".encode() * 60_000)) == content.TEXT


def test_an_office_file_with_macros_is_none_of_ours() -> None:
    data = _zip({"[Content_Types].xml": b"x", "word/document.xml": b"x", "word/vbaProject.bin": b"x"})
    with pytest.raises(Refusal) as refused:
        content.accept(io.BytesIO(data), "notice.docx", content.PAPERS)
    assert refused.value.code == "file.content_mismatch"


def test_a_broken_archive_is_not_an_archive() -> None:
    assert content.detect(io.BytesIO(_docx()[:200])) == ""


@pytest.mark.parametrize(
    "files",
    [
        {"xl/workbook.xml": b"0" * (archives.SMALL + 1)},
        {f"{number}": b"" for number in range(archives.ENTRIES + 1)},
    ],
    ids=["ratio", "entries"],
)
def test_an_archive_that_would_burst_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(Refusal) as refused:
        content.accept(io.BytesIO(_zip(files)), "x.zip", {content.ZIP})
    assert refused.value.code == "file.archive_bomb"


def test_an_archive_that_says_it_is_huge_is_refused() -> None:
    data = bytearray(_zip({"a": b"x"}, zipfile.ZIP_STORED))
    directory = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, archives.EXPANDED + 1)
    with pytest.raises(Refusal, match="展开后过大"):
        content.accept(io.BytesIO(bytes(data)), "x.zip", {content.ZIP})


def test_a_locked_archive_is_refused() -> None:
    data = bytearray(_zip({"a": b"x"}, zipfile.ZIP_STORED))
    directory = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, directory + 8, 1)
    with pytest.raises(Refusal) as refused:
        content.accept(io.BytesIO(bytes(data)), "x.zip", {content.ZIP})
    assert refused.value.code == "file.archive_locked"
