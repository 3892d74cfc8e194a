"""What the visits room tells lower rooms."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mingjing.records import vocabulary
from mingjing.visits.models import Complainant, ComplainantOpening, Complaint, Rating, Visit, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMELESS = {
    "visits.scanned": "扫码人",
    "visits.complained": "投诉举报人",
    Complainant.subject_kind(): "密封的身份",
    ComplainantOpening.subject_kind(): "启封登记",
    Rating.subject_kind(): "一次现场评价",
}


def register() -> None:
    """Register how the room's things are said in a sentence; whoever scans or complains is said without a name."""
    from mingjing.visits import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(Visit.subject_kind(), vocabulary.Named(Visit, "number"))
    vocabulary.describe(Visitor.subject_kind(), vocabulary.Named(Visitor, "position"))
    vocabulary.describe(Complaint.subject_kind(), vocabulary.Named(Complaint, "number"))
    for kind, word in NAMELESS.items():
        vocabulary.describe(kind, partial(_said, word))


def _said(word: str, refs: Iterable[str]) -> dict[str, str]:
    return dict.fromkeys(refs, word)
