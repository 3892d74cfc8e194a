"""What the benchmarks share: a clock, an interleaved comparison, a table, an empty database."""

from __future__ import annotations

import os
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROUNDS = 5


@dataclass
class Measured:
    """Seconds a unit, one for each round; the median speaks."""

    units: int
    seconds: list[float] = field(default_factory=list)

    @property
    def each(self) -> float:
        """Seconds a unit."""
        return statistics.median(self.seconds) / self.units

    @property
    def rate(self) -> float:
        """Units a second."""
        return 1 / self.each


def interleaved(
    works: dict[str, tuple[int, Callable[[], object]]], rounds: int = ROUNDS
) -> dict[str, Measured]:
    """Run each work (units, work) once a round, one after the other, so that a busy machine troubles all alike."""
    found = {name: Measured(units) for name, (units, _) in works.items()}
    for _ in range(rounds):
        for name, (_, work) in works.items():
            start = time.perf_counter()
            work()
            found[name].seconds.append(time.perf_counter() - start)
    return found


def section(title: str, header: Sequence[str], rows: Sequence[Sequence[object]], *notes: str) -> None:
    """Print a section of `docs/benchmarks.md`."""
    lines = [f"### {title}", "", _row(header), _row(["---", *["---:"] * (len(header) - 1)])]
    lines += [_row(row) for row in rows]
    for note in notes:
        lines += ["", note]
    sys.stdout.write("\n".join(lines) + "\n\n")


def verdict(target: str, *, met: bool) -> str:
    """Return a line that says whether a target was met; `run.py` looks for it."""
    return f"Target: {target} — **{'met' if met else 'NOT MET'}**."


def _row(cells: Sequence[object]) -> str:
    return (
        "| " + " | ".join(f"{cell:,.0f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |"
    )


def prepare(*, empty: bool = True) -> str:
    """Set Django up over the database of the environment, `empty` or already made; return how it is called."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings.test")
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    if empty:
        call_command("migrate", verbosity=0)
    return "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
