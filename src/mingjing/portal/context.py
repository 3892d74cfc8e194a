"""Context processor of the public pages: whose site it is, and how far its log has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import SimpleLazyObject

from mingjing.ledger.note import encode_base64
from mingjing.portal.queries import portal_agency
from mingjing.records import log

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

MANIFEST = "/SHA256SUMS"
NAVIGATION = (
    ("首页", "/"),
    ("事前公开", "/lists/"),
    ("执法流程", "/flowcharts/"),
    ("事中公示", "/officers/check"),
    ("事后公开", "/decisions/"),
    ("查验真伪", "/verify/"),
)


@dataclass(frozen=True)
class Site:
    """Masthead and footer."""

    agency: str = "行政执法公示"
    government: str = ""
    government_url: str = ""
    address: str = ""
    phone: str = ""
    complaint_phone: str = ""
    hours: str = ""
    code: str = ""

    @property
    def phones(self) -> list[tuple[str, str]]:
        """Return what can be called, with what it is for."""
        known = (("咨询电话", self.phone), ("监督电话", self.complaint_phone))
        return [(label, number) for label, number in known if number]


@dataclass(frozen=True)
class CheckpointWords:
    """The newest published checkpoint: how many records, since when (real time), the root in base64."""

    size: int
    time: dt.datetime
    root: str


def site(request: HttpRequest) -> dict[str, object]:
    """Return `site`, `checkpoint` and `portal_nav`; both ask the database only on a page that shows them.

    A page that becomes a file shows no checkpoint: it would be another page with every record.
    """
    if request.path.startswith("/workbench/"):
        return {}
    as_file = getattr(request, "as_file", False)
    return {
        "site": getattr(request, "words", None) or SimpleLazyObject(site_words),
        "checkpoint": None if as_file else SimpleLazyObject(_checkpoint),
        "as_file": MANIFEST if as_file else "",
        "portal_nav": NAVIGATION,
        "feed_url": "/feeds/all.atom",
        "json_feed_url": "/feeds/all.json",
    }


def site_words() -> Site:
    """Return the words of masthead and footer."""
    agency = portal_agency()
    if agency is None:
        return Site()
    return Site(
        agency=agency.name,
        government=agency.government,
        address=agency.address,
        phone=agency.phone,
        complaint_phone=agency.complaint_phone,
        hours=agency.hours,
    )


def _checkpoint() -> CheckpointWords | None:
    newest = log.newest(published=True)
    if newest is None:
        return None
    return CheckpointWords(newest.size, newest.signed_at, encode_base64(bytes(newest.root)))
