"""Integration under load: eight writers act as fast as they can on PostgreSQL; how soon is each act provable?

An act is provable when a signed checkpoint that covers its leaf can be read. The writers and the worker are processes
of their own; this one looks every few milliseconds how far the signed log reaches.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import prepare, section, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = prepare(empty=len(sys.argv) == 1)

from mingjing.config import working  # noqa: E402
from mingjing.records.actions import open_dossier  # noqa: E402
from mingjing.records.actors import SYSTEM  # noqa: E402
from mingjing.records.deeds import deed  # noqa: E402
from mingjing.records.models import Checkpoint, Leaf, Record  # noqa: E402
from mingjing.records.vocabulary import act  # noqa: E402
from mingjing.registry.models import Agency, Department  # noqa: E402

WRITERS, SECONDS, LOOK = 8, 30.0, 0.01
STARTING = 15.0
"""How long the processes have to get ready before all begin at once."""
SETTLING = 30.0
"""How long the last acts may take before the run is called a failure."""
LIMIT = 2.0

PROBED = act("bench.done", "测速", "{actor}测速。")


def write(number: int, begin: float) -> None:
    """Act from that moment on; print each record's sequence and the moment at which it was committed."""
    agency = Agency.objects.get()
    dossier = open_dossier(kind="bench", ref=f"writer-{number}")
    turn = 0
    if (early := begin - time.time()) < 0:
        raise SystemExit("not ready in time")
    time.sleep(early)
    while time.time() < begin + SECONDS:
        with deed(dossier=dossier, act=PROBED, actor=SYSTEM) as work:
            work.add(Department(agency=agency, name=f"第{number}-{turn}股", function="office"))
        sys.stdout.write(f"{work.record.seq} {time.time():.6f}\n")
        turn += 1


def reach() -> int:
    """Return how many entries the newest signed checkpoint covers."""
    return Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0


def observe(writers: list[subprocess.Popen[bytes]], until: float) -> list[tuple[float, int]]:
    """Look until the writers are done and everything is covered; return when which size was first seen."""
    seen = [(time.time(), reach())]
    while time.time() < until:
        time.sleep(LOOK)
        done = all(each.poll() is not None for each in writers)
        size = reach()
        if size != seen[-1][1]:
            seen.append((time.time(), size))
        if done and size == Record.objects.count():
            if any(each.returncode for each in writers):
                raise SystemExit("a writer failed")
            return seen
    raise SystemExit("the log did not catch up")


def delays(seen: list[tuple[float, int]], committed: dict[tuple[str, int], float]) -> list[float]:
    """Return for each act the seconds from its commit to the first sight of a checkpoint that covers it."""
    found = []
    sights = iter(seen)
    moment, size = next(sights)
    rows = Leaf.objects.order_by("idx").values_list("idx", "record__dossier__ref", "record__seq")
    for idx, ref, seq in rows:
        while size <= idx:
            moment, size = next(sights)
        if (ref, seq) in committed:
            # seen before the writer itself learnt that it was committed: at once
            found.append(max(0.0, moment - committed[ref, seq]))
    return sorted(found)


@contextlib.contextmanager
def running(*arguments: str, out: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run this script as one of its processes, its output into a file, and end it."""
    with (
        out.open("wb") as file,
        subprocess.Popen([sys.executable, __file__, *arguments], stdout=file) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()


def main() -> None:
    with deed(dossier=open_dossier(kind="bench", ref="agency"), act=PROBED, actor=SYSTEM) as work:
        work.add(Agency(name="测速机关", sign="测", area="测"))
    place = Path(os.environ["MINGJING_DATA"])
    outs = [place / f"writer-{number}" for number in range(WRITERS)]
    begin = time.time() + STARTING
    with contextlib.ExitStack() as stack:
        stack.enter_context(running("worker", out=place / "worker"))
        writers = [
            stack.enter_context(running(str(number), str(begin), out=out)) for number, out in enumerate(outs)
        ]
        seen = observe(writers, begin + SECONDS + SETTLING)
    committed = {
        (out.name, int(seq)): float(moment)
        for out in outs
        for seq, moment in (line.split() for line in out.read_text().splitlines())
    }
    found = delays(seen, committed)
    assert len(found) == Leaf.objects.filter(record__dossier__ref__startswith="writer-").count()
    at = {each: found[min(len(found) - 1, int(len(found) * each / 100))] for each in (50, 95, 99)}
    section(
        f"Integration under load, {WRITERS} writers, {NAME}",
        ["acts", "a second", "provable after, median", "p95", "p99", "the last"],
        [
            [
                f"{len(found):,}",
                f"{len(found) / SECONDS:.0f}",
                *(f"{1000 * at[each]:.0f} ms" for each in (50, 95, 99)),
                f"{1000 * found[-1]:.0f} ms",
            ]
        ],
        "From the commit of an act to the first sight of a signed checkpoint that covers it; "
        f"everybody acts without a pause for {SECONDS:.0f} seconds.",
        verdict(f"provable within {LIMIT:.0f} s at p99", met=at[99] <= LIMIT),
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["worker"]:
        sys.exit(working.work())
    elif sys.argv[1:]:
        write(int(sys.argv[1]), float(sys.argv[2]))
    else:
        main()
