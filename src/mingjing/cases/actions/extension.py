"""Extending the ninety days: thirty by the responsible person, then up to sixty by discussion (55号令29)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, allow, case_deed
from mingjing.cases.actions.petitions import answer, petition
from mingjing.cases.models import Petition
from mingjing.cases.queries.case import decision_limit
from mingjing.cases.rules import petitions as rules
from mingjing.cases.rules.ordinary import discussion_quorum
from mingjing.documents import forms_catalogue as forms
from mingjing.refusal import Refusal
from mingjing.registry.queries import leaders_of
from mingjing.workflow import running

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.registry.models import Officer, User
    from mingjing.workflow.models import Clock

DECISION = "xzcf.decision_90"


def request_extension(
    *, user: User, case: Case, reason: str, days: int = rules.FIRST_EXTENSION, version: int | None = None
) -> Petition:
    """55号令29: ask for thirty days, or, these being granted, for up to sixty more, before the limit has passed.

    `days` counts for the second extension only.
    """
    officer = acting_handler(user, case, "case.petition")
    with case_deed(user=user, case=case, act=acts.PETITIONED, version=version) as work:
        running_limit = _limit(case)
        second = rules.second_extension(len(running_limit.extensions))
        days = rules.extension_days(days) if second else rules.FIRST_EXTENSION
        return petition(
            work, case, officer=officer, reason=reason,
            matter=Petition.Matter.SECOND_EXTENSION if second else Petition.Matter.EXTENSION,
            particulars={"_days": days, "延长": f"{days} 日", "原期限": str(running_limit.due_on)},
        )  # fmt: skip


def decide_extension(
    *, user: User, case: Case, agreed: bool, opinion: str, version: int | None = None
) -> Petition:
    """55号令29: the responsible person grants thirty days, counted from the unrolled end of the ninety."""
    allow(user, "case.grant", case)
    with case_deed(user=user, case=case, act=acts.GRANTED, version=version) as work:
        _limit(case)
        found = answer(
            work, case, user, matter=Petition.Matter.EXTENSION, agreed=agreed, opinion=opinion, form=forms.EXTENSION
        )  # fmt: skip
        if agreed:
            running.extend_clock(work, rule=DECISION, by="zj55.ext1", days=rules.FIRST_EXTENSION)
    return found


def decide_second_extension(
    *,
    user: User,
    case: Case,
    agreed: bool,
    opinion: str,
    participants: list[Officer],
    minutes: str,
    version: int | None = None,
) -> Petition:
    """55号令29: the responsible persons discuss together whether to extend once more, by no more than sixty days."""
    allow(user, "case.grant", case)
    discussion_quorum(len(set(leaders_of(case.agency)) & set(participants)))
    with case_deed(user=user, case=case, act=acts.GRANTED, version=version) as work:
        _limit(case)
        names = "、".join(officer.name for officer in participants)
        found = answer(
            work, case, user, matter=Petition.Matter.SECOND_EXTENSION, agreed=agreed, opinion=opinion,
            form=forms.EXTENSION,
            discussed={"参加集体讨论": names, "讨论记录": rules.with_reason(minutes, field="minutes")},
        )  # fmt: skip
        if agreed:
            days = rules.extension_days(found.particulars["_days"])
            running.extend_clock(work, rule=DECISION, by="zj55.ext2", days=days)
    return found


def _limit(case: Case) -> Clock:
    """Return the limit that runs, or refuse: what has passed is not extended, it stays a breach that is seen."""
    found = decision_limit(case)
    if found is None:
        raise Refusal("extension.no_limit", "没有正在计算的办案期限。", rules.EXTENDING, "请看案件页的期限。")
    if found.stopped_since is None:
        rules.not_yet_passed(found.due_on, clock.today())
    return found
