"""Names that a procedure's gateways may use: registered by the rooms that can judge them, never expressions."""

from __future__ import annotations

from collections.abc import Callable

from mingjing.records.models import Dossier

type Predicate = Callable[[Dossier], bool]

_predicates: dict[str, Predicate] = {}


def register(name: str, predicate: Predicate) -> None:
    """Register a predicate."""
    _predicates[name] = predicate


def known() -> set[str]:
    """Return every registered name."""
    return set(_predicates)


def judge(dossier: Dossier) -> Callable[[str], bool]:
    """Return the function that answers a gateway's question for a dossier."""
    return lambda name: _predicates[name](dossier)
