"""Cases brought to a step by actions, and their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from mingjing.demo import same_act
from mingjing.demo.stories import CaseStory, Firm, Plan

if TYPE_CHECKING:
    from mingjing.cases.models import Case, Party
    from mingjing.demo.bureau import Bureau

TWO_FIRMS = (
    Firm("云岭县青禾置业有限公司（示例）", "91159999MA0DF003X0", representative="周一苇（示例）"),
    Firm("云岭县恒泰建筑工程有限公司（示例）", "91159999MA0BD001X9", representative="宋建平（示例）"),
)
TWO_PLANS = (Plan(468_000_00), Plan(20_000_00))
LAST: dict[str, str] = {
    "lead": "lead",
    "filing": "verified",
    "investigation": "filed investigated",
    "conclusion": "concluded drafted",
    "review": "submitted",
    "notice": "reviewed notified waived",
    "decision": "presented",
    "service": "decided",
    "performance": "served",
    "paid": "performed scanned",
    "closed": "closed",
}
"""Step → what is told so that a case stands there, after what the steps before need (`paid`: with everything paid)."""


def case_at(bureau: Bureau, step: str, *, two: bool = False) -> CaseStory:
    """Return a case that stands at a step."""
    story = CaseStory(bureau, firms=TWO_FIRMS, plans=TWO_PLANS) if two else CaseStory(bureau)
    for place, names in LAST.items():
        if place == "review":
            same_act.judged(story)  # the same firms in case after case
        for name in names.split():
            getattr(story, name)()
        if place == step:
            break
    story.case = story.refresh()
    return story


def page(case: Case, verb: str = "", party: Party | None = None) -> str:
    """Return the address of a case, or of an act on it or on one of its parties."""
    if not verb:
        return reverse("case", args=[case.ref])
    return reverse(f"act-{verb}", args=[case.ref, party.ref] if party else [case.ref])


LEAD = {
    "title": "未取得施工许可证擅自施工案",
    "source": "1",
    "found_on": "2026-09-14",
    "acted_on": "2026-09-10",
    "course": "once",
    "place": "云岭县云川镇",
    "summary": "巡查发现工地正在施工。",
}
PARTY = {
    "party_kind": "02",
    "name": "云岭县恒泰建筑工程有限公司（示例）",
    "credit_code": "91159999MA0BD001X9",
    "address": "云岭县云川镇（示例）",
}
