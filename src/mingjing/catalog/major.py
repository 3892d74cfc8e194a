"""Which decisions the review catalogue takes: pure, on what is proposed (种子 C3; 244号26)."""

from __future__ import annotations

from dataclasses import dataclass

YUAN = 100
"""分 in a 元."""


@dataclass(frozen=True)
class Threshold:
    """A row of the catalogue: its category, the matters it is limited to, and what makes a decision major."""

    category: str
    matters: frozenset[str] = frozenset()
    person_fine: int | None = None
    org_fine: int | None = None
    penalty_kinds: frozenset[str] = frozenset()
    hearing_held: bool = False


@dataclass(frozen=True)
class Proposed:
    """A decision as it is proposed: `kinds` by their names, `fine` in 分, whether a hearing was held."""

    category: str
    matter_code: str
    natural: bool
    kinds: frozenset[str]
    fine: int
    hearing: bool = False


def meets(row: Threshold, proposed: Proposed) -> bool:
    """Say whether a row takes the decision: within its scope, and any of what it states; all where it states nothing.

    A sum reached counts (数额以上 holds the number itself). A row that states a sum for one kind of party only leaves
    the other out.
    """
    if row.category != proposed.category or (row.matters and proposed.matter_code not in row.matters):
        return False
    stated = (row.person_fine, row.org_fine, row.penalty_kinds or None, row.hearing_held or None)
    if all(each is None for each in stated):
        return True
    least = row.person_fine if proposed.natural else row.org_fine
    return (
        (least is not None and proposed.fine >= least * YUAN)
        or bool(row.penalty_kinds & proposed.kinds)
        or (row.hearing_held and proposed.hearing)
    )
