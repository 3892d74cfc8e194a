"""The worker: integrates the log and lets consumers follow. Any number may run."""

from __future__ import annotations

import logging
import time

from django.db import OperationalError, close_old_connections

from mingjing.config import startup
from mingjing.records import consumers, log

logger = logging.getLogger("mingjing.worker")
PAUSE = 0.25
"""Well under the two seconds within which an act must stand under a signed checkpoint."""


def work() -> int:
    """Run until told to stop (SIGTERM, SIGINT)."""
    stop = startup.ready_until_told()
    try:
        while not stop.is_set():
            if not _round():
                stop.wait(PAUSE)
    except Exception:
        # The interpreter's own traceback would print the exception's words, and with them people's names.
        logger.critical("worker stops", exc_info=True)
        return 1
    return 0


def _round() -> int:
    """Do one round; a lost lock or connection is waited out, and the next round finds everything as it was."""
    try:
        return log.integrate() + consumers.run_all()
    except OperationalError as error:
        logger.warning("worker waits", extra={"act": type(error).__name__})
        close_old_connections()
        time.sleep(1)
        return 0
