"""The copies of a recording or of a piece of evidence: made by a task, each recorded, the original untouched."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from mingjing import clock
from mingjing.evidence import acts, making
from mingjing.evidence.models import Copy, Evidence, Recording
from mingjing.records.actions import File, open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.storage import content
from mingjing.storage.store import MissingBytesError, keep_file, opened, put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.records.models import Dossier
    from mingjing.storage.models import Blob

type Shown = Recording | Evidence
"""What has a file that is looked at."""
LEFT_BEHIND = 24 * 3600
"""Seconds after which nobody works any more on what lies half made."""
KINDS: dict[str, type[Recording | Evidence]] = {
    Recording.subject_kind(): Recording,
    Evidence.subject_kind(): Evidence,
}


def name_of(row: Shown) -> str:
    """Return `kind:ref`."""
    return f"{row.subject_kind()}:{row.ref}"


def shown(name: str) -> Shown | None:
    """Return the recording or piece of evidence of a name."""
    kind, _, ref = name.partition(":")
    rows = KINDS[kind]._default_manager.select_related("blob")  # noqa: SLF001
    found: Shown | None = rows.filter(pk=ref).first()
    return found


def own_dossier(row: Shown) -> Dossier:
    """Return the dossier of a file itself: looking at it and copying it disturb nobody who edits its case."""
    of_case = row.activity.dossier if isinstance(row, Recording) else row.dossier
    kind = "recording" if isinstance(row, Recording) else "evidence"
    return open_dossier(kind=kind, ref=row.ref, agency=of_case.agency)


def copies_of(row: Shown) -> dict[str, Copy]:
    """Return the copies of a file by their kind."""
    return {each.copy_kind: each for each in Copy.objects.filter(of=name_of(row)).select_related("blob")}


def make_copies(name: str) -> list[Copy]:
    """Make whatever copies of a file are wanted and not there yet; doing it again does nothing."""
    row = shown(name)
    if row is None or row.blob is None:
        return []
    media_type, there = row.blob.media_type, copies_of(row)
    made = []
    for kind in _wanted(media_type):
        if kind in there:
            continue
        try:
            with opened(row.blob) as stream, _made(kind, stream, media_type) as (blob, tool):
                stream.seek(0)
                told = making.technical(stream, media_type)
                if blob is not None:
                    made.append(_keep(row, kind, blob, tool, told))
        except (making.UnreadableError, OSError, ValueError):
            continue  # a damaged file stays as it came; nothing can be shown of it
        except MissingBytesError:
            break  # destroyed since, by an approved list; what is missing otherwise, hashing anew finds
    return made


def _wanted(media_type: str) -> list[Copy.Kind]:
    kind = media_type.partition("/")[0] if media_type in content.RECORDINGS | content.IMAGES else ""
    return {
        "image": [Copy.Kind.THUMBNAIL],
        "video": [Copy.Kind.THUMBNAIL, Copy.Kind.SHEET, Copy.Kind.PROXY],
        "audio": [Copy.Kind.WAVEFORM],
    }.get(kind, [])


@contextmanager
def _made(kind: Copy.Kind, stream: making.Stream, media_type: str) -> Iterator[tuple[Blob | None, str]]:
    if kind is not Copy.Kind.PROXY:
        draw = {
            Copy.Kind.THUMBNAIL: making.thumbnail,
            Copy.Kind.SHEET: making.sheet,
            Copy.Kind.WAVEFORM: making.waveform,
        }[kind]
        yield put(draw(stream, media_type)), making.TOOL
        return
    if making.plays(stream, media_type):
        yield None, ""
        return
    stream.seek(0)
    with workshop() as place:
        target = place / "proxy.mp4"
        tool = making.proxy(stream, media_type, target)
        yield keep_file(target, media_type=(content.MP4,)), tool


@contextmanager
def workshop() -> Iterator[Path]:
    """Return a folder for what is being made, in the store's own file system; it goes with what was not kept."""
    place = settings.MINGJING_DATA / "making"
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


def clear_workshop() -> None:
    """Remove what a process that died left half made."""
    for left in (settings.MINGJING_DATA / "making").glob("*"):
        if time.time() - left.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(left, ignore_errors=True)


def _keep(row: Shown, kind: Copy.Kind, blob: Blob, tool: str, told: list[list[str]]) -> Copy:
    if row.blob is None:
        raise ValueError(row)
    with deed(dossier=own_dossier(row), act=acts.COPIED, actor=SYSTEM) as work:
        copy = work.add(
            Copy(
                of=name_of(row), source=row.blob, copy_kind=kind, blob=blob, tool=tool, technical=told,
                made_at=clock.now(),
            )
        )  # fmt: skip
        work.mention(row)
        work.mention(File("evidence.copy_file", copy.ref, blob.sha256, blob.sm3))
        work.facts["kind"] = copy.get_copy_kind_display()
    return copy
