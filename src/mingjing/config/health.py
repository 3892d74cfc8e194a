"""Is it there, and is it well?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from mingjing.records.gauges import SOON, STOP, gauges

OUTSIDE = frozenset({"witness silent", "timestamp late"})
"""Signs that somebody outside does not answer: worth an alarm, but no reason to take the site away."""


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer `ok` once everything is loaded: the process only serves after its start-up checks have passed."""
    del request
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> HttpResponse:
    """Say what is not well: guards, the integrator, a contradicting witness, disk. 503 when anything is not.

    What stands otherwise than it should and hinders nobody yet is a warning.
    """
    del request
    found = [each for each in gauges() if each.sign and each.tone in (STOP, SOON)]
    problems = [each.sign for each in found if each.tone == STOP and each.sign not in OUTSIDE]
    warnings = [each.sign for each in found if each.sign not in problems]
    answer = {"ready": not problems, "problems": problems, "warnings": warnings}
    return JsonResponse(answer, status=503 if problems else 200)
