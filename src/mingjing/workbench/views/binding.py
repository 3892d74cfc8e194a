"""Handing out the electronic file of an archived case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.views.decorators.http import require_POST

from mingjing.cases.actions.binding import read_bound
from mingjing.workbench.answers import stored_stream
from mingjing.workbench.reading import open_to
from mingjing.workbench.views.acts.base import case_of

if TYPE_CHECKING:
    from django.http import StreamingHttpResponse

    from mingjing.workbench.sessions import StaffRequest


@require_POST
@open_to("case.read")
def bound(request: StaffRequest, case: str, turn: int) -> StreamingHttpResponse:
    """Hand out one binding; that it was read is recorded, which is why a link cannot do it."""
    found = case_of(request.user.agency, case)
    row = found.bindings.select_related("blob", "case").filter(turn=turn).first()
    if row is None:
        raise Http404
    read_bound(user=request.user, row=row)
    return stored_stream(row.blob, filename=f"电子卷宗 {found.number or found.title} 第{turn}次装订.pdf")
