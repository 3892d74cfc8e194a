"""上线: the page that says what a new bureau still has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from mingjing.workbench.reading import open_to
from mingjing.workbench.starting import OPEN, UNDER_WAY, steps

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.workbench.sessions import StaffRequest


@require_safe
@open_to("registry.manage", "account.manage", "list.edit", "publication.check")
def starting(request: StaffRequest) -> HttpResponse:
    """Show every step with how it stands."""
    found = steps(request.user.agency)
    context = {
        "steps": found,
        "lacking": sum(each.must and each.state in {OPEN, UNDER_WAY} for each in found),
        "path": [("待办", "/workbench/"), ("上线", "")],
    }
    return render(request, "workbench/starting.html", context)
