"""What a service guide says in lines: its materials and its steps, and what a line of them still lacks.

A cell of a file holds one material or step a line, its parts apart by `|`: 申请表|原件|2份|申请人自备|施工许可证申请表.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.law.relief import ways

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mingjing.registry.models import Agency

MATERIAL_PARTS = "材料名称|形式|份数|来源|表格"
STEP_PARTS = "环节|办理人|时限|审查标准"


@dataclass(frozen=True)
class Material:
    """申请材料: its name, original or copy, how many, where it comes from, and the form to be filled in, if any."""

    name: str
    shape: str = ""
    copies: str = ""
    source: str = ""
    form: str = ""


@dataclass(frozen=True)
class GuideStep:
    """办理环节: its name, who does it, how long it may take, and by what it is examined."""

    name: str
    actor: str = ""
    limit: str = ""
    standard: str = ""


def materials_of(text: str) -> list[Material]:
    """Return the materials of a guide, in order."""
    return [Material(*parts) for parts in _lines(text, 5)]


def steps_of(text: str) -> list[GuideStep]:
    """Return the steps of a guide, in order."""
    return [GuideStep(*parts) for parts in _lines(text, 4)]


def _lines(text: str, most: int) -> Iterator[list[str]]:
    for line in text.replace("｜", "|").splitlines():
        if line.strip(" |"):
            yield [part.strip() for part in line.split("|", most - 1)]


def told_by_agency(agency: Agency) -> dict[str, str]:
    """Return what a new guide begins with, from what the agency says of itself."""
    return {
        "accepting_body": agency.name,
        "approving_body": agency.name,
        "supervision": f"监督电话：{agency.complaint_phone}",
        "relief": "\n".join(
            f"{way}：{words}" for way, words in ways(government=agency.government, court=agency.court)
        ),
        "hours": agency.hours,
        "address": agency.address,
        "phone": agency.phone,
    }


def guide_faults(values: Mapping[str, object]) -> list[str]:
    """行政许可法30; 种子 A2.3: a material says in what form and how many, a step by whom and how long."""
    faults = [
        f"申请材料“{each.name}”没有写明形式、份数。"
        for each in materials_of(str(values.get("materials") or ""))
        if not (each.shape and each.copies)
    ]
    return faults + [
        f"办理流程“{each.name}”没有写明办理人、时限。"
        for each in steps_of(str(values.get("steps") or ""))
        if not (each.actor and each.limit)
    ]
