"""Reading the blank forms: the newest of each name, and those that the guides in force were published with."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from mingjing.catalog.models import BlankForm, ListKind
from mingjing.catalog.queries import publications_of
from mingjing.disclosure.models import Publication

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingjing.registry.models import Agency


def newest_forms(agency: Agency) -> dict[str, BlankForm]:
    """Return name → newest version of every blank form of an agency."""
    rows = BlankForm.objects.filter(agency=agency).select_related("blob", "added_by").order_by("version")
    return {form.name: form for form in rows}


def forms_of(content: Mapping[str, Any]) -> dict[str, BlankForm]:
    """Return name → the form that an edition of the guides was sent to check with, from its publication's content."""
    named = content.get("forms", {})
    forms = BlankForm.objects.select_related("blob").in_bulk([uuid.UUID(hex=ref) for ref in named.values()])
    return {form.name: form for form in forms.values()}


def public_forms(agency: Agency) -> dict[str, BlankForm]:
    """Return name → the form that the guides in force were checked with: what the public downloads."""
    content = (
        publications_of(agency, ListKind.GUIDES)
        .filter(state=Publication.State.PUBLISHED)
        .values_list("content", flat=True)
        .first()
    )
    return forms_of(content) if content else {}
