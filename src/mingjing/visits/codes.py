"""The codes that an officer's phone shows: signed ahead for the whole of a task, one for every few minutes.

A code is the task's key and a slice of time under a signature by a key derived from the installation's secret and its
name: nobody else can make one, and one of another installation is none of ours. It holds nothing personal. Slices are
counted in real time, as all tokens are; in the demo, whose clock is moved, the task's hours are carried over.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

from mingjing import clock
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.visits.models import Visit

SALT = "mingjing.visits.code"
SLIP = "mingjing.visits.slip"
SLICE = 300
"""Seconds for which one code is shown."""
GRACE = 1
"""Slices before and after its own in which a code is still taken: phones' clocks differ, and a scan takes its time."""
KEY, TIME, SIGNATURE = 16, 4, 16


@dataclass(frozen=True)
class Code:
    """A code that we signed: which task, which slice of time."""

    visit: uuid.UUID
    slice: int

    @property
    def token(self) -> str:
        """Return the text that stands in the address."""
        said = self.visit.bytes + self.slice.to_bytes(TIME, "big")
        return base64.urlsafe_b64encode(said + _signed(said)).decode().rstrip("=")

    def fresh(self) -> bool:
        """Say whether this is the code of now."""
        return abs(slice_of(clock.real()) - self.slice) <= GRACE

    def slip(self) -> str:
        """Return a keyed hash by which one code is rated once, and which leads back to no visit."""
        return salted_hmac(SLIP, self.token, algorithm="sha256").hexdigest()


def read(token: str) -> Code:
    """Return what a token says, or refuse one that this agency did not sign."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    said, signature = raw[: KEY + TIME], raw[KEY + TIME :]
    if len(raw) != KEY + TIME + SIGNATURE or not hmac.compare_digest(signature, _signed(said)):
        raise Refusal(
            "code.unknown",
            "这个码不是本机关签发的，或者已被改动。",
            "行政处罚法 第五十五条",
            "请查看执法证件；没有出示执法证件的，您可以拒绝接受检查，并拨打监督电话。",
        )
    return Code(uuid.UUID(bytes=said[:KEY]), int.from_bytes(said[KEY:], "big"))


def of(visit: Visit) -> list[Code]:
    """Return the codes of a task, one for every slice of its hours, to be kept on a phone that may go offline."""
    shift = clock.real() - clock.now()
    first, last = slice_of(visit.opens_at + shift), slice_of(visit.closes_at + shift)
    return [Code(uuid.UUID(hex=visit.ref), each) for each in range(first, last + 1)]


def slice_of(moment: dt.datetime) -> int:
    """Return the slice of time that a moment lies in."""
    return int(moment.timestamp()) // SLICE


def _signed(said: bytes) -> bytes:
    return salted_hmac(SALT, settings.MINGJING_ORIGIN.encode() + said, algorithm="sha256").digest()[
        :SIGNATURE
    ]
