"""Addresses of large files: uploading them, and what is done with recordings."""

from django.urls import URLPattern, path

from mingjing.workbench.views import uploads

urlpatterns: list[URLPattern] = [
    path("workbench/uploads/", uploads.uploads, name="uploads"),
    path("workbench/uploads/<uuid:upload>/", uploads.upload, name="upload"),
]
