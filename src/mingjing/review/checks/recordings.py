"""Point 7 goes on: the recordings of the activities, and the four things told at each (244号9、17、19、20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.review.checks.seen import Seen, fault, ok, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

RECORDING, EXPLAINING = "244号 第十七条", "244号 第十九条"
UPLOADING, TELLING = "244号 第二十条", "244号 第九条"
COURSE, KEEPING = "244号 第十八条、第十九条", "种子 二（三）3"


@dataclass(frozen=True)
class Kept:
    """An activity: whether it needs a recording and has one, why it has none, what came late, what was untold.

    `late`: recordings that came after their day without a lawful reason; `excused`: those that came with one.
    `gaps`: what a recording of the whole course leaves out; `faults`: how a recording was not made as it has to be;
    `undrawn`: those made with a device that nobody had drawn out.
    """

    name: str
    needed: bool
    recorded: bool
    explained: str = ""
    late: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    undrawn: tuple[str, ...] = ()


def recordings(activities: Sequence[Kept]) -> tuple[Seen, ...]:
    """种子 B3.0–B3.2: what must be recorded is recorded or explained, in time, and the four things were told."""
    found = []
    for each in activities:
        if each.needed and not each.recorded:
            lack = f"全程音像记录缺 {'、'.join(each.gaps)}" if each.gaps else "没有音像记录"
            found.append(
                warn(f"{each.name}{lack}，有经会签的书面说明：{each.explained}", EXPLAINING)
                if each.explained
                else fault(f"{each.name}{lack}，也没有经会签的书面说明", RECORDING)
            )
        found += [
            fault(f"{each.name}的{row}超过二十四小时才上传，没有法定理由", UPLOADING) for row in each.late
        ]
        found += [warn(f"{each.name}的{row}迟传", UPLOADING) for row in each.excused]
        found += [warn(f"{each.name}的{words}", COURSE) for words in each.faults]
        found += [warn(f"{each.name}的{row}用了没有领用的设备", KEEPING) for row in each.undrawn]
        if each.untold:
            found.append(warn(f"{each.name}未告知{'、'.join(each.untold)}", TELLING))
    if found:
        return tuple(found)
    needed = sum(each.needed for each in activities)
    return (ok(f"应当音像记录的执法活动 {needed} 次，均已按时记录", RECORDING),) if needed else ()
