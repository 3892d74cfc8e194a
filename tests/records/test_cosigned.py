"""Checkpoints are cosigned from outside, and whoever holds another history is believed before the database (B1).

Every test runs against our own witness and against one that others wrote.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from probing import probe

from mingjing import clock
from mingjing.config.witnessing import Witness
from mingjing.ledger.note import VerifierKey
from mingjing.ledger.policy import Policy
from mingjing.records import log, policy, witnesses
from mingjing.records.actions import open_dossier
from mingjing.records.audit import Findings
from mingjing.records.audit.chain import check_log
from mingjing.records.models import Cosignature, Dossier, Outsider, Pending
from mingjing.refusal import Refusal
from outside import NAME, WITNESSES, ours

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(db: None) -> Dossier:
    del db
    made = open_dossier(kind="probe", ref="1")
    grown(made, 5)
    return made


@pytest.fixture(params=sorted(WITNESSES))
def witness(request: pytest.FixtureRequest, dossier: Dossier, data: Path) -> Iterator[str]:
    """Run a witness that knows the log; yield the text of the policy that names it."""
    del dossier
    head = log.log_head()
    with WITNESSES[request.param](data / "outside", head.origin, head.vkey) as (url, vkey):
        (data / "policy").write_text(f"witness w1 {vkey} {url}\nquorum w1\n")
        yield url


def grown(dossier: Dossier, times: int) -> None:
    probe(dossier, times)
    log.integrate_all()


def compared(note: str) -> list[str]:
    """Return what the audit finds of the log against a note that somebody outside keeps."""
    findings = Findings(known=(note,))
    check_log(findings)
    return findings.problems


def told() -> Outsider:
    return Outsider.objects.get(name="witness:w1")


@pytest.mark.usefixtures("witness")
def test_the_newest_checkpoint_is_cosigned_once(dossier: Dossier) -> None:
    assert witnesses.ask_all() == 1
    assert witnesses.ask_all() == 0
    grown(dossier, 300)
    assert witnesses.ask_all() == 1
    assert Cosignature.objects.count() == 2
    newest = log.newest()
    assert newest
    verdict = policy.configured().judge(log.note_of(newest))
    assert verdict.enough
    assert list(verdict.cosigned) == ["w1"]
    assert told().size == newest.size == verdict.checkpoint.size
    assert compared(log.note_of(newest)) == []


@pytest.mark.usefixtures("witness")
def test_the_line_stands_beside_the_checkpoint_and_in_every_proof(dossier: Dossier) -> None:
    witnesses.ask_all()
    newest = log.newest()
    assert newest
    assert newest.note.count("\n— ") == 1
    served = log.note_of(newest)
    assert served.startswith(newest.note)
    assert f"\n— {NAME} " in served
    proof = log.prove(dossier.records.get(seq=2))
    assert proof.checkpoint == served
    assert Policy.parse(policy.configured().format()).judge(proof.checkpoint).enough


@pytest.mark.usefixtures("witness")
def test_a_log_that_lost_what_the_witness_holds_asks_again_from_there(dossier: Dossier) -> None:
    """409: what the log believes of the witness is only a memory."""
    witnesses.ask_all()
    Outsider.objects.update(size=2)
    grown(dossier, 3)
    assert witnesses.ask_all() == 1
    assert told().size == 8


@pytest.mark.usefixtures("witness")
def test_yesterdays_database_under_todays_witness_signs_no_more(dossier: Dossier) -> None:
    witnesses.ask_all()
    with transaction.atomic():  # a day of work, taken back as a restored backup takes it back
        grown(dossier, 3)
        assert witnesses.ask_all() == 1
        transaction.set_rollback(True)
    dossier.refresh_from_db()
    grown(dossier, 1)
    assert witnesses.ask_all() == 0
    probe(dossier)
    assert "数据库可能是较早的备份" in told().conflict
    with pytest.raises(log.LogContradictedError, match="w1"):
        log.integrate()
    assert Pending.objects.exists()


@pytest.mark.usefixtures("witness")
def test_a_fork_is_refused_and_stops_the_signer(dossier: Dossier) -> None:
    witnesses.ask_all()
    with transaction.atomic():
        grown(dossier, 3)
        witnesses.ask_all()
        transaction.set_rollback(True)
    dossier.refresh_from_db()
    grown(dossier, 4)
    assert witnesses.ask_all() == 0
    assert "延续" in told().conflict
    assert not Cosignature.objects.filter(checkpoint__size=9).exists()
    probe(dossier)
    with pytest.raises(log.LogContradictedError):
        log.integrate()


@pytest.mark.usefixtures("witness")
def test_another_root_of_the_same_size_is_refused(dossier: Dossier) -> None:
    with transaction.atomic():
        grown(dossier, 3)
        witnesses.ask_all()
        transaction.set_rollback(True)
    dossier.refresh_from_db()
    grown(dossier, 3)
    assert witnesses.ask_all() == 0
    assert re.search("另一个树根|不认本日志是它所副署过的那一份的延续", told().conflict)


@pytest.mark.usefixtures("witness")
def test_the_audit_asks_the_witness_and_believes_it_before_the_database(dossier: Dossier) -> None:
    """A database rewritten whole, and every trace of cosignatures with it: what the witness shows is enough."""
    with transaction.atomic():
        grown(dossier, 3)
        witnesses.ask_all()
        transaction.set_rollback(True)
    shown = witnesses.latest_of(policy.configured().witnesses["w1"])
    assert shown.splitlines()[1] == "8"
    assert compared(shown) == ["检查点 8：日志没有那么长（共 1 个检查点如此）"]


@pytest.mark.usefixtures("witness")
def test_at_its_start_the_worker_compares_before_it_signs(dossier: Dossier) -> None:
    """A restored backup is found out while it is only short; a log as the witness knows it goes on."""
    witnesses.ask_all()
    grown(dossier, 2)
    witnesses.compare_all()
    assert not log.contradictions()
    with transaction.atomic():
        grown(dossier, 3)
        witnesses.ask_all()
        transaction.set_rollback(True)
    witnesses.compare_all()
    assert "副署过 10 条，数据库只有 7 条" in told().conflict
    dossier.refresh_from_db()
    probe(dossier)
    with pytest.raises(log.LogContradictedError):
        log.integrate()


@pytest.mark.usefixtures("witness")
def test_a_witness_of_another_history_of_this_length_is_heard_at_the_start(dossier: Dossier) -> None:
    with transaction.atomic():
        grown(dossier, 3)
        witnesses.ask_all()
        transaction.set_rollback(True)
    dossier.refresh_from_db()
    grown(dossier, 4)
    witnesses.compare_all()
    assert "不是同一份日志" in told().conflict


@pytest.mark.usefixtures("witness")
def test_the_signer_goes_on_when_the_witness_agrees_again_or_is_dismissed(
    dossier: Dossier, data: Path
) -> None:
    witnesses.ask_all()
    Outsider.objects.update(conflict="副署过 9 条")
    probe(dossier)
    with pytest.raises(log.LogContradictedError):
        log.integrate()
    assert witnesses.ask_all() == 1
    assert log.integrate() == 1
    Outsider.objects.update(conflict="副署过 9 条")
    (data / "policy").write_text("quorum none\n")
    probe(dossier)
    assert log.integrate() == 1


def test_a_witness_that_does_not_answer_is_asked_later_each_time(
    dossier: Dossier, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del dossier
    now = [clock.real()]
    monkeypatch.setattr(clock, "real", lambda: now[0])
    with ours(data / "outside", "", log.log_head().vkey) as (url, vkey):
        pass
    (data / "policy").write_text(f"witness w1 {vkey} {url}\nquorum w1\n")
    pauses = []
    for _ in range(4):
        assert witnesses.ask_all() == 0
        due = told().next_at
        assert due
        pauses.append((due - now[0]).total_seconds())
        now[0] += dt.timedelta(seconds=1)
        assert witnesses.ask_all() == 0
        now[0] = due
    assert pauses == [2, 4, 8, 16]
    assert (told().failures, told().said) == (4, "连不上")
    assert not told().conflict


def test_a_witness_that_does_not_know_the_log_says_so(dossier: Dossier, data: Path) -> None:
    del dossier
    with ours(data / "outside", "") as (url, vkey):
        (data / "policy").write_text(f"witness w1 {vkey} {url}\nquorum w1\n")
        assert witnesses.ask_all() == 0
    assert told().said == "不认识本日志（404）"


def test_what_is_published_is_what_the_witness_has_seen(
    dossier: Dossier, witness: str, settings: SettingsWrapper
) -> None:
    del witness
    settings.MINGJING_PUBLISH_DELAY = 0
    witnesses.ask_all()
    grown(dossier, 2)
    found = witnesses.witnessed(published=True)
    assert found
    assert found.size == 5
    assert witnesses.witnessed(beyond=5) is None


# ── `mingjing witness` itself ──


def test_a_witness_persists_before_it_answers_and_remembers_after_a_restart(
    dossier: Dossier, data: Path
) -> None:
    head = log.log_head()
    for size in (5, 8):
        with ours(data / "outside", "", head.vkey) as (url, vkey):
            (data / "policy").write_text(f"witness w1 {vkey} {url}\nquorum w1\n")
            assert witnesses.ask_all() == 1
        assert witnesses_hold(data) == size
        grown(dossier, 3)


def witnesses_hold(data: Path) -> int:
    (held,) = (data / "outside" / "held").iterdir()
    return int(held.read_text().splitlines()[1])


def test_a_witness_that_lost_what_it_cosigned_does_not_start(data: Path) -> None:
    with ours(data / "outside", ""):
        pass
    (data / "outside" / "held").rmdir()
    with pytest.raises(Refusal) as refused:
        Witness(data / "outside")
    assert refused.value.code == "witness.lost"


def test_one_folder_serves_one_witness(data: Path) -> None:
    with ours(data / "outside", ""), pytest.raises(Refusal) as refused:
        Witness(data / "outside")
    assert refused.value.code == "witness.running"


def test_a_witness_takes_log_keys_only(data: Path) -> None:
    with ours(data / "outside", "") as (_, vkey):
        pass
    witness = Witness(data / "outside")
    for wrong in ("x", vkey):
        with pytest.raises(Refusal):
            witness.trust(wrong)
    witness.close()
    assert VerifierKey.parse(vkey).kind == 4
