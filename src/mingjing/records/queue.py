"""The queue of work that no request waits for (`django.tasks` on the database), and what is done regularly.

A task is enqueued in the transaction of the act that asks for it, and goes with it if the act is taken back. It runs
at least once: a process that dies leaves it to the next, so every task must bear to be run again. Rooms keep their
tasks in `work.py` and enqueue them by Django's own interface; what is to be looked at regularly they register here.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, close_old_connections
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from mingjing import clock

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger("mingjing.tasks")

ATTEMPTS = 6
BACK_OFF = dt.timedelta(seconds=10)
"""The wait after the first failure; each further one doubles it."""
LEASE = dt.timedelta(hours=2)
"""How long a task may run before the process that claimed it counts as dead."""
KEPT = dt.timedelta(days=7)
"""How long what was done stays to be looked at; what failed for good stays until somebody decides."""


@dataclass
class _Regular:
    name: str
    do: Callable[[], object]
    every: float
    due: float = 0.0


_regular: dict[str, _Regular] = {}


def regularly(name: str, do: Callable[[], object], *, every: dt.timedelta) -> None:
    """Have `do` called about so often by the process that runs tasks; it finds out by itself whether there is work."""
    _regular[name] = _Regular(name, do, every.total_seconds())


def run_regular() -> None:
    """Do what is due of the regular work; one that fails is told and hinders no other."""
    for each in list(_regular.values()):
        if time.monotonic() < each.due:
            continue
        each.due = time.monotonic() + each.every
        try:
            each.do()
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
            _tell("regular work failed", each.name, error)


def run_all(*, worker: str = "here") -> int:
    """Run what waits, one after another, until nothing is ready; return how many were run."""
    done = 0
    while run_one(worker=worker):
        done += 1
    return done


def run_one(*, worker: str = "here") -> bool:
    """Claim and run the next task; say whether there was one."""
    waiting = DBTaskResult.objects.ready()
    if not waiting.exists():
        return False
    with exclusive_transaction(waiting.db):
        claimed = waiting.get_locked()
        if claimed is None:
            return False
        claimed.claim(worker)
    try:
        claimed.task.call(*claimed.args_kwargs["args"], **claimed.args_kwargs["kwargs"])
    except Exception as error:  # noqa: BLE001 - kept with the task, and tried again
        _failed(claimed, error)
    else:
        claimed.set_successful(None)
    return True


def _failed(claimed: DBTaskResult[..., Any], error: Exception) -> None:
    """Put a failed task back for later, or at last to those that somebody must look at; never an exception's words."""
    _tell("task failed", claimed.task_path, error)
    attempts = len(claimed.worker_ids)
    if attempts < ATTEMPTS:
        claimed.status = TaskResultStatus.READY
        claimed.run_after = clock.real() + BACK_OFF * 2 ** (attempts - 1)
    else:
        claimed.status = TaskResultStatus.FAILED
        claimed.finished_at = clock.real()
    claimed.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    claimed.traceback = "".join(traceback.format_tb(error.__traceback__))
    claimed.save(update_fields=["status", "run_after", "finished_at", "exception_class_path", "traceback"])


def tidy() -> None:
    """Give back what a dead process had claimed, and forget what was done some time ago."""
    DBTaskResult.objects.running().filter(started_at__lt=clock.real() - LEASE).update(
        status=TaskResultStatus.READY, run_after=clock.real()
    )
    DBTaskResult.objects.successful().filter(finished_at__lt=clock.real() - KEPT).delete()


def again(task: DBTaskResult[..., Any]) -> None:
    """Let a task that failed for good be tried anew."""
    task.status, task.run_after, task.worker_ids = TaskResultStatus.READY, clock.real(), []
    task.save(update_fields=["status", "run_after", "worker_ids"])


def _tell(what: str, name: str, error: Exception) -> None:
    logger.warning(what, extra={"act": name, "event": type(error).__name__})
    if isinstance(error, OperationalError):
        close_old_connections()
