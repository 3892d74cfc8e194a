"""送达回执: half a page with the QR code of what the log says of a served document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import segno

from mingjing.typeset.press import printed

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.typeset.document import Identity


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """A receipt: labelled values, what it proves as sentences, and the text of its code."""

    agency: str
    rows: tuple[tuple[str, str], ...]
    proves: tuple[str, ...]
    code: str
    date: dt.date
    identity: Identity


def receipt_pdf(data: ReceiptPage) -> bytes:
    """Return a receipt as PDF/A-2b, one page of A5; `TypesettingError` if it cannot be set."""
    code = segno.make(data.code, error="m", encoding="utf-8", micro=False)
    document: dict[str, object] = {
        "agency": data.agency,
        "title": "送达回执",
        "number": "",
        "rows": [list(row) for row in data.rows],
        "proves": list(data.proves),
        "code": {
            "svg": code.svg_inline(border=2),
            "text": "回执二维码：序号、记录散列、文件散列、检查点和日志的签名",
        },
        "about": asdict(data.identity),
    }
    return printed("receipt", document, identity=data.identity, date=data.date, guess=1)
