"""Handing a document over is an activity of its own: recorded by its method, the four things told (244号9、17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.models import Service
from mingjing.cases.recordings import telling
from mingjing.evidence.models import Activity
from mingjing.evidence.recording_rules import TELLS
from mingjing.evidence.recordings import Happening, happened

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from mingjing.cases.models import Case, Party
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Attested

SERVING: dict[str, Activity.Kind] = {
    Service.Method.DIRECT: Activity.Kind.SERVED_DIRECT,
    Service.Method.LEFT: Activity.Kind.SERVED_LEFT,
    Service.Method.PUBLIC: Activity.Kind.SERVED_PUBLIC,
}
"""Methods of service that officers carry out themselves and record (种子 B3.0; 244号17)."""


def handed_over(
    work: Deed, case: Case, method: str, on: dt.date, *, party: Party, about: Attested, place: str = "",
    since: dt.date | None = None, told: Collection[str] = (),
) -> None:  # fmt: skip
    """Enter the service as an activity where officers carry it out themselves; by post or by others nobody films it."""
    if method in SERVING:
        what = Happening(SERVING[Service.Method(method)], on, place, party.ref, since, told)
        happened(work, what, agency=case.agency, about=about)


def telling_on_service(case: Case, method: str, told: Collection[str]) -> dict[str, object]:
    """Return the items of a receipt that say the four things, where somebody was there to be told."""
    kind = SERVING.get(Service.Method(method))
    return telling(case, kind, told) if kind in TELLS else {}
