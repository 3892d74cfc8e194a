"""Which documents wait for their signed paper, and what it still lacks (§11.1 F2: no seal but one on a scan)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingjing.documents.forms_catalogue import FORMS
from mingjing.documents.models import Document, Scan
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection

    from mingjing.typeset import PageCode

SIGNING = "行政处罚法 第五十九条；住房和城乡建设行政处罚程序规定 第十六条、第十七条、第三十五条"
SPAN = re.compile(r"(\d{1,3})(?:[-—–~至](\d{1,3}))?")
VERSION = 1
"""A document is made once: what is changed is another document."""


def returns(document: Document) -> bool:
    """Say whether a document is signed or sealed on paper and has to come back as a scan.

    A paper of before the system carries no code of ours: it is the scan itself.
    """
    form = FORMS.get(document.form)
    ours = bool(document.verification_code)
    return ours and form is not None and form.returns and not hasattr(document, "voiding")


def newest_by_page(document: Document) -> dict[int, Scan]:
    """Return for each page the scan that counts: the one taken last."""
    return {page: scan for scan in document.scans.all() for page in scan.pages}


def lacking(document: Document) -> list[str]:
    """Return what a document's signed paper still lacks; empty when its signature step is closed."""
    if not returns(document):
        return []
    pages = newest_by_page(document)
    if not pages:
        return ["尚未收回扫描件"]
    counting = list(pages.values())
    missing = [page for page in range(1, counting[0].of + 1) if page not in pages]
    form = FORMS[document.form]
    told = [f"缺{said(missing)}"] if missing else []
    if form.sealed and not any(scan.sealed for scan in counting):
        told.append("扫描件上未见本机关印章")
    if form.signers and not any(scan.signing in {"signed", "refused"} for scan in counting):
        told.append("扫描件上未见签名")
    return told


def sealed(document: Document) -> bool:
    """Say whether a person confirmed the agency's seal on the scan that counts. Nothing else shows 已盖章."""
    return any(scan.sealed for scan in newest_by_page(document).values())


def said(pages: Collection[int]) -> str:
    """Return pages as people say them: `第 1、2、5 页`."""
    return f"第 {'、'.join(str(page) for page in sorted(pages))} 页"


def called(document: Document) -> str:
    """Return a document as a refusal names it."""
    return f"《{document.title}》{document.number}".strip()


def pages_typed(text: str) -> list[int]:
    """Read the pages that a person typed: `1-3、5`."""
    parts = [part for part in re.split(r"[、,，\s]+", text.strip()) if part]
    found: set[int] = set()
    for part in parts:
        span = SPAN.fullmatch(part)
        if span is None:
            raise Refusal(
                "scan.pages", f"看不懂页码“{part}”。", next_step="请写成 1-3、5 这样。", field="typed_pages"
            )
        found |= set(range(int(span[1]), int(span[2] or span[1]) + 1))
    return sorted(found)


def of_this(document: Document, codes: Collection[PageCode]) -> list[int]:
    """Return the pages of this document that codes name; refuse a scan of another by naming which it is."""
    for code in codes:
        if code.code != document.verification_code or code.id != document.ref:
            raise _another(document, code.code)
        if code.version != VERSION:
            raise Refusal(
                "scan.version", f"扫描件是第 {code.version} 版，现行的是第 {VERSION} 版。", SIGNING,
                "请扫描现行一版的纸质件。", "file",
            )  # fmt: skip
    return sorted({code.page for code in codes})


def of_typed(document: Document, code: str) -> None:
    """Refuse a typed code that is not this document's."""
    if code.strip().upper() != document.verification_code:
        raise _another(document, code.strip().upper(), field="typed_code")


def _another(document: Document, code: str, *, field: str = "file") -> Refusal:
    other = Document.objects.filter(verification_code=code, dossier__agency=document.dossier.agency).first()
    what = f"这是{called(other)}的扫描件" if other else "页上的二维码（核验码）不是本机关记录的文书"
    if other and other.dossier_id != document.dossier_id:
        what += "，属于另一个案件"
    return Refusal(
        "scan.another_document", f"{what}，不是{called(document)}的。", SIGNING,
        "请核对后上传本文书的扫描件。", field,
    )  # fmt: skip
