"""What the exchange room tells lower rooms."""

import datetime as dt

from mingjing.disclosure.surfaces import Surface
from mingjing.disclosure.surfaces import register as register_surface
from mingjing.exchange.dumping import nightly, take_away
from mingjing.exchange.formats import ENCODERS
from mingjing.exchange.models import CreditExport, Dump
from mingjing.records import queue, vocabulary


def register() -> None:
    """Register how what goes out is said in a sentence, the nightly dumps, and the dumps as a public surface."""
    from mingjing.exchange import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(CreditExport.subject_kind(), vocabulary.Named(CreditExport, "month"))
    vocabulary.describe(Dump.subject_kind(), vocabulary.Named(Dump, "dataset"))
    queue.regularly("open-data", nightly, every=dt.timedelta(minutes=10))
    addresses = tuple(f"/data/decisions.{fmt}" for fmt in ENCODERS)
    register_surface(Surface("dumps", "开放数据", lambda _: addresses, remove=take_away))
