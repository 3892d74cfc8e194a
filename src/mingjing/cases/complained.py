"""Who handled the case behind a publication: none of them answers a complaint about it, nor sees that there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.models import Decision, Handler

if TYPE_CHECKING:
    import uuid

    from mingjing.disclosure.models import Publication


def handled(publication: Publication) -> set[uuid.UUID]:
    """Return everybody who ever handled the case that a published decision was made in."""
    if publication.kind != "decision":
        return set()
    case = Decision.objects.filter(pk=publication.about).values("party__case")
    return set(Handler.objects.filter(case__in=case).values_list("officer_id", flat=True))
