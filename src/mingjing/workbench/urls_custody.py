"""Addresses of custody, disposal and reading of files."""

from django.urls import URLPattern, path

from mingjing.workbench.views import access, custody, custody_acts

FILE = [
    path("evidence/<ref:file>/", custody.file_custody, name="file-custody"),
    path("evidence/<ref:file>/certificate/", custody.certificate, name="file-certificate"),
    path("evidence/<ref:file>/download/", custody_acts.Download.as_view(), name="file-download"),
    path("evidence/<ref:file>/hold/", custody_acts.Hold.as_view(), name="file-hold"),
    path("evidence/<ref:file>/hold/<ref:hold>/", custody_acts.LiftHold.as_view(), name="file-hold-lift"),
    path("evidence/<ref:file>/seal/", custody_acts.Seal.as_view(), name="file-seal"),
    path("evidence/<ref:file>/seal/<ref:mark>/", custody_acts.Unseal.as_view(), name="file-seal-lift"),
]
KEEPING = [
    path("custody/", custody.keeping, name="keeping"),
    path("custody/rule/", custody_acts.SetRule.as_view(), name="custody-rule"),
    path("custody/disposal/new/", custody_acts.Propose.as_view(), name="disposal-new"),
    path("custody/disposal/<ref:ref>/", custody.disposal, name="disposal"),
    path(
        "custody/disposal/<ref:ref>/certificate/", custody.disposal_certificate, name="disposal-certificate"
    ),
    path("custody/disposal/<ref:ref>/decision/", custody_acts.Decide.as_view(), name="disposal-decide"),
    path(
        "custody/disposal/<ref:ref>/destruction/", custody_acts.CarryOut.as_view(), name="disposal-carry-out"
    ),
]
ACCESS = [
    path("access/", access.grants, name="grants"),
    path("access/new/<ref:case>/party/<ref:party>/", access.Grant.as_view(), name="access-grant-party"),
    path("access/new/<ref:case>/<slug:kind>/", access.Grant.as_view(), name="access-grant"),
    path("access/<ref:ref>/", access.grant, name="access"),
    path("access/<ref:ref>/end/", access.End.as_view(), name="access-end"),
    path("access/<ref:ref>/play/<str:opening>/", access.player, name="access-player"),
    path("access/<ref:ref>/play/<str:opening>/stream/", access.stream, name="access-stream"),
    path("access/<ref:ref>/<ref:file>/<slug:how>/", access.show, name="access-show"),
]
urlpatterns: list[URLPattern] = [*FILE, *KEEPING, *ACCESS]
