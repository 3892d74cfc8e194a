"""A receipt is the log's own signature over what was served and where it stands (回执)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mingjing.ledger.checkpoint import Checkpoint
from mingjing.ledger.note import SigningKey
from mingjing.ledger.receipt import LARGEST, Receipt, ReceiptError

LOG = SigningKey.from_seed("records.example.gov.cn/cases", bytes(range(32)))
RECEIPT = Receipt(LOG.name, 41, bytes(32), b"\x01" * 32, 57, b"\x02" * 32)


def test_a_receipt_opens_under_any_key_of_the_log() -> None:
    new = SigningKey.from_seed(LOG.name, bytes(32))
    note = RECEIPT.sign(LOG)
    assert Receipt.open(note, [new.verifier, LOG.verifier]) == RECEIPT
    with pytest.raises(ReceiptError, match="没有已知密钥"):
        Receipt.open(note, [new.verifier])


@pytest.mark.parametrize(
    "change",
    [{"index": 40}, {"entry": b"\x03" * 32}, {"file": b"\x03" * 32}, {"size": 58}, {"root": bytes(32)}],
)
def test_every_part_of_it_is_signed(change: dict[str, object]) -> None:
    other = replace(RECEIPT, **change)  # type: ignore[arg-type]
    forged = RECEIPT.sign(LOG).replace(RECEIPT.text(), other.text())
    assert forged != RECEIPT.sign(LOG)
    with pytest.raises(ReceiptError, match="签名无效"):
        Receipt.open(forged, [LOG.verifier])


def test_a_checkpoint_is_no_receipt_and_a_receipt_no_checkpoint() -> None:
    checkpoint = Checkpoint(LOG.name, 57, bytes(32))
    with pytest.raises(ReceiptError, match="不是回执"):
        Receipt.open(checkpoint.sign(LOG), [LOG.verifier])
    assert (
        Checkpoint.parse(checkpoint.text()).origin
        != Receipt.open(RECEIPT.sign(LOG), [LOG.verifier]).text().split()[0]
    )
    with pytest.raises(ValueError, match="大小"):
        Checkpoint.parse(RECEIPT.text())


def test_a_receipt_beyond_its_checkpoint_is_none() -> None:
    beyond = replace(RECEIPT, index=57)
    with pytest.raises(ReceiptError, match="序号"):
        Receipt.open(beyond.sign(LOG), [LOG.verifier])


def test_it_is_bounded() -> None:
    longest = SigningKey.from_seed("x" * 200, bytes(32))
    assert (
        len(replace(RECEIPT, origin=longest.name, index=10**15, size=10**16).sign(longest).encode())
        <= LARGEST
    )
    endless = SigningKey.from_seed("x" * 400, bytes(32))
    with pytest.raises(ReceiptError, match="过长"):
        replace(RECEIPT, origin=endless.name).sign(endless)
