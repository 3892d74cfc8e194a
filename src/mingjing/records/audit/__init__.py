"""`mingjing verify`: everything recomputed from bodies and bytes; no stored hash is trusted.

Each check is a function that tells a `Findings` what it covered and what is wrong. Rooms above add theirs.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

type Check = Callable[[Findings], None]


@dataclass
class Findings:
    """What an audit found: one line for each discrepancy, notes that are none, and how much was covered.

    `known` are the checkpoint notes to compare with (see `run`).
    """

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    known: tuple[str, ...] = ()
    covered: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def problem(self, line: str) -> None:
        """Note a discrepancy."""
        self.problems.append(line)

    def note(self, line: str) -> None:
        """Note something worth knowing that is no discrepancy."""
        self.notes.append(line)

    def count(self, what: str, number: int) -> None:
        """Note how many things a check looked at."""
        self.covered[what] = self.covered.get(what, 0) + number


_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add a check under the name that the report shows."""
    _checks[name] = check


def names() -> list[str]:
    """Return the names of all checks, in the order they run."""
    return list(_checks)


def run(*, without: frozenset[str] = frozenset(), known: tuple[str, ...] = ()) -> Findings:
    """Run every check and return the findings.

    `known` are checkpoint notes that somebody kept: the log must still continue each of them, which is the only way to
    find out a log that was rewritten whole and signed again with its own key. `without` exists for the tests that show
    what each check is for.
    """
    findings = Findings(known=known)
    with _one_view():
        for name, check in _checks.items():
            if name in without:
                continue
            start = time.perf_counter()
            try:
                _apart(check, findings)
            except Exception as error:  # noqa: BLE001 - spoiled data must be named, never stop the audit
                findings.problem(f"{name}：核验中断，数据已不成形（{type(error).__name__}：{error}）")
            findings.seconds[name] = time.perf_counter() - start
    return findings


def _apart(check: Check, findings: Findings) -> None:
    """Run a check within a savepoint: after a statement that failed, PostgreSQL answers none until it is undone."""
    with transaction.atomic():
        try:
            check(findings)
        except Exception as error:
            # Readers left open go first: they would close their cursors when these no longer exist.
            traceback.clear_frames(error.__traceback__)
            raise


@contextmanager
def _one_view() -> Iterator[None]:
    """Read the database as it stands at one moment, while others go on acting; nobody waits for the audit."""
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    database: Any = connection
    sqlite = connection.vendor == "sqlite"
    mode = database.transaction_mode if sqlite else None
    if sqlite:
        database.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            if not sqlite:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if sqlite:
            database.transaction_mode = mode
