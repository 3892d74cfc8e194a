"""What the documents room tells lower rooms."""

from mingjing.documents.models import Document, Scan, Voiding
from mingjing.records import vocabulary


def register() -> None:
    """Guard documents and register how one is said in a sentence."""
    from mingjing.documents import guards  # noqa: F401, PLC0415 - guards are registered by loading them

    vocabulary.describe(Document.subject_kind(), vocabulary.Named(Document, "title"))
    vocabulary.describe(Voiding.subject_kind(), vocabulary.Named(Voiding, "voided_on"))
    vocabulary.describe(Scan.subject_kind(), vocabulary.Named(Scan, "filename"))
