"""Investigating: records of inspections and inquiries, evidence, the concluding report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, case_deed, not_suspended, own_officers
from mingjing.cases.actions.testing import results_told
from mingjing.cases.papers.wording import with_certificates
from mingjing.cases.queries.recordings import settled, telling
from mingjing.cases.queries.taken import copying
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules.records import DEFECTS, begins_before_it_ends, hours, record_defects
from mingjing.cases.rules.taken import REVIEWED
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.evidence.actions import Taken, Upload, collect
from mingjing.evidence.recordings import Happening, happened
from mingjing.records.actions import lock
from mingjing.refusal import Refusal
from mingjing.registry.queries import qualification_faults
from mingjing.workflow import running
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from mingjing.cases.models import Case
    from mingjing.documents.models import Document
    from mingjing.evidence.arriving import Arrived
    from mingjing.evidence.models import Evidence
    from mingjing.registry.models import Officer, User

STEPS = ("investigation", "conclusion")
DRESSED, UNDRESSED = "规范着装，佩戴统一标识", "未规范着装或者未佩戴标识（如实记录）"
REPORT_ITEMS = ("当事人基本情况", "案件来源和调查经过", "违法事实和证据", "处理依据和裁量", "处理建议")
"""55号令20: the five contents of a concluding report."""


def record_inspection(
    *,
    user: User,
    case: Case,
    kind: str,
    happened_on: dt.date,
    place: str,
    person: str,
    content: str,
    officers: list[Officer],
    card_shown: bool,
    told: str,
    told_items: Collection[str] = (),
    dressed: bool | None = None,
    began: dt.time | None = None,
    ended: dt.time | None = None,
    version: int | None = None,
) -> Document:
    """A3.2, 行政处罚法55; 55号令16: the record of an on-site inspection (`inspection`) or an inquiry (`inquiry`).

    What happened is recorded as it happened: one officer only, a certificate that had expired, a card not shown
    stand in the record as its defects and are not refused (reference §11.6 no. 11). `told_items`: which of the four
    things of 244号9 were told; `dressed`: whether they wore uniform and insignia (种子 一（三）2), None: not said.
    """
    acting_handler(user, case, "case.investigate")
    rules.not_in_future(happened_on, clock.today(), "happened_on")
    begins_before_it_ends(began, ended)
    defects = _defects(case, officers, happened_on, card_shown=card_shown, dressed=dressed)
    form, of_whom, content_of = (
        (forms.INSPECTION, "被检查人", "检查情况")
        if kind == "inspection"
        else (forms.INQUIRY, "被询问人", "询问内容")
    )
    with case_deed(
        user=user, case=case, act=acts.INVESTIGATED, version=version, happened_on=happened_on
    ) as work:
        running.require_step(case.dossier, *STEPS)
        if defects:
            work.facts["defects"] = len(defects)
        document = issue(
            work,
            form=form,
            agency=case.agency,
            made_on=happened_on,
            data={
                "时间": str(happened_on) + hours(began, ended),
                "地点": place,
                of_whom: person,
                "执法人员及证号": with_certificates(officers, happened_on),
                "出示执法证件": "已出示" if card_shown else "未出示（如实记录）",
                **({} if dressed is None else {"着装和标识": DRESSED if dressed else UNDRESSED}),
                "告知的事由、依据、权利、义务": f"{telling(case, kind, told_items)['当场告知']}\n{told}",
                content_of: content,
                **({DEFECTS: "；".join(defects)} if defects else {}),
            },
        )
        what = Happening(kind, happened_on, place=place, told=told_items, began=began, ended=ended)
        happened(work, what, agency=case.agency, about=document)
    return document


def _defects(
    case: Case, officers: list[Officer], on: dt.date, *, card_shown: bool, dressed: bool | None
) -> list[str]:
    """Return what was wrong with who was there; somebody of another agency is no officer of this one."""
    own_officers(officers, case)
    domain, area = case.matter.domain if case.matter else "", case.agency.area
    faults = {each.name: qualification_faults(each, on=on, category=domain, area=area) for each in officers}
    return record_defects(faults, card_shown=card_shown, dressed=dressed)


def add_evidence(
    *,
    user: User,
    case: Case,
    evidence_kind: str,
    name: str,
    proves: str,
    collected_on: dt.date,
    source: str,
    upload: Upload | Arrived | None = None,
    taken: Taken | None = None,
    version: int | None = None,
) -> Evidence:
    """行政处罚法46: add evidence to the case; `taken`: how it was obtained."""
    officer = acting_handler(user, case, "case.investigate")
    with transaction.atomic():
        lock(case.dossier, version=version)
        not_suspended(case)
        running.require_step(case.dossier, *STEPS, *([REVIEWED] if copying(case) else ()))
        return collect(
            user=user,
            officer=officer,
            dossier=case.dossier,
            evidence_kind=evidence_kind,
            name=name,
            proves=proves,
            collected_on=collected_on,
            source=source,
            upload=upload,
            taken=taken,
            version=version,
        )


def set_complex(*, user: User, case: Case, version: int | None = None) -> Case:
    """行政处罚法57第二款: find that the case is complex or major; there is no way back to "simple" (§11.6 no. 2).

    A case that waits for its decision already goes back to be discussed first.
    """
    acting_handler(user, case, "case.conclude")
    with case_deed(user=user, case=case, act=acts.COMPLEX, version=version) as work:
        case.complex = True
        work.change(case)
        if running.at(case.dossier).step == "decision" and not case.discussions.exists():
            running.go_back(work, step="discussion", on=clock.today())
    return case


def conclude(
    *, user: User, case: Case, report: dict[str, str], complex_case: bool, version: int | None = None
) -> Document:
    """55号令20: end the investigation with a report of five contents; drafting begins."""
    acting_handler(user, case, "case.conclude")
    missing = [item for item in REPORT_ITEMS if not report.get(item, "").strip()]
    if missing:
        raise Refusal(
            "report.incomplete",
            "终结报告的五项内容不全。",
            "住房和城乡建设行政处罚程序规定 第二十条",
            "请补写后再提交。",
            "report",
            [f"缺：{item}" for item in missing],
        )
    if not case.dossier.evidence.filter(excluded_on=None).exists():
        raise Refusal(
            "report.no_evidence", "案卷中没有证据。", "行政处罚法 第四十条、第四十六条", "请先登记证据。"
        )
    with case_deed(user=user, case=case, act=acts.CONCLUDED, version=version) as work:
        running.require_step(case.dossier, "investigation")
        settled(case)
        results_told(case)
        document = issue(
            work,
            form=forms.REPORT,
            agency=case.agency,
            made_on=clock.today(),
            data={item: report[item] for item in REPORT_ITEMS},
        )
        case.complex = case.complex or complex_case
        work.change(case)
        running.go_on(work, on=clock.today(), holds=judge(case.dossier))
    return document
