"""A press that sets one empty page at once: for tests that are about acts and not about pages.

A document costs a fiftieth of a second to set, a case a dozen documents, and most tests tell a case first. What pages
hold is tested where they are the matter: the rooms in `PAGES_MATTER`, and tests marked `typeset`.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from mingjing.typeset import press

if TYPE_CHECKING:
    import datetime as dt

PAGES_MATTER = frozenset({"typeset", "documents", "demo", "walk", "portal", "ledger", "docs"})


@pytest.fixture(autouse=True)
def _quick_press(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    room = request.path.relative_to(request.config.rootpath / "tests").parts[0]
    if room in PAGES_MATTER or request.node.get_closest_marker("typeset"):
        return
    monkeypatch.setattr(press, "_code", lambda *_: {"text": "", "svg": ""})
    monkeypatch.setattr(press, "_rendered", _page)


def _page(template: str, document: dict[str, object], date: dt.date | None) -> bytes:
    """Return a PDF of one empty page, another for each document."""
    said = json.dumps([template, document, str(date)], ensure_ascii=False, sort_keys=True)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    data = b"%PDF-1.7\n%" + hashlib.sha256(said.encode()).hexdigest().encode() + b"\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return b"%bxref\n0 4\n0000000000 65535 f \n%btrailer<</Root 1 0 R/Size 4>>\nstartxref\n%d\n%%%%EOF\n" % (
        data,
        table,
        len(data),
    )
