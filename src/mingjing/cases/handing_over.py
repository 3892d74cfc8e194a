"""Handing a document over: checked by one rule, recorded as an activity, the four things told (244号9、17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.models import Service
from mingjing.cases.queries.announced import announced_from
from mingjing.cases.queries.case import consented
from mingjing.cases.queries.recordings import telling
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules import service as service_rules
from mingjing.evidence.models import Activity
from mingjing.evidence.recording_rules import TELLS
from mingjing.evidence.recordings import Happening, happened
from mingjing.law.terms import due

if TYPE_CHECKING:
    from collections.abc import Collection

    from mingjing.cases.models import Case, Party
    from mingjing.cases.models.serving import ServedPaper
    from mingjing.cases.rules.service import Handing
    from mingjing.documents.models import Document
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Attested

SERVING: dict[str, Activity.Kind] = {
    Service.Method.DIRECT: Activity.Kind.SERVED_DIRECT,
    Service.Method.LEFT: Activity.Kind.SERVED_LEFT,
    Service.Method.PUBLIC: Activity.Kind.SERVED_PUBLIC,
}
"""Methods of service that officers carry out themselves and record (种子 B3.0; 244号17)."""


def checked(handed: Handing, document: Document, *parties: Party) -> None:
    """行政处罚法61; 55号令35–37: refuse a service on a wrong day, or without what its method asks for.

    `parties`: whom the document is for; served electronically each of them must have agreed.
    """
    made = f"{document.title}制作日期"
    rules.not_in_future(handed.served_on, clock.today(), "served_on")
    rules.not_before(handed.served_on, document.made_on, what=made, field="served_on")
    announced = handed.announced_on
    if handed.method == service_rules.PUBLIC:
        here, public_on = announced_from(document)
        service_rules.announced_here(here=here, announced_on=announced, public_on=public_on)
    service_rules.properly(
        handed,
        consented=all(consented(each, handed.served_on) for each in parties),
        ends_on=due("sd.public", announced).due if announced else None,
    )
    if announced:
        rules.not_before(announced, document.made_on, what=made, field="announced_on")


def serve(work: Deed, case: Case, row: ServedPaper, handed: Handing, *, party: Party | None) -> None:
    """Register on a document how it was served; where officers served it themselves that is an activity."""
    row.served_on, row.method, row.proof = handed.served_on, handed.method, handed.proof.strip()
    row.announced_on, row.refusal = handed.announced_on, handed.refused_because.strip()
    work.change(row)
    handed_over(work, case, handed, party=party, about=row)


def handed_over(
    work: Deed, case: Case, handed: Handing, *, party: Party | None, about: Attested, place: str = ""
) -> None:
    """Enter the service as an activity where officers carry it out themselves; by post or by others nobody films it."""
    if handed.method in SERVING:
        kind, ref = SERVING[Service.Method(handed.method)], party.ref if party else ""
        what = Happening(kind, handed.served_on, place, ref, handed.announced_on, handed.told_items)
        happened(work, what, agency=case.agency, about=about)


def telling_on_service(case: Case, method: str, told: Collection[str]) -> dict[str, object]:
    """Return the items of a receipt that say the four things, where somebody was there to be told."""
    kind = SERVING.get(Service.Method(method))
    return telling(case, kind, told) if kind in TELLS else {}
