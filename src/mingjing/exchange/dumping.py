"""Nightly dumps of open data: made, recorded by their hashes, taken away with what was withdrawn (244号13).

A dump and a withdrawal both lock the dossier of the open data: either the withdrawal finds the dump and takes it
away, or the dump finds that something was withdrawn while it was written and is thrown away.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from mingjing import clock
from mingjing.disclosure.kinds import PENALTIES
from mingjing.disclosure.models import Publication
from mingjing.exchange import acts, datasets
from mingjing.exchange.formats import ENCODERS
from mingjing.exchange.models import Dump, Standing
from mingjing.records.actions import lock, open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.registry.queries import top_agency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.exchange.datasets import Dataset, Meaning
    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency
    from mingjing.theme.cells import Row

NIGHT_ENDS = 1
"""The local hour from which the day's dump is made: what is taken down with the change of day is gone by then."""
LONGEST = 6 * 3600
"""Seconds after which a file that no dump stands on is not being written any more."""


@dataclass(frozen=True)
class _Written:
    place: Path
    sha256: str
    size: int


def folder() -> Path:
    """Return where dumps lie, by their hash; all of it can be made again."""
    return Path(settings.MINGJING_DATA) / "dumps"


def standing(dataset: Dataset) -> Dump | None:
    """Return the dump of a set that may be handed out now; None where the set is read as it stands."""
    found = Standing.objects.select_related("dump").filter(dataset=dataset.name).first()
    if found is None or dataset.stale(found.dump) or not all(_places(found.dump)):
        return None
    return found.dump


def place_of(dump: Dump, fmt: str) -> Path:
    """Return where a dump's file lies."""
    return folder() / str(getattr(dump, f"{fmt}_sha256"))


def _places(dump: Dump) -> list[bool]:
    return [place_of(dump, fmt).is_file() for fmt in ENCODERS]


def nightly() -> int:
    """Make what was not made today, or has to be made anew; return how many."""
    agency = top_agency()
    if agency is None or clock.now().hour < NIGHT_ENDS:
        return 0
    today = clock.today()
    done = set(Standing.objects.filter(checked_on=today).values_list("dataset", flat=True))
    wanted = [each for each in datasets.every() if each.name not in done or standing(each) is None]
    made = sum(make(each.name) for each in wanted)
    _sweep()
    return made


def _sweep() -> None:
    """Delete what a process that died left behind: no dump stands on it, and nobody writes it any more."""
    if not folder().is_dir():
        return
    standing_on = {name for each in Standing.objects.select_related("dump") for name in _hashes(each.dump)}
    for place in folder().iterdir():
        if place.name not in standing_on and time.time() - place.stat().st_mtime > LONGEST:
            place.unlink(missing_ok=True)


def data_dossier(agency: Agency) -> Dossier:
    """Return the dossier of the open data."""
    return open_dossier(kind="open-data", ref=agency.ref, agency=agency.ref)


def make(name: str) -> bool:
    """Write a set's files and record their hashes; say whether it was done. The same bytes as before need no record."""
    agency, dataset = top_agency(), datasets.named(name)
    if agency is None:
        return False
    epoch, began = _epoch(), clock.now()
    rows, files = _write(dataset)
    told = {f"{fmt}_{part}": getattr(files[fmt], part) for fmt in ENCODERS for part in ("sha256", "size")}
    made = Dump(agency=agency, dataset=dataset.name, rows=rows, made_at=began, **told)
    before = Standing.objects.select_related("dump").filter(dataset=name).first()
    old = _hashes(before.dump) if before else set()
    try:
        _kept(made, epoch) if old == _hashes(made) else _stand(made, epoch)
    except _OvertakenError:
        _unlink(_hashes(made))
        return False
    _unlink(old)
    return True


def _stand(made: Dump, epoch: int) -> None:
    """Record the dump and hand it out from now on."""
    with deed(dossier=data_dossier(made.agency), act=acts.DUMPED, actor=SYSTEM) as work:
        _require_nothing_gone(epoch)
        work.add(made)
        work.facts["rows"] = made.rows
        Standing.objects.update_or_create(
            dataset=made.dataset, defaults={"dump": made, "checked_on": clock.today()}
        )


def _kept(made: Dump, epoch: int) -> None:
    """Note that the dump that stands holds today what it held before."""
    with transaction.atomic():
        lock(data_dossier(made.agency))
        _require_nothing_gone(epoch)
        Standing.objects.filter(dataset=made.dataset).update(checked_on=clock.today())


def _require_nothing_gone(epoch: int) -> None:
    if epoch != _epoch():
        raise _OvertakenError


class _OvertakenError(Exception):
    """Something was withdrawn while the dump was written."""


def _epoch() -> int:
    """Return how many publications were ever withdrawn or replaced: what a dump must not outlive."""
    gone = (Publication.State.WITHDRAWN, Publication.State.REPLACED)
    return Publication.objects.filter(kind__in=PENALTIES, state__in=gone).count()


def _write(dataset: Dataset) -> tuple[int, dict[str, _Written]]:
    """Write all files of a set from one reading of it; return how many rows it had, and the files by format."""
    folder().mkdir(parents=True, exist_ok=True)
    files = [_File(fmt, dataset.dictionary()) for fmt in ENCODERS]
    count = 0
    for count, row in enumerate(dataset.rows(), 1):  # noqa: B007 - it is returned
        for each in files:
            each.add(row)
    return count, {each.fmt: each.done() for each in files}


class _File:
    """A file being written; it bears the name of its hash only once it is whole."""

    def __init__(self, fmt: str, dictionary: Sequence[Meaning]) -> None:
        self.fmt = fmt
        self._encoder = ENCODERS[fmt](dictionary)
        self._digest, self._size = hashlib.sha256(), 0
        handle, self._name = tempfile.mkstemp(dir=folder(), prefix=".")
        self._out = os.fdopen(handle, "wb")
        self._write(self._encoder.start())

    def add(self, row: Row) -> None:
        self._write(self._encoder.add(row))

    def done(self) -> _Written:
        self._write(self._encoder.end())
        self._out.close()
        place = folder() / self._digest.hexdigest()
        Path(self._name).replace(place)
        return _Written(place, self._digest.hexdigest(), self._size)

    def _write(self, data: bytes) -> None:
        self._digest.update(data)
        self._size += len(data)
        self._out.write(data)


def take_away(publication: Publication) -> None:
    """Take the dump that may hold a publication away, within the caller's act, and have it made anew (244号13)."""
    from mingjing.exchange.work import dump  # noqa: PLC0415 - it calls this module

    agency = top_agency()
    if agency is None or publication.kind not in PENALTIES:
        return
    lock(data_dossier(agency))
    found = Standing.objects.select_related("dump").filter(dataset="decisions").first()
    if found is None:
        return
    old = found.dump
    found.delete()
    transaction.on_commit(lambda: _unlink(_hashes(old)))
    dump.enqueue("decisions")


def _hashes(dump: Dump) -> set[str]:
    return {getattr(dump, f"{fmt}_sha256") for fmt in ENCODERS} - {""}


def _unlink(hashes: set[str]) -> None:
    """Delete files by their hashes, but those that a set stands on: two empty sets have the same bytes."""
    standing_on = [_hashes(each.dump) for each in Standing.objects.select_related("dump")]
    for each in hashes.difference(*standing_on):
        (folder() / each).unlink(missing_ok=True)
