"""送达回执: what was served can neither be denied nor replaced; printed once the log has taken the service in (B1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
import zxingcpp

from mingjing.cases.papers.receipts import opening_of, receipt_of, receipt_page
from mingjing.ledger.entry import entry
from mingjing.ledger.note import VerifierKey
from mingjing.ledger.receipt import Receipt
from mingjing.ledger.tree import verify_inclusion
from mingjing.records import log
from mingjing.records.models import Record
from telling import decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau


def opened(note: str) -> Receipt:
    return Receipt.open(note, [VerifierKey.parse(log.log_head().vkey)])


def test_a_receipt_exists_once_the_service_stands_in_the_log(bureau: Bureau) -> None:
    story = decided(bureau)
    (decision,) = story.decisions
    with refusal("receipt.not_served"):
        receipt_of(decision)
    story.served()
    with refusal("receipt.not_yet"):
        receipt_of(decision)
    log.integrate_all()
    receipt = opened(receipt_of(decision))
    record = Record.objects.get(act="case.served")
    assert receipt.entry == entry(bytes(record.head))
    assert receipt.file.hex() == decision.document.original.sha256
    proof = log.prove(record)
    leaf = bytes(record.leaf.hash)
    assert verify_inclusion(receipt.index, receipt.size, leaf, proof.hashes, receipt.root)


def test_the_record_of_the_service_commits_to_the_very_bytes(bureau: Bureau) -> None:
    """Whoever later shows another file has a file that no service speaks of."""
    story = decided(bureau).served()
    (decision,) = story.decisions
    opening = opening_of(decision)
    assert opening
    assert (opening.sha256, opening.sm3) == (
        decision.document.original.sha256,
        decision.document.original.sm3,
    )


@pytest.mark.typeset
def test_the_code_on_the_paper_is_the_receipt_and_the_words_say_what_it_proves(bureau: Bureau) -> None:
    story = decided(bureau).served()
    log.integrate_all()
    (decision,) = story.decisions
    pdf = pypdfium2.PdfDocument(receipt_page(decision))
    assert len(pdf) == 1
    (read,) = zxingcpp.read_barcodes(pdf[0].render(scale=200 / 72).to_pil())
    receipt = opened(read.text)
    assert receipt == opened(receipt_of(decision))
    words = "".join(pdf[0].get_textpage().get_text_bounded().split())
    assert decision.number in words
    assert receipt.entry.hex() in words
    assert "不能再说没有送达过它" in words
    assert "它不证明文书的内容真实、决定合法" in words
