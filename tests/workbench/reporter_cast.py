"""A lead whose reporter is sealed, and the traces that no surface may show."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing.cases.actions import leads
from mingjing.cases.sealing import Identity
from mingjing.demo.stories import CaseStory

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

REPORTER = Identity("欧阳守拙", "13900008765", "云岭县云川镇柳荫巷 7 号")
TRACES = ("欧阳守拙", "13900008765", "柳荫巷", "8765")
TODAY = dt.date(2026, 9, 15)
HOTLINE = {"source": "7", "reference": "GD2026091500042", "reporter": REPORTER}


def reported(bureau: Bureau, *, by: str = "section", **told: object) -> CaseStory:
    """Tell a lead that the section's head, or who is named, took from a hotline, with its reporter sealed."""
    story = CaseStory(bureau)
    story.case = leads.register_lead(
        user=bureau.users[by], department=bureau.people["officer1"].department, title=story.title,
        summary="来电反映工地夜间施工，未见施工许可证公示。", place=story.place, found_on=TODAY, acted_on=TODAY,
        **{**HOTLINE, **told},
    )  # fmt: skip
    for firm in story.firms:
        leads.add_party(user=story.user, case=story.case, **vars(firm))
    return story


def traces(text: str) -> list[str]:
    return [trace for trace in TRACES[:3] if trace in text]
