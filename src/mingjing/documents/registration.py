"""What the documents room tells lower rooms."""

from mingjing.documents.models import Document
from mingjing.records import vocabulary
from mingjing.registry.queries import name_rows


def register() -> None:
    """Register how a document is said in a sentence."""
    vocabulary.describe(Document.subject_kind(), name_rows(Document, "title"))
