"""送达回执: printed for whoever was served, from the moment the log has taken the service in."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from mingjing.cases.models import Decision
from mingjing.cases.papers.receipts import receipt_page
from mingjing.refusal import Refusal
from mingjing.workbench.answers import stored_file
from mingjing.workbench.reading import open_to
from mingjing.workbench.views.acts.base import case_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.workbench.sessions import StaffRequest


@require_safe
@open_to("case.read")
def receipt(request: StaffRequest, case: str, document: str) -> HttpResponse:
    """Hand out the receipt of a served decision."""
    found = case_of(request.user.agency, case)
    decision = (
        Decision.objects.select_related("party__case__agency", "document__original", "service")
        .filter(document=uuid.UUID(document), document__dossier=found.dossier)
        .first()
    )
    if decision is None:
        raise Refusal("receipt.unknown", "本案没有这份决定书。", next_step="请从案件页进入。")
    data = receipt_page(decision)
    name = f"送达回执 {decision.number}.pdf"
    return stored_file(data, media_type="application/pdf", filename=name, attachment=False)
