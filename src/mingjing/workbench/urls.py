"""The workbench's addresses."""

from django.urls import URLPattern, URLResolver, include, path

from mingjing.workbench import addresses
from mingjing.workbench.views import calendar, case, cases, files, home, session
from mingjing.workbench.views.acts import (
    deciding,
    drafting,
    hearing,
    hearings,
    investigation,
    leads,
    measures,
    papers,
    petitions,
    reporting,
)
from mingjing.workbench.views.acts.base import CaseAct

ON_CASE: tuple[type[CaseAct], ...] = (
    leads.AddParty,
    leads.RequestFiling,
    leads.Reassign,
    leads.EndorseFiling,
    leads.ApproveFiling,
    leads.Decline,
    reporting.RequestLeadExtension,
    reporting.DecideLeadExtension,
    reporting.RegisterReply,
    reporting.OpenSeal,
    reporting.TellReporter,
    reporting.RegisterConsent,
    investigation.Inspect,
    investigation.Inquire,
    investigation.AddEvidence,
    investigation.SetComplex,
    investigation.Conclude,
    hearings.ArrangeHearing,
    hearings.ChangeHearing,
    hearings.RecordHearing,
    hearings.ReportHearing,
    hearing.RequestDecision,
    hearing.Discuss,
    deciding.RequestClosing,
    leads.EndorseClosing,
    deciding.ApproveClosing,
    papers.TakeBack,
    petitions.RequestSuspension,
    petitions.DecideSuspension,
    petitions.Resume,
    measures.RequestPreservation,
    measures.DecidePreservation,
    measures.Preserve,
    measures.Dispose,
    petitions.RequestRecusal,
    petitions.DecideRecusal,
    petitions.RequestExtension,
    petitions.DecideExtension,
    petitions.DecideSecondExtension,
)
ON_PARTY: tuple[type[CaseAct], ...] = (
    measures.IssueOrder,
    measures.ServeOrder,
    measures.CheckOrder,
    drafting.MakeDraft,
    drafting.Submit,
    hearing.Notify,
    hearing.ServeNotice,
    hearing.Waive,
    hearing.RequestHearing,
    hearing.WithdrawHearing,
    hearings.ServeHearingNotice,
    hearing.RecordStatement,
    leads.EndorseDecision,
    deciding.Decide,
    deciding.Serve,
    deciding.Perform,
)
CASE = f"{addresses.CASES}<ref:case>/"


def _act(view: type[CaseAct], below: str) -> URLPattern:
    return path(f"{below}{view.verb}/", view.as_view(), name=f"act-{view.verb}")


urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", session.log_in, name="log-in"),
    path("logout/", session.log_out, name="log-out"),
    path("workbench/", home.home, name="desk"),
    path("workbench/calendar/", calendar.limits, name="calendar"),
    path("workbench/password/", session.change_password, name="password"),
    path(addresses.CASES, cases.case_list, name="cases"),
    path(f"{addresses.CASES}new/", leads.RegisterLead.as_view(), name="case-new"),
    path(CASE, case.case_page, name="case"),
    path(f"{CASE}records/", case.case_records, name="case-records"),
    path(f"{CASE}contents/", files.contents, name="case-contents"),
    path(f"{CASE}bundle/", files.export, name="case-bundle"),
    path(f"{CASE}documents/<ref:document>/", files.document, name="case-document"),
    path(f"{CASE}documents/<ref:document>/scans/<ref:scan>/", files.scan_file, name="case-scan"),
    path(f"{CASE}documents/<ref:document>/<slug:kind>/", files.document_file, name="case-document-file"),
    path(f"{CASE}drafts/<ref:draft>/", files.draft, name="case-draft"),
    path(f"{CASE}evidence/<ref:evidence>/", files.evidence, name="case-evidence"),
    *(_act(view, CASE) for view in ON_CASE),
    *(_act(view, f"{CASE}<ref:party>/") for view in ON_PARTY),
    path("workbench/", include("mingjing.workbench.urls_rules")),
]
