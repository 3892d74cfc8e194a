"""What the evidence room tells lower rooms."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from mingjing.evidence.models import (
    Activity,
    Citation,
    Copy,
    DeviceAlarm,
    Evidence,
    Explanation,
    Inbound,
    Recording,
    Redaction,
)
from mingjing.records import queue, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mingjing.records.vocabulary import Known


class AsTheySay(vocabulary.Named):
    """A describer of rows that say themselves in more than one column."""

    def __call__(self, refs: Iterable[str]) -> Mapping[str, str]:
        """Say rows by their refs: one query."""
        rows = self.model._default_manager.filter(pk__in=[uuid.UUID(ref) for ref in refs])  # noqa: SLF001
        return {row.ref: str(row) for row in rows}

    def say(self, known: Known, ref: str) -> str:
        """Say a row that is at hand."""
        row = known.get((self.model.subject_kind(), ref))
        return str(row) if row else ""


def register() -> None:
    """Register how evidence, activities and recordings are said in a sentence."""
    from mingjing.evidence import acts, arriving, copying  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(Evidence.subject_kind(), vocabulary.Named(Evidence, "name"))
    vocabulary.describe("evidence.file", vocabulary.Named(Evidence, "name"))
    for model in (Activity, Citation, Copy, Recording, Redaction, Explanation, DeviceAlarm):
        vocabulary.describe(model.subject_kind(), AsTheySay(model))
    queue.regularly("uploads", arriving.sweep, every=dt.timedelta(minutes=10))
    queue.regularly("half-made copies", copying.clear_workshop, every=dt.timedelta(hours=6))
    vocabulary.describe("evidence.copy_file", AsTheySay(Copy))
    for kind in ("evidence.redacted_source", "evidence.redacted_file"):
        vocabulary.describe(kind, AsTheySay(Redaction))
    vocabulary.describe("evidence.recording_file", AsTheySay(Recording))
    for kind in (Inbound.subject_kind(), "evidence.inbound_file"):
        vocabulary.describe(kind, vocabulary.Named(Inbound, "filename"))
