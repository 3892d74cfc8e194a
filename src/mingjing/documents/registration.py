"""What the documents room tells lower rooms."""

from mingjing.documents.models import Document, Voiding
from mingjing.records import vocabulary


def register() -> None:
    """Register how a document is said in a sentence."""
    from mingjing.documents import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(Document.subject_kind(), vocabulary.Named(Document, "title"))
    vocabulary.describe(Voiding.subject_kind(), vocabulary.Named(Voiding, "voided_on"))
