"""Every publication that is public, as plain values for programs: natural persons are not open data (§11.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.disclosure import kinds
from mingjing.disclosure.models import Publication
from mingjing.portal.decision_page import published_on

if TYPE_CHECKING:
    from collections.abc import Iterator


def every() -> Iterator[dict[str, object]]:
    """Yield what is public now, the newest first, one at a time."""
    rows = Publication.objects.filter(
        kind__in=kinds.names(), state=Publication.State.PUBLISHED, natural=False
    ).select_related("agency")
    for each in rows.order_by("-published_at", "id").iterator(chunk_size=500):
        yield {
            "id": each.ref,
            "kind": each.kind,
            "title": each.title,
            "number": each.number,
            "agency": each.agency.name,
            "party": each.party_name,
            "matter_code": each.matter_code,
            "made_on": each.made_on.isoformat(),
            "published_on": str(published_on(each) or ""),
            "version": each.version,
            "path": kinds.kind(each.kind).address(each),
            "fields": each.content.get("fields", []),
            "pdf_sha256": each.pdf_id or "",
        }
