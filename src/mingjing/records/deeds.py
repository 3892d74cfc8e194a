"""A deed: the frame of every action. Lock the dossier, check and write, and leave with the record.

    with deed(dossier=case.dossier, act=acts.NOTIFIED, actor=user.actor()) as work:
        notice = work.add(Notice(party=party, …))
        work.change(party)

What `add` and `change` touched is what the record commits to, in that order; the first row is its subject.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from mingjing.records.actions import File, append, lock
from mingjing.records.legible import check_row
from mingjing.records.models import Attested, Dossier, Json, Record

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mingjing.records.actors import Actor
    from mingjing.records.vocabulary import Act


class Deed:
    """The rows and files of one act, as they come together."""

    def __init__(self, dossier: Dossier, *, began: float | None = None) -> None:
        self.dossier = dossier
        self._began = began
        self.facts: dict[str, Json] = {}
        self.authority: dict[str, Json] = {}
        """For whom the actor stands in, and by which registered authority; the record names both."""
        self.record: Record | None = None
        self._subjects: list[Attested | File] = []
        self._written: list[Attested] = []
        self._waiting: list[Attested] = []

    def add[Row: Attested](self, row: Row) -> Row:
        """Insert a row. One that points to its own record waits until the record is there."""
        check_row(row)
        self.mention(row)
        self._written.append(row)
        if hasattr(row, "record_id"):
            self._waiting.append(row)
        else:
            row.save(force_insert=True)
        return row

    def change[Row: Attested](self, row: Row) -> Row:
        """Save a changed row. An act may read and save a row more than once: the record commits to it as saved last."""
        check_row(row)
        self.mention(row)
        self._subjects[self._subjects.index(row)] = row
        self._written.append(row)
        row.save(force_update=True)
        return row

    def mention(self, subject: Attested | File) -> None:
        """Commit to a row or a file that the act is about without changing it."""
        if subject not in self._subjects:
            self._subjects.append(subject)

    def commit(self, *, act: Act, actor: Actor, happened_on: dt.date | None) -> Record:
        """Append the record and insert the rows that waited for it."""
        self.record = append(
            dossier=self.dossier,
            act=act,
            actor=replace(actor, authority=self.authority) if self.authority else actor,
            subjects=self._subjects,
            written=self._written,
            happened_on=happened_on,
            facts=self.facts,
            began=self._began,
        )
        for row in self._waiting:
            row.record = self.record  # type: ignore[attr-defined]
            row.save(force_insert=True)
        return self.record


@contextmanager
def deed(
    *,
    dossier: Dossier,
    act: Act,
    actor: Actor,
    version: int | None = None,
    happened_on: dt.date | None = None,
) -> Iterator[Deed]:
    """Frame an act in one transaction; an exception inside leaves nothing behind.

    `version` is the dossier's `seq` that the person saw (see `lock`).
    """
    began = time.perf_counter()
    with transaction.atomic():
        work = Deed(lock(dossier, version=version), began=began)
        yield work
        work.commit(act=act, actor=actor, happened_on=happened_on)
