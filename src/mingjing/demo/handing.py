"""How the demo's documents reach their parties: by hand, the four things told, or by registered mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.rules.service import Handing
from mingjing.evidence.recording_rules import THINGS

if TYPE_CHECKING:
    import datetime as dt


def by_hand(signed_by: str = "法定代表人", *, on: dt.date | None = None) -> Handing:
    """Return a service in person, which is recorded: signed for today, or `on` a day."""
    return Handing(
        served_on=on or clock.today(),
        method="01",
        proof=f"送达回证，{signed_by}签收",
        told_items=tuple(THINGS),
    )


def by_post(signed_by: str = "法定代表人", *, on: dt.date | None = None) -> Handing:
    """Return a service by registered mail, signed for today, or `on` a day; nobody films it."""
    return Handing(
        served_on=on or clock.today(), method="04", proof=f"挂号邮件 XA20026044612，回执由{signed_by}签收"
    )
