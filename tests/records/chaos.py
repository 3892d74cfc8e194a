"""Writers, integrators and consumers on one log, killed at random moments; then everything is counted.

A program of its own (`python chaos.py KILLS SEED`), for it starts from an empty database and forks: a process dies
by `os._exit` before or after any of its statements, commits and file operations. Prints one JSON object; whatever must
not be makes it fail.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection, connections, transaction  # noqa: E402

from mingjing.ledger.tree import Frontier  # noqa: E402
from mingjing.records import audit, consumers, log  # noqa: E402
from mingjing.records.actions import append, open_dossier  # noqa: E402
from mingjing.records.actors import SYSTEM  # noqa: E402
from mingjing.records.models import Leaf, Pending, Record  # noqa: E402
from mingjing.records.vocabulary import act  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PROBED = act("chaos.made", "试办", "{actor}试办。")
KILLED, KILLED_AT_A_FILE = 9, 8
DOSSIERS = 12
WRITERS = 3
CONSUMERS = ("chaos.push", "chaos.search")
PLACE = Path(settings.MINGJING_DATA)


class Doom:
    """Counts a process's steps down to its death. `files` counts file operations only, which are rarer."""

    def __init__(self, steps: int, *, files: bool) -> None:
        self._left = steps
        self._files = files

    def tick(self, *, file: bool = False) -> None:
        """Take one step."""
        if file or not self._files:
            self._left -= 1
            if self._left <= 0:
                os._exit(KILLED_AT_A_FILE if file else KILLED)

    def around(self, step: Callable[..., Any], *, file: bool = False) -> Callable[..., Any]:
        """Return a step that may be the last, before it or after it."""

        def doomed(*args: Any, **kwargs: Any) -> Any:
            self.tick(file=file)
            result = step(*args, **kwargs)
            self.tick(file=file)
            return result

        return doomed

    def hang_over_everything(self) -> None:
        """Put the count between all statements, commits and file operations of this process."""

        def statement(execute: Callable[..., Any], *args: Any) -> Any:
            return self.around(execute)(*args)

        connection.execute_wrappers.append(statement)
        connection._commit = self.around(connection._commit)  # type: ignore[method-assign]
        os.fsync = self.around(os.fsync, file=True)
        Path.replace = self.around(Path.replace, file=True)  # type: ignore[method-assign]
        Path.hardlink_to = self.around(Path.hardlink_to, file=True)  # type: ignore[method-assign]


def start(work: Callable[[], None], doom: Doom | None = None) -> int:
    """Fork a process that works until it is done or dead; return its id."""
    connections.close_all()
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    if doom:
        doom.hang_over_everything()
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - a child must never return into its parent's code
        sys.stderr.write(f"{work}: {error!r}\n")
        os._exit(1)
    os._exit(0)


