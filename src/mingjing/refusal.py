"""The one way in which an act is refused."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of the program
    """An act was refused and nothing of it was done.

    `code` is stable and English (`officer.certificate_expired`), `sentence` is for the person, `clause` names the
    law, `next_step` says what to do, `field` the form field at fault, `details` more lines (row and column…).
    """

    code: str
    sentence: str
    clause: str = ""
    next_step: str = ""
    field: str = ""
    details: list[str] = dataclasses.field(default_factory=list)

    def __str__(self) -> str:
        """Return the sentence with its clause, for the person. It may name people: a log line gets the code alone."""
        return f"{self.sentence}（{self.clause}）" if self.clause else self.sentence


def holds(check: Callable[[], object]) -> bool:
    """Say whether a rule refuses nothing: an act is offered by the very rule that would refuse it."""
    try:
        check()
    except Refusal:
        return False
    return True
