"""A bundle carries what outsiders attested: cosignatures in every proof, the policy, the timestamp (B1, B3)."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import aics_tlog
import pytest
from probing import probe

from authority import openssl
from mingjing.ledger.bundle import verify_bundle
from mingjing.ledger.note import SigningKey
from mingjing.ledger.policy import Policy
from mingjing.records import log, policy, rekeying, witnesses
from mingjing.records.actions import open_dossier
from mingjing.records.actors import COMMAND
from mingjing.records.bundling import bundle
from mingjing.records.models import Checkpoint, Timestamp
from outside import WITNESS

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.demo.stories import CaseStory

pytestmark = pytest.mark.django_db


def made(story: CaseStory, target: Path) -> Path:
    bundle(actor=COMMAND, dossier=story.case.dossier, target=target, folder="case", names={})
    return target


def test_the_proofs_stand_under_the_checkpoint_that_was_stamped_and_cosigned(
    decided: CaseStory, tmp_path: Path, tsa: Path
) -> None:
    """The log grew since; whoever reads the bundle later learns by when the records were there."""
    stamped = Timestamp.objects.get()
    probe(open_dossier(kind="probe", ref="later"), 5)
    file = made(decided, tmp_path / "case.zip")
    report = verify_bundle(file, policy=policy.configured(), authorities=(tsa / "ca.pem").read_bytes())
    assert report.problems == []
    facts = report.facts
    assert (facts["witnesses"], facts["quorum"], facts["policy_compared"]) == ("w1", True, True)
    assert (facts["stamped_at"], facts["stamp_compared"]) == (stamped.stamped_at.isoformat(), True)
    told = "\n".join(report.lines())
    assert "见证人副署：w1；符合要求（按所给的政策）。" in told
    assert "证书链已按所给证书核对" in told
    with zipfile.ZipFile(file) as archive:
        proof = archive.read("case/data/proofs/000001.tlog-proof").decode()
        for name in ("checkpoint", "answer.tsr"):
            (tmp_path / name).write_bytes(archive.read(f"case/data/timestamps/{name}"))
    assert proof.split("\n\n", 1)[1] == log.note_of(stamped.checkpoint)
    asked = ("-data", tmp_path / "checkpoint", "-in", tmp_path / "answer.tsr", "-CAfile", tsa / "ca.pem")
    assert b"Verification: OK" in openssl("ts", "-verify", *asked)


def test_without_a_policy_the_report_says_that_nothing_was_compared(
    decided: CaseStory, tmp_path: Path
) -> None:
    report = verify_bundle(made(decided, tmp_path / "case.zip"))
    assert report.problems == []
    told = "\n".join(report.lines())
    assert "按包内所附的政策，未与别处核对（not compared）" in told
    assert "证书链未核对（not compared）" in told


def test_a_policy_that_demands_more_than_the_bundle_has_is_not_met(
    decided: CaseStory, tmp_path: Path
) -> None:
    other = SigningKey.from_seed("w2.example/w", bytes(32), kind=4)
    text = policy.configured().format().replace("quorum w1", f"witness w2 {other.vkey}\nquorum w2")
    report = verify_bundle(made(decided, tmp_path / "case.zip"), policy=Policy.parse(text))
    assert report.problems == ["case/data/proofs/：检查点的副署不够所给政策的要求"]


def test_a_policy_of_another_log_refuses_the_bundle(decided: CaseStory, tmp_path: Path) -> None:
    other = SigningKey.generate("test.mingjing.example/log")
    report = verify_bundle(made(decided, tmp_path / "case.zip"), policy=Policy.parse(f"log {other.vkey}\n"))
    assert any("其中的公钥不在所给的政策里" in line for line in report.problems)


def test_a_timestamp_of_another_authority_is_not_believed(decided: CaseStory, tmp_path: Path) -> None:
    openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=Other",
        "-keyout", tmp_path / "k", "-out", tmp_path / "c",
    )  # fmt: skip
    report = verify_bundle(made(decided, tmp_path / "case.zip"), authorities=(tmp_path / "c").read_bytes())
    assert report.problems == ["case/data/timestamps/answer.tsr：时间戳的签名或证书链不成立"]


def test_after_a_change_of_key_a_bundle_stands_under_the_key_in_use(
    decided: CaseStory, tmp_path: Path
) -> None:
    """What was stamped before was signed by the key before; a bundle names one key, the one in use."""
    new = rekeying.rotate(actor=COMMAND)
    report = verify_bundle(made(decided, tmp_path / "case.zip"), vkey=new)
    assert report.problems == []
    assert "stamped_at" not in report.facts


def test_an_independent_client_reads_the_cosignature_in_a_proof(decided: CaseStory) -> None:
    record = decided.case.dossier.records.order_by("seq")[0]
    best = witnesses.best_attested(beyond=record.leaf.idx)
    assert isinstance(best, Checkpoint)
    note = aics_tlog.parse_note(log.prove(record, best).checkpoint)
    assert aics_tlog.verify_checkpoint(note, aics_tlog.parse_vkey(log.log_head().vkey)).ok
    assert WITNESS.name in {line.name for line in note.signatures}
