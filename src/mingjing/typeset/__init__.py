"""文书排版: documents to PDF, in pure Python and without a network."""

from mingjing.typeset.amount import capital, figures
from mingjing.typeset.decision import TypesettingError, decision_pdf, page_code
from mingjing.typeset.document import DecisionPage, Field, Identity, Paragraph, Run, Section, plain

__all__ = [
    "DecisionPage",
    "Field",
    "Identity",
    "Paragraph",
    "Run",
    "Section",
    "TypesettingError",
    "capital",
    "decision_pdf",
    "figures",
    "page_code",
    "plain",
]
