"""Counting what somebody tries, in this process's memory, in fixed windows of a minute."""

from __future__ import annotations

import threading

WINDOW = 60
"""Seconds of a window."""
MOST_ADDRESSES = 10_000


class Counter:
    """Attempts by key in fixed windows; memory stays bounded whoever comes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = 0
        self._counts: dict[tuple[str, str], int] = {}

    def count(self, key: tuple[str, str], now: float) -> int:
        """Count an attempt; return how many it makes in this window."""
        with self._lock:
            if int(now // WINDOW) != self._window:
                self._window, self._counts = int(now // WINDOW), {}
            if key not in self._counts and len(self._counts) >= MOST_ADDRESSES:
                return 1
            self._counts[key] = self._counts.get(key, 0) + 1
            return self._counts[key]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._counts = {}
