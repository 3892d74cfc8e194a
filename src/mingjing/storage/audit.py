"""Reading everything that is stored once more, trusting no stored hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from mingjing.ledger import digests
from mingjing.storage import content, store
from mingjing.storage.backend import MissingBytesError
from mingjing.storage.models import Blob

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.storage.backend import Backend

type Fault = Literal["missing", "altered", "row", "orphan", "misplaced", "covered", "unfinished"]

BATCH = 500


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    `missing`: a row without bytes. `altered`: bytes that no longer have their hash. `row`: right bytes, but
    the row's SM3, size or media type is not theirs. `orphan`: bytes without a row (an act was rolled back, or
    its row was taken away). `misplaced`: a file that is no content. `covered`: in an object store, somebody put another
    version or a mark of deletion over it. `unfinished`: a process died while storing. The last four lose nothing.
    """

    fault: Fault
    name: str

    @property
    def loses(self) -> bool:
        """Whether something that a row promises is lost or false."""
        return self.fault in {"missing", "altered", "row"}


@dataclass
class Tally:
    """What an audit has covered so far."""

    blobs: int = 0
    bytes: int = 0
    files: int = 0
    problems: dict[Fault, int] = field(default_factory=dict)


def audit(tally: Tally) -> Iterator[Problem]:
    """Yield every problem as it is found: each row against its bytes, then each file against the rows.

    Nothing larger than one batch of rows and one chunk of bytes is held in memory; `tally` counts along.
    """
    place = store.backend()
    for problem in _problems(place, tally):
        tally.problems[problem.fault] = tally.problems.get(problem.fault, 0) + 1
        yield problem


def _problems(place: Backend, tally: Tally) -> Iterator[Problem]:
    yield from _rows(place, tally)
    yield from _files(place, tally)
    yield from (Problem("covered", name) for name in place.covered())
    yield from (Problem("unfinished", name) for name in place.unfinished())


def _rows(place: Backend, tally: Tally) -> Iterator[Problem]:
    last = ""
    while batch := list(Blob.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        for blob in batch:
            tally.blobs += 1
            fault = _fault(place, blob, tally)
            if fault:
                yield Problem(fault, blob.pk)


def _fault(place: Backend, blob: Blob, tally: Tally) -> Fault | None:
    first, second, size = hashlib.sha256(), digests.sm3(), 0
    try:
        for chunk in place.read(blob.sha256, version=blob.version):
            first.update(chunk)
            second.update(chunk)
            size += len(chunk)
    except (MissingBytesError, ValueError):
        return "missing"
    tally.bytes += size
    if first.hexdigest() != blob.sha256:
        return "altered"
    if second.digest().hex() != blob.sm3 or size != blob.size:
        return "row"
    with place.open(blob.sha256, version=blob.version) as stream:
        found = content.detect(stream) or content.UNKNOWN
    return None if found == blob.media_type else "row"


def _files(place: Backend, tally: Tally) -> Iterator[Problem]:
    batch: list[str] = []
    for name, placed in place.names():
        tally.files += 1
        if not placed:
            yield Problem("misplaced", name)
            continue
        batch.append(name)
        if len(batch) == BATCH:
            yield from _orphans(batch)
            batch = []
    yield from _orphans(batch)


def _orphans(names: list[str]) -> Iterator[Problem]:
    known = set(Blob.objects.filter(pk__in=names).values_list("pk", flat=True))
    yield from (Problem("orphan", name) for name in names if name not in known)
