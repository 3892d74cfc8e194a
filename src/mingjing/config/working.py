"""The worker: integrates the log and lets consumers follow; beside that, asks witnesses and the timestamp authority.

In a further thread it pushes to other systems what waits for them. Any number may run. Whoever is asked outside may
take its time: a thread of its own waits for it.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from django.db import OperationalError, close_old_connections

from mingjing.config import startup
from mingjing.outbox import sending
from mingjing.records import consumers, log, sm2_line, stamping, witnesses

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger("mingjing.worker")
PAUSE = 0.25
"""Well under the two seconds within which an act must stand under a signed checkpoint."""

ASK = 1.0
CONTRADICTED = 5.0


def work() -> int:
    """Run until told to stop (SIGTERM, SIGINT)."""
    stop = startup.ready_until_told()
    _outside(witnesses.compare_all)
    threading.Thread(target=_ask_outside, args=(stop,), daemon=True).start()
    threading.Thread(target=_push, args=(stop,), daemon=True).start()
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
    except log.LogContradictedError as told:
        logger.critical("signer stopped", extra={"act": type(told).__name__})
        time.sleep(CONTRADICTED)
        return 0
    except OperationalError as error:
        logger.warning("worker waits", extra={"act": type(error).__name__})
        close_old_connections()
        time.sleep(1)
        return 0


def _ask_outside(stop: threading.Event) -> None:
    while not stop.wait(ASK):
        _outside(witnesses.ask_all)
        _outside(stamping.stamp_due)
        _outside(sm2_line.sign_due)


def _push(stop: threading.Event) -> None:
    """Send what waits for others: a receiver that is slow holds up neither the log nor its witnesses."""
    while not stop.wait(ASK):
        _outside(sending.send_due)


def _outside(ask: Callable[[], object]) -> None:
    """Ask somebody outside; whatever goes wrong there hinders nobody here."""
    try:
        ask()
    except Exception as error:  # noqa: BLE001 - whatever it is, the log goes on
        logger.warning("asking outside failed", extra={"act": type(error).__name__})
        close_old_connections()
