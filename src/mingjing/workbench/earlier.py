"""Earlier decisions as pages show them, beside a draft (行政处罚法29)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import format_html

from mingjing.theme.cells import Link, Mark, html
from mingjing.workbench.addresses import case_url
from mingjing.workbench.cells import stacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from mingjing.cases.queries.same_act import Earlier


def judgement_words(row: Earlier) -> str:
    """Return an earlier decision in one sentence: when the act was, where, what was found, how it was judged."""
    decision, case = row.decision, row.decision.party.case
    said = f"认定为{row.judgement}：{row.judgement.reasons}" if row.judgement else "尚未认定"
    return f"{decision.number}：行为 {case.acted_on}，{case.place}。{row.facts}{said}"


def judged(rows: Sequence[Earlier]) -> SafeString:
    """Return the earlier decisions for a cell of the case page."""
    return stacked(_row(each) for each in rows)


def _row(row: Earlier) -> SafeString:
    decision = row.decision
    link = Link(decision.number, case_url(decision.party.case))
    mark = Mark("stop", "尚未认定是否同一行为") if row.judgement is None else Mark("ok", str(row.judgement))
    words = f"{decision.decided_on}，{row.words}"
    return format_html("{}　{}　{}", html(link), words, html(mark))


def compared(rows: Sequence[Earlier]) -> list[dict[str, Any]]:
    """Return the earlier decisions as the reviewer reads them beside the draft."""
    return [
        {
            "number": each.decision.number,
            "url": case_url(each.decision.party.case),
            "decided_on": each.decision.decided_on,
            "acted_on": each.decision.party.case.acted_on,
            "place": each.decision.party.case.place,
            "facts": each.facts,
            "penalties": each.words,
            "judgement": each.judgement,
        }
        for each in rows
    ]
