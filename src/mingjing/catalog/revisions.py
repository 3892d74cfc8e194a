"""Reading the revisions that a change of the law asks for (种子 A2.0): what is still to be done, what pages mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Replace

from mingjing.catalog.models import LawRevision

if TYPE_CHECKING:
    from mingjing.registry.models import Agency


def running(agency: Agency, *names: str) -> QuerySet[LawRevision]:
    """Return the revisions still to be done, the most pressing first; of some sources only, if they are named."""
    rows = LawRevision.objects.filter(agency=agency, done_on=None).select_related("version__statute")
    return (rows.filter(source__in=names) if names else rows).order_by("due_on", "source", "subject")


def flagged(agency: Agency, name: str) -> dict[str, LawRevision]:
    """Return what of a source is being revised, by its reference: pages mark it (依据已修改，正在修订)."""
    return {each.subject: each for each in running(agency, name)}


def being_revised(name: str) -> Exists:
    """Return the condition that a row of a source kept by its primary key is being revised."""
    ref = Replace(Cast(OuterRef("pk"), CharField()), Value("-"), Value(""))
    return Exists(LawRevision.objects.filter(source=name, done_on=None, subject=ref))
