"""An act with its record and integration, against a bare insert with fsync on the same database and `eventsourcing`."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import interleaved, prepare, section

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = prepare()

from django.db import connection  # noqa: E402
from eventsourcing.application import Application  # noqa: E402
from eventsourcing.domain import Aggregate, event  # noqa: E402

from mingjing.records import log  # noqa: E402
from mingjing.records.actions import open_dossier  # noqa: E402
from mingjing.records.actors import SYSTEM  # noqa: E402
from mingjing.records.deeds import deed  # noqa: E402
from mingjing.records.vocabulary import act  # noqa: E402
from mingjing.registry.models import Agency, Department  # noqa: E402

PROBED = act("bench.done", "测速", "{actor}测速。")
COUNT = 100
PAYLOAD = b"x" * 300


def bare() -> Callable[[], None]:
    """Return a work that inserts rows of 300 bytes, each in its own durable transaction."""
    kind, key = ("blob", "integer") if NAME == "SQLite" else ("bytea", "serial")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_bare (id {key} PRIMARY KEY, data {kind} NOT NULL)")

    def insert() -> None:
        with connection.cursor() as cursor:
            for _ in range(COUNT):
                cursor.execute("INSERT INTO bench_bare (data) VALUES (%s)", [PAYLOAD])

    return insert


def acting(every: int) -> Callable[[], None]:
    """Return a work that acts (dossier locked, one row written, its record) and integrates after `every` acts."""
    with deed(dossier=open_dossier(kind="bench", ref="agency"), act=PROBED, actor=SYSTEM) as work:
        agency = work.add(Agency(name=f"测速机关{every}", sign="测", area="测"))
    dossier = open_dossier(kind="bench", ref=str(every))
    numbers = itertools.count()

    def act_often() -> None:
        for turn in range(1, COUNT + 1):
            with deed(dossier=dossier, act=PROBED, actor=SYSTEM) as work:
                work.add(Department(agency=agency, name=f"第{next(numbers)}股", function="office"))
            if turn % every == 0:
                log.integrate()

    return act_often


class Probe(Aggregate):
    """An aggregate with one kind of event."""

    @event("Happened")
    def happen(self, data: str) -> None:
        """Take one event of about 300 bytes."""
        self.data = data


def sourced() -> Callable[[], None]:
    """Return a work that saves one event after the other with the `eventsourcing` library on SQLite."""
    place = Path(os.environ["MINGJING_DATA"]) / "eventsourcing.sqlite3"
    application: Application = Application(
        env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(place)}
    )
    probe = Probe()
    application.save(probe)

    def save() -> None:
        for _ in range(COUNT):
            probe.happen("x" * 150)
            application.save(probe)

    return save


def main() -> None:
    works = {"bare insert, 300 bytes": bare()}
    works |= {"act, record, integrated one by one": acting(1), "act, record, integrated by 50": acting(50)}
    if NAME == "SQLite":
        works["eventsourcing, one event a save"] = sourced()
    found = interleaved({name: (COUNT, work) for name, work in works.items()})
    base = found["bare insert, 300 bytes"]
    section(
        f"Appending, {NAME}",
        ["each one durable before the next", "a second", "to a bare insert"],
        [[name, each.rate, f"{each.rate / base.rate:.2f}"] for name, each in found.items()],
        "An act is one transaction: the dossier locked and moved on, a row, a record, its queueing, a commitment. "
        "The worker integrates every quarter of a second, so what people wait for is the act alone.",
    )


if __name__ == "__main__":
    main()
