"""The agency's three written rules (种子 A1、B1、C1), said from the settings in force: text and system agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.written import disclosure, recording, review

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.cases.written.text import WrittenRules
    from mingjing.registry.models import Agency

WRITERS: dict[str, tuple[str, Callable[[Agency], WrittenRules]]] = {
    disclosure.SLUG: (disclosure.TITLE, disclosure.write),
    recording.SLUG: (recording.TITLE, recording.write),
    review.SLUG: (review.TITLE, review.write),
}
"""Address → the name of the rules, and who writes them."""


def written(agency: Agency, slug: str) -> WrittenRules | None:
    """Return one of the three as it reads now; None for an address that names none."""
    found = WRITERS.get(slug)
    return found[1](agency) if found else None
