"""What the exchange room tells lower rooms."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing.disclosure.kinds import PENALTIES
from mingjing.disclosure.surfaces import Surface
from mingjing.disclosure.surfaces import register as register_surface
from mingjing.exchange.dumping import nightly, take_away
from mingjing.exchange.formats import ENCODERS
from mingjing.exchange.models import CreditExport, Dump
from mingjing.records import queue, vocabulary

if TYPE_CHECKING:
    from mingjing.disclosure.models import Publication


def register() -> None:
    """Register how what goes out is said in a sentence, the nightly dumps, and the dumps as a public surface."""
    from mingjing.exchange import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(CreditExport.subject_kind(), vocabulary.Named(CreditExport, "month"))
    vocabulary.describe(Dump.subject_kind(), vocabulary.Named(Dump, "dataset"))
    queue.regularly("open-data", nightly, every=dt.timedelta(minutes=10))
    register_surface(Surface("dumps", "开放数据", _dumped, remove=take_away))


def _dumped(publication: Publication) -> tuple[str, ...]:
    """Return where the open data would show a decision; no set holds other results."""
    shown = publication.kind in PENALTIES
    return tuple(f"/data/decisions.{fmt}" for fmt in ENCODERS) if shown else ()
