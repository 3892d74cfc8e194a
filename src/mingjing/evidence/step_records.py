"""How a step of a procedure is recorded: by the recording list in force, as the system itself asks (B1, B3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.evidence.models import Activity
from mingjing.evidence.recording_rules import AV, CARRIERS, FULL, GRADES, PHOTO, SPOKEN, TEXT, Duty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mingjing.procedures import Step

Kind = Activity.Kind
PAPER = "执法文书"
ACTIVITIES: dict[str, tuple[Kind, ...]] = {
    "DC01": (Kind.INSPECTION,),
    "DC02": (Kind.INQUIRY,),
    "DC05": (Kind.SAMPLING,),
    "DC07": (Kind.PRESERVATION,),
    "DC08": (Kind.DISPOSAL,),
    "DC13": (Kind.TAKING,),
    "GZ03": (Kind.STATEMENT,),
    "TZ05": (Kind.HEARING,),
    "SD01": (Kind.SERVED_DIRECT, Kind.SERVED_LEFT, Kind.SERVED_PUBLIC),
}
"""Form → what happens when it is written: a step that has the form has the activity."""
DRAWN = {
    "none": Duty(TEXT, (), ""),
    "photo": Duty(PHOTO, ("photo",), ""),
    "av": Duty(AV, SPOKEN, ""),
    "av_full": Duty(FULL, SPOKEN, ""),
}
"""What the drawing itself asks of a step in which nothing that the list names happens."""


def recorded(step: Step, duties: Mapping[str, Duty]) -> tuple[str, str]:
    """Return a step's grade, by activity where they differ, and its carriers."""
    kinds = [kind for code in (*step.documents, *step.occasional) for kind in ACTIVITIES.get(code, ())]
    asked = [duties[kind] for kind in kinds] or [DRAWN[step.recording]]
    return _grades(kinds, asked), _carriers(asked)


def _grades(kinds: list[Kind], asked: list[Duty]) -> str:
    """Return `音像记录`, or `音像记录：询问；文字记录：登记保存物品的处理`."""
    grades = [grade for grade in GRADES if any(duty.grade == grade for duty in asked)]
    if len(grades) == 1:
        return GRADES[grades[0]]
    told = {
        grade: [kind.label for kind, duty in zip(kinds, asked, strict=True) if duty.grade == grade]
        for grade in reversed(grades)
    }
    return "；".join(f"{GRADES[grade]}：{'、'.join(labels)}" for grade, labels in told.items())


def _carriers(asked: Iterable[Duty]) -> str:
    needed = {carrier for duty in asked if duty.needed for carrier in duty.carriers}
    return "、".join([PAPER, *(word for carrier, word in CARRIERS.items() if carrier in needed)])
