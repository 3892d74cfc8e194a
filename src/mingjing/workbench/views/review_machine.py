"""What the machine saw of a submission, laid out beside the ten points: facts and faults, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mingjing.cases.models import Decision
from mingjing.cases.rules.ordinary import KINDS
from mingjing.review.checks import course
from mingjing.review.checks.seen import Seen, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingjing.cases.models import Case
    from mingjing.review.checks.seen import Sight

PERSONAL = "由人判断"
TONES = {State.OK: ("ok", "相符"), State.WARN: ("soon", "请核对"), State.FAULT: ("stop", "有问题")}


@dataclass(frozen=True)
class ShownSight:
    """One thing seen, as the page shows it."""

    tone: str
    word: str
    sentence: str
    clause: str


def told(case: Case, core: Mapping[str, Any], sight: Sight) -> dict[str, list[ShownSight]]:
    """Return what to show beside each point; beside a person's own points only what there is to compare with."""
    shown = {point: [_shown(each) for each in seen] for point, seen in sight.items()}
    return shown | {"power": _signs(core), "abuse": _alike(case)}


def _shown(seen: Seen) -> ShownSight:
    tone, word = TONES[seen.state]
    return ShownSight(tone, word, seen.sentence, seen.clause if seen.state is not State.OK else "")


def _signs(core: Mapping[str, Any]) -> list[ShownSight]:
    kinds = "、".join(KINDS[each["kind"]] for each in core["penalties"])
    found = [
        ShownSight("soon", PERSONAL, sign, course.CRIME) for sign in course.signs_of_crime(core["facts"])
    ]
    return [*found, ShownSight("off", PERSONAL, f"拟处罚种类：{kinds or '无'}，核对是否在本机关权限之内", "")]


def _alike(case: Case) -> list[ShownSight]:
    if case.matter is None:
        return []
    count = Decision.objects.filter(
        party__case__agency=case.agency, party__case__matter__code=case.matter.code
    ).count()
    return [ShownSight("off", PERSONAL, f"本事项已作出决定 {count} 件，可对照同案同罚", "")]
