"""Addresses: the portal at the root, the workbench below `/workbench/`."""

from django.urls import include, path

from mingjing.config import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("", include("mingjing.theme.urls")),
    path("", include("mingjing.workbench.urls")),
    path("", include("mingjing.api.urls")),
    path("", include("mingjing.portal.urls")),
]

handler400 = "mingjing.theme.views.bad_request"
handler403 = "mingjing.theme.views.forbidden"
handler404 = "mingjing.theme.views.not_found"
handler500 = "mingjing.theme.views.server_error"