def code(child: int) -> int:
    """Wait for a process; return its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def stopped() -> bool:
    return (PLACE / "stop").exists()


# ── what the processes do ──


def writer(number: int, seed: int) -> Callable[[], None]:
    """Act on a few dossiers, several acts a transaction, some of them rolled back; what is committed is noted down."""

    def work() -> None:
        rnd = random.Random(seed * 100 + number)  # noqa: S311 - repeatable, not secret
        with (PLACE / f"acknowledged-{number}").open("a") as notes:
            while not stopped():
                notes.write("".join(f"{each}\n" for each in _acts(rnd)))
                notes.flush()
                time.sleep(rnd.random() * 0.03)

    return work


def _acts(rnd: random.Random) -> list[int]:
    """Make some acts in one transaction; return their records, or none where they were rolled back."""
    made = []
    with transaction.atomic():
        for name in sorted(
            rnd.choices(range(DOSSIERS), k=rnd.choice((1, 1, 2, 40)))
        ):  # in order: no deadlock
            dossier = open_dossier(kind="chaos", ref=f"{name:02d}")
            made.append(append(dossier=dossier, act=PROBED, actor=SYSTEM).pk)
        if rnd.random() < 0.15:  # leaves holes in the numbering
            transaction.set_rollback(True)
            made = []
    return made


def integrator() -> None:
    """Integrate until dead or for two seconds."""
    _for_a_while(log.integrate)


def consumer(name: str) -> Callable[[], None]:
    """Consume until dead or for two seconds."""
    return lambda: _for_a_while(lambda: consumers.run(name))


def _for_a_while(step: Callable[[], int]) -> None:
    end = time.monotonic() + 2
    while time.monotonic() < end:
        try:
            if not step():
                time.sleep(0.01)
        except OperationalError:
            connection.close()


def watcher() -> None:
    """Look at the published checkpoint from outside, over and over, and note what is new."""
    last = (0, "")
    with (PLACE / "watched").open("a") as notes:
        while not stopped():
            seen = log.newest(published=True)
            if seen and (seen.size, bytes(seen.root).hex()) != last:
                last = (seen.size, bytes(seen.root).hex())
                notes.write(f"{last[0]} {last[1]}\n")
                notes.flush()
            time.sleep(0.005)


def register_consumers() -> None:
    """Let each consumer note what it was given, in a table without a single unique key."""
    serial = "integer PRIMARY KEY" if connection.vendor == "sqlite" else "serial"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE chaos_effect (n {serial}, consumer text, idx bigint)")

    def noting(name: str) -> Callable[[Sequence[Record]], None]:
        def note(records: Sequence[Record]) -> None:
            marks = ", ".join(["%s"] * len(records))
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO chaos_effect (consumer, idx) SELECT %s, idx FROM records_leaf"
                    f" WHERE record_id IN ({marks}) ORDER BY idx",
                    [name, *(record.pk for record in records)],
                )

        return note

    for name in CONSUMERS:
        consumers.register(name, noting(name))


# ── the whole ──


def run(kills: int, seed: int) -> dict[str, object]:
    """Kill until it is enough, let the rest finish, count; return the report."""
    call_command("migrate", verbosity=0)
    register_consumers()
    rnd = random.Random(seed)  # noqa: S311
    lasting = [start(writer(number, seed)) for number in range(WRITERS)] + [start(watcher)]
    try:
        report = _kill(kills, rnd)
    finally:
        (PLACE / "stop").touch()
        ends = [code(child) for child in lasting]
    assert ends == [0] * len(lasting)
    assert code(start(_finish)) == 0
    return {**report, **_count()}


def _kill(kills: int, rnd: random.Random) -> dict[str, object]:
    rounds, deaths = 0, {KILLED: 0, KILLED_AT_A_FILE: 0}
    while sum(deaths.values()) < kills:
        rounds += 1
        works = [integrator] * (2 if rounds % 3 == 0 else 1)
        works += [consumer(rnd.choice(CONSUMERS))] * rnd.choice((0, 1, 2))
        codes = [code(child) for child in [start(work, _doom(rnd)) for work in works]]
        assert set(codes) <= {0, *deaths}, codes
        for each in deaths:
            deaths[each] += codes.count(each)
    return {"kills": sum(deaths.values()), "at_files": deaths[KILLED_AT_A_FILE], "rounds": rounds}


def _doom(rnd: random.Random) -> Doom:
    files = rnd.random() < 0.3
    return Doom(rnd.randint(1, 8 if files else 60), files=files)


def _finish() -> None:
    log.integrate_all()
    while consumers.run_all():
        pass


def _count() -> dict[str, object]:
    """Look for anything lost, doubled, reordered or forked."""
    assert not Pending.objects.exists()
    leaves = list(
        Leaf.objects.order_by("idx").values_list("idx", "record_id", "hash", "record__dossier", "record__seq")
    )
    assert [each[0] for each in leaves] == list(range(len(leaves))), "a gap in the log"
    records = {each[1] for each in leaves}
    assert len(records) == len(leaves) == Record.objects.count(), "a record lost or doubled"
    acknowledged = {int(line) for path in PLACE.glob("acknowledged-*") for line in path.read_text().split()}
    assert acknowledged <= records, "an acknowledged act lost"
    seqs: dict[Any, int] = {}
    frontier, roots = Frontier(), {}
    for _, _, hashed, dossier, seq in leaves:
        assert seq == seqs.get(dossier, 0) + 1, "a dossier out of order"
        seqs[dossier] = seq
        frontier.push(bytes(hashed))
        roots[frontier.size] = frontier.root().hex()
    watched = [line.split() for line in (PLACE / "watched").read_text().splitlines()]
    sizes = [int(size) for size, _ in watched]
    assert sizes == sorted(set(sizes)), "the published checkpoint went backwards"
    assert all(roots[int(size)] == root for size, root in watched), (
        "a published checkpoint that the log does not continue"
    )
    for name in CONSUMERS:
        assert _effects(name) == list(range(len(leaves))), f"{name}: not every record once and in order"
    problems = audit.run().problems
    assert problems == [], problems
    return {"records": len(leaves), "acknowledged": len(acknowledged), "watched": len(watched)}


def _effects(name: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx FROM chaos_effect WHERE consumer = %s ORDER BY n", [name])
        return [idx for (idx,) in cursor.fetchall()]


def main() -> NoReturn:
    """Run as a program."""
    report = run(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(json.dumps(report) + "\n")
    with suppress(OSError):
        connections.close_all()
    sys.exit(0)


if __name__ == "__main__":
    main()
