"""A dossier as one file: whole, provable, and of nobody else."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from probing import probe

from mingjing.cases.bundling import bundle as bundle_case
from mingjing.ledger.bundle import verify_bundle
from mingjing.records import log
from mingjing.records.actions import open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.bundling import bundle
from mingjing.records.models import Dossier, Pending, Record
from mingjing.refusal import Refusal
from mingjing.storage import store

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.demo.stories import CaseStory

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(db: None) -> Dossier:
    del db
    made = open_dossier(kind="probe", ref="1")
    probe(made, 5)
    return made


def test_a_bundle_verifies_under_the_logs_own_key(dossier: Dossier, tmp_path: Path) -> None:
    target = tmp_path / "probe.zip"
    made = bundle(actor=SYSTEM, dossier=dossier, target=target, folder="probe", names={})
    report = verify_bundle(target, vkey=log.log_head().vkey)
    assert report.ok, report.problems
    assert made.records == 5
    assert report.facts["records"] == 5
    assert report.facts["dossier"] == dossier.pk.hex


def test_a_whole_case_verifies_with_its_documents_and_evidence(decided: CaseStory, tmp_path: Path) -> None:
    target = tmp_path / "case.zip"
    made = bundle_case(actor=SYSTEM, case=decided.refresh(), target=target)
    report = verify_bundle(target, vkey=log.log_head().vkey)
    assert report.ok, report.problems
    assert made.records == report.facts["records"] > 15
    assert made.files == int(report.facts["documents"]) + int(report.facts["evidence"]) > 5


def test_making_a_bundle_is_an_act(dossier: Dossier, tmp_path: Path) -> None:
    bundle(actor=SYSTEM, dossier=dossier, target=tmp_path / "1.zip", folder="probe", names={})
    last = dossier.records.latest("seq")
    assert (last.seq, last.act) == (6, "bundle.made")
    stated = json.loads(bytes(last.body))["bundle"]
    before = dossier.records.get(seq=5)
    assert stated["count"] == 5
    assert json.loads(bytes(last.head))["prev"] == stated["head"]
    assert before.leaf.idx < last.leaf.idx
    assert not Pending.objects.exists()
    bundle(actor=SYSTEM, dossier=dossier, target=tmp_path / "2.zip", folder="probe", names={})
    assert verify_bundle(tmp_path / "2.zip").facts["records"] == 6
    assert verify_bundle(tmp_path / "1.zip").ok


def test_a_bundle_of_a_dossier_that_moved_on_is_refused_and_leaves_nothing(
    dossier: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody acts while the files are being packed."""
    prove = log.Prover.prove

    def act_meanwhile(self: log.Prover, index: int) -> object:
        monkeypatch.undo()
        probe(dossier)
        return prove(self, index)

    monkeypatch.setattr(log.Prover, "prove", act_meanwhile)
    with pytest.raises(Refusal) as refused:
        bundle(actor=SYSTEM, dossier=dossier, target=tmp_path / "probe.zip", folder="probe", names={})
    assert refused.value.code == "record.stale"
    assert not list(tmp_path.glob("*.zip*"))
    assert not list(tmp_path.glob(".probe*"))
    assert not dossier.records.filter(act="bundle.made").exists()


def test_an_act_that_is_not_in_the_log_yet_is_not_left_out_silently(
    dossier: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An act between the integration and the packing: the bundle would lack it, so there is no bundle."""
    integrate = log.integrate_all

    def act_afterwards() -> None:
        monkeypatch.undo()
        integrate()
        probe(dossier)

    monkeypatch.setattr(log, "integrate_all", act_afterwards)
    with pytest.raises(Refusal) as refused:
        bundle(actor=SYSTEM, dossier=dossier, target=tmp_path / "probe.zip", folder="probe", names={})
    assert refused.value.code == "record.stale"


def test_nothing_of_another_dossier_is_in_it(decided: CaseStory, dossier: Dossier, tmp_path: Path) -> None:
    target = tmp_path / "case.zip"
    bundle_case(actor=SYSTEM, case=decided.refresh(), target=target)
    with zipfile.ZipFile(target) as archive:
        heads = next(name for name in archive.namelist() if name.endswith("heads.jsonl"))
        lines = [json.loads(line) for line in archive.read(heads).splitlines()]
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert {json.loads(line["head"])["dossier"] for line in lines} == {decided.case.dossier_id.hex}
    assert dossier.pk.hex.encode() not in content
    for other in Record.objects.exclude(dossier_id=decided.case.dossier_id)[:20]:
        assert json.loads(bytes(other.body))["nonce"].encode() not in content


def test_stored_bytes_that_are_spoiled_make_no_bundle(decided: CaseStory, tmp_path: Path, data: Path) -> None:
    sha256 = decided.case.dossier.evidence.exclude(blob=None)[0].blob_id
    path = data / "blobs" / sha256[:2] / sha256[2:4] / sha256
    path.chmod(0o600)
    path.write_bytes(b"something else")
    with pytest.raises(store.AlteredBytesError):
        bundle_case(actor=SYSTEM, case=decided.refresh(), target=tmp_path / "case.zip")
    assert not list(tmp_path.glob("*.zip*"))
