"""文号: how a document number is written; which form an agency writes is its setting (§11.6 no. 10)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingjing.registry.models import Agency

if TYPE_CHECKING:
    import datetime as dt

NUMBER = re.compile(r"(?P<start>.+)〔(?P<year>\d{4})〕\D*(?P<ordinal>\d+)号?$")
"""Any form in which a number was ever written: its sign and word, its year, its ordinal."""
ARCHIVE = re.compile(r"(?P<year>\d{4})(?P<ordinal>\d{4,})$")
ARCHIVE_WORD = "归档"
"""The series of archive numbers: it counts like the documents' and is written otherwise."""


def written(agency: Agency, *, word: str, year: int, ordinal: int) -> str:
    """Return a number in the agency's form: `云建罚决字〔2026〕第012号`, or by GB/T 9704-2012 `〔2026〕12号`.

    GB/T 9704-2012 7.2.5: no padding and no 第; on the papers of enforcement both are the custom.
    """
    start = f"{agency.sign}{word}〔{year}〕"
    if agency.number_style == Agency.NumberStyle.PLAIN:
        return f"{start}{ordinal}号"
    return f"{start}第{ordinal:0{agency.number_width}d}号"


def archived(on: dt.date, ordinal: int) -> str:
    """Return an archive number: the year in four digits, the ordinal in four (reference §5.4)."""
    return f"{on.year}{ordinal:04d}"
