"""A case of the demo on which a certificate ran out: seen on the record, the handler replaced, gone over anew."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import handling, investigation
from mingjing.demo.filming import TOLD
from mingjing.demo.stages import FILED, Plot
from mingjing.demo.stories import CaseStory, Firm

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

BEFORE, AFTER = ("officer12", "officer13"), ("officer12", "officer14")
REASON = "承办人的执法证 5 月 31 日到期，换证未办结，6 月 2 日的检查由其参加；改由证件有效的人员承办，重新检查、询问。"


def expired(bureau: Bureau) -> list[Plot]:
    """Return the story with its days and steps."""
    story = CaseStory(
        bureau,
        place="云岭县西川镇客运站工地（示例）",
        handlers=BEFORE,
        firms=(Firm("云岭县通达客运有限公司（示例）", "91159999MA0TT307XG", representative="章程（示例）"),),
    )
    days = [(5, 25), (5, 26), (5, 27), (6, 2), (6, 3), (6, 4), (6, 16), (6, 24), (6, 25), (7, 6)]
    steps = (
        *FILED,
        _visited,
        _replaced,
        CaseStory.investigated,
        lambda told: told.concluded().drafted().submitted(),
        CaseStory.reviewed,
        CaseStory.notified,
        lambda told: told.presented().decided(),
    )
    return [(story, days, steps)]


def _visited(story: CaseStory) -> None:
    """Inspect with an officer whose certificate has run out: the record says so, nothing is refused (§11.6 no. 11)."""
    investigation.record_inspection(
        user=story.user, case=story.refresh(), kind="inspection", happened_on=clock.today(), place=story.place,
        person="现场负责人梁某（示例）", content=story.seen, officers=story.officers, card_shown=True, told_items=TOLD,
        began=dt.time(14, 5), ended=dt.time(14, 40), told="当事人表示听清，不申请回避。",
    )  # fmt: skip
    story.recorded()


def _replaced(story: CaseStory) -> None:
    people = story.bureau.people
    handling.reassign(
        user=story.as_("section5"), case=story.refresh(), released=people[BEFORE[1]], assigned=people[AFTER[1]],
        reason=REASON,
    )  # fmt: skip
    story.handlers = AFTER
