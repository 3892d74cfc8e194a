"""What the review room tells lower rooms."""

from mingjing.records import vocabulary
from mingjing.registry.queries import name_rows
from mingjing.review.models import Draft, Opinion


def register() -> None:
    """Put the gates up and register how drafts and opinions are said in a sentence."""
    from mingjing.review import guards  # noqa: F401, PLC0415

    vocabulary.describe(Draft.subject_kind(), name_rows(Draft, "revision"))
    vocabulary.describe(Opinion.subject_kind(), name_rows(Opinion, "number"))
