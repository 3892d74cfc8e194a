"""The scan of a signed paper, as a story tells it: small pictures that carry the codes of a document's pages.

A story's scan shows no seal and no signature; that the person saw them is the story's word, as everything in it is.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import segno
from PIL import Image

from mingjing.cases.actions import papers
from mingjing.documents import scans
from mingjing.documents.forms_catalogue import form_of
from mingjing.documents.layouts import identity
from mingjing.documents.paper import pages_of
from mingjing.evidence.actions import Upload
from mingjing.storage.store import read
from mingjing.typeset import page_code

if TYPE_CHECKING:
    from collections.abc import Collection

    from mingjing.cases.models import Case
    from mingjing.documents.models import Document, Scan
    from mingjing.registry.models import User

SCALE, GAP = 3, 12


def picture(document: Document, *, pages: Collection[int] = (), code: str = "") -> bytes:
    """Return a PNG with the codes of a document's pages (all, or those named) one below the other."""
    mark = identity(ref=document.ref, code=code or document.verification_code, agency=document.title)
    wanted = pages or range(1, pages_of(read(document.original)) + 1)
    codes = [_code(page_code(mark, page)) for page in wanted]
    sheet = Image.new(
        "L",
        (max(each.width for each in codes) + 2 * GAP, sum(each.height + GAP for each in codes) + GAP),
        255,
    )
    below = GAP
    for each in codes:
        sheet.paste(each, (GAP, below))
        below += each.height + GAP
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def _code(text: str) -> Image.Image:
    made = segno.make(text, error="m", encoding="utf-8", micro=False, mask=2)
    rows = [bytes(0 if dark else 255 for dark in row) for row in made.matrix_iter(border=2)]
    small = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows))
    return small.resize((small.width * SCALE, small.height * SCALE), Image.Resampling.NEAREST)


def take_back(*, user: User, case: Case, document: Document, data: bytes = b"") -> Scan:
    """Bring a document's paper back, all pages in order."""
    form = form_of(document.form)
    return papers.take_back(
        user=user, case=case, document=document, sealed=True if form.sealed else None,
        signing="signed" if form.signers else "",
        upload=Upload(f"{document.title}（扫描件）.png", io.BytesIO(data or picture(document))),
    )  # fmt: skip


def take_all_back(*, user: User, case: Case) -> None:
    """Bring back every paper of a case that still lacks something."""
    rows = case.dossier.documents.select_related("original", "dossier", "voiding").prefetch_related("scans")
    for document in rows.order_by("made_on"):
        if scans.lacking(document):
            take_back(user=user, case=case, document=document)
