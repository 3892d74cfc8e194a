"""What the workflow room tells lower rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.catalog import citing_sources
from mingjing.catalog.citing_sources import Cited, Source, legal_department
from mingjing.procedures import parse
from mingjing.records import vocabulary
from mingjing.workflow.models import ProcedureVersion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mingjing.law.comparing import LawDifference
    from mingjing.registry.models import Agency


def register() -> None:
    """Register how a procedure is said in a sentence."""
    from mingjing.workflow import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(ProcedureVersion.subject_kind(), vocabulary.Named(ProcedureVersion, "name"))
    citing_sources.register(Source("procedure", "执法程序", _read_procedures))


def _read_procedures(agency: Agency, found: LawDifference, refs: Collection[str]) -> Iterable[Cited]:
    """Return the procedures that new cases begin with; each step names its clause."""
    del found, refs
    newest = {each.procedure: each for each in agency.procedures.order_by("version")}
    legal = legal_department(agency)
    for each in newest.values():
        steps = parse(each.bpmn.encode()).steps
        yield Cited(each.procedure, each.name, legal, tuple(step.clause for step in steps if step.clause))
