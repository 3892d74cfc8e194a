"""Who acts: softly named, so that officers, citizens, systems and counsel all fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingjing.records.models import Json


@dataclass(frozen=True)
class Actor:
    """The one who acts. `authority` names whom a substitute stands in for and by what right."""

    kind: str
    ref: str
    authority: dict[str, Json] = field(default_factory=dict, hash=False, compare=False)

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"


SYSTEM = Actor("system", "mingjing")
COMMAND = Actor("system", "command")
"""Whoever runs a command on the server without saying by which account."""
