"""Whom the worker asks outside, one worker at a time, and later each time that nobody answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from mingjing import clock
from mingjing.records.models import Outsider

LEASE = dt.timedelta(seconds=60)
"""How long another worker leaves alone whom one is asking."""
FIRST_PAUSE, LONGEST_PAUSE = 2, 600


def claim(name: str, *, at_once: bool = False) -> Outsider | None:
    """Return the outsider to ask now, or None while its pause lasts or another worker asks."""
    row, _ = Outsider.objects.get_or_create(name=name)
    now = clock.real()
    due = Q() if at_once else Q(next_at=None) | Q(next_at__lte=now)
    taken = Outsider.objects.filter(due, pk=row.pk).update(next_at=now + LEASE, asked_at=now)
    return row if taken else None


def failed(row: Outsider, words: str) -> None:
    """Note that nobody answered, and when to ask again."""
    pause = min(LONGEST_PAUSE, FIRST_PAUSE << min(row.failures, 10))
    _note(row, said=words, failures=row.failures + 1, next_at=clock.real() + dt.timedelta(seconds=pause))


def contradicted(row: Outsider, words: str) -> None:
    """Note that an outsider knows another history: nothing is signed any more."""
    _note(row, conflict=words, next_at=clock.real() + dt.timedelta(seconds=LONGEST_PAUSE))


def answered(row: Outsider, **more: Any) -> None:
    """Note the answer."""
    now = clock.real()
    _note(row, answered_at=now, next_at=None, failures=0, said="", conflict="", **more)


def _note(row: Outsider, **columns: Any) -> None:
    Outsider.objects.filter(pk=row.pk).update(**columns)
