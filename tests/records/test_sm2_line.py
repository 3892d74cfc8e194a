"""The second line in SM2 with SM3: on by a setting, verified by `openssl` alone, ignored by standard clients."""

from __future__ import annotations

import base64
import subprocess
from typing import TYPE_CHECKING

import aics_tlog
import pytest
from probing import probe

from authority import openssl
from mingjing.ledger.note import NoteError, open_note, signature_lines
from mingjing.ledger.sm2 import Sm2Key, Sm2Public
from mingjing.records import log, sm2_line
from mingjing.records.actions import open_dossier
from mingjing.records.audit import Findings
from mingjing.records.audit.outside import check_outside
from mingjing.records.keys import signing_key
from mingjing.records.models import Checkpoint, Cosignature

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
PREFIX = "3059301306072a8648ce3d020106082a811ccf5501822d034200"


@pytest.fixture
def checkpoint(db: None) -> Checkpoint:
    del db
    probe(open_dossier(kind="probe", ref="1"), 3)
    log.integrate_all()
    newest = log.newest()
    assert newest
    return newest


def test_it_is_off_unless_switched_on(checkpoint: Checkpoint, data: Path) -> None:
    assert not sm2_line.sign_due()
    assert log.note_of(checkpoint) == checkpoint.note
    assert not (data / "keys" / "sm2").exists()


def test_openssl_verifies_it_and_a_standard_client_ignores_it(
    checkpoint: Checkpoint, data: Path, settings: SettingsWrapper
) -> None:
    settings.MINGJING_SM2 = "on"
    assert sm2_line.sign_due()
    assert not sm2_line.sign_due()
    assert (data / "keys" / "sm2").stat().st_mode & 0o777 == 0o600
    note = log.note_of(checkpoint)
    text = open_note(note, [signing_key().verifier]).text
    key = sm2_line.public()
    assert key
    (blob,) = [blob for _, _, blob in signature_lines(note) if blob[:4] == key.id]
    typed = base64.b64decode(key.vkey.split("+", 2)[2])
    assert typed[:1] == b"\xff"
    assert typed[1:-65] == b"gm.test.mingjing.example/sm2-sm3/v1"
    for name, content in (("k", bytes.fromhex(PREFIX) + typed[-65:]), ("t", text.encode()), ("s", blob[4:])):
        (data / name).write_bytes(content)
    verifying = (
        "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", data / "k", "-in", data / "t",
        "-sigfile", data / "s", "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678",
    )  # fmt: skip
    assert b"Success" in openssl(*verifying)
    (data / "t").write_text(text.replace("3", "4", 1))
    with pytest.raises(subprocess.CalledProcessError):
        openssl(*verifying)
    assert aics_tlog.verify_checkpoint(
        aics_tlog.parse_note(note), aics_tlog.parse_vkey(signing_key().vkey)
    ).ok


def test_the_audit_checks_it(checkpoint: Checkpoint, settings: SettingsWrapper) -> None:
    settings.MINGJING_SM2 = "on"
    sm2_line.sign_due()
    findings = Findings()
    check_outside(findings)
    assert (findings.problems, findings.notes) == ([], [])
    row = Cosignature.objects.get()
    Checkpoint.objects.create(
        size=99, root=bytes(32), note=checkpoint.note.replace("3", "4", 1), signed_at=checkpoint.signed_at
    )
    Cosignature.objects.create(
        checkpoint_id=99, name=row.name, key_id=row.key_id, line=row.line, received_at=row.received_at
    )
    check_outside(findings)
    assert findings.problems == ["检查点 99：SM2 签名不成立"]


def test_a_public_key_is_read_back_and_another_text_is_refused(tmp_path: Path) -> None:
    key = Sm2Key.generate("a.example/log", tmp_path / "sm2").public
    assert Sm2Public.parse(key.vkey) == key
    for wrong in ("a.example/log+00000000+" + key.vkey.split("+", 2)[2], "a", signing_key().vkey):
        with pytest.raises(NoteError):
            Sm2Public.parse(wrong)
