"""Heads, entries and commitments."""

from __future__ import annotations

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.ledger import digests, entry
from mingjing.ledger.canonical import canonical

DIGEST = st.binary(min_size=32, max_size=32)
SALT = bytes(range(32))
ABC_SM3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905 附录 A.1


@given(DIGEST, st.uuids(), DIGEST, st.integers(2, 2**53))
def test_a_formatted_head_is_the_canonical_one(body: bytes, dossier: object, prev: bytes, seq: int) -> None:
    head = entry.head(body.hex(), str(dossier), prev.hex(), seq)
    parts = {"v": 1, "seq": seq, "prev": prev.hex(), "dossier": str(dossier), "body": body.hex()}
    assert head == canonical(parts)
    assert entry.parse_head(head) == entry.Head(body.hex(), str(dossier), prev.hex(), seq)
    assert entry.entry(head) == hashlib.sha256(head).digest()


def test_a_head_that_none_would_write_is_refused() -> None:
    good = {"body": "0" * 64, "dossier": "00000000-0000-4000-8000-000000000000", "prev": "", "seq": 1, "v": 1}
    assert entry.parse_head(canonical(good)).seq == 1
    for change in (
        {"v": 2},
        {"v": True},
        {"seq": 0},
        {"seq": True},
        {"seq": 2},
        {"prev": "0" * 64},
        {"body": "0" * 63},
        {"body": "A" * 64},
        {"dossier": "x"},
        {"more": 1},
    ):
        with pytest.raises(ValueError, match="记录头"):
            entry.parse_head(canonical(good | change))
    for data in (canonical(good) + b"\n", b"[]", b""):
        with pytest.raises(ValueError, match=r"."):
            entry.parse_head(data)


def test_commitments_bind_kind_salt_and_content() -> None:
    value = entry.value_commitment("party", SALT, "张三".encode())
    assert value == hashlib.sha256(b"party\n" + SALT + "张三".encode()).digest()
    file = entry.file_commitment("document", SALT, b"\x01" * 32, b"\x02" * 32)
    assert file == hashlib.sha256(b"document\n" + SALT + b"\x01" * 32 + b"\x02" * 32).digest()
    for other in (
        entry.value_commitment("partz", SALT, "张三".encode()),
        entry.value_commitment("party", SALT[::-1], "张三".encode()),
        entry.value_commitment("party", SALT, "张四".encode()),
    ):
        assert other != value


def test_a_commitment_of_the_wrong_shape_is_refused() -> None:
    for tag, salt in (("", SALT), ("a\nb", SALT), ("当事人", SALT), ("party", b"short")):
        with pytest.raises(ValueError, match=r"."):
            entry.value_commitment(tag, salt, b"")
    with pytest.raises(ValueError, match="32"):
        entry.file_commitment("file", SALT, b"", bytes(32))


def test_a_stream_is_digested_by_both_algorithms() -> None:
    assert digests.digests_of(b"abc").sm3.hex() == ABC_SM3
    data = bytes(range(256)) * 10_000
    assert digests.digests_of_stream(io.BytesIO(data)) == digests.digests_of(data)
    assert digests.digests_of(data).sha256 == hashlib.sha256(data).digest()


def test_without_sm3_the_reason_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str, data: bytes = b"") -> None:
        raise ValueError(f"unsupported hash type {name}{data!r}")

    monkeypatch.setattr(hashlib, "new", without)
    with pytest.raises(RuntimeError, match="OpenSSL"):
        digests.sm3()
