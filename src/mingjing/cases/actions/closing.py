"""The end of the case: the closing form, its approval, the archive number (55号令31、40).

The list of contents and the note that go into the file with it the system draws up next (`file_list`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, allow, case_deed, own_officers
from mingjing.cases.actions.papers import all_returned
from mingjing.cases.actions.paying import closing_due
from mingjing.cases.actions.reporting import not_naming
from mingjing.cases.models import Case, Decision
from mingjing.cases.queries import payments, taken
from mingjing.cases.queries.case import core_of
from mingjing.cases.queries.recordings import settled
from mingjing.cases.rules import archiving
from mingjing.cases.rules.no_penalty import educates
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue, next_archive_number
from mingjing.documents.layouts import Signed
from mingjing.refusal import Refusal
from mingjing.review.models import PriorOpinion, Submission
from mingjing.workflow import approvals, running
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    from mingjing.registry.models import Officer, User

NOT_PUNISHED = "依法作出不予行政处罚决定"


def request_closing(
    *,
    user: User,
    case: Case,
    pages: int,
    defects: str,
    checked_by: Officer,
    version: int | None = None,
) -> None:
    """55号令31: when the decision has been carried out, the closing form is filled in within fifteen working days.

    The handler has put the file together: `pages` in it, what is wanting or worth saying of it, who checked it.
    """
    officer = acting_handler(user, case, "case.request_closing")
    archiving.file_note(pages=pages, defects=defects)
    own_officers([checked_by], case)
    archiving.another_checks(same=checked_by.pk == officer.pk)
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.CLOSING, version=version) as work:
        running.require_step(case.dossier, "performance")
        settled(case)
        all_returned(case)
        waiting = [_waits(each) for each in payments.unperformed(case)]
        waiting += [f"{each.party.name}：{each.number}" for each in taken.unperformed(case)]
        if waiting:
            raise Refusal(
                "closing.unperformed",
                "还有当事人未履行完毕。",
                archiving.CLOSING,
                "请登记缴款、整改或者教育情况。",
                details=waiting,
            )
        case.file_pages, case.file_defects = pages, defects.strip()
        case.filed_by, case.file_checked_by = officer, checked_by
        work.change(case)
        closing_due(work, case, today)
        running.go_on(work, on=today, holds=judge(case.dossier))


def retention_of(case: Case) -> str:
    """Return how long the rule has this case's file kept (reference §5.4).

    What was reviewed and agreed to on paper was a major decision as well (行政处罚法58; ADR-016).
    """
    dossier = case.dossier
    return archiving.retention_by_rule(
        major=Submission.objects.filter(draft__dossier=dossier, in_catalogue=True).exists()
        or PriorOpinion.objects.filter(draft__dossier=dossier).exists(),
        heard=dossier.documents.filter(form="TZ05").exists(),
        complex_case=case.complex,
    )


def approve_closing(
    *,
    user: User,
    case: Case,
    opinion: str,
    retention: str,
    retention_reason: str = "",
    version: int | None = None,
) -> Case:
    """55号令31、40: the responsible person approves the closing and the file's term; the file gets its number."""
    allow(user, "case.approve_closing", case)
    not_naming(case, retention_reason, field="retention_reason")
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.CLOSED, version=version) as work:
        running.require_step(case.dossier, "closing")
        rows = payments.decisions_of(case)
        kept = archiving.retention(retention, retention_reason, by_rule=retention_of(case))
        work.mention(case)
        approvals.sign(
            work,
            user=user,
            agency=case.agency,
            matter="closing",
            agreed=True,
            opinion=opinion,
            on=today,
            final=True,
        )
        case.ending, case.ended_on, case.ending_reason = Case.Ending.CLOSED, today, _ground(case, rows)
        case.retention, case.retention_reason = kept, retention_reason.strip()
        case.archive_number = next_archive_number(agency=case.agency, on=today)
        work.change(case)
        work.facts["number"] = case.archive_number
        running.meet_clock(work, rule="zj55.close", on=today)
        running.go_on(work, on=today, holds=judge(case.dossier))
        issue(work, form=forms.CLOSING, agency=case.agency, made_on=today, data=_closing_form(case, rows))
    return case


def _closing_form(case: Case, rows: list[Decision]) -> dict[str, object]:
    prior = taken.decisions_of(case)
    results = [f"{each.party.name} {each.number}" for each in rows]
    results += [f"{each.party.name} {each.number}" for each in prior]
    signed = approvals.chain(case.agency, case.dossier, "closing").signed
    last = signed[-1]
    return {
        "案由": case.title,
        "立案号": case.number,
        "立案日期": str(case.filed_on or ""),
        "结案情形": _situation(case),
        "处理结果": "；".join(results),
        "执行情况": "\n".join(
            [*(_carried_out(each) for each in rows), *(f"{each.party.name}：执行完毕。" for each in prior)]
        ),
        "结案理由": case.ending_reason,
        "归档号": case.archive_number,
        "保管期限": case.get_retention_display(),
        **{
            f"{row.get_role_display()}意见": Signed(row.opinion, row.signed_by.name, row.signed_on)
            for row in signed[:-1]
        },
        "批准意见": Signed(last.opinion, last.signed_by.name, last.signed_on),
    }


def _situation(case: Case) -> str:
    """Return which of the situations of 55号令31 the case is in."""
    unpunished = case.ending_reason == NOT_PUNISHED
    found = "（四）依法作出不予行政处罚决定" if unpunished else "（一）行政处罚决定执行完毕"
    return f"{found}（{archiving.CLOSING}）"


def _waits(decision: Decision) -> str:
    untaught = educates(core_of(decision.draft)) and not hasattr(decision, "education")
    return f"{decision.party.name}：{decision.number}" + ("（没有教育记录）" if untaught else "")


def _ground(case: Case, rows: list[Decision]) -> str:
    """55号令31: carried out, or decided that there be no penalty; what was decided on paper was a penalty."""
    unpunished = [bool(core_of(each.draft).get("no_penalty")) for each in rows]
    if all(unpunished) and not taken.decisions_of(case):
        return NOT_PUNISHED
    return "处罚决定执行完毕" + ("，其他当事人依法不予行政处罚" if any(unpunished) else "")


def _carried_out(decision: Decision) -> str:
    if core_of(decision.draft).get("no_penalty"):
        taught = getattr(decision, "education", None)
        return f"{decision.party.name}：不予行政处罚" + (f"，{taught.held_on} 已进行教育" if taught else "")
    paid = payments.account(decision, on=clock.today())
    parts = [f"缴款 {paid.paid / 100:,.2f} 元"] if paid.paid else []
    parts += [f"加处罚款 {paid.late_paid / 100:,.2f} 元"] if paid.late_paid else []
    parts += [row.note for row in decision.performances.all() if row.note]
    return f"{decision.party.name}：执行完毕。{'；'.join(dict.fromkeys(parts))}"
