"""`mingjing verify` over a million records at 100 a checkpoint, against a bare loop over the same rows."""

from __future__ import annotations

import hashlib
import os
import statistics
import time
from typing import TYPE_CHECKING

from measuring import prepare, section, verdict

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = prepare()

from django.db import transaction  # noqa: E402
from million import fill  # noqa: E402

from mingjing.records import audit  # noqa: E402
from mingjing.records.audit import chain  # noqa: E402

COUNT = int(os.environ.get("BENCH_RECORDS", "1000000"))
EVERY = 100
ROUNDS = 3


def bare() -> None:
    """Read the rows that the audit reads, in the same way, and hash each body once."""
    sha256 = hashlib.sha256
    for row in chain.rows_of(chain.INTEGRATED):
        sha256(row[-1]).digest()


def checked() -> None:
    """Check everything about records, leaves, tiles, checkpoints and dossiers."""
    findings = audit.Findings()
    chain.check_log(findings)
    assert not findings.problems, findings.problems[:3]
    assert findings.covered["记录"] == COUNT


def main() -> None:
    fill(COUNT, EVERY)
    loops, audits, ratios = [], [], []
    with transaction.atomic():
        before = timed(bare)
        for _ in range(ROUNDS):
            ours, after = timed(checked), timed(bare)
            ratios.append(2 * ours / (before + after))
            loops.append(after)
            audits.append(ours)
            before = after
    ratio = statistics.median(ratios)
    section(
        f"Verify over {COUNT:,} records at {EVERY} a checkpoint, {NAME}",
        ["", "records a second", f"seconds, best of {ROUNDS}", "to the bare loop"],
        [
            ["bare loop: same rows, one SHA-256 each", COUNT / min(loops), f"{min(loops):.1f}", "1"],
            ["check of records and log", COUNT / min(audits), f"{min(audits):.1f}", f"{ratio:.2f}"],
        ],
        verdict("at most 4 times the bare loop", met=ratio <= 4),
        f"The ratio is the median of {ROUNDS} (each: {', '.join(f'{each:.2f}' for each in ratios)}), an audit against "
        "the loops just before and after it. Checked are each record's body, head, chain, columns and leaf; every "
        f"tile's file; root and signature of each of the {COUNT // EVERY:,} checkpoints; every dossier's end. "
        "Openings, rows and files are checked besides.",
    )


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
