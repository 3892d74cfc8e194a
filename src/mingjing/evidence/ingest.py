"""Taking in what docking stations and recorders lay into a folder: each content once, streaming, without a hand on it.

The files themselves are left as they are. A process that dies between storing and recording leaves bytes that the next
run finds stored already; one that dies after recording leaves a record that the next run finds by the content's hash.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, cast

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Q

from mingjing import clock
from mingjing.evidence import acts, footage, inbox_rules
from mingjing.evidence import recording_rules as rules
from mingjing.evidence.models import DeviceAlarm, Inbound, Passed, Recording
from mingjing.records.actions import File, open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry import device_rules
from mingjing.registry.device_queries import clock_at, devices_of, held_by, undrawn
from mingjing.registry.models import Officer
from mingjing.storage import content
from mingjing.storage.store import opened, put

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mingjing.records.actors import Actor
    from mingjing.registry.models import Agency
    from mingjing.storage.models import Blob

ACCEPTED = content.IMAGES | content.RECORDINGS
UNFINISHED = frozenset({".part", ".tmp", ".crdownload", ".download"})
STATION, CUT = "采集站导入", "录像机按时间段导出"
LONGEST_NAME, LONGEST_PATH = 200, 400

type Progress = Callable[[int, int], None]
"""Told how many bytes of how many have been read."""


@dataclass(frozen=True)
class Found:
    """A file of the folder: where, how large, when it was changed."""

    path: Path
    place: str
    size: int
    changed_ns: int

    @property
    def changed(self) -> dt.datetime:
        """Return when it was changed."""
        return dt.datetime.fromtimestamp(self.changed_ns / 1e9, clock.SHANGHAI)

    @property
    def key(self) -> str:
        """Return what it is remembered by."""
        return hashlib.sha256(str(self.path).encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """What became of a file: taken in as `row`, or known already (no row), or not taken (`fault`)."""

    found: Found
    row: Inbound | None = None
    fault: str = ""


@dataclass
class Reader:
    """A stream that tells how far it was read."""

    stream: IO[bytes]
    total: int
    tell: Progress
    done: int = field(default=0)

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        chunk = self.stream.read(size)
        self.done += len(chunk)
        self.tell(self.done, self.total)
        return chunk


def patterns() -> list[re.Pattern[str]]:
    """Return how the agency's stations name their files."""
    return inbox_rules.compiled(settings.MINGJING_INGEST_PATTERNS or inbox_rules.PATTERNS)


def files_in(folder: Path, *, settled: dt.timedelta = dt.timedelta()) -> list[Found]:
    """Return what lies in a folder and was not looked at before, in order; what is still being written is left.

    `settled`: how long a file must not have changed.
    """
    if not folder.is_dir():
        raise Refusal("ingest.folder", f"没有这个文件夹：{folder}", next_step="请核对路径。")
    until = clock.real().timestamp() - settled.total_seconds()
    rows = [each for each in _walk(folder) if each.changed_ns / 1e9 <= until or not settled]
    known = {
        key: (size, changed)
        for key, size, changed in Passed.objects.values_list("place", "size", "changed_ns")
    }
    return [each for each in rows if known.get(each.key) != (each.size, each.changed_ns)]


def _walk(folder: Path) -> Iterator[Found]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = folder.__class__(parent, name)
            if name.startswith(".") or path.suffix.lower() in UNFINISHED or path.is_symlink():
                continue
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            place = path.relative_to(folder).as_posix()
            yield Found(path, place, stat.st_size, stat.st_mtime_ns)


def take(
    found: Found, *, agency: Agency, actor: Actor, tell: Progress = lambda _done, _total: None
) -> Outcome:
    """种子 B3.2、B3.3: store a file and enter it into the inbox, once whatever its name, or say why it is not taken."""
    try:
        with found.path.open("rb") as stream:
            blob = put(cast("IO[bytes]", Reader(stream, found.size, tell)), media_type=ACCEPTED)
    except Refusal as refusal:
        _passed(found, refusal.sentence)
        return Outcome(found, fault=refusal.sentence)
    except OSError as error:
        return Outcome(found, fault=f"读不出：{error.strerror}")
    row = None
    if not _known(agency, blob):
        try:
            row = _enter(found, blob, agency=agency, actor=actor)
        except IntegrityError:  # another run has just taken the same content in
            if not _known(agency, blob):
                raise
    _passed(found)
    return Outcome(found, row)


