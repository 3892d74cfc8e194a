"""Work that no request waits for: enqueued with its act, run at least once, put back when it fails."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from mingjing import clock
from mingjing.records import queue

if TYPE_CHECKING:
    from pytest_django.fixtures import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

_done: list[str] = []


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    _done.clear()


@task()
def note(what: str) -> None:
    _done.append(what)


@task()
def fail(what: str) -> None:
    _done.append(what)
    raise ValueError(what)


def waiting() -> DBTaskResult:
    return DBTaskResult.objects.get()


def test_what_an_act_asks_for_is_done_after_it_in_order() -> None:
    note.enqueue("first")
    note.enqueue("second")
    assert _done == []
    assert queue.run_all() == 2
    assert _done == ["first", "second"]
    assert queue.run_all() == 0


def test_an_act_that_is_taken_back_takes_its_work_with_it() -> None:
    with transaction.atomic():
        note.enqueue("never")
        transaction.set_rollback(True)
    assert queue.run_all() == 0
    assert _done == []


def test_what_fails_is_tried_again_later_and_at_last_stays_to_be_looked_at(
    caplog: pytest.LogCaptureFixture,
) -> None:
    fail.enqueue("身份证号 …")
    with caplog.at_level(logging.WARNING, logger="mingjing.tasks"):
        for attempt in range(1, queue.ATTEMPTS + 1):
            assert queue.run_one()
            assert not queue.run_one(), "it waits for its next attempt"
            assert len(_done) == attempt
            if attempt < queue.ATTEMPTS:
                assert waiting().status == TaskResultStatus.READY
                assert waiting().run_after > clock.real() + queue.BACK_OFF * 2 ** (
                    attempt - 1
                ) - dt.timedelta(minutes=1)
                DBTaskResult.objects.update(run_after=clock.real())
    assert waiting().status == TaskResultStatus.FAILED
    assert waiting().exception_class_path == "builtins.ValueError"
    assert "身份证" not in waiting().traceback + caplog.text

    queue.again(waiting())
    assert queue.run_one()
    assert len(_done) == queue.ATTEMPTS + 1


def test_what_a_dead_process_had_claimed_is_given_back() -> None:
    note.enqueue("once more")
    waiting().claim("a process that was killed")
    queue.tidy()
    assert queue.run_all() == 0, "it may still be running"
    DBTaskResult.objects.update(started_at=clock.real() - queue.LEASE - dt.timedelta(minutes=1))
    queue.tidy()
    assert queue.run_all() == 1
    assert _done == ["once more"]


def test_what_was_done_long_ago_is_forgotten_and_what_failed_is_not() -> None:
    note.enqueue("done")
    queue.run_all()
    fail.enqueue("failed")
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(status=TaskResultStatus.FAILED)
    DBTaskResult.objects.update(finished_at=clock.real() - queue.KEPT - dt.timedelta(days=1))
    queue.tidy()
    assert waiting().status == TaskResultStatus.FAILED


def test_nothing_to_do_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert not queue.run_one()


def test_regular_work_that_fails_hinders_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(queue, "_regular", {})

    def broken() -> None:
        raise ValueError("李四")

    queue.regularly("broken", broken, every=dt.timedelta(hours=1))
    queue.regularly("sound", lambda: _done.append("looked"), every=dt.timedelta(hours=1))
    with caplog.at_level(logging.WARNING, logger="mingjing.tasks"):
        queue.run_regular()
    assert _done == ["looked"]
    assert "李四" not in caplog.text
    queue.run_regular()
    assert _done == ["looked"], "not before its hour has passed"
