"""Judging the basis of a row: each text once, however many rows cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.law.citations import format_citation, read_citations
from mingjing.law.queries import Lawbook
from mingjing.law.resolution import Status

if TYPE_CHECKING:
    import datetime as dt


class CitationJudge:
    """Says what is wrong with the words of a basis on a day; empty where everything was found."""

    def __init__(self, on: dt.date) -> None:
        self._on = on
        self._book: Lawbook | None = None
        self._said: dict[str, tuple[str, ...]] = {}

    def __call__(self, basis: str) -> tuple[str, ...]:
        """Return a sentence for every fault of the text."""
        if basis not in self._said:
            self._said[basis] = tuple(self._faults(basis))
        return self._said[basis]

    def _faults(self, basis: str) -> list[str]:
        reading = read_citations(basis)
        faults = [f"“{rest}”不能识别为法律依据。" for rest in reading.rest]
        if not reading.citations and not reading.rest:
            faults.append(f"“{basis}”不能识别为法律依据。")
        self._book = self._book or Lawbook()
        for citation in reading.citations:
            if not citation.title:
                faults.append(f"“{format_citation(citation)}”没有写明是哪部法规。")
                continue
            if citation.article is None:
                faults.append(f"《{citation.title}》没有写明第几条。")
            answer = self._book.resolve(citation, self._on)
            if answer.status != Status.FOUND:
                faults.append(answer.sentence)
        return faults
