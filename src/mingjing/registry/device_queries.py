"""Reading the register of devices: who held what when, whose clock was how wrong, what a department lacks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.registry import device_rules as rules
from mingjing.registry.models import Device, DeviceEntry, Equipment, Loan, UsageRules

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from mingjing.registry.models import Agency, Officer

IN_USE = (Device.State.READY, Device.State.OUT)


def devices_of(agency: Agency) -> QuerySet[Device]:
    """Return an agency's devices with where they belong."""
    return Device.objects.filter(agency=agency).select_related("department", "site", "agency")


def named(agency: Agency, text: str) -> Device | None:
    """Return the device that a text names by its number: the number itself, or the number as its last word."""
    word = text.strip().split()[-1] if text.strip() else ""
    return devices_of(agency).filter(serial=word).first() if word else None


def held_by(device: Device, moment: dt.datetime) -> Officer | None:
    """Return who had drawn a device out at a moment."""
    loans = list(device.loans.select_related("holder__department"))
    held = [rules.Held(each.holder.ref, each.drawn_at, each.returned_at) for each in loans]
    ref = rules.holder_at(held, moment)
    return next((each.holder for each in loans if each.holder.ref == ref), None)


def undrawn(device: Device | None, person: Officer | None, moment: dt.datetime) -> bool:
    """种子 B3.3: say whether a registered device recorded while the person, or anybody at all, had not drawn it out."""
    if device is None or not device.carried:
        return False
    holder = held_by(device, moment)
    return holder is None or (person is not None and holder.pk != person.pk)


def clock_at(device: Device, moment: dt.datetime) -> int:
    """Return by how many seconds a device's clock was fast at a moment."""
    found = device.entries.filter(entry_kind=DeviceEntry.Kind.CLOCK).values_list("happened_at", "offset")
    return rules.offset_at([rules.Checked(at, offset or 0) for at, offset in found], moment)


def at_hand(people: Iterable[Officer], *, since: dt.datetime, until: dt.datetime) -> QuerySet[Device]:
    """Return the devices that any of these people held at some time of a span: what they may have recorded with."""
    loans = Loan.objects.filter(holder__in=list(people), drawn_at__lte=until).exclude(returned_at__lt=since)
    return Device.objects.filter(pk__in=loans.values("device"))


@dataclass(frozen=True)
class Shortfall:
    """What a department has of a kind of device, against what it has to have."""

    row: Equipment
    there: int

    @property
    def missing(self) -> int:
        """Return how many are missing."""
        return max(0, self.row.number - self.there)


def shortfalls(agency: Agency) -> list[Shortfall]:
    """种子 B3.3: hold each department's equipment against the standard: two queries."""
    there: Counter[tuple[object, str]] = Counter(
        Device.objects.filter(agency=agency, state__in=IN_USE).values_list("department", "device_kind")
    )
    rows = Equipment.objects.filter(department__agency=agency).select_related("department")
    return [Shortfall(row, there[row.department_id, row.device_kind]) for row in rows]


def rules_in_force(agency: Agency, on: dt.date | None = None) -> UsageRules | None:
    """Return the rules of use in force on a day."""
    return agency.usage_rules.filter(in_force_on__lte=on or clock.today()).order_by("-version").first()
