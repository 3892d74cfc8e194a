"""Signed notes, keys and checkpoints, as Go and C2SP write them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mingjing.ledger.checkpoint import Checkpoint, open_checkpoint
from mingjing.ledger.note import (
    COSIGNATURE,
    NoteError,
    SigningKey,
    VerifierKey,
    decode_base64,
    encode_base64,
    open_note,
    sign_note,
)

TEXT = "案卷\n一\n"
LOG = SigningKey.from_seed("records.example.gov.cn/cases", bytes(range(32)))
OTHER = SigningKey.from_seed("other.example.gov.cn/log", bytes(32))
WITNESS = SigningKey.from_seed("witness.example.gov.cn/w1", bytes(range(1, 33)), COSIGNATURE)


def test_the_example_of_the_specification_opens(tlog: dict[str, Any]) -> None:
    example = tlog["c2sp_signed_note_example"]
    key = VerifierKey.parse(example["vkey"])
    assert open_note(example["note"], [key]).text == "This is an example message.\n"
    with pytest.raises(NoteError, match="签名无效"):
        open_note(example["note"].replace("example", "exAmple", 1), [key])


def test_the_keys_of_the_vectors_come_from_their_seeds(tlog: dict[str, Any]) -> None:
    log = SigningKey.from_seed(tlog["origin"], bytes.fromhex(tlog["log_seed_hex"]))
    witness = SigningKey.from_seed(
        "witness.example.gov.cn/w1", bytes.fromhex(tlog["witness_seed_hex"]), COSIGNATURE
    )
    assert log.vkey == tlog["log_vkey"]
    assert witness.vkey == tlog["witness_vkey"]
    for vector in tlog["logs"]:
        checkpoint = Checkpoint(tlog["origin"], vector["size"], bytes.fromhex(vector["root"]))
        assert vector["checkpoint"].startswith(checkpoint.sign(log))
        assert open_checkpoint(vector["checkpoint"], log.verifier) == checkpoint
        opened = open_note(vector["checkpoint"], [log.verifier, witness.verifier])
        assert opened.verified == (log.verifier, witness.verifier)
        time = 1767000000
        assert vector["checkpoint"] == checkpoint.sign(log) + witness.cosign(opened.text, time)


def test_a_cosignature_binds_its_time() -> None:
    note = sign_note(TEXT, [LOG]) + WITNESS.cosign(TEXT, 1_800_000_000)
    assert open_note(note, [WITNESS.verifier]).verified == (WITNESS.verifier,)
    head, _, line = note[:-1].rpartition(" ")
    blob = decode_base64(line)
    later = blob[:4] + (1_800_000_001).to_bytes(8) + blob[12:]
    with pytest.raises(NoteError, match="签名无效"):
        open_note(f"{head} {encode_base64(later)}\n", [LOG.verifier, WITNESS.verifier])


def test_unknown_signatures_are_ignored_and_none_known_is_refused() -> None:
    note = sign_note(TEXT, [LOG, OTHER])
    assert open_note(note, [OTHER.verifier]).verified == (OTHER.verifier,)
    renamed = SigningKey.from_seed(OTHER.name, LOG.seed)
    with pytest.raises(NoteError, match="没有已知"):
        open_note(note, [renamed.verifier])
    with pytest.raises(NoteError, match="没有已知"):
        open_note(note, [])


def test_one_failing_line_of_a_known_key_rejects_the_note() -> None:
    note = sign_note(TEXT, [LOG]) + OTHER.sign("别的\n")
    assert open_note(note, [LOG.verifier]).verified == (LOG.verifier,)
    with pytest.raises(NoteError, match="签名无效"):
        open_note(note, [LOG.verifier, OTHER.verifier])


def test_sixteen_signatures_are_accepted_and_a_flood_is_not() -> None:
    keys = [SigningKey.generate(f"key{number}.example") for number in range(16)]
    assert len(open_note(sign_note(TEXT, keys), [key.verifier for key in keys]).verified) == 16
    with pytest.raises(NoteError, match="过多"):
        open_note(sign_note(TEXT, [LOG]) + OTHER.sign(TEXT) * 100, [LOG.verifier])


def test_a_note_may_hold_empty_lines() -> None:
    text = "一\n\n— a b\n\n二\n"
    assert open_note(sign_note(text, [LOG]), [LOG.verifier]).text == text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "",
        lambda note: note[:-1],
        lambda note: note + "\n",
        lambda note: note.replace("\n\n", "\n"),
        lambda note: note.replace("\n\n", "\n\n "),
        lambda note: note.replace("— ", "- "),
        lambda note: note[:-2] + "\n",
        lambda note: note[:-1] + "=\n",
        lambda note: "\x00" + note,
        lambda note: note.replace("\n", "\r\n"),
        lambda note: note + "— short AAAA\n",
        lambda note: "字" * 1_000_001 + note,
        lambda note: "\ud800" + note,
    ],
)
def test_malformed_notes_are_refused(spoil: Any) -> None:
    with pytest.raises(NoteError):
        open_note(spoil(sign_note(TEXT, [LOG])), [LOG.verifier])


def test_a_text_that_cannot_be_signed_is_refused() -> None:
    for text in ("", "无换行", "a\tb\n", "a\r\n"):
        with pytest.raises(NoteError):
            sign_note(text, [LOG])
    with pytest.raises(NoteError, match="没有签名密钥"):
        sign_note(TEXT, [])


def test_keys_survive_their_text_and_keep_their_secret() -> None:
    for key in (SigningKey.generate("a.example/log"), WITNESS):
        assert SigningKey.parse(key.secret_text() + "\n") == key
        assert VerifierKey.parse(key.vkey) == key.verifier
        assert key.seed.hex() not in repr(key)
        assert str(key.seed) not in f"{key!r} {key}"


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "a",
        "a+b+c",
        LOG.vkey + "A",
        LOG.vkey.replace("records", "recards"),
        LOG.vkey + "\n",
        SigningKey.from_seed("a", bytes(32)).vkey.replace("a+", "a b+"),
    ],
)
def test_spoilt_key_texts_are_refused(vkey: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(vkey)
    with pytest.raises(NoteError):
        SigningKey.parse(vkey)


def test_other_kinds_of_key_are_refused_by_name() -> None:
    with pytest.raises(NoteError, match="0x06"):
        VerifierKey("a", 6, bytes(32))
    with pytest.raises(NoteError, match="时间"):
        LOG.cosign(TEXT, 1)
    with pytest.raises(NoteError, match="时间"):
        WITNESS.sign(TEXT)


def test_a_checkpoint_of_another_origin_is_refused() -> None:
    checkpoint = Checkpoint("elsewhere.example/log", 1, bytes(32))
    with pytest.raises(NoteError, match="来源"):
        checkpoint.sign(LOG)
    with pytest.raises(NoteError, match="来源"):
        open_checkpoint(sign_note(checkpoint.text(), [LOG]), LOG.verifier)


def test_extension_lines_are_kept() -> None:
    checkpoint = Checkpoint(LOG.name, 3, bytes(32), ("扩展 一",))
    assert Checkpoint.parse(checkpoint.text()) == checkpoint
    assert open_checkpoint(checkpoint.sign(LOG), LOG.verifier) == checkpoint


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (1, "01"),
        (1, "-1"),
        (1, "1 "),
        (1, ""),
        (1, "９"),
        (1, "9" * 20),
        (2, "AAAA"),
        (2, "A"),
        (0, ""),
        (3, "\n"),
    ],
)
def test_spoilt_checkpoints_are_refused(line: int, text: str) -> None:
    lines = replace(Checkpoint(LOG.name, 3, bytes(32))).text().split("\n")
    lines[line] = text
    with pytest.raises(NoteError):
        Checkpoint.parse("\n".join(lines))
    with pytest.raises(NoteError):
        Checkpoint.parse("\n".join(lines[:3]))
