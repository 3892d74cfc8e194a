"""Citing frames and spans of recordings as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.evidence import citing_rules as rules
from mingjing.evidence.models import Citation, Recording
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Officer


def cite(work: Deed, recording: Recording, *, starts: str, ends: str, shows: str, by: Officer) -> Citation:
    """行政处罚法46: cite what a recording shows, by time marks; the original is neither cut nor copied."""
    row = Recording.objects.filter(pk=recording.pk, activity__dossier=work.dossier).first()
    if row is None:
        raise Refusal("recording.unknown", "本案没有这份音像记录。", next_step="请从音像记录页进入。")
    if row.carrier == "photo":
        raise Refusal(
            "citation.photo", "照片没有时间点，不需要引用。", rules.CITING, "请直接登记为证据。", "starts"
        )
    if not shows.strip():
        raise Refusal("citation.empty", "请写明反映什么。", rules.CITING, "写明看到、听到什么。", "shows")
    first, last = rules.span(starts, ends, row.length_ms)
    citation = work.add(
        Citation(
            dossier=work.dossier, recording=row, position=work.dossier.citations.count() + 1, starts_ms=first,
            ends_ms=last, shows=shows.strip(), made_by=by, made_at=clock.now(),
        )
    )  # fmt: skip
    work.mention(row)
    return citation
