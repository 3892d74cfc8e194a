"""A decision, or a letter that an agency signs, in the layout of an official document (GB/T 9704)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.typeset.press import printed

if TYPE_CHECKING:
    from mingjing.typeset.document import DecisionPage, Paragraph

CHARACTERS_A_PAGE = 22 * 28


def decision_pdf(data: DecisionPage) -> bytes:
    """Return the document as PDF/A-2b, a draft without date as PDF; `TypesettingError` if it cannot be set.

    Masked text does not enter the file: what is handed to the typesetter holds the label alone.
    """
    return printed(
        "decision",
        _input(data),
        identity=data.identity,
        date=data.date,
        # the head, the signature and short lines take room that no character count shows
        guess=2 + _length(data) // CHARACTERS_A_PAGE,
    )


def _input(data: DecisionPage) -> dict[str, object]:
    """Return all that the template reads; masked text is not among it."""
    return {
        "agency": data.agency,
        "number": data.number,
        "title": data.title,
        "party": [{"label": field.label, "value": _runs(field.value)} for field in data.party],
        "sections": [
            {
                "heading": section.heading,
                "level": section.level,
                "paragraphs": [_runs(paragraph) for paragraph in section.paragraphs],
            }
            for section in data.sections
        ],
        "remarks": list(data.remarks),
    }


def _runs(paragraph: Paragraph) -> list[dict[str, str | bool]]:
    return [
        {"masked": True, "label": run.label} if run.masked else {"masked": False, "text": run.text}
        for run in paragraph
    ]


def _length(data: DecisionPage) -> int:
    paragraphs = [paragraph for section in data.sections for paragraph in section.paragraphs]
    return sum(len(run.text) for paragraph in paragraphs for run in paragraph) + 28 * len(paragraphs)
