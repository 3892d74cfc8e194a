"""Education in place of punishment (行政处罚法33第三款): held, recorded, signed, before the case is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, case_deed, own_officers, party_of
from mingjing.cases.actions.decision import ONE_MAY_BE_DECIDED
from mingjing.cases.actions.paying import closing_due
from mingjing.cases.models import Education
from mingjing.cases.papers.wording import with_certificates
from mingjing.cases.queries.case import core_of
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules.no_penalty import EDUCATING, educates
from mingjing.cases.rules.service import two_servers
from mingjing.documents import forms_ending
from mingjing.documents.actions import issue
from mingjing.refusal import Refusal
from mingjing.workflow import running

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Case, Decision
    from mingjing.registry.models import Officer, User


def educate(
    *,
    user: User,
    case: Case,
    decision: Decision,
    held_on: dt.date,
    place: str,
    person: str,
    content: str,
    response: str,
    officers: list[Officer],
    version: int | None = None,
) -> Education:
    """行政处罚法33第三款: record that a party who is not penalized was educated, by two officers, and what it said."""
    acting_handler(user, case, "case.perform")
    party_of(case, decision.party)
    rules.not_in_future(held_on, clock.today(), "held_on")
    rules.not_before(held_on, decision.decided_on, what="决定日期", field="held_on")
    two_servers(len({each.pk for each in officers}))
    own_officers(officers, case)
    _due(decision)
    with case_deed(user=user, case=case, act=acts.EDUCATED, version=version, happened_on=held_on) as work:
        running.require_step(case.dossier, *ONE_MAY_BE_DECIDED, "performance")
        if Education.objects.filter(decision=decision).exists():
            raise Refusal("education.exists", "已有教育记录。", EDUCATING, "请看案件经过。")
        document = issue(
            work, form=forms_ending.EDUCATION, agency=case.agency, made_on=held_on, party=decision.party.ref,
            data={
                "时间": str(held_on),
                "地点": place,
                "被教育人": person,
                "不予处罚决定书": decision.number,
                "执法人员及证号": with_certificates(officers, held_on),
                "教育内容": content,
                "当事人表示": response,
            },
        )  # fmt: skip
        row = work.add(
            Education(
                decision=decision, held_on=held_on, place=place, person=person, content=content,
                response=response, document=document,
            )
        )  # fmt: skip
        work.mention(decision.party)
        closing_due(work, case, held_on)
    return row


def _due(decision: Decision) -> None:
    if not educates(core_of(decision.draft)):
        raise Refusal(
            "education.not_due",
            "这份决定不要求教育记录。",
            EDUCATING,
            "只有违法而不予处罚的，应当进行教育。",
        )
