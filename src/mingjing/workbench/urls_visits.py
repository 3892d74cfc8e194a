"""Addresses of on-site tasks, ratings and complaints."""

from django.urls import URLPattern, path

from mingjing.workbench.views import complaints, visit_acts, visits

urlpatterns: list[URLPattern] = [
    path("visits/", visits.visits, name="visits"),
    path("visits/new/", visit_acts.Propose.as_view(), name="visit-new"),
    path("visits/new/<ref:case>/", visit_acts.Propose.as_view(), name="visit-of-case"),
    path("visits/ratings/", visits.ratings, name="ratings"),
    path("visits/<ref:ref>/", visits.visit, name="visit"),
    path("visits/<ref:ref>/code/", visits.code, name="visit-code"),
    path("visits/<ref:ref>/approve/", visit_acts.Approve.as_view(), name="visit-approve"),
    path("visits/<ref:ref>/refuse/", visit_acts.Refuse.as_view(), name="visit-refuse"),
    path("visits/<ref:ref>/withdraw/", visit_acts.Withdraw.as_view(), name="visit-withdraw"),
    path("complaints/", complaints.listed, name="complaints"),
    path("complaints/<ref:ref>/", complaints.complaint, name="complaint"),
    path("complaints/<ref:ref>/answer/", complaints.Answer.as_view(), name="complaint-answer"),
    path("complaints/<ref:ref>/appoint/", complaints.Appoint.as_view(), name="complaint-appoint"),
    path("complaints/<ref:ref>/identity/", complaints.OpenIdentity.as_view(), name="complaint-identity"),
]
