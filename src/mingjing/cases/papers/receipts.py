"""送达回执: what the log says of a served decision, signed by the log's key, on paper for whoever was served.

Nothing is recorded for it: it states what the record of the service and its place in the log state already, and can be
printed from the moment the log has taken that record in (two seconds after the act).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.acts import SERVED
from mingjing.documents.layouts import identity
from mingjing.ledger.entry import entry
from mingjing.ledger.note import decode_base64
from mingjing.ledger.receipt import Receipt
from mingjing.records import log, witnesses
from mingjing.records.keys import signing_key
from mingjing.records.models import Leaf, Opening
from mingjing.refusal import Refusal
from mingjing.typeset.receipt import ReceiptPage, receipt_pdf

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Decision

FILE = "documents.original"
PROVES = (
    "本机关已把上述文书送达一事记入日志，日志密钥对此签了名：本机关不能再说没有送达过它。",
    "所送达的文件由其 SHA-256 唯一确定：改动一个字节就对不上，本机关不能再换成另一份。",
    "记录的位置由序号和检查点确定：日志此后若被改写，这张回执就是证据。",
    "它不证明文书的内容真实、决定合法。",
)


def receipt_of(decision: Decision) -> str:
    """Return the receipt of a served decision as a signed note; refused while there is none."""
    opening = opening_of(decision)
    if opening is None:
        raise Refusal("receipt.not_served", "这份文书还没有登记送达，没有回执。", next_step="请先登记送达。")
    leaf = Leaf.objects.filter(record_id=opening.record_id).first()
    under = (witnesses.witnessed(beyond=leaf.idx) or log.newest()) if leaf else None
    if leaf is None or under is None:
        raise Refusal("receipt.not_yet", "日志还没有收录这次送达。", next_step="请过两秒再打开这一页。")
    head = log.log_head()
    receipt = Receipt(
        origin=head.origin,
        index=leaf.idx,
        entry=entry(bytes(opening.record.head)),
        file=bytes.fromhex(opening.sha256),
        size=under.size,
        root=bytes(under.root),
    )
    return receipt.sign(signing_key())


def opening_of(decision: Decision) -> Opening | None:
    """Return what the record of the service says of the file that was served."""
    return (
        Opening.objects.filter(kind=FILE, ref=decision.document.ref, record__act=SERVED.name)
        .select_related("record")
        .order_by("record_id")
        .first()
    )


def receipt_page(decision: Decision) -> bytes:
    """Return the receipt as a PDF to print."""
    note = receipt_of(decision)
    lines = note.split("\n")
    service, document = decision.service, decision.document
    agency = decision.party.case.agency.name
    return receipt_pdf(
        ReceiptPage(
            agency=agency,
            rows=(
                ("送达文书", f"{document.title}　{decision.number}"),
                ("受送达人", decision.party.name),
                (
                    "送达",
                    f"{_day(service.served_on)}　{service.get_method_display()}　签收人：{service.receiver}",
                ),
                ("日志", lines[1]),
                ("序号", lines[2]),
                ("记录散列", entry_of(note)),
                ("文件 SHA-256", document.original.sha256),
                ("检查点", f"{lines[5]} 条"),
            ),
            proves=PROVES,
            code=note,
            date=clock.today(),
            identity=identity(ref=document.ref, code=document.verification_code, agency=agency),
        )
    )


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def entry_of(note: str) -> str:
    """Return the hex entry that a receipt names."""
    return decode_base64(note.split("\n")[3]).hex()
