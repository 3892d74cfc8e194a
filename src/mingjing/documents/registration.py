"""What the documents room tells lower rooms."""

from mingjing.documents.models import Document
from mingjing.records import vocabulary
from mingjing.registry.queries import name_rows


def register() -> None:
    """Guard documents and register how one is said in a sentence."""
    from mingjing.documents import guards  # noqa: F401, PLC0415 - guards are registered by loading them

    vocabulary.describe(Document.subject_kind(), name_rows(Document, "title"))
