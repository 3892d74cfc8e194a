"""A new key for the log, because it is time, because the old one is lost, or because it was stolen: the log goes on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import aics_tlog
import pytest
from probing import probe

from mingjing.ledger.checkpoint import Checkpoint as Note
from mingjing.ledger.note import SigningKey, VerifierKey
from mingjing.records import keys, log, rekeying, witnesses
from mingjing.records.actions import open_dossier
from mingjing.records.actors import COMMAND
from mingjing.records.audit import Findings
from mingjing.records.audit.chain import check_log
from mingjing.records.audit.outside import check_outside
from mingjing.records.models import Checkpoint, Dossier, LogHead, Outsider, Record
from mingjing.refusal import Refusal
from outside import ours

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(db: None) -> Dossier:
    del db
    made = open_dossier(kind="probe", ref="1")
    grow(made)
    return made


def grow(dossier: Dossier) -> None:
    probe(dossier, 3)
    log.integrate_all()


def audited(*known: str) -> Findings:
    findings = Findings(known=known)
    check_log(findings)
    check_outside(findings)
    return findings


def newest_note() -> str:
    newest = log.newest()
    assert newest
    return newest.note


def test_after_a_rotation_the_log_goes_on_and_both_keys_are_listed(dossier: Dossier, data: Path) -> None:
    old, before = keys.signing_key(), newest_note()
    new = rekeying.rotate(actor=COMMAND)
    grow(dossier)
    assert [each.vkey for each in keys.keys_of_log()] == [old.vkey, new]
    assert keys.signing_key().vkey == LogHead.objects.get().vkey == new
    assert (data / "keys" / f"log.{old.verifier.id.hex()}.old").read_text() == old.secret_text()
    assert (data / "keys" / "log").stat().st_mode & 0o777 == 0o600
    findings = audited(before, newest_note())
    assert (findings.problems, findings.notes) == ([], [])


def test_an_independent_client_verifies_each_checkpoint_under_the_key_of_its_time(dossier: Dossier) -> None:
    rekeying.rotate(actor=COMMAND)
    grow(dossier)
    old, new = keys.keys_of_log()
    for row in Checkpoint.objects.all():
        known = old if old.signs(row.size) else new
        note = aics_tlog.parse_note(row.note)
        assert aics_tlog.verify_checkpoint(note, aics_tlog.parse_vkey(known.vkey)).ok
        other = new if known is old else old
        assert not aics_tlog.verify_checkpoint(note, aics_tlog.parse_vkey(other.vkey)).ok


def test_the_old_key_endorses_the_new_one_in_the_record_that_the_new_one_signs_first(
    dossier: Dossier,
) -> None:
    del dossier
    old = keys.signing_key().verifier
    new = rekeying.rotate(actor=COMMAND)
    record = Record.objects.get(act="log.key_rotated")
    facts = Checkpoint.objects.get(size=record.leaf.idx + 1)
    assert facts.size == keys.keys_of_log()[0].until + 1  # type: ignore[operator]
    assert rekeying.endorses(old, new, _endorsement(record))
    assert not rekeying.endorses(old, old.vkey, _endorsement(record))


def _endorsement(record: Record) -> str:
    return str(json.loads(bytes(record.body))["facts"]["endorsement"])


def test_a_kill_between_the_log_and_the_key_file_loses_neither(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(rekeying.log, "integrate_all", lambda: None)
        killed.setattr(rekeying, "_settle", lambda _: None)
        new = rekeying.rotate(actor=COMMAND)
    assert keys.next_path().exists()
    grow(dossier)
    assert keys.signing_key().vkey == new
    assert not keys.next_path().exists()
    assert len(list((data / "keys").glob("log*"))) == 2
    assert audited().problems == []


def test_without_its_key_the_log_stands_still_until_it_has_a_new_one(dossier: Dossier, data: Path) -> None:
    lost = keys.signing_key().vkey
    (data / "keys" / "log").unlink()
    probe(dossier)
    with pytest.raises(log.LogIdentityError, match="keys lost"):
        log.integrate()
    assert not (data / "keys" / "log").exists()
    new = rekeying.replace_lost(actor=COMMAND)
    grow(dossier)
    assert [(each.vkey, each.ended) for each in keys.keys_of_log()] == [(lost, "lost"), (new, "")]
    findings = audited()
    assert findings.problems == []
    assert findings.notes == ["自第 3 条之后的日志密钥没有原密钥的背书（log.key_lost）"]


def test_a_key_that_is_there_is_not_lost(dossier: Dossier) -> None:
    del dossier
    with pytest.raises(Refusal) as refused:
        rekeying.replace_lost(actor=COMMAND)
    assert refused.value.code == "keys.not_lost"


def test_a_stolen_keys_signature_counts_only_as_far_as_somebody_outside_saw_it(
    dossier: Dossier, data: Path
) -> None:
    """The thief signs another history; only what a witness saw before can be held against the log."""
    stolen = keys.signing_key()
    with ours(data / "outside", "", stolen.vkey) as (url, vkey):
        (data / "policy").write_text(f"witness w1 {vkey} {url}\nquorum w1\n")
        assert witnesses.ask_all() == 1
        grow(dossier)
        rekeying.replace_stolen(actor=COMMAND)
    forged = Note(stolen.name, 5, bytes(32)).sign(stolen)
    assert audited(forged).problems == []
    assert "只有被盗密钥的签名" in "".join(audited(forged).notes)
    early = Note(stolen.name, 2, bytes(32)).sign(stolen)
    assert audited(early).problems == ["检查点 2：树根与记录不符"]
    assert keys.keys_of_log()[0].trusted == 3
    assert keys.keys_of_log()[0].until == 6


def test_a_witness_that_is_told_of_the_new_key_goes_on_cosigning(dossier: Dossier, data: Path) -> None:
    with ours(data / "outside", "", keys.signing_key().vkey) as (url, vkey):
        (data / "policy").write_text(f"witness w1 {vkey} {url}\nquorum w1\n")
        assert witnesses.ask_all() == 1
        new = rekeying.rotate(actor=COMMAND)
        assert witnesses.ask_all() == 0
        assert Outsider.objects.get().said == "不认本日志的密钥（403）"
        with (data / "outside" / "logs").open("a") as logs:
            logs.write(f"{new}\n")
        Outsider.objects.update(next_at=None)
        assert witnesses.ask_all() == 1
    assert dossier.records.count() == 3


def test_how_far_a_stolen_key_is_trusted_may_be_said_but_not_beyond_the_log(dossier: Dossier) -> None:
    del dossier
    with pytest.raises(Refusal) as refused:
        rekeying.replace_stolen(actor=COMMAND, trusted=4)
    assert refused.value.field == "trusted"
    rekeying.replace_stolen(actor=COMMAND, trusted=1)
    assert keys.keys_of_log()[0].trusted == 1


def test_a_key_from_the_environment_is_not_changed_by_a_command(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    del dossier
    monkeypatch.setenv(keys.VARIABLE, keys.signing_key().secret_text())
    with pytest.raises(Refusal) as refused:
        rekeying.rotate(actor=COMMAND)
    assert refused.value.code == "keys.from_environment"


def test_a_change_that_was_forged_is_named(dossier: Dossier) -> None:
    """Whoever has the database but no key can name a key of his own; what it then signs is not the log's."""
    grow(dossier)
    LogHead.objects.update(vkey=SigningKey.generate(keys.signing_key().name).vkey)
    assert any("签名不成立" in line for line in audited().problems)
    assert VerifierKey.parse(LogHead.objects.get().vkey)
