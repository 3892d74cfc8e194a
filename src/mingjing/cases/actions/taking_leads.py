"""Registering a lead, whoever brings it: a person of ours, or another system that sends it (55号令15; 种子 A4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions import reporting
from mingjing.cases.models import Case
from mingjing.cases.papers.wording import day_text
from mingjing.cases.rules import lead as lead_rules
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.sealing import Identity
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.records.deeds import deed
from mingjing.records.models import Dossier
from mingjing.refusal import Refusal
from mingjing.workflow import running
from mingjing.workflow.actions import current

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.registry.models import Agency, Department

PROCEDURE = "ordinary-penalty"


def take_lead(
    *,
    taker: reporting.Taker,
    agency: Agency,
    department: Department,
    title: str,
    summary: str,
    place: str,
    source: str,
    found_on: dt.date,
    acted_on: dt.date,
    course: str = Case.Course.ONCE,
    reference: str = "",
    reply_by: dt.date | None = None,
    reporter: Identity | None = None,
) -> Case:
    """Register a lead for `taker`, who may: the fifteen working days begin on the day it was found or received.

    `course` says whether the act goes on (行政处罚法36); `reference` and `reply_by` are the sender's own number and the
    day by which it wants an answer; `reporter` is sealed apart (`reporting`).
    """
    today = clock.today()
    rules.not_in_future(found_on, today, "found_on")
    rules.not_in_future(acted_on, found_on, "acted_on")
    lead_rules.ongoing_ends_with_discovery(acted_on, found_on, ongoing=course == Case.Course.ONGOING)
    version = current(agency, PROCEDURE)
    if version is None:
        raise Refusal(
            "procedure.none", "本机关还没有采用普通程序流程。", "种子 一（二）3", "请先采用并公布办案流程。"
        )
    case = Case(
        agency=agency, department=department, title=title, summary=summary, place=place, source=source,
        found_on=found_on, acted_on=acted_on, course=course,
    )  # fmt: skip
    with transaction.atomic():
        case.dossier = Dossier.objects.create(kind="case", ref=case.ref, agency=agency.ref)
        with deed(dossier=case.dossier, act=acts.LEAD, actor=taker.actor, happened_on=found_on) as work:
            work.add(case)
            running.begin(work, version=version, on=found_on)
            verified_by = running.start_clock(work, rule="zj55.verify", on=found_on)
            report = reporting.receive(
                work,
                case,
                taker,
                reference=reference.strip(),
                reply_by=reply_by,
                reporter=reporter or Identity(),
            )
            issue(
                work,
                form=forms.LEAD,
                agency=agency,
                made_on=today,
                data={
                    "案源": case.get_source_display(),
                    "收到时间": str(found_on),
                    "线索内容": summary,
                    "地点": place,
                    "行为状态": case.get_course_display(),
                    "线索提供人": reporting.given_by(case, report),
                    **reporting.on_paper(report),
                    "拟办意见": f"由{department.name}核查，{day_text(verified_by.due_on)}前核查完毕。",
                },
            )
            work.facts["source"] = case.get_source_display()
    return case
