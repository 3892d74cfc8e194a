"""What the case page shows of a party that is not penalized."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.queries.case import core_of
from mingjing.cases.rules.no_penalty import educates
from mingjing.theme.cells import Link
from mingjing.workbench.addresses import document_url

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.cases.standing import Line


def unnotified(line: Line) -> str:
    """Say why a party has no notice of a penalty: none is planned, or none was made yet."""
    return "拟不予处罚，无须告知" if line.unpunished else "尚未告知"


def education(case: Case, line: Line) -> list[tuple[str, object]]:
    """Return the education of a party that is not penalized (行政处罚法33第三款); nothing for the others."""
    if line.decision is None or not line.unpunished or not educates(core_of(line.decision.draft)):
        return []
    held = getattr(line.decision, "education", None)
    return [
        ("教育", Link(f"教育记录 {held.held_on}", document_url(case, held.document)) if held else "尚未登记")
    ]
