"""What a check saw."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class State(StrEnum):
    """How grave it is: nothing, something for a person to look at, something that contradicts the law or the file."""

    OK = "ok"
    WARN = "warn"
    FAULT = "fault"


@dataclass(frozen=True)
class Seen:
    """One thing seen: its state, a sentence, the clause."""

    state: State
    sentence: str
    clause: str = ""


type Sight = Mapping[str, tuple[Seen, ...]]
"""Point key → what was seen of it; a point that is not there is a person's alone."""


def ok(sentence: str, clause: str = "") -> Seen:
    """Return that all is well."""
    return Seen(State.OK, sentence, clause)


def warn(sentence: str, clause: str) -> Seen:
    """Return something a person should look at."""
    return Seen(State.WARN, sentence, clause)


def fault(sentence: str, clause: str) -> Seen:
    """Return something wrong."""
    return Seen(State.FAULT, sentence, clause)


def or_ok(found: Iterable[Seen], sentence: str, clause: str = "") -> tuple[Seen, ...]:
    """Return what was found, or, where nothing was, that all is well."""
    return tuple(found) or (ok(sentence, clause),)


def faults_of(sight: Sight) -> dict[str, str]:
    """Return point key → sentences of the faults seen there."""
    return {
        point: "；".join(each.sentence for each in seen if each.state is State.FAULT)
        for point, seen in sight.items()
        if any(each.state is State.FAULT for each in seen)
    }
