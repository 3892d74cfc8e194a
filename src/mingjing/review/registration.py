"""What the review room tells lower rooms."""

from mingjing.records import vocabulary
from mingjing.review.models import Draft, Opinion


def register() -> None:
    """Put the gates up and register how drafts and opinions are said in a sentence."""
    from mingjing.review import (  # noqa: PLC0415
        acts,  # noqa: F401 - the vocabulary is declared by loading it
        guards,  # noqa: F401
    )

    vocabulary.describe(Draft.subject_kind(), vocabulary.Named(Draft, "revision"))
    vocabulary.describe(Opinion.subject_kind(), vocabulary.Named(Opinion, "number"))
