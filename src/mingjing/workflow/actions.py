"""Adopting a procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.catalog.actions.revising import reconsider
from mingjing.procedures import check, parse
from mingjing.records.actions import open_dossier
from mingjing.records.deeds import deed
from mingjing.workflow import acts
from mingjing.workflow.models import ProcedureVersion
from mingjing.workflow.predicates import known

if TYPE_CHECKING:
    from mingjing.records.actors import Actor
    from mingjing.registry.models import Agency


def adopt(*, actor: Actor, agency: Agency, bpmn: bytes) -> ProcedureVersion:
    """Adopt a BPMN file as the next version of its procedure. Cases that run keep theirs.

    Raises `ProcedureError` when the file is outside the subset or names a predicate nobody registered.
    """
    procedure = parse(bpmn)
    check(procedure, known())
    dossier = open_dossier(kind="procedure", ref=f"{agency.ref}-{procedure.id}"[:64], agency=agency.ref)
    with deed(dossier=dossier, act=acts.ADOPTED, actor=actor) as work:
        version = agency.procedures.filter(procedure=procedure.id).count() + 1
        work.facts["version"] = version
        row = work.add(
            ProcedureVersion(
                agency=agency,
                procedure=procedure.id,
                version=version,
                name=procedure.name,
                bpmn=bpmn.decode(),
            )
        )
        reconsider(work, agency, "procedure")
        return row


def current(agency: Agency, procedure: str) -> ProcedureVersion | None:
    """Return the version that new cases begin with."""
    return agency.procedures.filter(procedure=procedure).order_by("-version").first()
