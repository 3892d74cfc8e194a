"""What the evidence room tells lower rooms."""

from mingjing.evidence.models import Evidence
from mingjing.records import vocabulary


def register() -> None:
    """Register how a piece of evidence is said in a sentence."""
    from mingjing.evidence import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(Evidence.subject_kind(), vocabulary.Named(Evidence, "name"))
    vocabulary.describe("evidence.file", vocabulary.Named(Evidence, "name"))
