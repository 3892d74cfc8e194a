"""Is it there, and is it well?"""

from __future__ import annotations

import datetime as dt
import shutil

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from mingjing import clock, guarding
from mingjing.records.models import Checkpoint, Pending

LAG_LIMIT = dt.timedelta(seconds=30)
MIN_FREE = 500 * 1024 * 1024


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer `ok` once everything is loaded: the process only serves after its start-up checks have passed."""
    del request
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> HttpResponse:
    """Say what is not well: guards, the integrator's lag, disk. 503 when anything is not."""
    del request
    oldest = Pending.objects.order_by("record_id").select_related("record").first()
    newest = Checkpoint.objects.order_by("-size").values_list("signed_at", flat=True).first()
    lagging = oldest is not None and (newest is None or clock.real() - newest > LAG_LIMIT)
    problems = [f"guard {name}" for name in guarding.missing()]
    problems += ["integrator lags"] if lagging else []
    problems += ["disk nearly full"] if shutil.disk_usage(settings.MINGJING_DATA).free < MIN_FREE else []
    return JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200)
