"""Where results of enforcement stand in public: decisions, licences, inspections, each with its own root and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.disclosure.kinds import PENALTIES

if TYPE_CHECKING:
    from mingjing.disclosure.models import Publication


@dataclass(frozen=True)
class Shelf:
    """One place: its slug in addresses, its kinds, what its list and one of it are called, what its day is."""

    slug: str
    kinds: tuple[str, ...]
    label: str
    theme: str
    day: str
    words: str = ""

    @property
    def root(self) -> str:
        """Return the address of the list."""
        return f"/{self.slug}/"


DECISIONS = Shelf("decisions", PENALTIES, "行政处罚决定", "行政处罚", "决定日期")
LICENCES = Shelf(
    "licences",
    ("intake.licence",),
    "行政许可结果",
    "行政许可",
    "决定日期",
    "自决定作出之日起 7 个工作日内公开。依据：行政许可法第四十条，自治区政府令第244号第十二条。"
    "由作出许可的系统报送，本机关核对后公开；对自然人的许可不公开。",
)
INSPECTIONS = Shelf(
    "inspections",
    ("intake.inspection",),
    "行政检查结果",
    "行政检查",
    "检查日期",
    "自检查之日起 20 个工作日内公开。依据：自治区政府令第244号第十二条。"
    "结果只用五种说法：未发现问题、已责令改正、待后续处理、无法联系、不配合；对自然人的检查不公开。",
)
SHELVES = (DECISIONS, LICENCES, INSPECTIONS)
OUTCOMES = {each.slug: each for each in (LICENCES, INSPECTIONS)}
EVERY = tuple(kind for shelf in SHELVES for kind in shelf.kinds)


def shelf_of(publication: Publication) -> Shelf:
    """Return where a publication stands; among the decisions where nowhere else."""
    return next((each for each in SHELVES if publication.kind in each.kinds), DECISIONS)
