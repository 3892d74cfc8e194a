"""来件 on a case's page: where the lead came from, what was answered; the reporter by number and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.actions.reporting import may_open
from mingjing.cases.clocks import show
from mingjing.cases.models import Reply
from mingjing.cases.tasks import VERBS
from mingjing.registry.permissions import may
from mingjing.workbench.addresses import act_url

if TYPE_CHECKING:
    from mingjing.cases.models import Report
    from mingjing.cases.standing import Standing
    from mingjing.workbench.sessions import StaffRequest


def report_panel(standing: Standing, request: StaffRequest) -> dict[str, Any] | None:
    """Return the panel of a case that somebody sent or reported; None for what the agency found itself."""
    report = standing.report
    if report is None:
        return None
    return {"pairs": _pairs(standing, report), "links": _links(standing, report, request)}


def _pairs(standing: Standing, report: Report) -> list[tuple[str, object]]:
    limit = next((each for each in standing.clocks if each.rule == "source.reply"), None)
    words = show(limit, standing.today) if limit else None
    pairs: list[tuple[str, object]] = [
        ("来件编号", report.reference),
        ("答复期限", f"{words.due}，{words.left}" if words else ""),
        ("举报人", f"编号 {report.reporter}，身份另行密封" if report.reporter else "未登记"),
        ("同意披露", f"{report.consented_on}，{report.consent}" if report.consented_on else ""),
        ("告知结果", _told(standing, report)),
    ]
    pairs += [
        ("告知" if each.to == Reply.To.REPORTER else "答复", _said(each))
        for each in standing.case.replies.all()
    ]
    return [pair for pair in pairs if pair[1]]


def _said(row: Reply) -> str:
    return f"{row.replied_on}，{row.get_manner_display()}，{row.get_to_display()}：{row.content}"


def _told(standing: Standing, report: Report) -> str:
    case = standing.case
    if not report.reporter or not case.ending or case.filed_on:
        return ""
    if not report.reachable:
        return "举报人没有留下联系方式"
    outcome = case.get_ending_display()
    return f"{report.told_on} 已告知{outcome}" if report.told_on else f"{outcome}尚未告知举报人"


def _links(standing: Standing, report: Report, request: StaffRequest) -> list[tuple[str, str]]:
    """Return what this person may do about it, on a case that has ended too."""
    names = []
    if may(request.roles, "case.reply") and (report.reply_by or report.reference):
        names.append("reply")
    if may_open(request.user, standing.case, report, roles=request.roles):
        names += ["reporter", *(["reporter-told"] if report.reachable else [])]
        names += [] if report.consented_on else ["reporter-consent"]
    return [(VERBS[name].label, act_url(standing.case, name)) for name in names]
