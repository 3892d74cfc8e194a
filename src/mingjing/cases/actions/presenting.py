"""Presenting a case for decision: every party heard, discussed where it is complex or major (行政处罚法57)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import (
    acting_handler,
    allow,
    case_deed,
)
from mingjing.cases.actions.reporting import not_naming
from mingjing.cases.models import Case, Discussion, Notice, Party
from mingjing.cases.papers.wording import penalties_text
from mingjing.cases.queries.case import (
    core_of,
    newest_drafts,
    newest_notice,
    passed,
    undecided,
)
from mingjing.cases.queries.heard import heard
from mingjing.cases.queries.hearings import new_matter
from mingjing.cases.queries.recordings import settled
from mingjing.cases.rules import ordinary as rules
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.registry.queries import leaders_of
from mingjing.workflow import approvals, running
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.registry.models import Officer, User


def party_heard(case: Case, party: Party) -> Notice | None:
    """Refuse unless a party was notified, its period is over, and what it brought up was drafted and reviewed anew."""
    notice = newest_notice(party)
    newest = newest_drafts(case.dossier).get(party.ref)
    return heard(
        party,
        notice=notice,
        newest=newest,
        passed=passed(newest),
        brought_new=new_matter(party.ref, newest),
        today=clock.today(),
    )


def request_decision(*, user: User, case: Case, version: int | None = None) -> None:
    """Present the case for decision once every party was heard; where complex or major, it goes to discussion first."""
    acting_handler(user, case, "case.notify")
    with case_deed(user=user, case=case, act=acts.PRESENTED, version=version) as work:
        running.require_step(case.dossier, "notice")
        settled(case)
        for party in undecided(case):
            party_heard(case, party)
        work.mention(case)
        running.go_on(work, on=clock.today(), holds=judge(case.dossier))


def _discussed(case: Case) -> str:
    """Return what is decided on, as the record of the discussion says it: each party's draft."""
    drafts = newest_drafts(case.dossier)
    found = [f"{party.name}：{penalties_text(core_of(drafts[party.ref]))}" for party in undecided(case)]
    return "\n".join([f"{case.title}的拟处意见", *found])


def discuss(
    *,
    user: User,
    case: Case,
    held_on: dt.date,
    place: str,
    participants: list[Officer],
    minutes: str,
    conclusion: str,
    version: int | None = None,
) -> Discussion:
    """行政处罚法57第二款: the responsible persons discuss together; their minutes are kept."""
    allow(user, "case.discuss", case)
    rules.not_in_future(held_on, clock.today(), "held_on")
    leaders = set(leaders_of(case.agency))
    rules.discussion_quorum(len(leaders & set(participants)))
    rules.minutes_kept(minutes, conclusion)
    not_naming(case, minutes, conclusion, field="minutes")
    rules.each_said(minutes, [officer.name for officer in participants])
    with case_deed(user=user, case=case, act=acts.DISCUSSED, version=version, happened_on=held_on) as work:
        running.require_step(case.dossier, "discussion")
        rules.not_before(held_on, running.since(case.dossier), what="提请集体讨论的日期", field="held_on")
        document = issue(
            work,
            form=forms.DISCUSSION,
            agency=case.agency,
            made_on=held_on,
            data={
                "时间": str(held_on),
                "地点": place.strip(),
                "主持人": approvals.signer(user).name,
                "参加人": "、".join(f"{officer.name}（{officer.post}）" for officer in participants),
                "讨论事项": _discussed(case),
                "讨论记录": minutes,
                "结论": conclusion,
            },
        )
        discussion = work.add(
            Discussion(
                case=case,
                held_on=held_on,
                participants=[officer.ref for officer in participants],
                minutes=minutes,
                conclusion=conclusion,
                document=document,
            )
        )
        running.go_on(work, on=clock.today(), holds=judge(case.dossier))
    return discussion
