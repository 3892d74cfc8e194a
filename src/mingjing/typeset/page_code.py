"""What the QR code of a page says, and how it is read back from a scan of the signed paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingjing.typeset.document import Identity

SAID = re.compile(
    r"编号 (?P<id>\S+)\n第(?P<version>\d{1,4})版 第(?P<page>\d{1,4})页\n核验码 (?P<code>\S+)(?:\n.*)?"
)


@dataclass(frozen=True, slots=True)
class PageCode:
    """The code of one page: which document, which version of it, which page (from 1), its verification code."""

    id: str
    version: int
    page: int
    code: str


def page_code(identity: Identity, page: int) -> str:
    """Return what a page's QR code says: id, version, page, verification code, and what the paper is not.

    Short, so that its squares are large enough for a scan at 200 dots an inch; where to check it stands beside it.
    """
    return "\n".join(
        [
            f"编号 {identity.id}",
            f"第{identity.version}版 第{page}页",
            f"核验码 {identity.code}",
            "电子文本，无印章",
        ]
    )


def parse_page_code(text: str) -> PageCode | None:
    """Return what a code says, or None where it is not one of ours."""
    found = SAID.fullmatch(text.strip())
    if found is None:
        return None
    return PageCode(found["id"], int(found["version"]), int(found["page"]), found["code"])
