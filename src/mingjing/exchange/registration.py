"""What the exchange room tells lower rooms."""

from mingjing.exchange.models import CreditExport
from mingjing.records import vocabulary


def register() -> None:
    """Register how what goes out is said in a sentence."""
    from mingjing.exchange import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(CreditExport.subject_kind(), vocabulary.Named(CreditExport, "month"))
