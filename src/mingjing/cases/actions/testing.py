"""Entrusting a test, registering its report, telling the parties of the result (55号令18、29)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts, handing_over
from mingjing.cases.actions.common import acting_handler, case_deed, not_voided, party_of
from mingjing.cases.models import ResultNotice, Testing
from mingjing.cases.papers.wording import addressee, day_text
from mingjing.cases.queries.testing import to_tell, untold
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules import testing as own
from mingjing.cases.rules.petitions import BEFORE_DECISION
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.refusal import Refusal
from mingjing.workflow import running

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Case, Party
    from mingjing.cases.rules.service import Handing
    from mingjing.documents.models import Document
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import User

DECISION = "xzcf.decision_90"


def entrust(
    *,
    user: User,
    case: Case,
    testing_kind: str,
    matter: str,
    institution: str,
    qualification: str,
    entrusted_on: dt.date,
    version: int | None = None,
) -> Testing:
    """55号令18、29: entrust a qualified institution; from that day the days of the decision's limit do not count."""
    acting_handler(user, case, "case.investigate")
    rules.not_in_future(entrusted_on, clock.today(), "entrusted_on")
    kind = Testing.TestingKind(testing_kind)
    with case_deed(
        user=user, case=case, act=acts.ENTRUSTED, version=version, happened_on=entrusted_on
    ) as work:
        running.require_step(case.dossier, *BEFORE_DECISION)
        if case.filed_on:
            rules.not_before(entrusted_on, case.filed_on, what="立案日期", field="entrusted_on")
        made = work.add(
            Testing(
                case=case, testing_kind=kind, matter=own.named(matter, "委托事项", "matter"),
                institution=own.named(institution, "受委托机构", "institution"),
                qualification=own.named(qualification, "机构资质", "qualification"), entrusted_on=entrusted_on,
            )
        )  # fmt: skip
        running.stop_clock(work, rule=DECISION, on=entrusted_on, kind=made.ref, why=f"委托{kind.label}")
        work.facts["kind"] = kind.label
    return made


def tell(
    *,
    user: User,
    case: Case,
    testing: Testing,
    reported_on: dt.date,
    report_number: str,
    result: str,
    version: int | None = None,
) -> Testing:
    """55号令18、29: register the report, make the notice of its result for each party; the days count again.

    Where a notice was voided before it was served it is made anew, with the result as it is entered now.
    """
    acting_handler(user, case, "case.investigate")
    _of_case(case, testing)
    rules.not_in_future(reported_on, clock.today(), "reported_on")
    own.reported_after(reported_on, testing.entrusted_on)
    with case_deed(user=user, case=case, act=acts.REPORTED, version=version, happened_on=reported_on) as work:
        testing.refresh_from_db()
        parties = untold(testing)
        own.told_anew(before=testing.reported_on, now=reported_on, untold=bool(parties))
        testing.reported_on = reported_on
        testing.report_number = own.named(report_number, "报告编号", "report_number")
        testing.result = own.named(result, "结果", "result")
        work.change(testing)
        running.release_clock(work, rule=DECISION, on=reported_on, kind=testing.ref)
        for party in parties:
            document = _notice(work, case, testing, party, reported_on)
            work.add(ResultNotice(testing=testing, party=party, document=document))
        work.facts["kind"] = testing.get_testing_kind_display()
    return testing


def _notice(work: Deed, case: Case, testing: Testing, party: Party, reported: dt.date) -> Document:
    return issue(
        work, form=forms.TEST_RESULTS, agency=case.agency, made_on=clock.today(), party=party.ref,
        data={
            **addressee(party),
            "委托事项": f"{testing.get_testing_kind_display()}：{testing.matter}",
            "机构及资质": f"{testing.institution}（{testing.qualification}）",
            "期间": f"{day_text(testing.entrusted_on)}委托，{day_text(reported)}收到报告。",
            "结果": f"报告编号 {testing.report_number}。{testing.result}",
            "权利": "对上述结果有异议的，可以向本机关陈述意见，也可以说明理由，申请重新检测、检验、鉴定。",
            "依据": "《住房和城乡建设行政处罚程序规定》第十八条。",
            "联系": f"{case.agency.address}，{case.agency.phone}",
        },
    )  # fmt: skip


def serve_result(
    *,
    user: User,
    case: Case,
    notice: ResultNotice,
    handed: Handing,
    version: int | None = None,
) -> ResultNotice:
    """Register the service of a result's notice with its proof (行政处罚法61; 55号令35)."""
    acting_handler(user, case, "case.investigate")
    party_of(case, notice.party)
    handing_over.checked(handed, notice.document, notice.party)
    with case_deed(
        user=user, case=case, act=acts.RESULT_SERVED, version=version, happened_on=handed.served_on
    ) as work:
        notice.refresh_from_db(fields=["served_on"])
        not_voided(notice.document)
        if notice.served_on:
            raise Refusal("testing.served", "这份告知书已登记送达。", next_step="请看案件经过。")
        work.facts["number"] = notice.document.number
        handing_over.serve(work, case, notice, handed, party=notice.party)
    return notice


def _of_case(case: Case, testing: Testing) -> None:
    if testing.case_id != case.pk:
        raise Refusal("testing.unknown", "本案没有这项委托。", next_step="请从案件页进入。")


def results_told(case: Case) -> None:
    """55号令18: refuse unless every result is in and every party was told of it."""
    waiting = [
        f"{each}：{'告知书已作废，须重新制作' if each.reported_on else '尚未收到结果'}"
        for each in to_tell(case)
    ]
    rows = ResultNotice.objects.filter(testing__case=case, served_on=None, document__voiding=None)
    unserved = rows.select_related("party", "document")
    waiting += [f"{each.party.name}：告知书 {each.document.number} 尚未送达" for each in unserved]
    own.all_told(waiting)
