"""What the disclosure room tells lower rooms."""

from mingjing.disclosure.models import Publication
from mingjing.records import vocabulary
from mingjing.registry.queries import name_rows


def register() -> None:
    """Register how a publication is said in a sentence."""
    from mingjing.disclosure import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(Publication.subject_kind(), name_rows(Publication, "title"))
