"""预览: what an act would issue, seen before it is done; one way for every act that issues a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.documents.paper import joined
from mingjing.documents.previewing import previewed
from mingjing.refusal import Refusal
from mingjing.storage import content
from mingjing.workbench.answers import stored_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

KEY = "preview"
"""The name of the button that asks for a preview."""
ISSUING = frozenset(
    {
        "filing-request", "filing", "decline", "lead-extension", "inspection", "inquiry", "conclusion",
        "order", "preservation-approval", "preservation", "preservation-end", "results",
        "suspension", "extension", "second-extension", "recusal",
        "receipt", "settlement", "review-extension",
        "notice", "statement", "hearing-request", "hearing-arrangement",
        "hearing-denial", "hearing-record", "hearing-report",
        "discussion", "decision", "rectification", "transfer", "lead-transfer", "education",
        "withdrawal", "transfer-approval", "crime-approval",
        "service", "address-confirmation", "announcement", "evidence-list", "deferral", "closing",
        "submission", "talks",
    }
)  # fmt: skip
"""Verbs whose acts issue a document."""
# The browser's own reader of PDFs needs its style and its object; nothing else of the answer may do anything.
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def asked(request: HttpRequest) -> bool:
    """Say whether the form was sent to see the document and not to act."""
    return KEY in request.POST


def preview(act: Callable[[], object]) -> HttpResponse:
    """Run an act, show what it issued, and take everything back. Refusals are those of the act itself."""
    with previewed() as pages:
        act()
    if not pages:
        raise Refusal(
            "preview.none", "按现在填写的内容，这一步不制作文书。", next_step="核对无误后直接办理。"
        )
    answer = stored_file(joined(pages), media_type=content.PDF, filename="预览.pdf", attachment=False)
    answer["Content-Security-Policy"] = POLICY
    return answer
