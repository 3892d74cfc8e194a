"""Checkpoints bear the time of an authority outside, and `openssl` reads what is kept without us (B1, 244号23)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from probing import PROBED, probe

from authority import Authority, authority, openssl
from mingjing import clock
from mingjing.ledger import timestamp
from mingjing.ledger.timestamp import TimestampError, read
from mingjing.records import log, stamping
from mingjing.records.actions import open_dossier
from mingjing.records.models import Dossier, Outsider, Timestamp
from mingjing.records.outgoing import send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("tsa")) as made:
        yield made


@pytest.fixture
def tsa(running: Authority, settings: SettingsWrapper) -> Authority:
    settings.MINGJING_TSA, settings.MINGJING_TSA_CA = running.url, str(running.ca)
    running.status, running.spoil = 200, False
    return running


@pytest.fixture
def dossier(db: None) -> Dossier:
    del db
    made = open_dossier(kind="probe", ref="1")
    probe(made, 3)
    log.integrate_all()
    return made


def told() -> Outsider:
    return Outsider.objects.get(name=stamping.NAME)


def test_openssl_verifies_what_is_kept(tsa: Authority, dossier: Dossier, tmp_path: Path) -> None:
    del dossier
    assert stamping.stamp_due()
    kept = Timestamp.objects.get()
    (tmp_path / "note").write_text(kept.checkpoint.note)
    (tmp_path / "answer").write_bytes(bytes(kept.response))
    asked = ("ts", "-verify", "-data", tmp_path / "note", "-in", tmp_path / "answer", "-CAfile", tsa.ca)
    assert b"Verification: OK" in openssl(*asked)
    assert abs(kept.stamped_at - clock.real()) < dt.timedelta(minutes=1)
    assert told().size == kept.checkpoint_id == 3


@pytest.mark.usefixtures("tsa")
def test_the_hour_is_waited_for(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stamping.stamp_due()
    probe(dossier)
    log.integrate_all()
    assert not stamping.stamp_due()
    later = clock.real() + dt.timedelta(hours=1, seconds=1)
    monkeypatch.setattr(clock, "real", lambda: later)
    assert stamping.stamp_due()
    assert not stamping.stamp_due()
    assert list(Timestamp.objects.order_by("pk").values_list("pk", flat=True)) == [3, 4]


@pytest.mark.usefixtures("tsa")
def test_some_acts_do_not_wait(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stamping.stamp_due()
    monkeypatch.setattr(stamping, "_at_once", {PROBED.name})
    assert not stamping.stamp_due()
    probe(dossier)
    log.integrate_all()
    assert stamping.stamp_due()
    assert not stamping.stamp_due()


def test_an_authority_that_fails_is_asked_later(tsa: Authority, dossier: Dossier) -> None:
    del dossier
    tsa.status = 503
    assert not stamping.stamp_due()
    assert (told().said, told().failures) == ("回答了 503", 1)
    tsa.status = 200
    assert not stamping.stamp_due()
    Outsider.objects.update(next_at=None)
    assert stamping.stamp_due()
    assert told().failures == 0


def test_an_answer_that_is_not_signed_rightly_is_not_kept(tsa: Authority, dossier: Dossier) -> None:
    del dossier
    tsa.spoil = True
    assert not stamping.stamp_due()
    assert "不成立" in told().said
    assert not Timestamp.objects.exists()


def test_without_an_authority_nothing_is_asked(dossier: Dossier) -> None:
    del dossier
    assert not stamping.stamp_due()
    assert not Outsider.objects.exists()


def test_other_bytes_another_nonce_and_another_authority_are_refused(
    tsa: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"a checkpoint\n"
    query, nonce = timestamp.request(data)
    answer = send("POST", tsa.url, query, kind=timestamp.REQUEST_TYPE).body
    ca = tsa.ca.read_bytes()
    attested = read(answer, data, authorities=ca, nonce=nonce)
    assert attested == read(answer, data)
    for wrong in (
        {"data": b"another\n"},
        {"data": data, "nonce": nonce + 1},
        {"data": data, "authorities": _another_ca(tmp_path)},
        {"data": data, "authorities": b"no certificate"},
    ):
        with pytest.raises(TimestampError):
            read(answer, **wrong)  # type: ignore[arg-type]

    def strict(_: bytes) -> None:
        raise ValueError("unsorted")

    monkeypatch.setattr(timestamp, "decode_timestamp_response", strict)
    assert read(answer, data, authorities=ca) == attested
    for other in ({"data": b"another\n", "authorities": ca}, {"data": data}):
        with pytest.raises(TimestampError):
            read(answer, **other)  # type: ignore[arg-type]


def _another_ca(folder: Path) -> bytes:
    openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=Other",
        "-keyout", folder / "k", "-out", folder / "c",
    )  # fmt: skip
    return (folder / "c").read_bytes()