def _passed(found: Found, fault: str = "") -> None:
    Passed.objects.update_or_create(
        place=found.key,
        defaults={"size": found.size, "changed_ns": found.changed_ns, "fault": fault[:LONGEST_NAME]},
    )


def _known(agency: Agency, blob: Blob) -> bool:
    """Say whether this content came before: from a folder, or by somebody's hand."""
    return (
        Inbound.objects.filter(agency=agency, blob=blob).exists()
        or Recording.objects.filter(activity__dossier__agency=agency.ref, blob=blob).exists()
    )


def _enter(found: Found, blob: Blob, *, agency: Agency, actor: Actor) -> Inbound:
    row = _described(found, blob, agency)
    dossier = open_dossier(kind="inbound", ref=row.ref, agency=agency.ref)
    with deed(dossier=dossier, act=acts.INGESTED, actor=actor) as work:
        work.add(row)
        work.mention(File("evidence.inbound_file", row.ref, blob.sha256, blob.sm3))
        alarming = undrawn(row.device, row.officer, row.started_at)
        if alarming:
            work.add(
                DeviceAlarm(
                    device=row.device, officer=row.officer, at=row.started_at,
                    about=f"{row.subject_kind()}:{row.ref}",
                )
            )  # fmt: skip
        work.facts["alarm"] = "，设备当时无人领用或者不在录制人手里" if alarming else ""
    return row


def _described(found: Found, blob: Blob, agency: Agency) -> Inbound:
    """Return the row that says what name, metadata and register tell of a file."""
    name = inbox_rules.read_name(found.place, patterns())
    device = devices_of(agency).filter(serial=name.device).first() if name.device else None
    if rules.carrier_of(blob.media_type) == "photo":
        seen = footage.Footage()
    else:
        with opened(blob) as stream:
            seen = footage.look_at(stream, blob.media_type)
    when = inbox_rules.timed(seen, name, found.changed, utc=device.utc_times if device else True)
    offset = clock_at(device, when.since) if device else 0
    since, until = (device_rules.corrected(each, offset) for each in (when.since, when.until))
    officer = _officer(agency, name.officer) or (held_by(device, since) if device else None)
    return Inbound(
        agency=agency, blob=blob, filename=found.path.name[:LONGEST_NAME], origin=found.place[-LONGEST_PATH:],
        device=device, device_said=name.device, officer=officer, officer_said=name.officer, started_at=since,
        ended_at=until, length_ms=seen.length_ms, times=when.told_by, clock_offset=offset, taken_at=clock.now(),
    )  # fmt: skip


def _officer(agency: Agency, said: str) -> Officer | None:
    if not said:
        return None
    people = Officer.objects.filter(department__agency=agency).prefetch_related("certificates")
    known = {
        each.ref: (each.name, *(certificate.number for certificate in each.certificates.all()))
        for each in people
    }
    ref = inbox_rules.whose(said, known)
    return next((each for each in people if each.ref == ref), None)


def waiting(agency: Agency) -> list[Inbound]:
    """Return what lies in the inbox, newest first."""
    rows = Inbound.objects.filter(agency=agency, state=Inbound.State.WAITING)
    return list(rows.select_related("device__site", "officer__department", "blob"))


def refused_files() -> list[Passed]:
    """Return the files that were looked at and not taken."""
    return list(Passed.objects.exclude(fault=""))


def open_alarms(agency: Agency) -> list[DeviceAlarm]:
    """Return the recordings made with a device nobody had drawn out, that its keeper has not explained yet."""
    rows = DeviceAlarm.objects.filter(Q(device__agency=agency), answered_at=None)
    return list(rows.select_related("device", "officer"))
