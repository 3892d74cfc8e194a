"""`mingjing verify` over a million records at 100 a checkpoint, against a bare loop over the same rows."""

from __future__ import annotations

import hashlib
import os

from measuring import interleaved, prepare, section, verdict

NAME = prepare()

from django.db import transaction  # noqa: E402
from million import fill  # noqa: E402

from mingjing.records import audit  # noqa: E402
from mingjing.records.audit import chain  # noqa: E402

COUNT = int(os.environ.get("BENCH_RECORDS", "1000000"))
EVERY = 100


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
    with transaction.atomic():
        found = interleaved({"bare loop": (COUNT, bare), "verify": (COUNT, checked)}, rounds=3)
    loop, ours = found["bare loop"], found["verify"]
    best = min(ours.seconds) / min(loop.seconds)
    section(
        f"Verify over {COUNT:,} records at {EVERY} a checkpoint, {NAME}",
        ["", "records a second", "seconds, best of 3", "to the bare loop"],
        [
            [
                "bare loop: same rows, one SHA-256 each",
                COUNT / min(loop.seconds),
                f"{min(loop.seconds):.1f}",
                "1",
            ],
            [
                "check of records and log",
                COUNT / min(ours.seconds),
                f"{min(ours.seconds):.1f}",
                f"{best:.2f}",
            ],
        ],
        verdict("at most 4 times the bare loop", met=best <= 4),
        "Each record's body, head, chain, columns and leaf; every tile's file; root and signature of each of the "
        f"{COUNT // EVERY:,} checkpoints; every dossier's end. Openings, rows and files are checked besides.",
    )


if __name__ == "__main__":
    main()
