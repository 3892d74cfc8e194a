"""Addresses of large files: uploading them, playing and citing recordings."""

from django.urls import URLPattern, path

from mingjing.workbench import addresses
from mingjing.workbench.views import playing, uploads
from mingjing.workbench.views.acts import citing

RECORDING = f"{addresses.CASES}<ref:case>/recordings/<ref:recording>/"

urlpatterns: list[URLPattern] = [
    path("workbench/uploads/", uploads.uploads, name="uploads"),
    path("workbench/uploads/<uuid:upload>/", uploads.upload, name="upload"),
    path(f"{RECORDING}play/", playing.play, name="recording-play"),
    path(f"{RECORDING}play/<str:opening>/", playing.player, name="recording-player"),
    path(f"{RECORDING}play/<str:opening>/<slug:which>/", playing.stream, name="recording-stream"),
    path(f"{RECORDING}pictures/<slug:kind>/", playing.picture, name="recording-picture"),
    path(f"{RECORDING}citation/", citing.CiteRecording.as_view(), name="recording-citation"),
]
