"""文书排版: documents to PDF, in pure Python and without a network."""

from mingjing.typeset.amount import capital, figures
from mingjing.typeset.decision import decision_pdf
from mingjing.typeset.document import (
    Cell,
    DecisionPage,
    Field,
    FormPage,
    Grid,
    Identity,
    Paragraph,
    RecordPage,
    Run,
    Section,
    plain,
)
from mingjing.typeset.form import form_pdf, record_pdf
from mingjing.typeset.page_code import PageCode, page_code, parse_page_code
from mingjing.typeset.press import TypesettingError

__all__ = [
    "Cell",
    "DecisionPage",
    "Field",
    "FormPage",
    "Grid",
    "Identity",
    "PageCode",
    "Paragraph",
    "RecordPage",
    "Run",
    "Section",
    "TypesettingError",
    "capital",
    "decision_pdf",
    "figures",
    "form_pdf",
    "page_code",
    "parse_page_code",
    "plain",
    "record_pdf",
]
