"""What follows from records follows once, in the log's order, and one that fails holds up nobody."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from probing import probe

from mingjing.records import consumers, log
from mingjing.records.actions import open_dossier
from mingjing.records.models import Cursor, Dossier, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(db: None) -> Dossier:
    del db
    return open_dossier(kind="probe", ref="1")


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Register one consumer alone; return what it was given."""
    given: list[int] = []

    def take(records: Sequence[Record]) -> None:
        given.extend(record.seq for record in records)

    monkeypatch.setattr(consumers, "_handlers", {})
    consumers.register("probe", take)
    return given


def test_a_consumer_takes_each_record_once_in_batches(dossier: Dossier, taken: list[int]) -> None:
    probe(dossier, consumers.BATCH + 50)
    log.integrate_all()
    assert consumers.run("probe") == consumers.BATCH
    assert consumers.run("probe") == 50
    assert consumers.run("probe") == 0
    assert taken == list(range(1, consumers.BATCH + 51))


def test_nothing_is_taken_before_it_stands_in_the_log(dossier: Dossier, taken: list[int]) -> None:
    probe(dossier)
    assert consumers.run_all() == 0
    log.integrate_all()
    assert consumers.run_all() == 1
    assert taken == [1]


def test_nothing_to_do_takes_no_lock(taken: list[int]) -> None:
    consumers.run("probe")
    with CaptureQueriesContext(connection) as queries:
        assert consumers.run("probe") == 0
    assert len(queries) == 2
    assert taken == []


def test_a_consumer_that_fails_keeps_its_place_and_holds_up_nobody(
    dossier: Dossier, taken: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Sequence[Record]) -> None:
        raise ValueError("broken")

    consumers.register("a-broken-one", fail)
    probe(dossier, 3)
    log.integrate_all()
    with caplog.at_level(logging.ERROR, "mingjing.consumers"):
        assert consumers.run_all() == 3
    assert taken == [1, 2, 3]
    assert Cursor.objects.get(name="a-broken-one").next_idx == 0
    assert len(caplog.records) == 1


def test_a_lost_connection_is_the_workers_to_wait_out(dossier: Dossier, taken: list[int]) -> None:
    def lose(_: Sequence[Record]) -> None:
        raise OperationalError

    consumers.register("a-losing-one", lose)
    probe(dossier)
    log.integrate_all()
    with pytest.raises(OperationalError):
        consumers.run_all()
    assert taken == []
