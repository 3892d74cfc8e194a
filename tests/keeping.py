"""The device keeper of the tests' bureau, and devices as a test needs them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.demo.people import COLLEAGUES
from mingjing.registry import devices
from mingjing.registry.permissions import Role

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.registry.models import Device, Loan, User


def keeper(bureau: Bureau) -> User:
    """Return the device keeper's account, made where the bureau has none yet."""
    if "devices" not in bureau.users:
        bureau.add([each for each in COLLEAGUES if each.role is Role.DEVICES], dt.date(2026, 1, 1))
    return bureau.users["devices"]


def camera(bureau: Bureau, serial: str = "YL-07", **changed: Any) -> Device:
    """Register a body camera of the market department."""
    told: dict[str, Any] = {
        "department": bureau.departments["market"],
        "device_kind": "body",
        "serial": serial,
        "model": "DSJ-X1",
        "standard": "GA/T 947.2—2015",
    }
    return devices.register_device(user=keeper(bureau), **told | changed)


def drawn(bureau: Bureau, device: Device, holder: str = "officer1", at: dt.datetime | None = None) -> Loan:
    """Let somebody draw a device out."""
    return devices.draw_out(
        user=keeper(bureau), device=device, holder=bureau.people[holder], drawn_at=at or clock.now(),
        drawn_state="外观完好，电量 100%，已校时",
    )  # fmt: skip


def returned(bureau: Bureau, device: Device, at: dt.datetime | None = None, *, full: bool = False) -> Loan:
    """Let it be brought back."""
    return devices.bring_back(
        user=keeper(bureau), device=device, returned_at=at or clock.now(), returned_state="完好", full=full
    )
