"""One clock for everything that the law dates: Asia/Shanghai, and movable for the demo and the tests.

Checkpoints, sessions and tokens use real time and must not ask here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

type Source = Callable[[], dt.datetime]


def real() -> dt.datetime:
    """Return the true time, timezone-aware, in Asia/Shanghai."""
    return dt.datetime.now(SHANGHAI)


_source: Source = real


def now() -> dt.datetime:
    """Return the time that acts bear, timezone-aware, in Asia/Shanghai."""
    return _source()


def today() -> dt.date:
    """Return the local date of `now()`."""
    return now().date()


def set_source(source: Source) -> None:
    """Replace the clock for the whole process (the demo's moved clock)."""
    global _source  # noqa: PLW0603 - one process has one clock, by design
    _source = source


@contextmanager
def at(moment: dt.datetime | dt.date) -> Iterator[None]:
    """Hold the clock at a moment (a date means 10:00 of that day) for as long as the block runs."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time(10), SHANGHAI)
    before = _source
    set_source(lambda: moment)
    try:
        yield
    finally:
        set_source(before)
