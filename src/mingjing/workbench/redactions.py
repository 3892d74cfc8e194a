"""Redacted copies on the pages of recordings and of evidence: what there is, and the way to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing.cases.queries.case import ever_handled
from mingjing.evidence.models import Evidence, Recording
from mingjing.evidence.redacting import COVERED, redactions_of
from mingjing.refusal import Refusal
from mingjing.registry.permissions import may

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.evidence.copying import Shown
    from mingjing.evidence.models import Redaction
    from mingjing.workbench.sessions import StaffRequest

KINDS = {"recording": Recording, "evidence": Evidence}


def file_of(case: Case, kind: str, ref: str) -> Shown:
    """Return a recording or a piece of evidence of the case, or refuse."""
    found: Shown | None = None
    if kind == "recording":
        rows = Recording.objects.select_related("activity__dossier", "blob")
        found = rows.filter(activity__dossier=case.dossier_id, pk=ref).first()
    elif kind == "evidence":
        found = (
            Evidence.objects.select_related("dossier", "blob").filter(dossier=case.dossier_id, pk=ref).first()
        )
    if found is None:
        raise Refusal("evidence.unknown", "本案没有这个文件。", next_step="请从案件页进入。")
    return found


def address_of(case: Case, row: Shown) -> list[str]:
    """Return what names a file in an address: case, kind, file."""
    return [case.ref, "recording" if isinstance(row, Recording) else "evidence", row.ref]


def page_of(case: Case, row: Shown) -> str:
    """Return the page of a file."""
    name = "case-recording" if isinstance(row, Recording) else "case-evidence"
    return reverse(name, args=[case.ref, row.ref])


def may_redact(request: StaffRequest, case: Case) -> bool:
    """Say whether the person may have a copy made."""
    return may(request.roles, "evidence.redact") and request.user.officer in ever_handled(case)


def state_of(row: Redaction) -> tuple[str, str]:
    """Return how a redacted copy stands: tone and word."""
    if row.failed:
        return ("stop", "没有制成")
    if row.waits:
        return ("now", "制作中")
    return {None: ("soon", "待核对"), True: ("ok", "可以公开"), False: ("stop", "退回")}[row.released]


def redaction_panel(request: StaffRequest, case: Case, row: Shown) -> dict[str, Any]:
    """Return what the page of a file shows of its redacted copies."""
    address = address_of(case, row)
    suits = row.blob is not None and row.blob.media_type in COVERED
    return {
        "redactions": [
            {
                "row": each,
                "url": reverse("redaction", args=[*address, each.ref]),
                "state": state_of(each),
            }
            for each in redactions_of(row)
        ],
        "redact_url": reverse("redaction-open", args=address)
        if suits and may(request.roles, "evidence.view") and may_redact(request, case)
        else "",
    }
