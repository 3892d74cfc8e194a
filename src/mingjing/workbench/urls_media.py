"""Addresses of large files: uploading them, playing and citing recordings, covering what must not be public."""

from django.urls import URLPattern, path

from mingjing.workbench import addresses
from mingjing.workbench.views import playing, redactions, uploads
from mingjing.workbench.views.acts import citing, redacting

RECORDING = f"{addresses.CASES}<ref:case>/recordings/<ref:recording>/"
FILE = f"{addresses.CASES}<ref:case>/redactions/<slug:kind>/<ref:file>/"

urlpatterns: list[URLPattern] = [
    path("workbench/uploads/", uploads.uploads, name="uploads"),
    path("workbench/uploads/<uuid:upload>/", uploads.upload, name="upload"),
    path(f"{RECORDING}play/", playing.play, name="recording-play"),
    path(f"{RECORDING}play/<str:opening>/", playing.player, name="recording-player"),
    path(f"{RECORDING}play/<str:opening>/<slug:which>/", playing.stream, name="recording-stream"),
    path(f"{RECORDING}pictures/<slug:kind>/", playing.picture, name="recording-picture"),
    path(f"{FILE}open/", redactions.open_source, name="redaction-open"),
    path(f"{FILE}source/<str:opening>/", redactions.source, name="redaction-source"),
    path(f"{FILE}new/", redacting.Redact.as_view(), name="redaction-new"),
    path(f"{FILE}<ref:redaction>/", redactions.redaction, name="redaction"),
    path(f"{FILE}<ref:redaction>/file/", redactions.redacted_file, name="redaction-file"),
    path(f"{FILE}<ref:redaction>/check/", redacting.Answer.as_view(), name="redaction-check"),
    path(f"{RECORDING}citation/", citing.CiteRecording.as_view(), name="recording-citation"),
]
