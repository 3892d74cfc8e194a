"""From a lead to a filed case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions import reporting
from mingjing.cases.actions.common import allow, case_deed, check_qualified, check_two
from mingjing.cases.actions.taking_leads import take_lead
from mingjing.cases.models import Case, Handler, Party
from mingjing.cases.papers.wording import limitation_words, particulars, with_certificates
from mingjing.cases.queries.case import chain_about, handlers_of
from mingjing.cases.rules import handling as handling_rules
from mingjing.cases.rules import lead as lead_rules
from mingjing.cases.rules.transfers import lead_stays
from mingjing.catalog.actions import ask_for_revision
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import matter_in_force
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue, next_number
from mingjing.documents.layouts import Signed
from mingjing.law.terms import due
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.registry.rules import credit_code_fault, identity_number_fault
from mingjing.workflow import approvals, running
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mingjing.cases.sealing import Identity
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Department, Officer, User

PROCEDURE = "ordinary-penalty"
CATEGORY = "行政处罚"


def register_lead(
    *,
    user: User,
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
    """55号令15: register a lead; its fifteen working days of verification begin on the day it was found or received.

    `course` says whether the act goes on (行政处罚法36); `reference` and `reply_by` are the sender's own number and the
    day by which it wants an answer; `reporter` is sealed apart (`reporting`).
    """
    require(user, "case.register_lead")
    if department.agency_id != user.agency_id:
        raise Refusal(
            "department.unknown", "本机关没有这个内设机构。", field="department", next_step="请重新选择。"
        )
    if reporter:
        approvals.signer(user)
    return take_lead(
        taker=reporting.Taker.of(user), agency=user.agency, department=department, title=title, summary=summary,
        place=place, source=source, found_on=found_on, acted_on=acted_on, course=course, reference=reference,
        reply_by=reply_by, reporter=reporter,
    )  # fmt: skip


def add_party(*, user: User, case: Case, version: int | None = None, **fields: Any) -> Party:
    """Add a party; the codes that a public list will carry are checked now (GB 32100, GB 11643)."""
    allow(user, "case.register_lead", case)
    party = Party(case=case, position=case.parties.count() + 1, **fields)
    check_particulars(party)
    with case_deed(user=user, case=case, act=acts.PARTY, version=version) as work:
        running.require_step(case.dossier, "lead", "filing", "investigation")
        party.position = case.parties.count() + 1
        work.add(party)
    return party


def check_particulars(party: Party) -> None:
    """Refuse a party whose code a public list would carry wrongly (GB 32100, GB 11643)."""
    if party.is_natural:
        if fault := identity_number_fault(party.identity_number):
            raise Refusal(
                "party.identity", fault, "GB 11643", field="identity_number", next_step="请对照身份证件核对。"
            )
        return
    if fault := credit_code_fault(party.credit_code):
        raise Refusal(
            "party.credit_code", fault, "GB 32100", field="credit_code", next_step="请对照营业执照核对。"
        )


def request_filing(
    *,
    user: User,
    case: Case,
    handlers: Sequence[Officer],
    matter_code: str,
    verification: str,
    jurisdiction: str,
    unlisted_reason: str = "",
    grave_reason: str = "",
    version: int | None = None,
) -> Case:
    """55号令15: the lead was verified and three conditions hold: first evidence, jurisdiction, limitation.

    `verification` tells the first evidence, `jurisdiction` why the agency is competent; a matter whose power of
    penalty lies elsewhere is handed over and not filed (行政处罚法18、22). `grave_reason` says why five years of
    limitation apply and not two (36). Whoever knows the reporter neither verifies nor handles.
    The matter must be in the published list; one that is not is asked for in words (`unlisted_reason`), and only
    the leader's own reason files it (reference §11.4 no. 3).
    """
    allow(user, "case.verify_lead", case)
    today = clock.today()
    check_two(list(handlers))
    lead_rules.evidence_told(verification)
    _within_limitation(case, grave_reason)
    reporting.keep_apart(case, [*handlers, *([user.officer] if user.officer else [])])
    reporting.not_naming(case, verification, jurisdiction, grave_reason, field="verification")
    reporting.not_naming(case, unlisted_reason, field="unlisted_reason")
    if not case.parties.exists():
        raise Refusal("case.no_party", "尚未登记当事人。", "行政处罚法 第四十条", "请先登记当事人。")
    row = matter_in_force(case.agency, matter_code, today)
    if row is None and not unlisted_reason.strip():
        raise Refusal(
            "matter.not_listed",
            "事项不在现行的行政执法事项清单内。",
            "种子 一（二）1；行政处罚法 第五十四条",
            "请选清单内的事项；确应立案的，写明理由报负责人。",
            "unlisted_reason",
        )
    if row is not None and row.category != CATEGORY:
        raise Refusal(
            "matter.not_penalty",
            f"事项“{row.name}”属于{row.category}，不能据以立案处罚。",
            "行政处罚法 第三十八条；种子 一（二）1",
            "请选行政处罚类的事项。",
            "matter_code",
        )
    handling_rules.competent(
        owner=row.get_power_owner_display() if row else "",
        own=row is None or row.power_owner == row.Power.OWN,
        jurisdiction=jurisdiction,
    )
    with case_deed(user=user, case=case, act=acts.VERIFIED, version=version) as work:
        running.require_step(case.dossier, "lead")
        lead_stays(case)
        case.matter, case.unlisted_reason = row, unlisted_reason
        case.first_evidence, case.jurisdiction = verification.strip(), jurisdiction.strip()
        case.grave_reason = lead_rules.grave(grave_reason, acted_on=case.acted_on, found_on=case.found_on)
        check_qualified(list(handlers), case, today)
        work.change(case)
        for officer in handlers:
            work.add(Handler(case=case, officer=officer, assigned_on=today))
        running.meet_clock(work, rule="zj55.verify", on=today)
        running.go_on(work, on=today, holds=judge(case.dossier))
        _verification(work, case, verification, jurisdiction, handlers)
    return case


def _within_limitation(case: Case, grave_reason: str) -> None:
    lead_rules.within_limitation(
        case.acted_on,
        case.found_on,
        ongoing=case.course == Case.Course.ONGOING,
        grave_reason=grave_reason,
    )


def _three_conditions(case: Case) -> None:
    """55号令15: who files the case asks the three conditions once more."""
    lead_rules.evidence_told(case.first_evidence)
    _within_limitation(case, case.grave_reason)
    row = case.matter
    handling_rules.competent(
        owner=row.get_power_owner_display() if row else "",
        own=row is None or row.power_owner == row.Power.OWN,
        jurisdiction=case.jurisdiction,
    )


def _verification(work: Deed, case: Case, text: str, jurisdiction: str, handlers: Sequence[Officer]) -> None:
    issue(
        work,
        form=forms.VERIFICATION,
        agency=case.agency,
        made_on=clock.today(),
        data={
            "核查经过及初步证据": text,
            "管辖依据": jurisdiction,
            "追责时效": limitation_words(case),
            "执法事项": case.matter.name if case.matter else f"未列清单：{case.unlisted_reason}",
            "当事人": "、".join(party.name for party in case.parties.all()),
            "拟指派承办人": "、".join(officer.name for officer in handlers),
            "建议": "予以立案",
        },
    )


def endorse(
    *,
    user: User,
    case: Case,
    matter: str,
    opinion: str,
    agreed: bool = True,
    about: str = "",
    version: int | None = None,
) -> None:
    """Sign a rung of an approval chain below the last one.

    `about` is the party's ref in a decision's chain; what is signed there is the party's newest draft.
    """
    allow(user, "case.endorse", case)
    steps = {"filing": ("filing",), "decision": ("decision",), "closing": ("closing",)}[matter]
    with case_deed(user=user, case=case, act=acts.ENDORSED, version=version) as work:
        running.require_step(case.dossier, *steps)
        subject = chain_about(case, _party(case, about)) if matter == "decision" else ""
        approvals.sign(
            work, user=user, agency=case.agency, matter=matter, about=subject, agreed=agreed, opinion=opinion,
            on=clock.today(), final=False,
        )  # fmt: skip
        work.facts |= {"matter": approvals.LABELS[matter], "verdict": "同意" if agreed else "不同意"}


def _party(case: Case, ref: str) -> Party:
    found = next((party for party in case.parties.all() if party.ref == ref), None)
    if found is None:
        raise Refusal("party.unknown", "这不是本案当事人。", next_step="请从案件页选择当事人。")
    return found


def _leaders_reason(case: Case, reason: str) -> None:
    """种子 A2.1; reference §11.4 no. 3: beside the handlers' reason stands the leader's own."""
    if case.matter is not None:
        return
    handling_rules.leaders_own_reason(reason)
    reporting.not_naming(case, reason, field="unlisted_reason")
    case.unlisted_reason = f"承办人：{case.unlisted_reason}　负责人：{reason.strip()}"


def approve_filing(
    *, user: User, case: Case, opinion: str, unlisted_reason: str = "", version: int | None = None
) -> Case:
    """行政处罚法54; 55号令15: the agency's responsible person files the case; the ninety days run from today.

    种子 A2.1; reference §11.4 no. 3: a matter that is not listed is filed on the leader's own reason only, which
    opens a revision of the list.
    """
    allow(user, "case.approve_filing", case)
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.FILED, version=version) as work:
        running.require_step(case.dossier, "filing")
        _three_conditions(case)
        _leaders_reason(case, unlisted_reason)
        work.mention(case)
        check_two(handlers_of(case))
        check_qualified(handlers_of(case), case, today)
        approvals.sign(
            work,
            user=user,
            agency=case.agency,
            matter="filing",
            agreed=True,
            opinion=opinion,
            on=today,
            final=True,
        )
        case.number = next_number(agency=case.agency, word=forms.FILING.word, on=today)
        case.filed_on = today
        work.change(case)
        if case.matter is None:
            ask_for_revision(
                work, agency=case.agency, list_kind=ListKind.MATTERS, reason=case.unlisted_reason, on=today
            )
        running.start_clock(work, rule="xzcf.decision_90", on=today)
        running.go_on(work, on=today, holds=judge(case.dossier))
        issue(
            work,
            form=forms.FILING,
            agency=case.agency,
            made_on=today,
            number=case.number,
            data=_filing_form(case),
        )
        work.facts["number"] = case.number
    return case


def _filing_form(case: Case) -> dict[str, object]:
    signatures = {
        f"{row.get_role_display()}意见": Signed(row.opinion, row.signed_by.name, row.signed_on)
        for row in approvals.chain(case.agency, case.dossier, "filing").signed
    }
    return {
        "案由": case.title,
        "案源": case.get_source_display(),
        "当事人基本情况": "\n".join(particulars(party) for party in case.parties.all()),
        "案情摘要": case.summary,
        "初步证据": case.first_evidence,
        "管辖依据": case.jurisdiction,
        "追责时效": limitation_words(case),
        "拟适用条款": case.matter.basis if case.matter else f"事项未列清单：{case.unlisted_reason}",
        "承办人及证号": with_certificates(handlers_of(case), case.filed_on or clock.today()),
        "立案日期": str(case.filed_on),
        "最迟作出决定": str(due("xzcf.decision_90", case.filed_on or clock.today()).due),
        **signatures,
    }


def decline(*, user: User, case: Case, reason: str, version: int | None = None) -> Case:
    """55号令15: a lead that does not meet the conditions is not filed; the responsible person says why.

    A reporter who can be reached is told afterwards, by somebody who may know who it is (`reporting.tell_reporter`).
    """
    allow(user, "case.decline", case)
    handling_rules.reason_to_decline(reason)
    reporting.not_naming(case, reason, field="reason")
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.DECLINED, version=version) as work:
        running.require_step(case.dossier, "lead", "filing")
        lead_stays(case)
        case.ending, case.ended_on, case.ending_reason = Case.Ending.DECLINED, today, reason
        work.change(case)
        running.meet_clock(work, rule="zj55.verify", on=today)
        issue(work, form=forms.NOT_FILED, agency=case.agency, made_on=today, data=_not_filed(case, user))
        running.run_out(work, on=today, holds=judge(case.dossier))
    return case


def _not_filed(case: Case, user: User) -> dict[str, object]:
    report = case.reports.first()
    tell = "由接收人告知，另行登记" if report and report.reachable else "没有可以告知的举报人"
    return {
        "案由": case.title,
        "案源": case.get_source_display(),
        "案情摘要": case.summary,
        "不符合立案条件的理由": case.ending_reason,
        "告知投诉举报人情况": tell,
        "负责人意见": Signed("不予立案。", approvals.signer(user).name, clock.today()),
    }
