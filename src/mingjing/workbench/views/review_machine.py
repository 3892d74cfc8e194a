"""What the machine saw of a submission, laid out beside the ten points: facts and faults, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.cases.models import Decision
from mingjing.review.checks.seen import Seen, State

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.review.checks.seen import Sight

TONES = {State.OK: ("ok", "相符"), State.WARN: ("soon", "请核对"), State.FAULT: ("stop", "有问题")}


@dataclass(frozen=True)
class ShownSight:
    """One thing seen, as the page shows it."""

    tone: str
    word: str
    sentence: str
    clause: str


def told(case: Case, sight: Sight) -> dict[str, list[ShownSight]]:
    """Return what to show beside each point; beside the person's own point only what there is to compare with."""
    shown = {point: [_shown(each) for each in seen] for point, seen in sight.items()}
    return shown | {"abuse": _alike(case)}


def _shown(seen: Seen) -> ShownSight:
    tone, word = TONES[seen.state]
    return ShownSight(tone, word, seen.sentence, seen.clause if seen.state is not State.OK else "")


def _alike(case: Case) -> list[ShownSight]:
    if case.matter is None:
        return []
    count = Decision.objects.filter(
        party__case__agency=case.agency, party__case__matter__code=case.matter.code
    ).count()
    return [ShownSight("off", "由人判断", f"本事项已作出决定 {count} 件，可对照同案同罚", "")]
