"""The portal's addresses."""

from django.urls import URLPattern, path

from mingjing.portal.views import log, verify

urlpatterns: list[URLPattern] = [
    path("log/checkpoint", log.checkpoint),
    path("log/key", log.key),
    path("log/<path:path>", log.tile),
    path("verify/", verify.page, name="verify"),
    path("verify/number", verify.number),
    path("verify/number.json", verify.number_json),
    path("verify/file/<str:sha256>.json", verify.file),
]
