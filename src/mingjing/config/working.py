"""The worker: integrates the log, lets consumers follow, sweeps. Any number may run."""

from __future__ import annotations

import logging
import signal
import threading
import time

from django.db import OperationalError, close_old_connections

from mingjing.config import startup
from mingjing.disclosure.actions import expire_due
from mingjing.records import consumers, log

logger = logging.getLogger("mingjing.worker")
SWEEP = 60.0
"""Seconds between two looks for publications whose period has ended."""
PAUSE = 0.25
"""Well under the two seconds within which an act must stand under a signed checkpoint."""


def work() -> int:
    """Run until told to stop (SIGTERM, SIGINT)."""
    startup.ready_or_refuse()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        swept = -SWEEP
        while not stop.is_set():
            if time.monotonic() - swept >= SWEEP:
                _sweep()
                swept = time.monotonic()
            if not _round():
                stop.wait(PAUSE)
    except Exception:
        # The interpreter's own traceback would print the exception's words, and with them people's names.
        logger.critical("worker stops", exc_info=True)
        return 1
    return 0


def _sweep() -> None:
    """Take down what has been public for as long as its rule says; what hinders it is tried again."""
    try:
        expire_due()
    except OperationalError as error:
        logger.warning("worker waits", extra={"act": type(error).__name__})
        close_old_connections()


def _round() -> int:
    """Do one round; a lost lock or connection is waited out, and the next round finds everything as it was."""
    try:
        return log.integrate() + consumers.run_all()
    except OperationalError as error:
        logger.warning("worker waits", extra={"act": type(error).__name__})
        close_old_connections()
        time.sleep(1)
        return 0
