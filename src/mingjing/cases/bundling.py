"""A case's bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.documents.models import Scan
from mingjing.evidence.models import Recording
from mingjing.records.bundling import Made
from mingjing.records.bundling import bundle as bundle_dossier

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.cases.models import Case
    from mingjing.records.actors import Actor


def bundle(*, actor: Actor, case: Case, target: Path) -> Made:
    """Write the bundle of a case: every record from the first act on, every document, evidence and recording."""
    names = {str(each.original_id): f"{each.title}{each.number}" for each in case.dossier.documents.all()}
    names |= {
        str(each.masked_id): f"{each.title}{each.number}公示件"
        for each in case.dossier.documents.exclude(masked=None)
    }
    names |= {str(each.blob_id): each.name for each in case.dossier.evidence.exclude(blob=None)}
    names |= {
        str(each.blob_id): f"{each.activity}{each}"
        for each in Recording.objects.filter(activity__dossier=case.dossier_id).select_related("activity")
    }
    names |= {
        str(each.blob_id): f"{each.document.title}扫描件{'、'.join(map(str, each.pages))}"
        for each in Scan.objects.filter(document__dossier=case.dossier).select_related("document")
    }
    return bundle_dossier(
        actor=actor, dossier=case.dossier, target=target, folder=f"case-{case.ref[:12]}", names=names
    )
