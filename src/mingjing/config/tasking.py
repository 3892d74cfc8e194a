"""The process for tasks: what takes long, and what is looked at regularly; beside the worker, which may never wait."""

from __future__ import annotations

import logging
import os
import socket

from django.db import OperationalError, close_old_connections

from mingjing.config import startup
from mingjing.records import queue

logger = logging.getLogger("mingjing.tasks")
PAUSE = 1.0


def work() -> int:
    """Run until told to stop (SIGTERM, SIGINT); a task that is running then is finished first. Any number may run."""
    stop = startup.ready_until_told()
    name = f"{socket.gethostname()}:{os.getpid()}"[:64]
    try:
        while not stop.is_set():
            if not _round(name):
                stop.wait(PAUSE)
    except Exception:
        # The interpreter's own traceback would print the exception's words, and with them people's names.
        logger.critical("tasks stop", exc_info=True)
        return 1
    return 0


def _round(name: str) -> bool:
    try:
        queue.run_regular()
        return queue.run_one(worker=name)
    except OperationalError as error:
        logger.warning("tasks wait", extra={"act": type(error).__name__})
        close_old_connections()
        return False
