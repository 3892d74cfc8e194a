"""Reading paper: how many pages a PDF has, and which page codes stand on a scan or a photo."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, UnidentifiedImageError

from mingjing.refusal import Refusal
from mingjing.storage import content
from mingjing.typeset import PageCode, parse_page_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_PICTURES = 40
MOST_DOTS = 200_000_000
"""A scan is not looked at longer than this many dots take: fifty pages of A4, some seconds."""
MOST_PIXELS = 60_000_000
"""A photo of more dots is not opened."""
MOST_OF_A_PAGE = 20_000_000
"""A page of a PDF is not drawn with more dots: A3 at 300 dots an inch has 17 million."""
DOTS = (200, 300)
"""Dots an inch at which a PDF's page is looked at: the second where the first shows no code."""
POINTS = 72
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

one_at_a_time = threading.Lock()
"""PDFium is not made for two threads; held for a page at a time, so that nobody waits for another's long scan."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of a scan, or one photo: the codes of ours that stand on it."""

    codes: tuple[PageCode, ...]


def pages_of(pdf: bytes) -> int:
    """Return the number of pages of a PDF."""
    with one_at_a_time:
        document = pdfium.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def joined(files: Sequence[bytes]) -> bytes:
    """Return several PDFs as one."""
    if len(files) == 1:
        return files[0]
    with one_at_a_time:
        whole = pdfium.PdfDocument.new()
        for each in files:
            part = pdfium.PdfDocument(each)
            whole.import_pages(part)
            part.close()
        out = io.BytesIO()
        whole.save(out)
        whole.close()
    return out.getvalue()


def pictures(data: bytes, media_type: str) -> list[Picture]:
    """Return what can be read on each page of a scan (PDF) or on a photo (PNG, JPEG).

    Raises Refusal `scan.unreadable` where the file cannot be opened, `scan.too_large` beyond the limits above.
    """
    try:
        if media_type == content.PDF:
            return list(_of_pdf(data))
        return [_of_image(data)]
    except Image.DecompressionBombError as error:
        raise _too_large("照片的尺寸过大。") from error
    except (pdfium.PdfiumError, UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refusal(
            "scan.unreadable",
            "这个文件打不开，可能已经损坏。",
            next_step="请重新扫描或者拍照后上传。",
            field="file",
        ) from error


def _of_pdf(data: bytes) -> Iterator[Picture]:
    with one_at_a_time:
        document = pdfium.PdfDocument(data)
        count = len(document)
    left = MOST_DOTS
    try:
        if count > MOST_PICTURES:
            raise _too_large(f"扫描件有 {count} 页，超过 {MOST_PICTURES} 页。")
        for place in range(count):
            found: tuple[PageCode, ...] = ()
            for number, dots in enumerate(DOTS):
                image = _drawn(document, place, dots, most=min(MOST_OF_A_PAGE, left))
                if image is None and number == 0:
                    raise _too_large("扫描件的页面尺寸过大，或者页面太多，一次读不完。")
                if image is None:
                    break
                left -= image.width * image.height
                if found := _codes(image):
                    break
            yield Picture(found)
    finally:
        with one_at_a_time:
            document.close()


def _drawn(document: pdfium.PdfDocument, place: int, dots: int, *, most: int) -> Image.Image | None:
    """Return a page as it looks at so many dots an inch; None where that would be too many in all."""
    with one_at_a_time:
        page = document[place]
        try:
            width, height = page.get_size()
            if width * height * (dots / POINTS) ** 2 > most:
                return None
            drawn: Image.Image = page.render(scale=dots / POINTS, grayscale=True).to_pil()
            return drawn.copy()
        finally:
            page.close()


def _of_image(data: bytes) -> Picture:
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise _too_large("照片的尺寸过大。")
        return Picture(_codes(image.convert("L")))


def _codes(image: Image.Image) -> tuple[PageCode, ...]:
    """Return the page codes on a picture, whichever way up it lies; other people's codes are passed over."""
    seen = zxingcpp.read_barcodes(image, formats=QR)
    return tuple(code for each in seen if (code := parse_page_code(each.text)))


def _too_large(sentence: str) -> Refusal:
    return Refusal("scan.too_large", sentence, next_step="请降低分辨率或者分几次上传。", field="file")
