"""A lead that a hotline sends is registered here at once, and who reported it is sealed (行政处罚法50)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.actions.reporting import Taker
from mingjing.cases.actions.taking_leads import take_lead
from mingjing.cases.sealing import Identity
from mingjing.intake.reading import day
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.intake.models import SourceSystem
    from mingjing.intake.reading import Content
    from mingjing.records.actors import Actor

REPORTER = ("reporter_name", "reporter_contact", "reporter_address")


def without_reporter(content: Content) -> tuple[Content, Identity | None]:
    """Return a lead without who reported it, and that apart; None where nobody is named."""
    told = [str(content.get(key, "")) for key in REPORTER]
    kept = {key: value for key, value in content.items() if key not in REPORTER}
    return kept, Identity(*told) if any(told) else None


def register(system: SourceSystem, actor: Actor, content: Content, reporter: Identity | None) -> Case:
    """55号令15: register the lead with its source's own number and answer limit; verification begins on its day."""
    if system.department is None:
        raise Refusal(
            "source.no_department",
            "没有为这个系统指定交办线索的内设机构。",
            next_step="请与本机关系统管理员联系。",
        )
    told = {key: str(content[key]) for key in ("title", "summary", "place", "source", "course", "reference")}
    return take_lead(
        taker=Taker(actor),
        agency=system.agency,
        department=system.department,
        found_on=day(content, "found_on"),
        acted_on=day(content, "acted_on"),
        reply_by=day(content, "reply_by") if "reply_by" in content else None,
        reporter=reporter,
        **told,
    )
