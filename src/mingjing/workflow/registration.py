"""What the workflow room tells lower rooms."""

from mingjing.records import vocabulary
from mingjing.workflow.models import ProcedureVersion


def register() -> None:
    """Register how a procedure is said in a sentence."""
    from mingjing.workflow import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(ProcedureVersion.subject_kind(), vocabulary.Named(ProcedureVersion, "name"))
