"""`mingjing ingest FOLDER`: take a folder in, and say how far it has come."""

from __future__ import annotations

import sys
from pathlib import Path

from mingjing.cases.ingesting import agency_named, run
from mingjing.records import log
from mingjing.records.actors import COMMAND

MEGABYTE = 1 << 20
EVERY = 64 * MEGABYTE
"""How many bytes pass between two looks at the terminal."""


class _Progress:
    """How much of the present file has been read, on a terminal only: a file of lines stays a file of lines."""

    def __init__(self) -> None:
        self._shown = 0
        self._terminal = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        """Show it, where that much has passed since it was shown last."""
        if done < self._shown:
            self._shown = 0
        if not self._terminal or done - self._shown < EVERY:
            return
        self._shown = done
        sys.stderr.write(f"\r{done * 100 // max(1, total):3d}%  {done // MEGABYTE} MB")
        sys.stderr.flush()


def ingest(folder: str, *, agency: str) -> int:
    """Take the folder in and print a line a file; return 1 where a file was not taken."""
    taken = known = refused = 0
    for step in run(Path(folder), agency=agency_named(agency), actor=COMMAND, tell=_Progress()):
        sys.stdout.write(f"[{step.number}/{step.total}] {step.found.place}：{step.said}\n")
        sys.stdout.flush()
        refused += bool(step.fault)
        taken += step.waiting is not None
        known += step.waiting is None and not step.fault
    log.integrate_all()
    sys.stdout.write(f"导入 {taken} 个，以前已导入 {known} 个，没有导入 {refused} 个。\n")
    return 1 if refused else 0
