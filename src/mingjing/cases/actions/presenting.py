"""Presenting a case for decision: every party heard, discussed where it is complex or major (行政处罚法57)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import (
    acting_handler,
    allow,
    case_deed,
)
from mingjing.cases.actions.reporting import not_naming
from mingjing.cases.actions.taking_over import enter_paper
from mingjing.cases.models import Case, Discussion, Notice, Party, PriorStep
from mingjing.cases.papers.wording import penalties_text
from mingjing.cases.queries import taken
from mingjing.cases.queries.case import (
    core_of,
    newest_drafts,
    newest_notice,
    opinion_on,
    passed,
    undecided,
)
from mingjing.cases.queries.heard import heard
from mingjing.cases.queries.hearings import new_matter
from mingjing.cases.queries.recordings import settled
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules import taken as taken_rules
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.registry.queries import leaders_of
from mingjing.workflow import approvals, running
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.documents.models import Document
    from mingjing.evidence.actions import Upload
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Officer, User


def party_heard(case: Case, party: Party, *, on: dt.date | None = None) -> Notice | None:
    """Refuse unless a party was notified, its period is over, and what it brought up was drafted and reviewed anew.

    `on` is the day that counts: today, or that of a discussion on paper.
    """
    notice = newest_notice(party)
    newest = newest_drafts(case.dossier).get(party.ref)
    return heard(
        party,
        notice=notice,
        newest=newest,
        passed=passed(newest),
        brought_new=new_matter(party.ref, newest),
        today=on or clock.today(),
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
    paper: Upload | None = None,
    version: int | None = None,
) -> Discussion:
    """行政处罚法57第二款: the responsible persons discuss together; their minutes are kept.

    `paper` is the scan of minutes written before the system, in a case that came here reviewed (§11.6 no. 29).
    """
    allow(user, "case.discuss", case)
    rules.not_in_future(held_on, clock.today(), "held_on")
    rules.discussion_quorum(len(set(leaders_of(case.agency)) & set(participants)))
    rules.minutes_kept(minutes, conclusion)
    not_naming(case, minutes, conclusion, field="minutes")
    rules.each_said(minutes, [officer.name for officer in participants])
    with transaction.atomic():
        kept = None
        if paper:
            kept = _on_paper(
                user, case, held_on=held_on, participants=participants, paper=paper, version=version
            )
            version = None  # held against the paper's record already
        with case_deed(
            user=user, case=case, act=acts.DISCUSSED, version=version, happened_on=held_on
        ) as work:
            running.require_step(case.dossier, "discussion")
            row = Discussion(
                case=case,
                held_on=held_on,
                participants=[officer.ref for officer in participants],
                minutes=minutes,
                conclusion=conclusion,
            )
            row.document = kept or _minutes(work, row, place, approvals.signer(user), participants)
            work.add(row)
            running.go_on(work, on=clock.today(), holds=judge(case.dossier))
    return row


def _minutes(
    work: Deed, row: Discussion, place: str, chair: Officer, participants: list[Officer]
) -> Document:
    """Issue the record of a discussion held since the case was presented."""
    since = running.since(row.case.dossier)
    rules.not_before(row.held_on, since, what="提请集体讨论的日期", field="held_on")
    return issue(
        work,
        form=forms.DISCUSSION,
        agency=row.case.agency,
        made_on=row.held_on,
        data={
            "时间": str(row.held_on),
            "地点": place.strip(),
            "主持人": chair.name,
            "参加人": "、".join(f"{officer.name}（{officer.post}）" for officer in participants),
            "讨论事项": _discussed(row.case),
            "讨论记录": row.minutes,
            "结论": row.conclusion,
        },
    )


def _on_paper(
    user: User,
    case: Case,
    *,
    held_on: dt.date,
    participants: list[Officer],
    paper: Upload,
    version: int | None,
) -> Document:
    """§11.6 no. 29: keep the minutes of a discussion held on paper; reviewed and heard by then was every party."""
    came = taken.came_reviewed(case)
    taken_rules.discussed_before(held_on, entered_on=came.entered_on if came else None)
    drafts = newest_drafts(case.dossier)
    for party in undecided(case):
        notice, opinion = party_heard(case, party, on=held_on), opinion_on(drafts[party.ref])
        for what, on in (
            ("审核意见日期", opinion and opinion.signed_on),
            ("告知书送达日期", notice and notice.served_on),
            ("书面放弃陈述申辩日期", notice and notice.waived_on),
            ("听证结束日期", notice and notice.hearing_ended_on),
        ):
            rules.not_before(held_on, on or held_on, what=what, field="held_on")
    return enter_paper(
        user, case, kind=PriorStep.Kind.DISCUSSION, done_on=held_on, note="", upload=paper, version=version,
        people="、".join(officer.name for officer in participants),
    ).document  # fmt: skip
