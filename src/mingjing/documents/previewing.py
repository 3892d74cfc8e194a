"""Seeing a document before it is made: the act runs in full, its documents are kept aside, nothing else stays.

    with previewed() as pages:
        decide(user=…, …)
    # pages: the PDFs that the act would have issued, marked 预览, without number and code

Every check of the act has been passed by then, or the refusal comes out as it would have on the real try.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import transaction

from mingjing import clock
from mingjing.storage.models import Blob

if TYPE_CHECKING:
    from collections.abc import Iterator

UNNUMBERED = "（预览，未编号）"

_pages: ContextVar[list[bytes] | None] = ContextVar("previewed", default=None)


@contextmanager
def previewed() -> Iterator[list[bytes]]:
    """Collect what is issued within; everything written to the database within is taken back."""
    collected: list[bytes] = []
    token = _pages.set(collected)
    try:
        with transaction.atomic():
            yield collected
            transaction.set_rollback(True)
    finally:
        _pages.reset(token)


def previewing() -> bool:
    """Say whether what is issued now is only a preview."""
    return _pages.get() is not None


def keep_aside(pdf: bytes, *, shown: bool = True) -> Blob:
    """Keep a preview's pages and return a row for them that stands in the rolled-back act; no file is stored."""
    collected = _pages.get()
    if collected is not None and shown:
        collected.append(pdf)
    digest = hashlib.sha256(pdf).hexdigest()
    return Blob(sha256=digest, sm3=digest, size=len(pdf), media_type="application/pdf", stored_at=clock.now())
