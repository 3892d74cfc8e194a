"""What is wrong with a case's records: what they noted when they were made, and what was found of it afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mingjing.cases.queries.case import record_defects
from mingjing.registry.queries import certificate_facts
from mingjing.registry.rules import certificate_faults

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.documents.models import Document

RECORDS = frozenset({"DC01", "DC02"})
WHO = "执法人员及证号"


def defects_of(case: Case) -> list[tuple[Document, str]]:
    """§11.6 no. 11: return each record of an inspection or inquiry with its defects, noted then or found since.

    A certificate that turns out to have expired or not to have covered the matter is said beside the record, which
    stays as it is; one withdrawn since was good on its day. Of a case read whole (`loading.load`) no query is needed.
    """
    documents = list(case.dossier.documents.all())
    noted = {each.pk: words for each, words in record_defects(documents)}
    found = []
    for each in documents:
        if each.form not in RECORDS:
            continue
        words = [noted[each.pk]] if each.pk in noted else []
        words += [said for name, said in _found_since(case, each) if name not in noted.get(each.pk, "")]
        if words:
            found.append((each, "；".join(words)))
    return found


def _found_since(case: Case, record: Document) -> list[tuple[str, str]]:
    """Return (who, what) of the handlers a record names and who, as is known today, could not act on its day."""
    pieces = dict(record.data).get(WHO, "").split("、")
    domain = case.matter.domain if case.matter else ""
    officers = {each.officer_id: each.officer for each in case.handlers.all()}
    found = []
    for officer in officers.values():
        if any(piece.startswith(f"{officer.name}（") for piece in pieces):
            facts = [replace(each, in_force=True) for each in certificate_facts(officer, on=record.made_on)]
            faults = certificate_faults(facts, on=record.made_on, category=domain, area=case.agency.area)
            if faults:
                found.append((officer.name, f"事后发现{officer.name}当日不具备资格：{'；'.join(faults)}"))
    return found
