"""窗口公示屏 (118号(五); 种子 A3.3): a full screen per window, read from five metres; its samples for the phone."""

from __future__ import annotations

from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.catalog.blank_forms import public_forms
from mingjing.catalog.guides import materials_of
from mingjing.portal.caching import by_epoch
from mingjing.portal.columns import form_url, guide_url
from mingjing.portal.queries import guides_of, portal_agency
from mingjing.registry.models import Window
from mingjing.registry.windows import on_duty, windows_of
from mingjing.theme.cells import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest, HttpResponse

    from mingjing.catalog.models import GuideRow
    from mingjing.registry.models import Agency, Officer

HOME, WINDOWS = ("首页", "/"), ("窗口", "/windows/")
LINES, ON_A_LINE = 6, 14
"""So many lines of so many characters hold services in letters read from five metres; the rest is behind a code."""


@require_safe
@by_epoch
def index(request: HttpRequest) -> HttpResponse:
    """Show every window in use, by hall, with who sits there today."""
    agency, today = portal_agency(), clock.today()
    rows = list(windows_of(agency, today)) if agency else []
    duty = on_duty(rows, today)
    halls = [
        (hall, [(each, "、".join(person.name for person in duty.get(each.pk, []))) for each in found])
        for hall, found in groupby(rows, key=lambda each: each.hall)
    ]
    return render(
        request, "portal/windows.html", {"heading": "窗口", "path": [HOME, WINDOWS], "halls": halls}
    )


@require_safe
@by_epoch
def board(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a window on a screen of its own; everything is in the page, a script only looks for newer ones."""
    agency, window = _found(ref)
    today = clock.today()
    services = _services(agency, window)
    shown = list(_that_fit(services))
    context = {
        "heading": str(window),
        "agency": agency,
        "window": window,
        "closed": window.closed_on is not None and window.closed_on <= today,
        "people": [_person(each) for each in on_duty([window], today).get(window.pk, [])],
        "duties": window.duties.splitlines(),
        "services": shown,
        "more": len(services) - len(shown),
        "notices": window.notices.splitlines(),
        "samples": request.build_absolute_uri(reverse("portal:window-samples", args=[window.ref])),
        "now": clock.now(),
    }
    return render(request, "portal/window_board.html", context)


@require_safe
@by_epoch
def samples(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what the code on the board opens: each service with its guide and the forms to fill in."""
    agency, window = _found(ref)
    forms = public_forms(agency)
    services = [
        (
            Link(row.name, guide_url(row.code)),
            [
                Link(f"{each.form}（{forms[each.form].extension}）", form_url(forms[each.form]))
                for each in materials_of(row.materials)
                if each.form in forms
            ],
        )
        for row in _services(agency, window)
    ]
    context = {
        "heading": f"{window}：办理事项和示范文本",
        "path": [HOME, WINDOWS, (str(window), "")],
        "window": window,
        "services": services,
        "agency": agency,
    }
    return render(request, "portal/window_samples.html", context)


def _found(ref: str) -> tuple[Agency, Window]:
    agency = portal_agency()
    window = Window.objects.filter(agency=agency, pk=ref).first() if agency else None
    if agency is None or window is None:
        raise Http404("没有这个窗口。")
    return agency, window


def _services(agency: Agency, window: Window) -> list[GuideRow]:
    """Return the guides in force of what is done here, in the order of the list."""
    return [row for row in guides_of(agency) if row.code in window.services]


def _that_fit(services: Sequence[GuideRow]) -> Iterator[GuideRow]:
    """Return the first services that the board has room for; a long name takes more than a line."""
    taken = 0
    for row in services:
        taken += ceil(len(row.name) / ON_A_LINE)
        if taken > LINES:
            return
        yield row


def _person(officer: Officer) -> dict[str, str]:
    photo = officer.photo_sha256
    return {
        "name": officer.name,
        "post": f"{officer.department.name} {officer.post}",
        "photo_url": f"/officers/photo/{photo}" if photo else "",
    }
