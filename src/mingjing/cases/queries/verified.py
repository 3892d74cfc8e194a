"""How much of what is stored was hashed again in time: three counts over the index that the runs keep."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min

from mingjing import clock
from mingjing.cases.models import Checked, CustodyRule
from mingjing.storage.models import Blob


@dataclass(frozen=True)
class Verified:
    """Files never hashed since they came, those whose period is over by a day, those found wrong."""

    unverified: int
    overdue: int
    faulty: int


def verified() -> Verified:
    """Count; without a rule nothing is overdue."""
    days = CustodyRule.objects.aggregate(least=Min("every_days"))["least"]
    since = clock.now() - dt.timedelta(days=days + 1) if days else None
    return Verified(
        unverified=Blob.objects.filter(checked=None, destruction=None).count(),
        overdue=Checked.objects.filter(at__lt=since, blob__destruction=None).count() if since else 0,
        faulty=Checked.objects.exclude(fault="").filter(blob__destruction=None).count(),
    )
