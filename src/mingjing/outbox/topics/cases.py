"""Cases with their events: each recorded act that the receiver's format names (reference §4.4).

Nothing of a lead goes out, and so nothing of who reported it; a natural person is told of as one, without a name.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.models import Case
from mingjing.outbox import formats
from mingjing.records.vocabulary import by_name

if TYPE_CHECKING:
    from mingjing.outbox.lines import Line
    from mingjing.records.models import Json, Record

CASES = "cases"
KIND = "case"


def follow(line: Line, record: Record) -> None:
    """Tell a case as it stands with the event that a record is."""
    if record.dossier.kind != KIND:
        return
    code = formats.named(line.receiver.layout).resources[CASES].acts.get(record.act)
    if code is None:
        return
    rows = Case.objects.filter(dossier=record.dossier_id).select_related("matter", "agency", "department")
    case = rows.prefetch_related("parties").first()
    if case is None or case.filed_on is None:
        return
    line.tell(f"case/{case.ref}", _case(case) | {"event": _event(record, code)}, label=case.number)


def _case(case: Case) -> dict[str, Json]:
    return {
        "number": case.number,
        "agency": case.agency.name,
        "agency_code": case.agency.credit_code,
        "department": case.department.name,
        "matter_code": case.matter.code if case.matter else "",
        "matter_name": case.matter.name if case.matter else "",
        "filed_on": case.filed_on.isoformat() if case.filed_on else "",
        "ending": case.ending,
        "ended_on": case.ended_on.isoformat() if case.ended_on else "",
        "parties": [
            {"natural": True}
            if each.is_natural
            else {"natural": False, "name": each.name, "credit_code": each.credit_code}
            for each in sorted(case.parties.all(), key=lambda party: party.position)
        ],
    }


def _event(record: Record, code: str) -> dict[str, Json]:
    """Return the event: which act, on which day it happened, when it was recorded, and the record's place in the log.

    `leaf` is the hash of the record's leaf in the log, so that the receiver can have it proven later.
    """
    at = record.recorded_at.astimezone(clock.SHANGHAI)
    told = json.loads(bytes(record.body)).get("happened_on") or at.date().isoformat()
    return {
        "code": code,
        "act": record.act,
        "label": by_name(record.act).label,
        "day": told,
        "recorded_at": at.isoformat(timespec="seconds"),
        "leaf": bytes(record.leaf.hash).hex(),
    }
