"""Whether a party was heard: one rule, asked by the acts that decide and by the list of what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.queries.case import core_of, notice_facts
from mingjing.cases.rules import hearing as hearing_rules
from mingjing.cases.rules import notice as notice_rules
from mingjing.cases.rules import ordinary as rules
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Notice, Party
    from mingjing.review.models import Draft


def heard(
    party: Party,
    *,
    notice: Notice | None,
    newest: Draft | None,
    passed: bool,
    brought_new: bool,
    today: dt.date,
) -> Notice | None:
    """行政处罚法44、45、58、62: notified, period over, new matter drafted and reviewed anew, nothing heavier.

    `notice` is the one served last, `passed` says whether `newest` passed review, `brought_new` whether the party
    stated something new since that revision was made. Returns the notice; none where no penalty is proposed:
    nothing is to be told.
    """
    if newest is not None and passed and core_of(newest).get("no_penalty"):
        return None
    told = notice_facts(notice)
    try:
        notice_rules.no_hearing_waits(asked_on=told.hearing_asked_on if told else None)
        rules.notice_period_over(told, today)
    except Refusal as refusal:
        refusal.sentence = f"{party.name}：{refusal.sentence}"
        raise
    if notice is None or newest is None or not passed:
        raise Refusal(
            "decision.not_reviewed",
            f"{party.name}：最新一稿未经法制审核或者审核未通过，不得作出决定。",
            "行政处罚法 第五十八条",
            "请提请审核；任何人的批示、会议的结论都不能代替审核。",
        )
    notice_rules.taken_in(party.name, brought_new=brought_new)
    hearing_rules.drafted_since(revision=newest.revision, ended_at=notice.hearing_revision)
    rules.not_heavier(core_of(newest), core_of(notice.draft))
    notice_rules.as_told(core_of(newest), core_of(notice.draft))
    return notice
